package watcher

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

// resume takes up the source where an earlier run left it. It is false if
// ctx ended first.
func (b *beat) resume(ctx context.Context) bool {
	for failures := 0; ; failures++ {
		state, err := b.w.books.SourceState(ctx, b.source.ID)
		if err == nil {
			b.state = state
			break
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(doubled(time.Second, failures, time.Minute)):
		}
	}
	s := &b.state
	s.Source = b.source.ID
	form := formOfKind(b.source.Kind)
	if s.URL != "" && s.URL != b.source.URL || s.Form != "" && form != "" && s.Form != form { // another document: what stands there is old
		*s = news.SourceState{Source: s.Source, Pending: s.Pending, Told: s.Told, Wrong: s.Wrong}
	}
	s.URL = b.source.URL
	setBack(s, time.Now())
	b.attend()
	if len(s.Template) > 0 {
		b.template.unpack(s.Template)
	}
	b.hasten(time.Now())
	if b.source.Every == 0 {
		b.w.budget.Join(b.source.ID, &s.Rhythm, b.place, time.Now())
	}
	return true
}

// hasten brings the next poll forward after a start. A source that failed may
// have been repaired in between, so it is asked soon, and its backing off
// begins anew, unless its publisher wants peace until later. One that is well
// keeps its time, so that a restart is no burst of polls, but for an interval
// that was shortened.
func (b *beat) hasten(now time.Time) {
	s := &b.state
	soon := s.PolledAt.Add(b.w.config.Every * mostStretch)
	if b.source.Every > 0 {
		soon = s.PolledAt.Add(interval(b.source.Every))
	}
	if s.Failures > 0 {
		soon = now.Add(b.w.spread())
		if s.NotBefore.After(soon) {
			s.NextPoll = earlier(s.NextPoll, s.NotBefore)
			return
		}
		s.Failures = 0
	}
	if s.NextPoll.After(soon) {
		s.NextPoll = soon
	}
}
