package watcher

import (
	"time"

	"github.com/rasadnews/rasad/news"
)

// setBack corrects a state that was written while the clock was ahead: nothing
// that has been can be later than now, and nothing waits for a time that is
// only so far away because of the clock.
func setBack(s *news.SourceState, now time.Time) {
	for _, t := range []*time.Time{&s.PolledAt, &s.ReadAt, &s.BasedAt, &s.Wrong, &s.Rhythm.Until, &s.Rhythm.Last} {
		*t = earlier(*t, now)
	}
	for i := range s.Children {
		c := &s.Children[i]
		c.ReadAt, c.AskedAt = earlier(c.ReadAt, now), earlier(c.AskedAt, now)
	}
	limit := now.Add(longestPause)
	s.NotBefore = earlier(s.NotBefore, limit)
	for i := range s.Pending {
		p := &s.Pending[i]
		p.Item.FoundAt, p.Next = earlier(p.Item.FoundAt, now), earlier(p.Next, limit)
	}
	if p := s.Push; p != nil && p.AskedAt.After(now) {
		anew := *p
		anew.AskedAt, anew.Until = time.Time{}, time.Time{}
		s.Push = &anew
	}
}
