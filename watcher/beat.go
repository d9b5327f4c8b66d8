package watcher

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/schedule"
)

const (
	itemsAtOnce = 4   // pages of one source under way at once
	mostPending = 500 // items of one source; what is beyond comes with the next poll
)

// A beat watches one source. All its fields but the first belong to the
// goroutine that runs it.
type beat struct {
	w      *Watcher
	source news.Source
	place  schedule.Place
	hold   *hold // under which it watches
	cancel context.CancelFunc
	done   chan struct{}
	health atomic.Pointer[SourceHealth]
	alarm  atomic.Pointer[Alarm] // what the operator is to be told, if anything
	gone   atomic.Bool           // the source is watched no more, by anyone
	heard  chan bool             // whether the operator was told of trouble
	pushes chan *pushed          // what hubs do

	template template // of a page's articles

	kinds map[string]int // pages of items, by type, since the beat began

	state    news.SourceState
	busy     map[string]bool      // URLs of the pending items under way
	resting  map[string]time.Time // hosts that want to be left alone, and until when
	dirty    bool                 // items have ended since the state was written
	wrote    time.Time            // when that was tried
	polls    chan *polled         // what the poll under way comes to
	ends     chan *ended          // how items end
	asking   bool                 // a poll is under way
	polling  *fetch.Permit        // for that, and used by it alone
	tears    int                  // torn documents before the baseline
	matched  []Baselined          // what those held
	torn     string               // how the document was broken last time
	told     map[string]bool      // what was said once and need not be said again
	troubles map[string]*trouble  // of its pages, by kind
	vain     int                  // polls in a row that our own store came to nothing
	parting  sync.WaitGroup       // words of farewell to hubs
	site     *extract.Site        // reads its pages, and learns what all of them show
}

func newBeat(w *Watcher, s news.Source, place schedule.Place, h *hold) *beat {
	b := &beat{
		w: w, source: s, hold: h, place: place, cancel: func() {}, done: make(chan struct{}), busy: make(map[string]bool),
		polls: make(chan *polled, 1), ends: make(chan *ended, itemsAtOnce), heard: make(chan bool, 1), pushes: make(chan *pushed, mostPushed),
		told: make(map[string]bool), troubles: make(map[string]*trouble), polling: w.polls.Permit(), resting: make(map[string]time.Time),
		kinds: make(map[string]int),
	}
	site, err := extract.NewSite(s.Article, place.Clock())
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
	resumed := false
	aside(func() { resumed = b.resume(ctx) })
	if !resumed {
		return
	}
	var under sync.WaitGroup
	defer b.end()
	defer under.Wait()
	for ctx.Err() == nil {
		if now := time.Now(); b.dirty && !b.flushAt().After(now) {
			aside(func() { b.put(ctx, b.state) })
		}
		b.work(ctx, &under)
		b.report()
		alarm := time.NewTimer(time.Until(b.next()))
		select {
		case <-ctx.Done():
		case p := <-b.polls:
			b.asking = false
			aside(func() { b.take(ctx, *p) })
		case e := <-b.ends:
			b.finish(*e)
		case p := <-b.pushes:
			aside(func() { b.hearHub(ctx, *p) })
		case b.state.Told = <-b.heard:
			b.dirty = true
			if !b.state.Told {
				b.state.Wrong = time.Time{}
			}
		case <-alarm.C:
		}
		alarm.Stop()
	}
}

// aside calls f on a stack of its own, and waits for it. What calls the store
// goes deep, and a beat that had been there once would keep a large stack for
// the long time in which it waits, as thousands of others would.
func aside(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// end takes leave of the source. Its hub is told if nobody watches it any
// more; else whoever watches it next has a subscription of its own.
func (b *beat) end() {
	defer b.parting.Wait()
	b.w.budget.Drop(b.source.ID)
	p := b.state.Push
	switch {
	case p == nil || b.w.config.Hubs == nil:
	case b.gone.Load():
		b.part(*p)
	default:
		b.w.config.Hubs.Ignore(*p)
	}
}

// work starts what is due.
func (b *beat) work(ctx context.Context, under *sync.WaitGroup) {
	now := time.Now()
	if !b.hold.valid(now) {
		return // it may be another's by now
	}
	if p := b.state.Push; p != nil && !subscribeAt(p).After(now) {
		asked := *p
		asked.AskedAt, asked.Err = now, ""
		b.state.Push, b.dirty = &asked, true
		under.Go(func() { b.subscribe(ctx, asked) })
	}
	if !b.asking && !b.state.NextPoll.After(now) {
		b.asking = true
		request, s := b.request(now), b.state
		under.Go(func() { p := b.poll(ctx, request, s); b.polls <- &p })
	}
	fickle := b.state.Fickle
	for _, p := range b.state.Pending {
		if len(b.busy) >= itemsAtOnce {
			return
		}
		if b.busy[p.Item.URL] || b.readyAt(p).After(now) {
			continue
		}
		b.busy[p.Item.URL] = true
		b.w.tally.Find(1)
		under.Go(func() { e := b.process(ctx, p, fickle); b.ends <- &e })
	}
}

// next returns when something is due that has not begun.
func (b *beat) next() time.Time {
	now := time.Now()
	if !b.hold.valid(now) {
		return now.Add(time.Second)
	}
	at := now.Add(longestPause)
	if !b.asking {
		at = b.state.NextPoll
	}
	if b.state.Push != nil {
		at = earlier(at, subscribeAt(b.state.Push))
	}
	if b.dirty {
		at = earlier(at, b.flushAt())
	}
	if len(b.busy) >= itemsAtOnce {
		return at
	}
	for _, p := range b.state.Pending {
		if !b.busy[p.Item.URL] {
			at = earlier(at, b.readyAt(p))
		}
	}
	return at
}

// finish puts away an item that has ended, or puts it off if it failed.
func (b *beat) finish(e ended) {
	url := e.pending.Item.URL
	delete(b.busy, url)
	if e.cut {
		return // it is pending still
	}
	b.w.tally.End(e.outcome.End)
	b.leaveAlone(url, time.Now(), e.err)
	if e.read && b.template.knows() {
		b.template.learn(e.pending.Item)
	}
	b.logEnd(e)
	b.judge(e)
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
	err := b.w.books.PutSourceState(ctx, s, b.hold.lease)
	b.dirty = b.dirty && err != nil
	return err == nil
}

// report tells those outside of the beat how the source is doing.
func (b *beat) report() {
	h := HealthOf(b.source, b.state)
	h.Pages = maps.Clone(b.kinds)
	b.health.Store(&h)
	b.alarm.Store(nil)
	if a, ok := alarm(b.source, b.state); ok {
		b.alarm.Store(&a)
	}
}
