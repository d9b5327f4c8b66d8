package watcher_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// TestAFeedIsLookedForAgain holds that the feed of a home page which could not
// be had at first, or was not there yet, is found later: within hours where it
// is named and was busy, else within days. What the page shows till then is
// told, and what the feed holds that the page does not is old.
func TestAFeedIsLookedForAgain(t *testing.T) {
	const link = `<link rel="alternate" type="application/rss+xml" href="/news.xml">`
	for _, c := range []struct {
		name        string
		status      int
		head        string
		well, found time.Duration // when the feed can be had, and by when it is found
	}{
		{"busy", 503, link, 30 * time.Minute, 3 * time.Hour},
		{"busy for long", 503, link, 20 * 24 * time.Hour, 30 * 24 * time.Hour},
		{"not there", 404, link, 30 * time.Minute, 30 * time.Hour},
		{"not named", 404, "", 5 * 24 * time.Hour, 12 * 24 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, m := &world{}, newMemory()
			site := web{home: front(c.head, "old")}
			well := false
			w.set(func(r fetch.Request) (*fetch.Response, error) {
				if r.URL == home+"news.xml" && !well {
					return nil, &fetch.StatusError{Status: c.status}
				}
				return site.get(r)
			})
			follow(t, w, m, news.Source{URL: home, Kind: news.KindAuto}, func(h *watcher.Watcher, d *scribe) {
				time.Sleep(c.well)
				if n := w.times(home + "news.xml"); n > 40 {
					t.Errorf("the feed was asked for %d times in %v", n, c.well)
				}
				w.mu.Lock()
				well = true
				site[home+"news.xml"] = rssOf(time.Now(), "one")
				site[home] = front(link, "old", "new")
				w.mu.Unlock()
				time.Sleep(c.found - c.well)
				told(t, d, "new-of-the-day-12345")
				w.mu.Lock()
				site[home+"news.xml"] = rssOf(time.Now(), "two", "one")
				w.mu.Unlock()
				time.Sleep(2 * time.Hour)
				told(t, d, "new-of-the-day-12345", "two")
				if got := m.states["s"].Found; got != home+"news.xml" || h.Health()[0].Err != "" {
					t.Errorf("found %q; health %+v", got, h.Health()[0])
				}
			})
		})
	}
}
