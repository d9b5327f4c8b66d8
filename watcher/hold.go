package watcher

import (
	"cmp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A hold is a lot that is held, and until when that can be relied on.
type hold struct {
	lot   int
	lease news.Lease
	until atomic.Pointer[time.Time] // nil for ever
}

// valid tells whether the lot is held for certain, by the clock on the wall
// and by the time that has passed: the one may be set back, and the other
// stands still while a machine sleeps.
func (h *hold) valid(now time.Time) bool {
	until := h.until.Load()
	return until == nil || now.Before(*until) && now.Round(0).Before(until.Round(0))
}

// prolong notes that the lease was taken or renewed by a call that began at a
// time. A tenth of it is kept back, for clocks that differ in their pace.
func (h *hold) prolong(began time.Time, ttl time.Duration) {
	until := began.Add(ttl - ttl/10)
	h.until.Store(&until)
}

// end notes that the lot is held no more.
func (h *hold) end() { h.until.Store(&time.Time{}) }

// atOnce calls f for all, some at once, and returns the first error.
func atOnce(all []*hold, f func(*hold) error) error {
	var first error
	var mu sync.Mutex
	var under sync.WaitGroup
	turns := make(chan struct{}, 32)
	for _, h := range all {
		turns <- struct{}{}
		under.Go(func() {
			defer func() { <-turns }()
			if err := f(h); err != nil {
				mu.Lock()
				defer mu.Unlock()
				first = cmp.Or(first, err)
			}
		})
	}
	under.Wait()
	return first
}
