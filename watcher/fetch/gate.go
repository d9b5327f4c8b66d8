package fetch

import (
	"context"
	"sync"
	"time"
)

// gates give each host its turns: at most conns requests at once, and delay
// between the starts of two.
type gates struct {
	conns int
	delay time.Duration

	mu    sync.Mutex
	hosts map[string]*gate
}

// A gate is the state of one host.
type gate struct {
	slots chan struct{} // holds one element for each request under way
	users int           // requests under way or waiting
	next  time.Time     // when the next may start
}

// sweepAt is the number of hosts beyond which those at rest are forgotten.
const sweepAt = 4096

func newGates(conns int, delay time.Duration) *gates {
	return &gates{conns: conns, delay: delay, hosts: make(map[string]*gate)}
}

// enter waits for a turn at host. The returned function ends it and must be
// called once, unless there is an error.
func (g *gates) enter(ctx context.Context, host string) (leave func(), err error) {
	h := g.join(host)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		g.part(h)
		return nil, ctx.Err()
	}
	leave = func() { <-h.slots; g.part(h) }
	wait := time.NewTimer(g.reserve(h))
	defer wait.Stop()
	select {
	case <-wait.C:
		return leave, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}

func (g *gates) join(host string) *gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.hosts) >= sweepAt {
		now := time.Now()
		for name, h := range g.hosts {
			if h.users == 0 && h.next.Before(now) {
				delete(g.hosts, name)
			}
		}
	}
	h := g.hosts[host]
	if h == nil {
		h = &gate{slots: make(chan struct{}, g.conns)}
		g.hosts[host] = h
	}
	h.users++
	return h
}

func (g *gates) part(h *gate) {
	g.mu.Lock()
	h.users--
	g.mu.Unlock()
}

// reserve takes the next start at h and returns how long it is until then.
func (g *gates) reserve(h *gate) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	start := h.next
	if start.Before(now) {
		start = now
	}
	h.next = start.Add(g.delay)
	return start.Sub(now)
}
