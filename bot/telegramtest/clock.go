package telegramtest

import (
	"context"
	"time"
)

// Advance moves the server's clock forward by d, or back where d is below
// zero: messages carry the new time, and whatever waits, a getUpdates call or
// a webhook to be tried again, has waited that much longer.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += d
	s.announce()
}

// Now returns the server's time.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// now is Now; the caller holds s.mu.
func (s *Server) now() time.Time { return s.config.Clock().Add(s.ahead) }

// hand returns what waiting is counted by: package time, and what Advance
// added to it. The caller holds s.mu.
func (s *Server) hand() time.Time { return time.Now().Add(s.ahead) }

// pause waits until the hand is at a time, ctx or the server ends, and tells
// whether that time came.
func (s *Server) pause(ctx context.Context, until time.Time) bool {
	for {
		s.mu.Lock()
		left, changed := until.Sub(s.hand()), s.changed
		s.mu.Unlock()
		if left <= 0 {
			return true
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
		case <-s.done:
		}
		timer.Stop()
		if ctx.Err() != nil || s.closed() {
			return false
		}
	}
}

func (s *Server) closed() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}
