package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// What fails again and again while the store is away, as the log is told.
const (
	leaseUnknown  = "the store cannot tell who sends"
	leaseUnsure   = "the lease to send could not be renewed"
	queueUnread   = "the queue cannot be read"
	unbegun       = "a delivery cannot be begun"
	unrecorded    = "the outcome of a delivery cannot be recorded yet"
	unjudged      = "a delivery cannot be judged"
	choresWaiting = "what an admin asked for has to wait"
)

// Troubles tell the log of what fails again and again: once when it begins, and
// once when it is over.
type troubles struct {
	log *slog.Logger

	mu    sync.Mutex
	since map[string]time.Time
}

func newTroubles(log *slog.Logger) *troubles {
	return &troubles{log: log, since: map[string]time.Time{}}
}

// note notes how something went that has a trouble of its own. Beside the error
// the log is told what args say of it. What ctx called off says nothing.
func (t *troubles) note(ctx context.Context, trouble string, err error, args ...any) {
	if err != nil && ctx.Err() != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	since, on := t.since[trouble]
	switch {
	case err != nil && !on:
		t.since[trouble] = time.Now()
		t.log.Error(trouble, append(args, "err", err)...)
	case err == nil && on:
		delete(t.since, trouble)
		t.log.Info("the trouble is over", "trouble", trouble, "after", time.Since(since).Round(time.Millisecond))
	}
}
