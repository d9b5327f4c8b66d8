package watcher_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
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
<p>What it was about stands in the headline: ` + title + `. Engineers said that the work would take two summers, and that the old crossing stays open until the new one is done.</p>
<p>Residents of both banks had asked for it since the flood of last spring, which cut the road for eleven days.</p></article></body></html>`
}

// An alarm is a matcher that knows one word, and tells what it saw.
type alarm struct {
	word string
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
	case <-time.After(2 * time.Minute):
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

func TestOneBadSourceHoldsUpNoOther(t *testing.T) {
	bad, good := newOutlet(t), newOutlet(t)
	release := make(chan struct{})
	defer close(release)
	hang := func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}
	bad.handle("/rss", hang)
	good.handle("/news/slow", hang)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	sources := []news.Source{rss(good, "good")}
	for i := range 20 {
		sources = append(sources, rss(bad, fmt.Sprintf("bad%d", i)))
	}
	h := watch(t, s, config, fetch.Config{}, sources...)
	<-baselines
	good.announce("/news/slow", "A page that hangs", "")
	good.publish("/news/quick", "A bomb is found")
	if a := h.alert(t); a.Title != "A bomb is found" {
		t.Errorf("alert = %+v", a)
	}
	good.publish("/news/later", "A second bomb is found") // the page still hangs
	if a := h.alert(t); a.Title != "A second bomb is found" {
		t.Errorf("alert = %+v", a)
	}
}

// TestBadDocumentsAreNamedOnce holds that each kind of bad source or page costs
// one clear line of log, and that the good ones beside it go on.
func TestBadDocumentsAreNamedOnce(t *testing.T) {
	o := newOutlet(t)
	text := func(contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			io.WriteString(w, body)
		}
	}
	junk := make([]byte, 100_000)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(junk); i++ {
		junk[i] = byte(r.Uint32())
	}
	o.handle("/junk", text("text/html", string(junk)))
	o.handle("/html", text("application/rss+xml", "<!doctype html><p>Maintenance"))
	o.handle("/500", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", 500) })
	o.handle("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("endless ", 1000)); err != nil {
				return
			}
		}
	})
	o.handle("/torn", text("application/rss+xml", "<rss><channel><item><title>One</title><link>"+o.URL+"/news/1</link></item><item><ti"))
	o.handle("/empty", text("application/rss+xml", "<rss><channel><title>Silence</title></channel></rss>"))
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	config.Pages = 8
	var sources []news.Source
	for _, id := range []string{"junk", "html", "500", "endless", "torn", "empty"} {
		src := rss(o, id)
		src.URL = o.URL + "/" + id
		sources = append(sources, src)
	}
	sources[1].Kind = news.KindFeed
	h := watch(t, s, config, fetch.Config{MaxBytes: 1 << 20}, append(sources, rss(o, "good"))...)
	seen := map[string]int{}
	for range 3 {
		b := <-baselines
		seen[b.Source.ID] = b.Seen
	}
	if want := map[string]int{"torn": 1, "empty": 0, "good": 0}; fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("baselines = %v, want %v", seen, want)
	}

	o.announce("/endless", "An endless page", "")
	o.announce("/junk", "A page of junk", "")
	o.announce("/500", "A page of 500", "")
	o.announce("/none", "A page that is not there", "A bomb, says its summary")
	o.publish("/news/1-good", "A bomb is found")
	if a := h.alert(t); a.Title != "A bomb is found" {
		t.Errorf("alert = %+v", a)
	}
	wait(t, h, func() bool {
		return h.Tally().Ended(news.Dropped)+h.Tally().Ended(news.NotArticle) == 2 && h.Tally().Ended(news.Failed) >= 2
	})
	h.stop()
	for line, want := range map[string]int{
		`msg="source fails" source=junk`: 1, `msg="source fails" source=html`: 1, `msg="source fails" source=500`: 1,
		`msg="source fails" source=endless`: 1, `msg="feed is broken; what could be read is used" source=torn`: 1,
		"source=empty": 1, `msg="first poll found no items; if the outlet shows some, see whether this is its feed" source=empty`: 1,
		`msg="item dropped" source=good url=` + o.URL + "/endless": 1, `msg="not an article" source=good url=` + o.URL + "/junk": 1,
		`msg="page failed; it is tried again" source=good url=` + o.URL + "/500":  1,
		`msg="page failed; it is tried again" source=good url=` + o.URL + "/none": 1,
	} {
		if n := h.log.count(line); n != want {
			t.Errorf("%d lines with %s, want %d", n, line, want)
		}
	}
	if t.Failed() {
		t.Logf("log:\n%s", h.log)
	}
}

// wait waits until something holds, which is not long.
func wait(t *testing.T, h *house, holds func() bool) {
	t.Helper()
	look, end := time.NewTicker(time.Millisecond), time.After(5*time.Minute)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-end:
			t.Fatalf("it did not come about; log:\n%s", h.log)
		}
	}
}

// TestPendingItemsSurviveARestart holds that what a poll found is not lost
// when the process ends before its pages could be read.
func TestPendingItemsSurviveARestart(t *testing.T) {
	o := newOutlet(t)
	path := filepath.Join(t.TempDir(), "rasad.db")
	s := open(t, path)
	config, baselines := based()
	h := watch(t, s, config, fetch.Config{}, rss(o, "outlet"))
	<-baselines
	arrived := make(chan struct{}, 10)
	o.handle("/news/1", func(_ http.ResponseWriter, r *http.Request) { arrived <- struct{}{}; <-r.Context().Done() })
	o.announce("/news/1", "A bomb is found", "")
	<-arrived
	h.stop()
	state, err := s.SourceState(t.Context(), "outlet")
	if err != nil || len(state.Pending) != 1 {
		t.Fatalf("state = %+v, %v, want one pending item", state, err)
	}
	s.Close()

	o.handle("/news/1", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, article("A bomb is found")) })
	o.handle("/rss", http.NotFound) // the item is in no feed any more
	s = open(t, path)
	defer s.Close()
	h = watch(t, s, watcher.Config{}, fetch.Config{}, rss(o, "outlet"))
	if a := h.alert(t); a.Title != "A bomb is found" {
		t.Errorf("alert = %+v", a)
	}
	wait(t, h, func() bool { return h.Health()[0].Pending == 0 })
}

func TestAnUnreadablePageIsToldByItsFeed(t *testing.T) {
	o := newOutlet(t)
	o.handle("/news/wall", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cf-Mitigated", "challenge")
		w.WriteHeader(http.StatusForbidden)
	})
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	h := watch(t, s, config, fetch.Config{}, rss(o, "outlet"))
	<-baselines
	o.announce("/news/wall", "Found at the station", "It was a bomb, the police says.")
	a := h.alert(t)
	if a.Title != "Found at the station" || a.Body != "It was a bomb, the police says." || a.URL != o.URL+"/news/wall" || a.Lang != "en" {
		t.Errorf("alert = %+v", a)
	}
}

// TestAHeadlineStandsForAPageBehindAWall holds that an item of a front page,
// which has no more than a headline, is not lost when its page is refused; but
// a page that is not there is no news, nor is a word or two of a link.
func TestAHeadlineStandsForAPageBehindAWall(t *testing.T) {
	o := newOutlet(t)
	links := []string{}
	o.handle("/front", func(w http.ResponseWriter, _ *http.Request) {
		o.mu.Lock()
		defer o.mu.Unlock()
		io.WriteString(w, "<html><body>"+strings.Join(links, "")+"</body></html>")
	})
	link := func(path, title string) {
		o.mu.Lock()
		defer o.mu.Unlock()
		links = append(links, `<div class="it"><a href="`+path+`">`+title+`</a></div>`)
	}
	refuse := func(status int, wall string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cf-Mitigated", wall)
			w.WriteHeader(status)
		}
	}
	link("/news/0", "What was there at first")
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	src := rss(o, "front")
	src.URL, src.Kind, src.Select = o.URL+"/front", news.KindPage, news.Selectors{Item: ".it"}
	h := watch(t, s, config, fetch.Config{}, src)
	<-baselines
	o.handle("/news/wall", refuse(403, "challenge"))
	o.handle("/news/busy", refuse(503, "challenge"))
	o.handle("/news/short", refuse(403, "challenge"))
	link("/news/none", "A bomb that is not there")
	link("/news/short", "A bomb")
	link("/news/wall", "A bomb is found at the station")
	link("/news/busy", "A second bomb is found nearby")
	told := map[string]bool{h.alert(t).Title: true, h.alert(t).Title: true}
	if !told["A bomb is found at the station"] || !told["A second bomb is found nearby"] {
		t.Errorf("told %v", told)
	}
	h.stop()
	if len(h.alerts) != 0 {
		t.Errorf("told also %+v", <-h.alerts)
	}
}

func TestSourcesCanBeChangedWhileRunning(t *testing.T) {
	a, b := newOutlet(t), newOutlet(t)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	h := watch(t, s, config, fetch.Config{}, rss(a, "a"))
	if got := (<-baselines).Source.ID; got != "a" {
		t.Errorf("baseline of %q, want a", got)
	}
	moved := rss(b, "a")
	h.SetSources([]news.Source{moved, rss(b, "b")})
	got := map[string]bool{(<-baselines).Source.ID: true, (<-baselines).Source.ID: true}
	if !got["a"] || !got["b"] {
		t.Errorf("baselines of %v, want a, which has moved, and b", got)
	}
	if health := h.Health(); len(health) != 2 || health[0].Source.URL != b.URL+"/rss" {
		t.Errorf("Health = %+v", health)
	}
	before := a.asked("/rss")
	b.publish("/news/1", "A bomb is found")
	h.alert(t)
	if n := a.asked("/rss") - before; n > 1 {
		t.Errorf("the old address was asked %d times more", n)
	}
}

func TestPagesWhoseCanonicalAddressIsTheFrontAreAllTold(t *testing.T) {
	o := newOutlet(t)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	h := watch(t, s, config, fetch.Config{}, rss(o, "outlet"))
	<-baselines
	for i, canonical := range []string{"/", "/", "/news", "/news", "/rss", "/rss"} {
		path := fmt.Sprintf("/news/%d-article", i)
		o.handle(path, func(w http.ResponseWriter, _ *http.Request) {
			body := article(fmt.Sprintf("The bomb number %d is found", i))
			io.WriteString(w, strings.Replace(body, "</head>", `<link rel="canonical" href="`+o.URL+canonical+`"></head>`, 1))
		})
		o.announce(path, "", "")
	}
	told := map[string]bool{}
	for range 6 {
		told[h.alert(t).Title] = true
	}
	if len(told) != 6 {
		t.Errorf("told %v, want all 6", told)
	}
}

func TestArticlesSayWhereTheyAreFrom(t *testing.T) {
	o := newOutlet(t)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	src := rss(o, "kabul")
	src.Lang, src.Country, src.Tags = "prs", "af", []string{"agency"}
	h := watch(t, s, config, fetch.Config{}, src)
	<-baselines
	o.handle("/news/1", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<html lang="fa"><title>خبر</title><article><h1>bomb: پل تازه در کابل گشوده شد</h1>`+
			strings.Repeat("<p>شهردار کابل گفت که کار این پل دو سال زمان گرفت و مردم هر دو سوی دریا آن را میخواهند.</p>", 5)+"</article></html>")
	})
	o.announce("/news/1", "bomb", "")
	a := h.alert(t)
	if a.Lang != "prs" {
		t.Errorf("Lang = %q, want prs", a.Lang)
	}
	if a.Country != "af" || !slices.Contains(a.Tags, "agency") {
		t.Errorf("Country = %q, Tags = %q, want those of the source", a.Country, a.Tags)
	}
}
