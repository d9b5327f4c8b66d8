package watcher

import (
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/schedule"
)

// due returns when a source is asked again after a poll that went well at
// s.PolledAt: after its own interval if the operator gave one, else when the
// schedule says. What its publisher wants is heeded up to a point: nobody can
// make us wait for longer than the slowest of sources.
func (b *beat) due(s news.SourceState) time.Time {
	now := s.PolledAt
	if b.source.Every > 0 {
		return now.Add(interval(b.source.Every))
	}
	l := schedule.Limits{Least: max(b.w.config.HostDelay, b.w.config.Every/10), Window: s.Items}
	switch every := b.w.config.Every; {
	case s.Push.Tells(now), s.Hint.Skips(now):
		l.Least = every * mostStretch
	default:
		l.Least = max(l.Least, min(s.Hint.Every, every))
	}
	return b.w.budget.Next(b.source.ID, &s.Rhythm, b.place, now, l)
}

// mostStretch is how many times the common interval a source waits at most:
// the quietest ones, those of which a hub tells, and those that want peace.
const mostStretch = 6

// learn takes in what a poll tells of the source's rhythm: the items that were
// not there before.
func (b *beat) learn(s *news.SourceState, added []news.Item) {
	times := make([]time.Time, len(added))
	for i, it := range added {
		times[i] = it.Published
	}
	if s.Rhythm.Until.IsZero() {
		schedule.Begin(&s.Rhythm, b.place, s.PolledAt, times)
		return
	}
	schedule.Learn(&s.Rhythm, b.place, s.PolledAt, times)
}

// hinted returns what a document and its server say of when it should be asked
// for.
func hinted(p polled) news.Hint {
	h := news.Hint{Every: max(p.maxAge, p.every)}
	for _, hour := range p.skipHours {
		h.SkipHours |= 1 << hour
	}
	for _, day := range p.skipDays {
		h.SkipDays |= 1 << day
	}
	return h
}
