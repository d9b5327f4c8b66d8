package watcher_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/websub"
)

// A hub is one that confirms what it is asked for, at once and for ten days.
type hub struct {
	send  func(*http.Request) int // to a callback, and the status that is answered
	mu    sync.Mutex
	asked []string // modes
	of    url.Values
	deny  bool
}

// Post takes a form as it would be sent. It confirms in its own time.
func (h *hub) take(form url.Values) {
	h.mu.Lock()
	h.asked = append(h.asked, form.Get("hub.mode"))
	h.of = form
	deny := h.deny
	h.mu.Unlock()
	q := url.Values{"hub.mode": {form.Get("hub.mode")}, "hub.topic": {form.Get("hub.topic")}, "hub.challenge": {"x"}, "hub.lease_seconds": {"864000"}}
	if deny {
		q = url.Values{"hub.mode": {"denied"}, "hub.topic": {form.Get("hub.topic")}, "hub.reason": {"no"}}
	}
	r, _ := http.NewRequest(http.MethodGet, form.Get("hub.callback")+"?"+q.Encode(), nil)
	h.send(r)
}

// tell sends a document to who subscribed last.
func (h *hub) tell(document string) int {
	h.mu.Lock()
	to := h.of
	h.mu.Unlock()
	r, _ := http.NewRequest(http.MethodPost, to.Get("hub.callback"), strings.NewReader(document))
	mac := hmac.New(sha256.New, []byte(to.Get("hub.secret")))
	mac.Write([]byte(document))
	r.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	r.Header.Set("Content-Type", "application/rss+xml")
	return h.send(r)
}

// modes returns what the hub was asked, and forgets it.
func (h *hub) modes() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := strings.Join(h.asked, " ")
	h.asked = nil
	return s
}

// A switchboard connects a watcher in a bubble with a hub, where no socket
// would do.
type switchboard struct{ hub *hub }

func (s switchboard) Post(_ context.Context, _ fetch.Request, form url.Values) (*fetch.Response, error) {
	go s.hub.take(form)
	return &fetch.Response{Status: http.StatusAccepted}, nil
}

// subscribed runs f in a bubble with a watcher that hubs can reach.
func subscribed(t *testing.T, w *world, m *memory, h *hub, log *journal, sources []news.Source, f func(*watcher.Watcher, *scribe)) {
	hubs := websub.New(switchboard{h}, "https://rasad.example/hub")
	h.send = func(r *http.Request) int {
		answer := httptest.NewRecorder()
		hubs.ServeHTTP(answer, r)
		return answer.Code
	}
	c := watcher.Config{Every: 10 * time.Minute, Hubs: hubs, Logger: slog.New(slog.NewTextHandler(log, nil))}
	watching(t, w, m, c, sources, f)
}

// hubbed answers with a feed of those items that names a hub.
func hubbed(items ...string) func(fetch.Request) (*fetch.Response, error) {
	return documents(hubDocument(items...))
}

func hubDocument(items ...string) string {
	return `<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="http://news.example/self"/>` +
		strings.Join(items, "") + "</channel></rss>"
}

// TestAnIndexKeepsItsHub holds that an index of sitemaps which names a hub goes
// on being subscribed to while the index does not change, but its sitemaps do.
func TestAnIndexKeepsItsHub(t *testing.T) {
	site, w, h := web{place: bareIndex("1.xml"), home + "1.xml": bare("one")}, &world{}, &hub{}
	w.set(func(r fetch.Request) (*fetch.Response, error) {
		res, err := site.conditional(r)
		if err == nil && r.URL == place && !res.NotModified {
			res.Hubs = []string{"https://hub.example/"}
		}
		return res, err
	})
	subscribed(t, w, newMemory(), h, &journal{}, []news.Source{{ID: "s", URL: place}}, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(time.Minute)
		w.change(func() { site[home+"1.xml"] = bare("one", "two") })
		told(t, d, "two")
		if got := h.modes(); got != "subscribe" {
			t.Errorf("the hub was asked %q, want to subscribe once", got)
		}
	})
}

// TestAHubTellsAtOnce holds the life of a subscription: asked for when a feed
// names a hub, told by, kept over a restart, renewed before its end, relied on
// in place of most polls, and ended with the source.
func TestAHubTellsAtOnce(t *testing.T) {
	w, m, h, log := &world{answer: hubbed(dated(1, dawn))}, newMemory(), &hub{}, &journal{}
	sources := []news.Source{{ID: "s", URL: place}}
	subscribed(t, w, m, h, log, sources, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(time.Minute)
		if got := h.modes(); got != "subscribe" || h.of.Get("hub.topic") != "http://news.example/self" {
			t.Fatalf("the hub was asked %q for %v", got, h.of)
		}
		w.gaps(place)
		if status := h.tell(hubDocument(dated(2, time.Now()))); status != http.StatusAccepted {
			t.Errorf("what the hub sent is answered with %d", status)
		}
		time.Sleep(time.Minute)
		told(t, d, "2")
		w.set(hubbed(dated(1, dawn), dated(2, dawn)))
		time.Sleep(24 * time.Hour)
		told(t, d, "2")
		if gap := w.mean(place); gap < time.Hour {
			t.Errorf("the source is polled every %v though its hub tells", gap)
		}
	})
	subscribed(t, w, m, h, log, sources, func(hw *watcher.Watcher, d *scribe) {
		time.Sleep(time.Minute)
		if got := h.modes(); got != "" {
			t.Errorf("after a restart the hub was asked %q", got)
		}
		h.tell(hubDocument(dated(3, time.Now())))
		time.Sleep(time.Minute)
		told(t, d, "3")
		time.Sleep(9 * 24 * time.Hour)
		if got := h.modes(); got != "subscribe" {
			t.Errorf("before its end the hub was asked %q, want a renewal", got)
		}
		hw.SetSources(nil)
		time.Sleep(time.Minute)
		if got := h.modes(); got != "unsubscribe" {
			t.Errorf("when the source is watched no more the hub was asked %q", got)
		}
		if status := h.tell("x"); status != http.StatusGone {
			t.Errorf("what is sent then is answered with %d", status)
		}
	})
}

// TestPollingIsTheSafetyNet holds that a source is polled as if there were no
// hub when the hub will not, or leaves news out; and that a hub which tells
// without saying what has the source polled at once.
func TestPollingIsTheSafetyNet(t *testing.T) {
	w, h, log := &world{answer: hubbed(dated(1, dawn))}, &hub{deny: true}, &journal{}
	sources := []news.Source{{ID: "s", URL: place}}
	subscribed(t, w, newMemory(), h, log, sources, func(*watcher.Watcher, *scribe) {
		time.Sleep(13 * time.Hour)
		if got, gap := h.modes(), w.mean(place); got != "subscribe subscribe subscribe" || gap > 15*time.Minute {
			t.Errorf("a hub that will not was asked %q, and the source polled every %v", got, gap)
		}
	})
	h = &hub{}
	subscribed(t, w, newMemory(), h, log, sources, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(6*time.Hour + time.Minute)
		w.set(hubbed(dated(1, dawn), dated(2, time.Now())))
		time.Sleep(12 * time.Hour)
		told(t, d, "2")
		w.gaps(place)
		time.Sleep(12 * time.Hour)
		if gap := w.mean(place); gap > 15*time.Minute {
			t.Errorf("the source is polled every %v though its hub leaves news out", gap)
		}
		w.set(hubbed(dated(1, dawn), dated(2, dawn), dated(3, time.Now())))
		polls := w.times(place)
		h.tell("news, somewhere")
		time.Sleep(time.Second)
		if w.times(place) != polls+1 {
			t.Error("a hub that only says that there is something does not have the source polled")
		}
	})
	counted(t, log, map[string]int{"hub left news out": 1})
}

// TestAHubHurriesNoSourceThatFails holds that what a hub does has no source
// polled whose publisher wants to be left alone.
func TestAHubHurriesNoSourceThatFails(t *testing.T) {
	w, h, log := &world{answer: hubbed(dated(1, dawn))}, &hub{}, &journal{}
	subscribed(t, w, newMemory(), h, log, []news.Source{{ID: "s", URL: place}}, func(*watcher.Watcher, *scribe) {
		time.Sleep(time.Minute)
		w.set(failing(429, 20*time.Hour))
		time.Sleep(2 * time.Hour)
		if n := w.times(place); n != 2 {
			t.Fatalf("polled %d times, want a good one and a bad one", n)
		}
		confirmed := h.of
		for range 5 {
			h.tell("news, somewhere")
			h.take(confirmed)
			time.Sleep(time.Hour)
		}
		h.deny = true
		h.take(confirmed)
		time.Sleep(time.Hour)
		if n := w.times(place); n != 2 {
			t.Errorf("polled %d times more within the Retry-After", n-2)
		}
	})
}

// TestAHubIsReachedOverHTTP is the same with sockets: a hub that the watcher
// asks over HTTP, and that reaches its callback so.
func TestAHubIsReachedOverHTTP(t *testing.T) {
	o := newOutlet(t)
	h := &hub{send: func(r *http.Request) int {
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			return 0
		}
		res.Body.Close()
		return res.StatusCode
	}}
	o.handle("/hub", func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm() == nil {
			go h.take(r.PostForm)
		}
		w.WriteHeader(http.StatusAccepted)
	})
	o.handle("/rss", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Link", "<"+o.URL+`/hub>; rel="hub", <`+o.URL+`/rss>; rel="self"`)
		fmt.Fprint(w, "<rss><channel></channel></rss>")
	})
	client := fetch.New(fetch.Config{AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, HostDelay: -1})
	defer client.Close()
	var hubs *websub.Subscriber
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hubs.ServeHTTP(w, r) }))
	defer door.Close()
	hubs = websub.New(client, door.URL)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	source := rss(o, "outlet")
	source.Every = time.Hour
	house := watch(t, s, watcher.Config{Hubs: hubs}, fetch.Config{}, source)
	wait(t, house, func() bool { return house.log.count("hub tells of news from now on") == 1 })
	o.handle("/news/1", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, article("A bomb is found")) })
	h.tell("<rss><channel><item><title>A bomb is found</title><link>" + o.URL + "/news/1</link></item></channel></rss>")
	if a := house.alert(t); a.Title != "A bomb is found" || o.asked("/rss") != 1 {
		t.Errorf("alert = %+v after %d polls, want it after one", a, o.asked("/rss"))
	}
}

// TestWhatAHubSendsAfterALongAbsenceIsOldByItsDate holds that it is read with the
// care of a poll, if the source could not be polled for so long that the store may
// have forgotten what stood there.
func TestWhatAHubSendsAfterALongAbsenceIsOldByItsDate(t *testing.T) {
	w, h := &world{answer: hubbed(dated(1, dawn))}, &hub{}
	subscribed(t, w, newMemory(), h, &journal{}, []news.Source{{ID: "s", URL: place}}, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(time.Minute)
		gone := failing(500, 0)
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == place {
				return gone(r)
			}
			return feeding()(r)
		})
		time.Sleep(40 * day)
		h.tell(hubDocument(dated(2, dawn.AddDate(0, -1, 0)), dated(3, dawn.AddDate(0, 0, 20)), dated(4, time.Time{}), dated(1, dawn)))
		time.Sleep(time.Hour)
		told(t, d, "3", "4")
	})
}
