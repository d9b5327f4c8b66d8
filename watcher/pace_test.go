package watcher_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A world answers requests out of a script, in a bubble of testing/synctest
// where no socket would do, and notes when it was asked.
type world struct {
	mu     sync.Mutex
	answer func(fetch.Request) (*fetch.Response, error)
	asked  map[string][]time.Time
	last   fetch.Request
}

func (w *world) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == nil {
		w.asked = make(map[string][]time.Time)
	}
	w.asked[r.URL] = append(w.asked[r.URL], time.Now())
	w.last = r
	return w.answer(r)
}

func (w *world) set(answer func(fetch.Request) (*fetch.Response, error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = answer
}

// gaps returns the times between the requests for a URL, and forgets them.
func (w *world) gaps(url string) []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	var gaps []time.Duration
	for i := 1; i < len(w.asked[url]); i++ {
		gaps = append(gaps, w.asked[url][i].Sub(w.asked[url][i-1]))
	}
	w.asked[url] = nil
	return gaps
}

// times returns how many requests for a URL are remembered.
func (w *world) times(url string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.asked[url])
}

// memory is a store that forgets when the test ends. A real one has
// goroutines of its own, which a bubble would wait for.
type memory struct {
	mu     sync.Mutex
	seen   map[string]time.Time // when a key was looked up last
	states map[string]news.SourceState
	broken error
}

func newMemory() *memory {
	return &memory{seen: make(map[string]time.Time), states: make(map[string]news.SourceState)}
}

func (m *memory) Seen(_ context.Context, keys []string) ([]bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	seen := make([]bool, len(keys))
	for i, k := range keys {
		seen[i] = m.has(k)
	}
	return seen, m.broken
}

func (m *memory) MarkSeen(_ context.Context, keys []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		m.seen[k] = time.Now()
	}
	return m.broken
}

// keep has the store forget nothing of what it knows for thirty days more.
func (m *memory) keep() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k := range m.seen {
		m.seen[k] = time.Now()
	}
}

// has looks a key up, and forgets it if nobody did so for thirty days, as soon
// as a store may.
func (m *memory) has(key string) bool {
	if last, ok := m.seen[key]; !ok || time.Since(last) > 30*24*time.Hour {
		return false
	}
	m.seen[key] = time.Now()
	return true
}

func (m *memory) SourceState(_ context.Context, id string) (news.SourceState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.states[id]
	s.Pending = slices.Clone(s.Pending)
	return s, nil
}

func (m *memory) PutSourceState(_ context.Context, s news.SourceState, _ news.Lease) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return m.broken
	}
	s.Pending = slices.Clone(s.Pending)
	m.states[s.Source] = s
	return nil
}

// A scribe is a desk that keeps the titles that it is handed.
type scribe struct {
	*memory
	titles []string
	all    []news.Article
	err    error
}

func (d *scribe) Handle(ctx context.Context, a news.Article, keys []string) (news.Outcome, error) {
	d.mu.Lock()
	err := d.err
	if err == nil {
		d.titles, d.all = append(d.titles, a.Title), append(d.all, a)
	}
	d.mu.Unlock()
	if err != nil {
		return news.Outcome{}, err
	}
	return news.Outcome{End: news.NoMatch}, d.MarkSeen(ctx, keys)
}

// heard returns the titles so far.
func (d *scribe) heard() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.titles)
}

// articles returns the articles so far.
func (d *scribe) articles() []news.Article {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.all)
}

// fail has Handle fail from now on, or not.
func (d *scribe) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

func (d *scribe) Preview(*news.Article) []news.Match { return nil }

const place = "http://news.example/rss"

// feedOf returns a feed with items of those numbers.
func feedOf(numbers ...int) *fetch.Response {
	var s strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&s, "<item><title>Item %d</title><link>http://news.example/%d</link></item>", n, n)
	}
	return &fetch.Response{Status: 200, URL: place, ETag: fmt.Sprint(numbers), Body: []byte("<rss><channel>" + s.String() + "</channel></rss>")}
}

// lettered writes numbers in letters: no page is to look like one of error 404.
func lettered(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return 'a' + r - '0'
		}
		return r
	}, s)
}

func failing(status int, after time.Duration) func(fetch.Request) (*fetch.Response, error) {
	return func(fetch.Request) (*fetch.Response, error) {
		return nil, &fetch.StatusError{Status: status, RetryAfter: after}
	}
}

func feeding(numbers ...int) func(fetch.Request) (*fetch.Response, error) {
	return func(r fetch.Request) (*fetch.Response, error) {
		if r.URL == place {
			return feedOf(numbers...), nil
		}
		return &fetch.Response{Status: 200, URL: r.URL, Body: []byte(article("Page of " + lettered(r.URL)))}, nil
	}
}

// bubble runs f in a bubble with a watcher at work that polls every hour.
func bubble(t *testing.T, w *world, m *memory, f func(*watcher.Watcher, *scribe)) {
	watching(t, w, m, watcher.Config{}, []news.Source{{ID: "s", URL: place, Every: time.Hour}}, f)
}

// watching runs f in a bubble with a watcher at work.
func watching(t *testing.T, w watcher.Fetcher, m *memory, c watcher.Config, sources []news.Source, f func(*watcher.Watcher, *scribe)) {
	synctest.Test(t, func(t *testing.T) {
		desk := &scribe{memory: m}
		h := watcher.New(desk, m, w, c)
		h.SetSources(sources)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- h.Run(ctx) }()
		synctest.Wait()
		f(h, desk)
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run = %v", err)
		}
	})
}

// about tells whether d is want give or take the jitter.
func about(d, want time.Duration) bool { return d > want*88/100 && d < want*112/100 }

func TestFailingSourcesAreLeftAloneLongerAndLonger(t *testing.T) {
	w := &world{answer: failing(500, 0)}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, _ *scribe) {
		time.Sleep(10 * 24 * time.Hour)
		gaps := w.gaps(place)
		want := time.Hour
		for i, g := range gaps {
			if !about(g, want) {
				t.Errorf("gap %d is %v, want about %v", i, g, want)
			}
			want = min(2*want, 24*time.Hour)
		}
		if len(gaps) < 10 || h.Health()[0].Failures < 10 {
			t.Errorf("gaps %v, health %+v", gaps, h.Health()[0])
		}
		w.set(feeding(1))
		time.Sleep(48 * time.Hour)
		gaps = w.gaps(place)
		if last := gaps[len(gaps)-1]; !about(last, time.Hour) || h.Health()[0].Failures != 0 || h.Health()[0].Err != "" {
			t.Errorf("after recovery: gaps %v, health %+v", gaps, h.Health()[0])
		}
	})
}

func TestRetryAfterAndGoneAreHonoured(t *testing.T) {
	w := &world{answer: failing(503, 5*time.Hour)}
	bubble(t, w, newMemory(), func(*watcher.Watcher, *scribe) {
		time.Sleep(6 * time.Hour)
		if gaps := w.gaps(place); len(gaps) != 1 || gaps[0] < 5*time.Hour {
			t.Errorf("gaps %v, want one of 5 h", gaps)
		}
	})
	w = &world{answer: failing(410, 0)}
	bubble(t, w, newMemory(), func(*watcher.Watcher, *scribe) {
		time.Sleep(49 * time.Hour)
		if gaps := w.gaps(place); len(gaps) != 2 || gaps[0] < 24*time.Hour {
			t.Errorf("gaps %v, want two of a day", gaps)
		}
	})
}

func TestARestartPollsNothingEarly(t *testing.T) {
	w, m := &world{answer: feeding(1)}, newMemory()
	bubble(t, w, m, func(*watcher.Watcher, *scribe) { time.Sleep(30 * time.Minute) })
	w.gaps(place)
	state, err := m.SourceState(t.Context(), "s")
	if err != nil {
		t.Fatal(err)
	}
	bubble(t, w, m, func(h *watcher.Watcher, _ *scribe) { // its clock begins where the first one's began
		if next := h.Health()[0].NextPoll; !about(next.Sub(state.PolledAt), time.Hour) {
			t.Errorf("next poll %v after the one before the restart, want an hour", next.Sub(state.PolledAt))
		}
		time.Sleep(90 * time.Minute)
		if gaps := w.gaps(place); len(gaps) != 0 {
			t.Errorf("polled again after %v, want one poll in ninety minutes", gaps)
		}
	})
}

// TestARestartAsksAFailingSourceSoon holds that a source which failed for long
// is asked right after a start, as it may have been repaired, that its backing
// off begins anew, and that its publisher's own word outlasts the restart.
func TestARestartAsksAFailingSourceSoon(t *testing.T) {
	for _, c := range []struct {
		answer func(fetch.Request) (*fetch.Response, error)
		runs   time.Duration // how long the first run lasts
		soon   bool
	}{
		{failing(500, 0), 100 * time.Hour, true},
		{failing(503, 20*time.Hour), time.Hour, false},
		{failing(503, 90*time.Minute), time.Hour, false},
		{failing(410, 0), time.Hour, false},
	} {
		w, m := &world{answer: c.answer}, newMemory()
		bubble(t, w, m, func(*watcher.Watcher, *scribe) { time.Sleep(c.runs) })
		before := m.states["s"]
		w.gaps(place)
		bubble(t, w, m, func(h *watcher.Watcher, _ *scribe) { // its clock begins where the first one's began
			switch next := h.Health()[0].NextPoll; {
			case !c.soon && !next.Equal(before.NextPoll):
				t.Errorf("%+v: the next poll is at %v after the restart, want %v as before", before, next, before.NextPoll)
			case c.soon && time.Until(next) > 2*time.Second:
				t.Errorf("%+v: the next poll is in %v after the restart", before, time.Until(next))
			case c.soon:
				time.Sleep(90 * time.Minute)
				if gaps := w.gaps(place); len(gaps) != 1 || !about(gaps[0], time.Hour) || h.Health()[0].Failures != 2 {
					t.Errorf("after the restart: gaps %v and %d failures, want a backing off from its beginning", gaps, h.Health()[0].Failures)
				}
			}
		})
	}
}

func TestAnItemIsTriedAgainUntilItIsDropped(t *testing.T) {
	w := &world{answer: feeding()}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == place {
				return feedOf(1), nil
			}
			return nil, fmt.Errorf("fetch: %w", fetch.ErrTimeout)
		})
		time.Sleep(4 * time.Hour)
		gaps := w.gaps("http://news.example/1")
		for i, g := range gaps {
			if i > 0 && g < gaps[i-1]*5/4 {
				t.Errorf("gaps %v: no. %d is not much longer than the one before", gaps, i)
			}
		}
		tally := h.Tally()
		if len(gaps) != 7 || tally.Ended(news.Failed) != 7 || tally.Ended(news.Dropped) != 1 || tally.Found() != 8 {
			t.Errorf("%d gaps, %d failed, %d dropped of %d found", len(gaps), tally.Ended(news.Failed), tally.Ended(news.Dropped), tally.Found())
		}
		if pending := h.Health()[0].Pending; pending != 0 || len(d.heard()) != 0 {
			t.Errorf("%d pending, titles %v", pending, d.heard())
		}
	})
}

// TestAHeadlineStandsAfterEnoughTries holds that an item which has but its
// headline is tried some times when its page is refused, and as long as there
// is hope when it fails.
func TestAHeadlineStandsAfterEnoughTries(t *testing.T) {
	for status, tries := range map[int]int{403: 3, 500: 8} {
		w := &world{answer: feeding()}
		bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
			const headline = "Four words of news"
			w.set(func(r fetch.Request) (*fetch.Response, error) {
				if r.URL == place {
					return showing("<item><title>" + headline + "</title><link>http://news.example/1</link></item>")(r)
				}
				return nil, &fetch.StatusError{Status: status}
			})
			time.Sleep(5 * time.Hour)
			if got, n := d.heard(), len(w.gaps("http://news.example/1"))+1; !slices.Equal(got, []string{headline}) || n != tries {
				t.Errorf("HTTP %d: told %q after %d tries, want the headline after %d", status, got, n, tries)
			}
		})
	}
}

func TestAPageThatIsLateIsFound(t *testing.T) {
	w := &world{answer: feeding()}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
		looks := 0
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			switch {
			case r.URL == place:
				return feedOf(1, 2), nil
			case r.URL == "http://news.example/1":
				if looks++; looks > 2 {
					return feeding()(r)
				}
			}
			return nil, &fetch.StatusError{Status: 404}
		})
		time.Sleep(3 * time.Hour)
		if want := []string{"Page of http://news.example/b"}; !slices.Equal(d.heard(), want) || h.Tally().Ended(news.Dropped) != 1 {
			t.Errorf("titles %v, %d dropped, want the late page and one dropped", d.heard(), h.Tally().Ended(news.Dropped))
		}
	})
}

func TestOurOwnTroubleCostsNoItem(t *testing.T) {
	w, m := &world{answer: feeding()}, newMemory()
	bubble(t, w, m, func(h *watcher.Watcher, d *scribe) {
		w.set(feeding(1))
		d.fail(errors.New("the disk is full"))
		time.Sleep(24 * time.Hour)
		if n := h.Tally().Ended(news.Dropped); n != 0 || h.Health()[0].Pending != 1 {
			t.Fatalf("%d dropped, health %+v", n, h.Health()[0])
		}
		if gaps := w.gaps("http://news.example/1"); len(gaps) < 24 || len(gaps) > 40 {
			t.Errorf("its page was asked for with gaps of %v", gaps)
		}
		d.fail(nil)
		time.Sleep(2 * time.Hour)
		if len(d.heard()) != 1 || h.Health()[0].Pending != 0 {
			t.Errorf("titles %v, health %+v", d.heard(), h.Health()[0])
		}
	})
}

func TestAPollThatCannotBeWrittenIsMadeAgain(t *testing.T) {
	w, m := &world{answer: feeding()}, newMemory()
	bubble(t, w, m, func(h *watcher.Watcher, d *scribe) {
		w.set(feeding(1))
		m.mu.Lock()
		m.broken = errors.New("the disk is full")
		m.mu.Unlock()
		time.Sleep(2 * time.Hour)
		if len(d.heard()) != 0 {
			t.Errorf("titles %v before anything was durable", d.heard())
		}
		m.mu.Lock()
		m.broken = nil
		m.mu.Unlock()
		time.Sleep(3 * time.Hour)
		if len(d.heard()) != 1 {
			t.Errorf("titles %v, want the one item", d.heard())
		}
	})
}

func TestValidatorsAreSentUntilTheSourceMustBeReadAgain(t *testing.T) {
	w := &world{}
	full := 0
	w.answer = func(r fetch.Request) (*fetch.Response, error) {
		if r.ETag != "" {
			return &fetch.Response{Status: 304, NotModified: true}, nil
		}
		full++
		return feedOf(1), nil
	}
	bubble(t, w, newMemory(), func(*watcher.Watcher, *scribe) {
		time.Sleep(20 * 24 * time.Hour)
		if polls := len(w.gaps(place)); polls < 400 || full != 3 {
			t.Errorf("%d polls, %d of them in full, want one in full by week", polls, full)
		}
	})
}

func TestMoreItemsThanCanBePendingAllComeInTheEnd(t *testing.T) {
	w := &world{answer: feeding()}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
		numbers := make([]int, 510)
		for i := range numbers {
			numbers[i] = i
		}
		w.set(feeding(numbers...))
		time.Sleep(3 * time.Hour)
		titles := d.heard()
		slices.Sort(titles)
		if all, distinct := len(titles), len(slices.Compact(titles)); all != len(numbers) || distinct != len(numbers) {
			t.Errorf("%d articles, %d distinct, want %d", all, distinct, len(numbers))
		}
	})
}

func ExampleWatcher() {
	w := watcher.New(&scribe{memory: newMemory()}, newMemory(), &world{answer: feeding(1, 2)}, watcher.Config{
		OnBaseline: func(b watcher.Baseline) { fmt.Println(b.Source.ID, "has", b.Seen, "old items") },
	})
	w.SetSources([]news.Source{{ID: "example", URL: place}})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if err := w.Run(ctx); err != nil {
		fmt.Println(err)
	}
	// Output:
	// example has 2 old items
}
