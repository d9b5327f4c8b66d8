package storetest

import (
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

var jobRules = []rule{
	{"JobsComeDueInTheirOrder", func(p *proof) {
		start := p.clock.Now()
		for _, j := range []struct {
			key   string
			after time.Duration
		}{{"c", time.Hour}, {"b", time.Minute}, {"a", time.Hour}, {"later", 2 * time.Hour}} {
			p.must(p.Schedule(p.ctx, news.Job{Key: j.key, Due: start.Add(j.after), Work: "work of " + j.key}))
		}
		p.wantDue(9)
		p.clock.Advance(time.Minute)
		p.wantDue(9, "b")
		p.clock.Advance(time.Hour)
		p.wantDue(9, "b", "a", "c")
		p.wantDue(2, "b", "a")
		p.wantDue(0)
		p.reopen()
		p.wantDue(9, "b", "a", "c")
		got, ok, err := p.Scheduled(p.ctx, "c")
		if want := (news.Job{Key: "c", Due: start.Add(time.Hour), Work: "work of c"}); err != nil || !ok || got != want {
			p.Errorf("Scheduled = %+v, %v, %v, want %+v", got, ok, err, want)
		}
	}},
	{"ScheduleReplacesAJob", func(p *proof) {
		due := p.clock.Now()
		for range 2 {
			p.must(p.Schedule(p.ctx, news.Job{Key: hostile, Due: due, Work: hostile}))
		}
		p.wantDue(9, hostile)
		p.must(p.Schedule(p.ctx, news.Job{Key: hostile, Due: due.Add(time.Hour), Work: "new"}))
		p.wantDue(9)
		p.clock.Advance(time.Hour)
		p.wantDue(9, hostile)
		if got, _, err := p.Scheduled(p.ctx, hostile); err != nil || got.Work != "new" {
			p.Errorf("Scheduled = %+v, %v, want the new work", got, err)
		}
	}},
	{"CancelRemovesAJob", func(p *proof) {
		p.must(p.Schedule(p.ctx, news.Job{Key: "a", Due: p.clock.Now()}))
		for _, want := range []bool{true, false} {
			if was, err := p.Cancel(p.ctx, "a"); err != nil || was != want {
				p.Errorf("Cancel = %v, %v, want %v", was, err, want)
			}
		}
		p.wantDue(9)
		if got, ok, err := p.Scheduled(p.ctx, "a"); err != nil || ok {
			p.Errorf("Scheduled = %+v, %v, %v, want none", got, ok, err)
		}
	}},
	{"ADeadProcessLeavesItsJob", func(p *proof) {
		const lease = "job a"
		p.must(p.Schedule(p.ctx, news.Job{Key: "a", Due: p.clock.Now()}))
		take := func(holder string, want bool) {
			p.Helper()
			if _, ok, err := p.Acquire(p.ctx, lease, holder, time.Minute); err != nil || ok != want {
				p.Fatalf("Acquire for %s = %v, %v, want %v", holder, ok, err, want)
			}
		}
		take("first", true)
		p.wantDue(9, "a")
		take("second", false)
		p.clock.Advance(2 * time.Minute) // in which the first says nothing more
		take("second", true)
		p.wantDue(9, "a")
		p.must(p.Schedule(p.ctx, news.Job{Key: "a", Due: p.clock.Now().Add(time.Hour)}))
		p.wantDue(9)
	}},
}

// wantDue checks which jobs are due.
func (p *proof) wantDue(limit int, want ...string) {
	p.Helper()
	jobs, err := p.Due(p.ctx, limit)
	p.must(err)
	var got []string
	for _, j := range jobs {
		got = append(got, j.Key)
	}
	if !slices.Equal(got, want) {
		p.Errorf("Due(%d) = %q, want %q", limit, got, want)
	}
}
