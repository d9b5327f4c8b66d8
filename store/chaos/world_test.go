//go:build unix

package chaos_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// readers is how many people each test tells of everything, and so how many
// alerts can be in flight at once: one to a chat.
const readers = 5

// ahead is how many articles the wire offers before their alerts have arrived.
const ahead = 40

// patience is how long a test waits for what must come, on a slow machine and
// with a lease that has to run out.
const patience = 2 * time.Minute

// A world is what stands around the workers and outlives them: a wire that
// brings articles, and Telegram with its readers.
type world struct {
	*testing.T
	engine   string
	address  string // of the store
	telegram *telegramtest.Server
	line     *httptest.Server // to the wire and Telegram
	readers  []*telegramtest.User
	workers  []*process // all that were started
	letters  int        // long ones, that were enqueued

	mu       sync.Mutex
	changed  chan struct{} // closed, and made anew, with every call
	begun    int           // articles that the wire has offered
	done     int           // articles that the desk has done with
	wanted   int           // articles that the wire offers before any alert has arrived
	last     int           // the last article; zero while there is no end
	calls    int           // of any kind that came by the line
	arrivals []time.Time   // of alerts
}

// engines runs a test on both engines at once, each with a store of its own.
func engines(t *testing.T, test func(*world)) {
	t.Parallel()
	for _, engine := range []string{"SQLite", "Redis"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			address := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
			if engine == "Redis" {
				address = storetest.Redis(t).Address()
			}
			test(newWorld(t, engine, address))
		})
	}
}

// newWorld returns a world whose readers are subscribed, at a store that can be
// opened now.
func newWorld(t *testing.T, engine, address string) *world {
	t.Helper()
	w := &world{T: t, engine: engine, address: address, telegram: telegramtest.New(telegramtest.Config{}), changed: make(chan struct{})}
	w.line = httptest.NewServer(w)
	t.Cleanup(w.line.Close)
	t.Cleanup(func() { w.telegram.Close() })
	books := w.open()
	defer books.Close()
	for i := range readers {
		u := w.telegram.User(fmt.Sprintf("Reader %d", i), "en")
		u.Say(u.Private(), "hello")
		w.readers = append(w.readers, u)
		err := books.PutSubscription(t.Context(), news.Subscription{Recipient: news.Recipient{Chat: u.ID()}, Topic: topic})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.gather(books)
	w.swallowUpdates()
	return w
}

// gather makes a crowd between the readers, which wants nothing that comes by this
// wire, so that every article is fanned out in two chunks.
func (w *world) gather(books store.Store) {
	w.Helper()
	var all sync.WaitGroup
	for i := range news.ChunkSize {
		all.Go(func() {
			err := books.PutSubscription(w.Context(), news.Subscription{
				Recipient: news.Recipient{Chat: w.readers[1].ID(), Thread: 1 + i}, Topic: topic,
				Filter: news.Filter{Sources: []string{"another"}},
			})
			if err != nil {
				w.Error(err)
			}
		})
	}
	all.Wait()
}

// swallowUpdates takes what the readers said, so that no bot answers it.
func (w *world) swallowUpdates() {
	w.Helper()
	api, err := telegram.New(w.telegram.Token(), telegram.Config{API: w.line.URL})
	if err != nil {
		w.Fatal(err)
	}
	defer api.Close()
	updates, err := api.GetUpdates(w.Context(), -1, 0, nil)
	if err == nil && len(updates) > 0 {
		_, err = api.GetUpdates(w.Context(), updates[len(updates)-1].ID+1, 0, nil)
	}
	if err != nil {
		w.Fatal(err)
	}
}

// open opens the store, which in a file no worker may hold.
func (w *world) open() store.Store {
	w.Helper()
	s, err := store.Open(context.WithoutCancel(w.Context()), w.address, store.Config{})
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// start starts a worker.
func (w *world) start(o orders) *process {
	w.Helper()
	if o.Store == "" {
		o.Store = w.address
	}
	if o.Line == "" {
		o.Line = w.line.URL
	}
	if o.Holder == "" {
		o.Holder = "the only worker"
	}
	o.Token = w.telegram.Token()
	p := launch(w.T, o, nil)
	w.workers = append(w.workers, p)
	return p
}

// ServeHTTP answers who reads the wire, and whom the bot asks.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/wire" {
		w.note(func() {})
		if n, err := strconv.Atoi(r.URL.Query().Get("done")); err == nil {
			w.note(func() { w.done = max(w.done, n) })
			return
		}
		w.offer(rw, r)
		return
	}
	w.telegram.ServeHTTP(rw, r)
	w.note(func() {
		if strings.HasSuffix(r.URL.Path, "/sendMessage") {
			w.arrivals = append(w.arrivals, time.Now())
		}
	})
}

// note changes what is counted, and wakes who waits for it.
func (w *world) note(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls++
	change()
	close(w.changed)
	w.changed = make(chan struct{})
}

// offer brings the first article that is not done, once it is time for it.
func (w *world) offer(rw http.ResponseWriter, r *http.Request) {
	for {
		w.mu.Lock()
		n, changed := w.done+1, w.changed
		due := (w.last == 0 || n <= w.last) && (n <= w.wanted || n*readers <= len(w.arrivals)+ahead*readers)
		if due {
			w.begun = max(w.begun, n)
		}
		w.mu.Unlock()
		if due {
			_ = json.NewEncoder(rw).Encode(article(n)) // who asked may be dead
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

func article(n int) news.Article {
	url := fmt.Sprintf("https://wire.example/%d", n)
	return news.Article{Source: "wire", URL: url, Code: strconv.Itoa(n), Title: fmt.Sprintf("Article %d.", n)}
}

// counts returns the store's sizes.
func (w *world) counts() news.Counts {
	w.Helper()
	s := w.open()
	defer s.Close()
	c, err := s.Counts(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return c
}
