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

// TestRetryAfterOfOnePageHoldsForAll holds that a host which answers one page
// with 429 and a Retry-After is asked for no other page of the source until
// then, that pages elsewhere are read, and that all are read in the end.
func TestRetryAfterOfOnePageHoldsForAll(t *testing.T) {
	w, at := &world{}, home+"rss"
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("n%02d", i))
	}
	site, busy, refused := web{at: rssOf(dawn, "old")}, true, 0
	w.set(func(r fetch.Request) (*fetch.Response, error) {
		if busy && strings.HasPrefix(r.URL, home+"a/") {
			refused++
			return nil, &fetch.StatusError{Status: 429, RetryAfter: 6 * time.Hour}
		}
		return site.get(r)
	})
	follow(t, w, newMemory(), news.Source{URL: at, Kind: news.KindFeed}, func(h *watcher.Watcher, d *scribe) {
		time.Sleep(90 * time.Minute)
		w.mu.Lock()
		doc := rssOf(time.Now(), names...)
		site[at] = strings.Replace(doc, "</channel>", "<item><title>Elsewhere</title><link>http://other.example/a/elsewhere</link></item></channel>", 1)
		w.mu.Unlock()
		time.Sleep(5 * time.Hour)
		told(t, d, "elsewhere")
		w.mu.Lock()
		if refused > 4 { // that were under way at once
			t.Errorf("%d pages were asked for within the Retry-After of the first", refused)
		}
		busy = false
		w.mu.Unlock()
		time.Sleep(12 * time.Hour)
		if got := len(d.articles()); got != 41 {
			t.Errorf("%d articles in the end, want 41; health %+v", got, h.Health()[0])
		}
	})
}
