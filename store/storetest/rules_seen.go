package storetest

import (
	"time"

	"github.com/rasadnews/rasad/news"
)

// whatNobodyLooksUpIsForgotten lets 63 days go by, on which something is looked
// up, each way every three weeks; and then as many on which other things are.
func whatNobodyLooksUpIsForgotten(p *proof) {
	claimed := article("claimed")
	claimed.Keys = []string{"claimed"}
	p.claim(claimed)
	p.must(p.MarkSeen(p.ctx, []string{"idle", "looked up", "marked"}))
	for range 3 {
		p.spend(21)
		seen, err := p.Seen(p.ctx, []string{"looked up"})
		p.must(err)
		p.must(p.MarkSeen(p.ctx, []string{"marked"}))
		if v := p.claim(claimed); !seen[0] || v != news.Duplicate {
			p.Errorf("after three weeks: Seen = %v, Claim = %v, want true and Duplicate", seen, v)
		}
		p.wantPurged(news.Keep{}, news.Purged{})
	}
	p.wantCounts(news.Counts{Seen: 3, Articles: 1})
	p.wantSeen(false, "idle")
	p.spend(63)
	p.wantPurged(news.Keep{}, news.Purged{})
	p.wantCounts(news.Counts{Articles: 1})
	if v := p.claim(claimed); v != news.New {
		p.Errorf("Claim after 63 days = %v, want New", v)
	}
}

// spend lets days go by, on each of which something else is looked up.
func (p *proof) spend(days int) {
	p.Helper()
	for range days {
		p.clock.Advance(day)
		p.wantSeen(false, "something else")
	}
}

func (p *proof) wantSeen(want bool, key string) {
	p.Helper()
	seen, err := p.Seen(p.ctx, []string{key})
	if p.must(err); seen[0] != want {
		p.Errorf("at %v: Seen(%q) = %v, want %v", p.clock.Now(), key, seen[0], want)
	}
}

// aStopForgetsNothing marks a key late in a month, stops for longer than a key
// that nobody looks up is kept, and starts with what is overdue; by and by it
// has been stopped for years.
func aStopForgetsNothing(p *proof) {
	for _, busy := range []int{0, 29, 1, 30, 15} {
		p.spend(busy)
		p.must(p.MarkSeen(p.ctx, []string{"on the page", "on another"}))
		for _, stop := range []time.Duration{31 * day, 61 * day, 400 * day} {
			p.reopen()
			p.clock.Advance(stop)
			p.wantPurged(news.Keep{}, news.Purged{})
			p.wantSeen(true, "on the page")
			p.wantPurged(news.Keep{}, news.Purged{})
		}
		p.wantSeen(true, "on another")
	}
	p.wantCounts(news.Counts{Seen: 2})
}

// aLeapForgetsNothing sets the clock far ahead and back again, while keys are
// looked up.
func aLeapForgetsNothing(p *proof) {
	p.must(p.MarkSeen(p.ctx, []string{"old"}))
	for range 10 {
		for _, leap := range []time.Duration{400 * day, -400 * day} {
			p.clock.Advance(leap)
			p.wantSeen(false, "something else")
			p.wantPurged(news.Keep{}, news.Purged{})
		}
	}
	p.clock.Advance(-400 * day)
	p.spend(10)
	p.wantSeen(true, "old")
	p.wantCounts(news.Counts{Seen: 1})
}

// leapsForgetNothing lets a machine have a wrong clock at each of many starts, ahead
// or behind, which is set right then.
func leapsForgetNothing(p *proof) {
	p.must(p.MarkSeen(p.ctx, []string{"old"}))
	for _, leap := range []time.Duration{26 * time.Hour, -26 * time.Hour, 400 * day, -20_000 * day} {
		for range 70 {
			p.clock.Advance(leap)
			p.wantSeen(false, "something else")
			p.clock.Advance(time.Minute - leap)
			p.wantSeen(false, "something else")
		}
		p.wantPurged(news.Keep{}, news.Purged{})
	}
	p.spend(10)
	p.wantPurged(news.Keep{}, news.Purged{})
	p.wantSeen(true, "old")
	p.wantCounts(news.Counts{Seen: 1})
}

// aClockSetBackForgets sets the clock far ahead and back again: what nobody looks up
// is forgotten no later for that.
func aClockSetBackForgets(p *proof) {
	p.must(p.MarkSeen(p.ctx, []string{"idle"}))
	p.clock.Advance(4000 * day)
	p.wantSeen(false, "something else")
	p.clock.Advance(-4000 * day)
	p.spend(63)
	p.wantPurged(news.Keep{}, news.Purged{})
	p.wantCounts(news.Counts{})
	p.wantSeen(false, "idle")
}
