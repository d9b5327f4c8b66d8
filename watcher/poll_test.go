package watcher_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// TestPagesObeyRobots holds that a page is asked for as robots.txt wants, unless
// the operator says otherwise, and a feed in any case.
func TestPagesObeyRobots(t *testing.T) {
	for _, c := range []struct {
		source news.Source
		obeys  bool
	}{
		{news.Source{Kind: news.KindPage}, true},
		{news.Source{Kind: news.KindPage, IgnoreRobots: true}, false},
		{news.Source{Kind: news.KindFeed}, false},
	} {
		c.source.URL = home
		asked := 0
		w := &world{answer: func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == home {
				asked++
				if r.ObeyRobots != c.obeys {
					t.Errorf("%+v: ObeyRobots = %v", c.source, r.ObeyRobots)
				}
			}
			return web{home: front("", "a", "b")}.get(r)
		}}
		follow(t, w, newMemory(), c.source, func(*watcher.Watcher, *scribe) { time.Sleep(30 * time.Minute) })
		if asked == 0 {
			t.Errorf("%+v: nothing was asked for", c.source)
		}
	}
}

// TestABrokenArchiveIsReadAsFarAsItGoes holds that a zipped feed which breaks
// off tells what stands before that.
func TestABrokenArchiveIsReadAsFarAsItGoes(t *testing.T) {
	pages := web{home: rssOf(time.Now(), "a")}
	w := &world{answer: pages.get}
	follow(t, w, newMemory(), news.Source{URL: home, Kind: news.KindFeed}, func(_ *watcher.Watcher, d *scribe) {
		whole := zipped(rssOf(time.Now(), "a", "b"))
		w.set(web{home: whole[:len(whole)-8]}.get) // without its checksum
		time.Sleep(2 * time.Hour)
		told(t, d, "b")
	})
}

// TestAChannelIsAskedByAnyOfItsAddresses holds where the messages of a channel
// are read for the addresses that people copy.
func TestAChannelIsAskedByAnyOfItsAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://t.me/news_fa":              "https://t.me/s/news_fa",
		"https://T.me/s/news_fa?before=500": "https://t.me/s/news_fa",
		"http://www.telegram.me/news_fa/12": "https://t.me/s/news_fa",
		"https://t.me/":                     "https://t.me/",
		"https://news.example/s/news_fa":    "https://news.example/s/news_fa",
	} {
		asked := ""
		w := &world{answer: func(r fetch.Request) (*fetch.Response, error) {
			asked = r.URL
			return nil, &fetch.StatusError{Status: 503}
		}}
		follow(t, w, newMemory(), news.Source{URL: address, Kind: news.KindTelegram}, func(*watcher.Watcher, *scribe) { time.Sleep(time.Minute) })
		if asked != want {
			t.Errorf("%s: asked %s, want %s", address, asked, want)
		}
		if channel := want != address; watcher.IsChannel(address) != channel {
			t.Errorf("IsChannel(%s) = %v", address, !channel)
		}
	}
}
