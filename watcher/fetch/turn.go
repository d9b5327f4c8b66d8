package fetch

import (
	"slices"
	"time"
)

// A turn is a request at the gates of its host and its publisher. The lock of
// the gates guards it.
type turn struct {
	gates  *gates
	joined []*gate // the host's first
	delay  time.Duration
	begun  chan struct{} // closed when it is under way
	long   *time.Timer   // nil until then
	slow   bool          // it takes long, and its slots are free again
}

// atOnce is the delay of a request that is not to wait.
const atOnce = -1

// can tells whether all gates have room for t now.
func (t *turn) can(now time.Time) bool {
	full := slices.ContainsFunc(t.joined, func(h *gate) bool { return !h.room() })
	return !full && (t.delay == atOnce || !t.joined[0].next.After(now))
}

// begin has t under way.
func (t *turn) begin(now time.Time) {
	for _, h := range t.joined {
		h.drop(t)
		h.turns++
		h.slots++
	}
	host := t.joined[0]
	if t.delay != atOnce {
		host.next = now.Add(max(t.gates.delay, t.delay))
	}
	if wait := host.next.Sub(now); wait > 0 && len(host.queue) > 0 {
		t.gates.rouse(host, wait)
	}
	t.long = time.AfterFunc(t.gates.patience, t.linger)
	close(t.begun)
}

// linger makes room for others, as t takes long.
func (t *turn) linger() {
	t.gates.mu.Lock()
	defer t.gates.mu.Unlock()
	t.freeSlots()
	t.admitNext()
}

// leave ends the turn, or the wait for it.
func (t *turn) leave() {
	t.gates.mu.Lock()
	defer t.gates.mu.Unlock()
	if t.long == nil {
		for _, h := range t.joined {
			h.drop(t)
		}
		return
	}
	t.long.Stop()
	t.freeSlots()
	for _, h := range t.joined {
		h.turns--
	}
	t.admitNext()
}

func (t *turn) freeSlots() {
	if t.slow {
		return
	}
	t.slow = true
	for _, h := range t.joined {
		h.slots--
	}
}

func (t *turn) admitNext() {
	for _, h := range t.joined {
		t.gates.admit(h)
	}
}

// drop takes t out of the queue.
func (h *gate) drop(t *turn) {
	if i := slices.Index(h.queue, t); i >= 0 {
		h.queue = slices.Delete(h.queue, i, i+1)
	}
}
