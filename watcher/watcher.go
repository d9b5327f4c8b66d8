package watcher

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	randv2 "math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/schedule"
	"github.com/rasadnews/rasad/watcher/websub"
)

// A Desk takes articles in.
type Desk interface {
	// Handle takes an article to durable alerts; the keys are the identities
	// of its item. After an error it can be called again with the same.
	Handle(ctx context.Context, a news.Article, keys []string) (news.Outcome, error)

	// Preview returns what an article would match, and changes nothing.
	Preview(*news.Article) []news.Match
}

// A Store remembers what has been seen and how far each source has come.
// Returned means durable.
type Store interface {
	// Seen tells for each key whether it has been seen, in their order.
	Seen(ctx context.Context, keys []string) ([]bool, error)
	MarkSeen(ctx context.Context, keys []string) error

	// SourceState returns what PutSourceState wrote last for that source, or
	// the state of one that was never polled.
	SourceState(ctx context.Context, id string) (news.SourceState, error)
	PutSourceState(context.Context, news.SourceState, news.Lease) error
}

// A Fetcher gets documents, as fetch.Client does. If it has a request wait for
// the turn of its host, it takes the request's permit after that.
type Fetcher interface {
	Get(context.Context, fetch.Request) (*fetch.Response, error)
}

// Config holds the options of a Watcher. Its zero value works.
type Config struct {
	// Logger is told once when a source, its pages or the store begin to fail
	// and once when they recover; of each further case, it is told at the
	// debug level. Nil means no log.
	Logger *slog.Logger

	// Every is the interval between polls of sources that don't have their
	// own, on average of all of them: the schedule asks those oftener that
	// have more to say. Zero means five minutes.
	Every time.Duration

	// HostDelay is the least time between two polls of such a source.
	HostDelay time.Duration

	// Leases, if set, are how processes share sources over one store. Holder
	// names this one; empty means a name of chance. LeaseTime is how long a
	// process that died may still be thought to be there; zero means 20 s.
	Leases    Leases
	Holder    string
	LeaseTime time.Duration

	// Hubs, if set, are asked to tell of news at once.
	Hubs *websub.Subscriber

	// OnAlarm, if set, is told once when something is wrong with a source for
	// longer than a moment, and once when it is well again. After an error it
	// is told again.
	OnAlarm func(context.Context, []Alarm) error

	// Polls and Pages are how many of them may be under way at once, those
	// aside that wait for the turn of their host. Zero means 128 and 256.
	Polls, Pages int

	// OnBaseline, if set, is told of each source's first poll. It is called
	// by several goroutines.
	OnBaseline func(Baseline)
}

// A Baseline is the first poll of a source. Nothing of it is sent.
type Baseline struct {
	Source  news.Source
	Seen    int         // items that stood there, and count as old from now on
	Matched []Baselined // those that would have alerted, by what the items said
}

// A Baselined is an item of a baseline that would have alerted.
type Baselined struct {
	Article news.Article
	Matches []news.Match
}

// A Watcher watches sources. Its methods are safe for concurrent use.
type Watcher struct {
	books   *books
	fetcher Fetcher
	config  Config
	log     *slog.Logger
	tally   news.Tally
	polled  atomic.Int64 // polls made
	edits   atomic.Int64
	budget  *schedule.Budget
	share   *share
	polls   fetch.Permits
	pages   fetch.Permits
	changed chan struct{} // the sources were set anew

	mu      sync.Mutex
	sources []news.Source
	beats   []*beat
	places  map[string]schedule.Place // by country
}

// New returns a watcher that watches nothing yet.
func New(d Desk, s Store, f Fetcher, c Config) *Watcher {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Every <= 0 {
		c.Every = defaultEvery
	}
	c.Polls, c.Pages = cmp.Or(max(c.Polls, 0), 128), cmp.Or(max(c.Pages, 0), 256)
	c.Holder, c.LeaseTime = cmp.Or(c.Holder, rand.Text()), cmp.Or(c.LeaseTime, 20*time.Second)
	return &Watcher{
		books: newBooks(d, s, c.Logger), fetcher: f, config: c, log: c.Logger,
		budget: schedule.NewBudget(c.Every), share: newShare(c.Leases, c.Holder, c.LeaseTime, c.Logger),
		places: make(map[string]schedule.Place),
		polls:  fetch.NewPermits(c.Polls), pages: fetch.NewPermits(c.Pages), changed: make(chan struct{}, 1),
	}
}

// SetSources says what is watched from now on, before Run or during it.
// Sources that stay as they were are not disturbed. IDs must be unique.
func (w *Watcher) SetSources(sources []news.Source) {
	w.mu.Lock()
	w.sources = slices.Clone(sources)
	w.mu.Unlock()
	w.wake()
}

// wake has Run look at what is to be watched.
func (w *Watcher) wake() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// Run watches until ctx ends, and returns when all that it began has ended.
// Items under way stay pending and are taken up again by the next Run.
func (w *Watcher) Run(ctx context.Context) error {
	defer w.leave(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	if w.config.OnAlarm != nil {
		running.Go(func() { w.herald(ctx) })
	}
	for {
		leaving := w.share.settle(ctx, w.occupied())
		w.reconcile(ctx, &running, leaving)
		round := time.NewTimer(w.round())
		select {
		case <-ctx.Done():
			return nil
		case <-w.changed:
		case <-round.C:
		}
		round.Stop()
	}
}

// round is how long after a settling the next one is due.
func (w *Watcher) round() time.Duration {
	if w.config.Leases == nil {
		return longestPause
	}
	return jitter(w.config.LeaseTime / 4)
}

// occupied returns the lots in which there are sources.
func (w *Watcher) occupied() map[int]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	lots := make(map[int]bool)
	for _, s := range w.sources {
		lots[w.share.lotOf(s)] = true
	}
	return lots
}

// leave lets other processes have the sources, once nothing here watches them.
func (w *Watcher) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), partingTime)
	defer cancel()
	w.share.leave(ctx)
}

// reconcile ends the beats whose source is gone, changed or another process's
// now, and starts those that are missing. Lots that are leaving are given back
// when their beats have ended.
func (w *Watcher) reconcile(ctx context.Context, running *sync.WaitGroup, leaving []*hold) {
	w.mu.Lock()
	defer w.mu.Unlock()
	old := make(map[string]*beat, len(w.beats))
	for _, b := range w.beats {
		old[b.source.ID] = b
	}
	ending := make(map[*hold][]*beat)
	beats := make([]*beat, 0, len(w.sources))
	for _, s := range w.sources {
		before, hold := old[s.ID], w.share.holdOf(s)
		if before == nil && hold == nil {
			continue
		}
		delete(old, s.ID)
		switch {
		case hold == nil:
			before.cancel()
			ending[before.hold] = append(ending[before.hold], before)
		case before != nil && before.hold == hold && reflect.DeepEqual(before.source, s) && !before.ended():
			beats = append(beats, before)
		default:
			b := newBeat(w, s, w.place(s.Country), hold)
			b.start(ctx, running, before)
			beats = append(beats, b)
		}
	}
	for _, b := range old {
		b.gone.Store(true)
		b.cancel()
		ending[b.hold] = append(ending[b.hold], b)
	}
	w.beats = beats
	for _, h := range leaving {
		running.Go(func() { w.giveBack(ctx, h, ending[h]) })
	}
}

// place returns the place of a country, which all sources of it share. The
// caller holds w.mu.
func (w *Watcher) place(country string) schedule.Place {
	p, ok := w.places[country]
	if !ok {
		p = schedule.PlaceOf(country)
		w.places[country] = p
	}
	return p
}

// giveBack releases a lot when its beats have ended.
func (w *Watcher) giveBack(ctx context.Context, h *hold, beats []*beat) {
	for _, b := range beats {
		<-b.done
	}
	if ctx.Err() == nil { // else leave does it
		w.share.release(ctx, h)
		w.wake()
	}
}

// spread returns a moment of a while that is long enough for all sources to be
// polled in: a second, and another for every twenty sources.
func (w *Watcher) spread() time.Duration {
	w.mu.Lock()
	n := len(w.sources)
	w.mu.Unlock()
	return randv2.N(time.Second + time.Duration(n)*time.Second/20)
}

// Polls returns how many polls have been made.
func (w *Watcher) Polls() int64 { return w.polled.Load() }

// Edits returns how many items were seen to have changed since they were
// found. Nobody is alerted again of those.
func (w *Watcher) Edits() int64 { return w.edits.Load() }

// Tally returns the counts of how items ended.
func (w *Watcher) Tally() *news.Tally { return &w.tally }
