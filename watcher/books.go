package watcher

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// books are the desk and the store. When they can't be had, all sources are
// struck at once, and the log is told once: when it begins and when it is
// over.
type books struct {
	Desk
	Store
	log *slog.Logger

	mu     sync.Mutex
	broken map[string]time.Time // when each way to use them failed last, of those that fail
	began  time.Time            // of the trouble that is, or was last
	over   time.Time
	failed int // calls since it began
}

func newBooks(d Desk, s Store, log *slog.Logger) *books {
	return &books{Desk: d, Store: s, log: log, broken: make(map[string]time.Time)}
}

// note notes how a call ended that began at that time. What began before the
// last word about that kind of call is late, and says nothing of today.
func (b *books) note(ctx context.Context, call string, began time.Time, err error) {
	if err != nil && ctx.Err() != nil {
		return // it was called off
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	last, bad := b.broken[call]
	switch {
	case err != nil && began.Before(b.over):
	case err != nil:
		if len(b.broken) == 0 {
			b.began, b.failed = began, 0
			b.log.Error("store unreachable; what needs it waits", "call", call, "err", err)
		}
		b.failed++
		b.broken[call] = time.Now()
		b.log.Debug("store fails", "call", call, "err", err)
	case bad && !began.Before(last):
		delete(b.broken, call)
		b.settle()
	case len(b.broken) > 0:
		b.settle()
	}
}

// settle tells that the trouble is over once nothing fails. What nobody has
// tried for long, such as the state of a source that is watched no more, does
// not count.
func (b *books) settle() {
	maps.DeleteFunc(b.broken, func(_ string, last time.Time) bool { return time.Since(last) > 2*longestWait })
	if len(b.broken) > 0 {
		return
	}
	b.over = time.Now()
	b.log.Info("store back", "after", b.over.Sub(b.began).Round(time.Millisecond), "failed_calls", b.failed)
}

// Handle is the desk's.
func (b *books) Handle(ctx context.Context, a news.Article, keys []string) (news.Outcome, error) {
	began := time.Now()
	o, err := b.Desk.Handle(ctx, a, keys)
	b.note(ctx, "handle article", began, err)
	return o, err
}

// Seen is the store's.
func (b *books) Seen(ctx context.Context, keys []string) ([]bool, error) {
	seen := make([]bool, 0, len(keys))
	for some := range slices.Chunk(keys, mostKeys) {
		began := time.Now()
		found, err := b.Store.Seen(ctx, some)
		b.note(ctx, "look up", began, err)
		if err != nil {
			return nil, err
		}
		seen = append(seen, found...)
	}
	return seen, nil
}

// MarkSeen is the store's.
func (b *books) MarkSeen(ctx context.Context, keys []string) error {
	for some := range slices.Chunk(keys, mostKeys) {
		began := time.Now()
		err := b.Store.MarkSeen(ctx, some)
		b.note(ctx, "mark as seen", began, err)
		if err != nil {
			return err
		}
	}
	return nil
}

// mostKeys is how many keys go to the store at once. A source may show 50,000
// items, and others are not to wait until all of them are written.
const mostKeys = 1000

// SourceState is the store's.
func (b *books) SourceState(ctx context.Context, id string) (news.SourceState, error) {
	began := time.Now()
	s, err := b.Store.SourceState(ctx, id)
	if err != nil {
		err = fmt.Errorf("source %s: %w", id, err)
	}
	b.note(ctx, "read state", began, err)
	return s, err
}

// PutSourceState is the store's.
func (b *books) PutSourceState(ctx context.Context, s news.SourceState, under news.Lease) error {
	began := time.Now()
	err := b.Store.PutSourceState(ctx, s, under)
	if errors.Is(err, news.ErrFenced) { // the store is well: another process has the source
		return err
	}
	b.note(ctx, "write state", began, err)
	return err
}
