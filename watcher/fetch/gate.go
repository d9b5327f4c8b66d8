package fetch

import (
	"context"
	"sync"
	"time"
)

// gates give each host its turns: at most conns requests at once, and delay
// between the starts of two. A request that takes longer than patience makes
// room for another, so that a few pages that hang don't hold up the rest of
// their host; but more than most are never under way. A publisher's requests
// share turns of that kind beside, at whatever host, without a delay.
type gates struct {
	conns, publisherConns int
	delay                 time.Duration
	patience              time.Duration

	mu         sync.Mutex
	hosts      map[string]*gate
	publishers map[string]*gate
}

// A gate is the state of one host or publisher.
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

func newGates(c Config) *gates {
	return &gates{
		conns: c.HostConns, publisherConns: c.PublisherConns, delay: c.HostDelay, patience: c.HostPatience,
		hosts: make(map[string]*gate), publishers: make(map[string]*gate),
	}
}

// atOnce is the delay of a request that is not to wait.
const atOnce = -1

// A turn is what a request holds while it is under way.
type turn struct {
	gates  *gates
	joined []*gate
	turns  []*gate // of those joined, the ones of which a turn is held
	slots  []*gate // and those of which a slot is held
	free   sync.Once
	long   *time.Timer
}

// enter waits for a turn at host, and of publisher if there is one. Delay is
// what the host asks for until its next, if that is longer than usual; atOnce
// is for one that neither waits for its start nor has the next one wait. The
// returned function ends the turn and must be called once, unless there is an
// error.
func (g *gates) enter(ctx context.Context, host, publisher string, delay time.Duration) (leave func(), err error) {
	t := &turn{gates: g, joined: g.join(host, publisher)}
	for _, h := range t.joined {
		if !t.take(ctx, h) {
			t.leave()
			return nil, ctx.Err()
		}
	}
	wait := time.Duration(0)
	if delay != atOnce {
		wait = g.reserve(t.joined[0], delay)
	}
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			t.leave()
			return nil, ctx.Err()
		}
	}
	t.long = time.AfterFunc(g.patience, t.freeSlots)
	return t.leave, nil
}

// take waits for a turn and a slot of h.
func (t *turn) take(ctx context.Context, h *gate) bool {
	select {
	case h.turns <- struct{}{}:
		t.turns = append(t.turns, h)
	case <-ctx.Done():
		return false
	}
	select {
	case h.slots <- struct{}{}:
		t.slots = append(t.slots, h)
	case <-ctx.Done():
		return false
	}
	return true
}

func (t *turn) freeSlots() {
	t.free.Do(func() {
		for _, h := range t.slots {
			<-h.slots
		}
	})
}

func (t *turn) leave() {
	if t.long != nil {
		t.long.Stop()
	}
	t.freeSlots()
	for _, h := range t.turns {
		<-h.turns
	}
	t.gates.part(t.joined)
}

// join announces a request at a host, and of a publisher.
func (g *gates) join(host, publisher string) []*gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	joined := []*gate{at(g.hosts, host, g.conns)}
	if publisher != "" {
		joined = append(joined, at(g.publishers, publisher, g.publisherConns))
	}
	return joined
}

// at returns the gate of that name, with one user more.
func at(gates map[string]*gate, name string, conns int) *gate {
	h := gates[name]
	if h == nil {
		sweep(gates)
		h = &gate{turns: make(chan struct{}, max(conns, mostAtOnce)), slots: make(chan struct{}, conns)}
		gates[name] = h
	}
	h.users++
	return h
}

// sweep forgets those at rest if there are many.
func sweep(gates map[string]*gate) {
	if len(gates) < sweepAt {
		return
	}
	now := time.Now()
	for name, h := range gates {
		if h.users == 0 && h.next.Before(now) {
			delete(gates, name)
		}
	}
}

func (g *gates) part(joined []*gate) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, h := range joined {
		h.users--
	}
}

// reserve takes the next start at h and returns how long it is until then.
func (g *gates) reserve(h *gate, delay time.Duration) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	start := h.next
	if start.Before(now) {
		start = now
	}
	h.next = start.Add(max(g.delay, delay))
	return start.Sub(now)
}
