package watcher_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// TestAFeedThatShowsAPageFails holds that a source which was a feed and shows
// the outlet's home page, redirected there for good or not, fails with that
// reason, that nothing of the page is news, and that the feed is followed
// again when it is back.
func TestAFeedThatShowsAPageFails(t *testing.T) {
	for _, moved := range []string{"", home} {
		w, m, at := &world{}, newMemory(), home+"rss"
		site := web{at: rssOf(dawn, "one", "two"), home: front("", "a", "b", "c", "d", "e")}
		away := false
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			if r.URL != at || !away {
				return site.get(r)
			}
			return &fetch.Response{Status: 200, URL: home, Moved: moved, Body: []byte(site[home])}, nil
		})
		source := news.Source{URL: at, Kind: news.KindAuto}
		follow(t, w, m, source, func(h *watcher.Watcher, d *scribe) {
			time.Sleep(50 * time.Hour)
			w.mu.Lock()
			away = true
			w.mu.Unlock()
			time.Sleep(10 * time.Hour)
			told(t, d)
			if got := h.Health()[0]; got.Failures < 2 || !strings.Contains(got.Err, "a page came where a feed used to be") {
				t.Errorf("health %+v", got)
			}
			w.mu.Lock()
			away = false
			site[at] = rssOf(time.Now(), "three", "one", "two")
			w.mu.Unlock()
			time.Sleep(20 * time.Hour)
			told(t, d, "three")
		})
		away = true
		source.Kind = news.KindPage // as the operator says now
		follow(t, w, m, source, func(h *watcher.Watcher, d *scribe) {
			time.Sleep(20 * time.Hour)
			told(t, d)
			if got := h.Health()[0]; got.Err != "" || got.Items != 5 {
				t.Errorf("health %+v", got)
			}
		})
	}
}

// TestAMoveIsTakenBackWhenItFails holds that a source which has moved for good
// to where it can't be read, for whatever reason, is asked again where the
// operator says that it is.
func TestAMoveIsTakenBackWhenItFails(t *testing.T) {
	const there = "http://new.example/rss"
	for name, broken := range map[string]func() (*fetch.Response, error){
		"403":     func() (*fetch.Response, error) { return nil, &fetch.StatusError{Status: 403} },
		"404":     func() (*fetch.Response, error) { return nil, &fetch.StatusError{Status: 404} },
		"TLS":     func() (*fetch.Response, error) { return nil, fmt.Errorf("fetch: %w", fetch.ErrTLS) },
		"timeout": func() (*fetch.Response, error) { return nil, fmt.Errorf("fetch: %w", fetch.ErrTimeout) },
		"sale": func() (*fetch.Response, error) {
			return &fetch.Response{Status: 200, URL: there, Body: []byte("<html><body>This domain is for sale</body></html>")}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, at := &world{}, home+"rss"
			site := web{at: rssOf(dawn, "one"), there: rssOf(dawn, "one")}
			moves := true
			w.set(func(r fetch.Request) (*fetch.Response, error) {
				switch {
				case r.URL == there && !moves:
					return broken()
				case r.URL == at && moves:
					return &fetch.Response{Status: 200, URL: there, Moved: there, Body: []byte(site[there])}, nil
				}
				return site.get(r)
			})
			follow(t, w, newMemory(), news.Source{URL: at, Kind: news.KindAuto}, func(h *watcher.Watcher, d *scribe) {
				time.Sleep(3 * time.Hour)
				w.mu.Lock()
				moves = false
				site[at] = rssOf(time.Now(), "one", "two")
				w.mu.Unlock()
				if n := w.times(at); n != 1 {
					t.Fatalf("the old address was asked %d times, want once", n)
				}
				time.Sleep(2 * 24 * time.Hour)
				told(t, d, "two")
				if got := h.Health()[0]; got.Err != "" {
					t.Errorf("health %+v", got)
				}
			})
		})
	}
}
