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
	until atomic.Int64 // in nanoseconds since 1970
}

func (h *hold) valid(now time.Time) bool { return now.UnixNano() < h.until.Load() }

// prolong notes that the lease was taken or renewed by a call that began at a
// time. A tenth of it is kept back, for clocks that differ in their pace.
func (h *hold) prolong(began time.Time, ttl time.Duration) {
	h.until.Store(began.Add(ttl - ttl/10).UnixNano())
}

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
