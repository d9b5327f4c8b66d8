package fetch

import "context"

// Permits bound how many requests of a kind are under way at once, at whatever
// hosts.
type Permits chan struct{}

// NewPermits returns n permits.
func NewPermits(n int) Permits { return make(Permits, n) }

// Permit returns one that is not held yet.
func (p Permits) Permit() *Permit { return &Permit{of: p} }

// A Permit is held by a request while it is under way, and by its caller while
// the document is worked on. Nobody holds one who waits for the turn of a
// host, so that a host with a long queue takes no permits from others. A nil
// Permit is always had. It is not safe for concurrent use.
type Permit struct {
	of   Permits
	held bool
}

// Take waits for the permit, unless it is held already.
func (p *Permit) Take(ctx context.Context) error {
	if p == nil || p.held {
		return nil
	}
	select {
	case p.of <- struct{}{}:
		p.held = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Return gives the permit back, if it is held.
func (p *Permit) Return() {
	if p != nil && p.held {
		p.held = false
		<-p.of
	}
}
