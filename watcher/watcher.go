package watcher

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
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

// A Fetcher gets documents, as fetch.Client does.
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
	// own. Zero means five minutes.
	Every time.Duration

	// Polls and Pages are how many of them may be under way at once. Zero
	// means 128 and 256.
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
	polls   chan struct{} // one element for each poll under way
	pages   chan struct{} // one for each page
	changed chan struct{} // the sources were set anew

	mu      sync.Mutex
	sources []news.Source
	beats   []*beat
}

// New returns a watcher that watches nothing yet.
func New(d Desk, s Store, f Fetcher, c Config) *Watcher {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Every <= 0 {
		c.Every = defaultEvery
	}
	if c.Polls <= 0 {
		c.Polls = 128
	}
	if c.Pages <= 0 {
		c.Pages = 256
	}
	return &Watcher{
		books: newBooks(d, s, c.Logger), fetcher: f, config: c, log: c.Logger,
		polls: make(chan struct{}, c.Polls), pages: make(chan struct{}, c.Pages), changed: make(chan struct{}, 1),
	}
}

// SetSources says what is watched from now on, before Run or during it.
// Sources that stay as they were are not disturbed. IDs must be unique.
func (w *Watcher) SetSources(sources []news.Source) {
	w.mu.Lock()
	w.sources = slices.Clone(sources)
	w.mu.Unlock()
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// Run watches until ctx ends, and returns when all that it began has ended.
// Items under way stay pending and are taken up again by the next Run.
func (w *Watcher) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	for {
		w.reconcile(ctx, &running)
		select {
		case <-ctx.Done():
			return nil
		case <-w.changed:
		}
	}
}

// reconcile ends the beats whose source is gone or changed, and starts those
// that are missing.
func (w *Watcher) reconcile(ctx context.Context, running *sync.WaitGroup) {
	w.mu.Lock()
	defer w.mu.Unlock()
	old := make(map[string]*beat, len(w.beats))
	for _, b := range w.beats {
		old[b.source.ID] = b
	}
	beats := make([]*beat, 0, len(w.sources))
	for _, s := range w.sources {
		before := old[s.ID]
		if before != nil && reflect.DeepEqual(before.source, s) && !before.ended() {
			delete(old, s.ID)
			beats = append(beats, before)
			continue
		}
		b := newBeat(w, s)
		b.start(ctx, running, before)
		beats = append(beats, b)
	}
	for _, b := range old {
		b.cancel()
	}
	w.beats = beats
}

// spread returns a moment of a while that is long enough for all sources to be
// polled in: a second, and another for every twenty sources.
func (w *Watcher) spread() time.Duration {
	w.mu.Lock()
	n := len(w.sources)
	w.mu.Unlock()
	return rand.N(time.Second + time.Duration(n)*time.Second/20)
}

// Tally returns the counts of how items ended.
func (w *Watcher) Tally() *news.Tally { return &w.tally }

// A SourceHealth says how a source is doing.
type SourceHealth struct {
	Source   news.Source
	PolledAt time.Time // zero if never
	NextPoll time.Time
	Failures int    // polls that failed in a row; 1 if the source has run dry
	Err      string // what is wrong since the last poll, empty if it went well
	Items    int    // that the last document held
	Pending  int    // items that have not ended yet
}

// Health returns how each source is doing, in the order in which they were
// set.
func (w *Watcher) Health() []SourceHealth {
	w.mu.Lock()
	beats := w.beats
	w.mu.Unlock()
	all := make([]SourceHealth, len(beats))
	for i, b := range beats {
		all[i] = *b.health.Load()
	}
	return all
}
