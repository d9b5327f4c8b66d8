package watcher_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
)

// TestAClockThatWasAheadStopsNoSource holds that a source is polled, and its
// items read, as soon as the clock is right, though its state is of a time
// that is yet to come.
func TestAClockThatWasAheadStopsNoSource(t *testing.T) {
	far := time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, change := range map[string]func(*news.SourceState){
		"well":       func(*news.SourceState) {},
		"failing":    func(s *news.SourceState) { s.Failures, s.Err = 3, "HTTP 500" },
		"left alone": func(s *news.SourceState) { s.Failures, s.Err, s.NotBefore = 1, "HTTP 429", far.Add(time.Hour) },
		"with an item": func(s *news.SourceState) {
			s.Pending = []news.Pending{{Item: news.Item{URL: home + "a/two", Title: "Item two", FoundAt: far}, Next: far}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, m, at := &world{}, newMemory(), home+"rss"
			w.set(web{at: rssOf(dawn, "one", "two")}.get)
			s := news.SourceState{Source: "s", URL: at, Based: true, BasedAt: far, PolledAt: far, NextPoll: far.Add(time.Hour), ReadAt: far}
			s.Rhythm.Until = far
			change(&s)
			m.states["s"] = s
			follow(t, w, m, news.Source{URL: at, Kind: news.KindFeed}, func(h *watcher.Watcher, d *scribe) {
				time.Sleep(50 * time.Hour)
				if got := h.Health()[0]; w.times(at) < 20 || got.Err != "" || got.PolledAt.After(time.Now()) || got.Pending > 0 {
					t.Errorf("polled %d times in 50 hours; health %+v", w.times(at), got)
				}
				if s := m.states["s"]; s.Rhythm.Until.After(time.Now()) || s.ReadAt.After(time.Now()) {
					t.Errorf("the state is still ahead: %+v", s)
				}
			})
		})
	}
}

// TestAClockThatWasAheadKeepsNoSitemapUnread holds that what stands in the sitemaps
// of an index is looked up again in time, though they were read on a day that is yet
// to come.
func TestAClockThatWasAheadKeepsNoSitemapUnread(t *testing.T) {
	far := time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	sections, site := map[string]time.Time{"1.xml": dawn}, web{home + "1.xml": bare("one")}
	for i := range 4 {
		name := string(rune('a'+i)) + ".xml"
		sections[name], site[home+name] = dawn.Add(time.Hour), bare(name)
	}
	site[sitemapsAt] = index(sections)
	w, m := &world{answer: site.get}, newMemory()
	s := news.SourceState{Source: "s", URL: sitemapsAt, Based: true, BasedAt: far, ReadAt: far}
	for _, name := range []string{"1.xml", "a.xml"} {
		s.Children = append(s.Children, news.Child{URL: home + name, Modified: sections[name], ReadAt: far, AskedAt: far, Aside: name == "1.xml"})
	}
	m.states["s"] = s
	follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(*watcher.Watcher, *scribe) {
		time.Sleep(10 * day)
		for _, name := range []string{"1.xml", "a.xml"} {
			if got := w.times(home + name); got == 0 {
				t.Errorf("%s was not asked for in ten days", name)
			}
		}
	})
}
