package fetch

import (
	"context"
	"sync"
	"time"
)

// gates give each host its turns: at most conns requests at once, and delay
// between the starts of two. A request that takes longer than patience makes
// room for another, so that a few pages that hang don't hold up the rest of
// their host; but more than most are never under way.
type gates struct {
	conns, most int
	delay       time.Duration
	patience    time.Duration

	mu    sync.Mutex
	hosts map[string]*gate
}

// A gate is the state of one host.
type gate struct {
	turns chan struct{} // holds one element for each request under way, or next to be
	slots chan struct{} // one for each that has not taken long yet
	users int           // requests under way or waiting
	next  time.Time     // when the next may start
}

// sweepAt is the number of hosts beyond which those at rest are forgotten.
const sweepAt = 4096

// mostAtOnce is how many requests to one host are under way at most, those
// that take long among them.
const mostAtOnce = 8

func newGates(conns int, delay, patience time.Duration) *gates {
	return &gates{conns: conns, most: max(conns, mostAtOnce), delay: delay, patience: patience, hosts: make(map[string]*gate)}
}

// enter waits for a turn at host. The returned function ends it and must be
// called once, unless there is an error.
func (g *gates) enter(ctx context.Context, host string) (leave func(), err error) {
	h := g.join(host)
	for _, places := range []chan struct{}{h.turns, h.slots} {
		select {
		case places <- struct{}{}:
			continue
		case <-ctx.Done():
		}
		if places == h.slots {
			<-h.turns
		}
		g.part(h)
		return nil, ctx.Err()
	}
	free := sync.OnceFunc(func() { <-h.slots })
	end := func() { free(); <-h.turns; g.part(h) }
	wait := time.NewTimer(g.reserve(h))
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
		end()
		return nil, ctx.Err()
	}
	long := time.AfterFunc(g.patience, free)
	return func() { long.Stop(); end() }, nil
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
		h = &gate{turns: make(chan struct{}, g.most), slots: make(chan struct{}, g.conns)}
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
