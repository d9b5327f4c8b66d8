package fetch

import (
	"context"
	"slices"
	"sync"
	"time"
)

// gates give each host its turns: at most conns requests at once, and delay
// between the starts of two. A request that takes longer than patience makes
// room for another, so that a few pages that hang don't hold up the rest of
// their host; but more than most are never under way. A publisher's requests
// share turns of that kind beside, at whatever host, without a delay.
//
// A request begins when host and publisher both have room for it, in the order
// in which they came. Whoever waits for the one takes nothing of the other.
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
	most  int         // requests that may be under way at once
	brisk int         // and of those that have not taken long yet
	turns int         // how many are under way
	slots int         // and have not taken long yet
	queue []*turn     // who waits
	next  time.Time   // when the next may start; of a publisher, at any time
	alarm *time.Timer // rings then, if somebody waits for it
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

// enter waits for a turn at host, and of publisher if there is one. Delay is
// what the host asks for until its next, if that is longer than usual; atOnce
// is for one that neither waits for its start nor has the next one wait. Whoever
// gets a turn must leave it once.
func (g *gates) enter(ctx context.Context, host, publisher string, delay time.Duration) (*turn, error) {
	t := g.join(host, publisher, delay)
	select {
	case <-t.begun:
		return t, nil
	case <-ctx.Done():
		t.leave()
		return nil, ctx.Err()
	}
}

// join has a request wait at its gates, and begin if it can.
func (g *gates) join(host, publisher string, delay time.Duration) *turn {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := &turn{gates: g, delay: delay, begun: make(chan struct{}), joined: []*gate{at(g.hosts, host, g.conns)}}
	if publisher != "" {
		t.joined = append(t.joined, at(g.publishers, publisher, g.publisherConns))
	}
	for _, h := range t.joined {
		if delay == atOnce {
			h.queue = slices.Insert(h.queue, 0, t)
		} else {
			h.queue = append(h.queue, t)
		}
	}
	g.admit(t.joined[0])
	return t
}

// at returns the gate of that name.
func at(gates map[string]*gate, name string, conns int) *gate {
	h := gates[name]
	if h == nil {
		sweep(gates)
		h = &gate{most: max(conns, mostAtOnce), brisk: conns}
		gates[name] = h
	}
	return h
}

// sweep forgets those at rest if there are many.
func sweep(gates map[string]*gate) {
	if len(gates) < sweepAt {
		return
	}
	now := time.Now()
	for name, h := range gates {
		if h.turns == 0 && len(h.queue) == 0 && h.next.Before(now) {
			delete(gates, name)
		}
	}
}

// admit begins all that wait at h and can begin. The caller holds g.mu.
func (g *gates) admit(h *gate) {
	now := time.Now()
	for i := 0; i < len(h.queue) && h.room(); {
		t := h.queue[i]
		switch {
		case t.delay != atOnce && h.next.After(now): // those behind it wait for that too
			g.rouse(h, h.next.Sub(now))
			return
		case t.can(now):
			t.begin(now) // which takes it out of the queue
		default:
			i++
		}
	}
}

// rouse looks at h again after so long, unless it does so anyway.
func (g *gates) rouse(h *gate, after time.Duration) {
	if h.alarm != nil {
		return
	}
	h.alarm = time.AfterFunc(after, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		h.alarm = nil
		g.admit(h)
	})
}

// room tells whether one more may be under way at h.
func (h *gate) room() bool { return h.turns < h.most && h.slots < h.brisk }
