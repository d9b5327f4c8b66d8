package watcher_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// An outlet is a small news site on loopback that a test changes as it goes.
type outlet struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	hits  map[string]int
	items []string // RSS items, newest first
}

func newOutlet(t *testing.T) *outlet {
	o := &outlet{pages: make(map[string]http.HandlerFunc), hits: make(map[string]int)}
	o.Server = httptest.NewServer(o)
	t.Cleanup(o.Close)
	o.handle("/rss", func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		feed := `<rss version="2.0"><channel><title>Outlet</title><link>` + o.URL + `/</link>` + strings.Join(o.items, "") + `</channel></rss>`
		o.mu.Unlock()
		http.ServeContent(w, r, "feed.rss", time.Time{}, strings.NewReader(feed))
	})
	return o
}

func (o *outlet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	h := o.pages[r.URL.Path]
	o.hits[r.URL.Path]++
	o.mu.Unlock()
	if h == nil {
		http.NotFound(w, r)
		return
	}
	h(w, r)
}

func (o *outlet) handle(path string, h http.HandlerFunc) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pages[path] = h
}

func (o *outlet) asked(path string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.hits[path]
}

// announce puts an item in front of the feed.
func (o *outlet) announce(path, title, summary string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	item := fmt.Sprintf("<item><title>%s</title><link>%s%s</link><guid isPermaLink=\"false\">%s</guid><description>%s</description></item>",
		title, o.URL, path, path, summary)
	o.items = append([]string{item}, o.items...)
}

// publish announces an item and puts its page there.
func (o *outlet) publish(path, title string) {
	o.handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, article(title))
	})
	o.announce(path, title, "")
}

func article(title string) string {
	return `<!doctype html><html lang="en"><head><title>` + title + `</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>` + title + `</h1><p>The council of the province met on Monday and spoke at length about the bridge over the river.</p>
<p>Engineers said that the work would take two summers, and that the old crossing stays open until the new one is done.</p>
<p>Residents of both banks had asked for it since the flood of last spring, which cut the road for eleven days.</p></article></body></html>`
}

// An alarm is a matcher that knows one word, and tells what it saw.
type alarm struct {
	word string
	seen chan news.Article
}

func (m alarm) Match(a *news.Article) []news.Match {
	if strings.Contains(a.Title, m.word) || strings.Contains(a.Body, m.word) {
		return []news.Match{{Topic: m.word, Score: 1}}
	}
	return nil
}

// A house is a watcher at work with a real desk and store.
type house struct {
	*watcher.Watcher
	store  store.Store
	alerts chan news.Article
	log    *journal
	stop   func()
}

func open(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// watch runs a watcher over sources until the test ends or calls stop.
func watch(t *testing.T, s store.Store, c watcher.Config, f fetch.Config, sources ...news.Source) *house {
	t.Helper()
	h := &house{store: s, alerts: make(chan news.Article, 100), log: &journal{}}
	desk := news.NewDesk(alarm{word: "bomb"}, s, news.DeskConfig{Announce: func(a news.Article, _ []news.Match) { h.alerts <- a }})
	f.AllowNetworks = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	f.HostDelay = -1
	client := fetch.New(f)
	c.Logger = slog.New(slog.NewTextHandler(h.log, nil))
	h.Watcher = watcher.New(desk, s, client, c)
	h.SetSources(sources)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := h.Run(ctx); err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	}()
	h.stop = func() { cancel(); <-done; client.Close() }
	t.Cleanup(h.stop)
	return h
}

// alert waits for the next alert.
func (h *house) alert(t *testing.T) news.Article {
	t.Helper()
	select {
	case a := <-h.alerts:
		return a
	case <-time.After(20 * time.Second):
		t.Fatalf("no alert came; log:\n%s", h.log)
		return news.Article{}
	}
}

// A journal keeps log lines.
type journal struct {
	mu    sync.Mutex
	lines strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.String()
}

func (j *journal) count(message string) int { return strings.Count(j.String(), message) }

// quick is an interval of polls that keeps tests short.
const quick = 10 * time.Millisecond

func rss(o *outlet, id string) news.Source {
	return news.Source{ID: id, Name: id, URL: o.URL + "/rss", Kind: news.KindAuto, Lang: "en", Every: quick}
}

// based returns a Config whose channel tells of baselines.
func based() (watcher.Config, chan watcher.Baseline) {
	c := make(chan watcher.Baseline, 10)
	return watcher.Config{OnBaseline: func(b watcher.Baseline) { c <- b }}, c
}

func TestOnlyWhatComesAfterTheBaselineIsSent(t *testing.T) {
	o := newOutlet(t)
	o.publish("/news/1-old", "An old bomb is found")
	o.publish("/news/2-old", "A market opens")
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	h := watch(t, s, config, fetch.Config{}, rss(o, "outlet"))

	b := <-baselines
	if b.Seen != 2 || len(b.Matched) != 1 || b.Matched[0].Article.Title != "An old bomb is found" {
		t.Errorf("baseline = %+v, want 2 seen of which the bomb would have alerted", b)
	}
	o.publish("/news/3-new", "A new bomb is found")
	if a := h.alert(t); a.Title != "A new bomb is found" || a.Source != "outlet" || a.URL != o.URL+"/news/3-new" {
		t.Errorf("alert = %+v, want the new bomb", a)
	}
	if n := o.asked("/news/1-old"); n != 0 {
		t.Errorf("an item of the baseline was fetched %d times", n)
	}
}
