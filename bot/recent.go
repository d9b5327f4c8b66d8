package bot

import (
	"sync"
	"time"
)

// A recent remembers something of messages for a while. It forgets all when it
// has too many, as nothing hangs on it. Its zero value is ready.
type recent[T any] struct {
	mu sync.Mutex
	of map[[2]int64]remembered[T] // by chat and message
}

type remembered[T any] struct {
	what  T
	until time.Time
}

// put remembers something of a message until a time.
func (r *recent[T]) put(chat int64, message int, what T, until time.Time) {
	const most = 10_000
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of == nil || len(r.of) > most {
		r.of = map[[2]int64]remembered[T]{}
	}
	r.of[[2]int64{chat, int64(message)}] = remembered[T]{what, until}
}

// get returns what is remembered of a message, and whether anything is.
func (r *recent[T]) get(chat int64, message int, now time.Time) (what T, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, ok := r.of[[2]int64{chat, int64(message)}]
	if !ok || !now.Before(m.until) {
		return what, false
	}
	return m.what, true
}
