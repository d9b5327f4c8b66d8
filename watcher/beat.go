package watcher

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
)

const (
	itemsAtOnce = 4   // pages of one source under way at once
	mostPending = 500 // items of one source; what is beyond comes with the next poll
)

// A beat watches one source. All its fields but health belong to the
// goroutine that runs it.
type beat struct {
	w      *Watcher
	source news.Source
	cancel context.CancelFunc
	done   chan struct{}
	health atomic.Pointer[SourceHealth]

	state    news.SourceState
	busy     map[string]bool     // URLs of the pending items under way
	dirty    bool                // items have ended since the state was written
	wrote    time.Time           // when that was tried
	polls    chan polled         // what the poll under way comes to
	ends     chan ended          // how items end
	asking   bool                // a poll is under way
	tears    int                 // torn documents before the baseline
	matched  []Baselined         // what those held
	torn     string              // how the document was broken last time
	told     map[string]bool     // what was said once and need not be said again
	troubles map[string]*trouble // of its pages, by kind
	vain     int                 // polls in a row that our own store came to nothing
	site     *extract.Site       // reads its pages, and learns what all of them show
}

func newBeat(w *Watcher, s news.Source) *beat {
	b := &beat{
		w: w, source: s, cancel: func() {}, done: make(chan struct{}), busy: make(map[string]bool),
		polls: make(chan polled, 1), ends: make(chan ended, itemsAtOnce), told: make(map[string]bool),
		troubles: make(map[string]*trouble),
	}
	site, err := extract.NewSite(s.Article)
	if err != nil { // the rest of it is watched all the same
		w.log.Error("article rules don't count", "source", s.ID, "err", err)
		site = new(extract.Site)
	}
	b.site = site
	b.health.Store(&SourceHealth{Source: s})
	return b
}

// start runs the beat in a goroutine of its own, once the one before it has
// ended.
func (b *beat) start(ctx context.Context, running *sync.WaitGroup, before *beat) {
	ctx, b.cancel = context.WithCancel(ctx)
	if before != nil {
		before.cancel()
	}
	running.Go(func() {
		defer close(b.done)
		defer b.cancel()
		if before != nil {
			<-before.done
		}
		b.run(ctx)
	})
}

func (b *beat) ended() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

// run watches the source until ctx ends.
func (b *beat) run(ctx context.Context) {
	if !b.resume(ctx) {
		return
	}
	var under sync.WaitGroup
	defer under.Wait()
	for ctx.Err() == nil {
		if now := time.Now(); b.dirty && !b.flushAt().After(now) {
			b.put(ctx, b.state)
		}
		b.work(ctx, &under)
		b.report()
		alarm := time.NewTimer(time.Until(b.next()))
		select {
		case <-ctx.Done():
		case p := <-b.polls:
			b.asking = false
			b.take(ctx, p)
		case e := <-b.ends:
			b.finish(ctx, e)
		case <-alarm.C:
		}
		alarm.Stop()
	}
}

// resume takes up the source where an earlier run left it. It is false if
// ctx ended first.
func (b *beat) resume(ctx context.Context) bool {
	for failures := 0; ; failures++ {
		state, err := b.w.books.SourceState(ctx, b.source.ID)
		if err == nil {
			b.state = state
			break
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(doubled(time.Second, failures, time.Minute)):
		}
	}
	s := &b.state
	s.Source = b.source.ID
	if s.URL != "" && s.URL != b.source.URL { // moved: what stands there is old
		*s = news.SourceState{Source: s.Source, Pending: s.Pending}
	}
	s.URL = b.source.URL
	b.hasten(time.Now())
	return true
}

// hasten brings the next poll forward after a start. A source that failed may
// have been repaired in between, so it is asked soon, and its backing off
// begins anew, unless its publisher wants peace until later. One that is well
// keeps its time, so that a restart is no burst of polls, but for an interval
// that was shortened.
func (b *beat) hasten(now time.Time) {
	s := &b.state
	soon := s.PolledAt.Add(interval(b.source.Every, b.w.config.Every))
	if s.Failures > 0 {
		soon = now.Add(b.w.spread())
		if s.NotBefore.After(soon) {
			return
		}
		s.Failures = 0
	}
	if s.NextPoll.After(soon) {
		s.NextPoll = soon
	}
}

// work starts what is due.
func (b *beat) work(ctx context.Context, under *sync.WaitGroup) {
	now := time.Now()
	if !b.asking && !b.state.NextPoll.After(now) {
		b.asking = true
		request := b.request(now)
		under.Go(func() { b.polls <- b.poll(ctx, request) })
	}
	for _, p := range b.state.Pending {
		if len(b.busy) >= itemsAtOnce {
			return
		}
		if b.busy[p.Item.URL] || p.Next.After(now) {
			continue
		}
		b.busy[p.Item.URL] = true
		b.w.tally.Find(1)
		under.Go(func() { b.ends <- b.process(ctx, p) })
	}
}

// next returns when something is due that has not begun.
func (b *beat) next() time.Time {
	at := time.Now().Add(longestPause)
	if !b.asking {
		at = b.state.NextPoll
	}
	if b.dirty && b.flushAt().Before(at) {
		at = b.flushAt()
	}
	if len(b.busy) >= itemsAtOnce {
		return at
	}
	for _, p := range b.state.Pending {
		if !b.busy[p.Item.URL] && p.Next.Before(at) {
			at = p.Next
		}
	}
	return at
}

// finish puts away an item that has ended, or puts it off if it failed.
func (b *beat) finish(ctx context.Context, e ended) {
	url := e.pending.Item.URL
	delete(b.busy, url)
	if e.cut {
		return // it is pending still
	}
	b.w.tally.End(e.outcome.End)
	b.logEnd(e)
	i := slices.IndexFunc(b.state.Pending, func(p news.Pending) bool { return p.Item.URL == url })
	switch {
	case i < 0:
		return
	case e.outcome.End == news.Failed:
		b.state.Pending[i] = e.pending
	default:
		b.state.Pending = slices.Delete(b.state.Pending, i, i+1)
	}
	b.dirty = true
}

// flushAt returns when ended items are to be written, which is once a second
// at most. What a crash loses in between is known to the store as seen.
func (b *beat) flushAt() time.Time { return b.wrote.Add(time.Second) }

// put writes the state. If that fails the next one that is written makes up
// for it; items that are done but still pending there are known as seen.
func (b *beat) put(ctx context.Context, s news.SourceState) bool {
	b.wrote = time.Now()
	err := b.w.books.PutSourceState(ctx, s)
	b.dirty = b.dirty && err != nil
	return err == nil
}

func (b *beat) report() {
	s := b.state
	failures := s.Failures
	if failures == 0 && s.Err != "" {
		failures = 1
	}
	b.health.Store(&SourceHealth{
		Source: b.source, PolledAt: s.PolledAt, NextPoll: s.NextPoll, Failures: failures, Err: s.Err,
		Items: s.Items, Pending: len(s.Pending),
	})
}
