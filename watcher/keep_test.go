package watcher_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

const day = 24 * time.Hour

// named returns names that differ by their numbers.
func named(form string, from, to int) (names []string) {
	for i := from; i < to; i++ {
		names = append(names, fmt.Sprintf(form, i))
	}
	return names
}

// TestAnOldSitemapIsNotForgotten holds that what stands in a sitemap of an index
// which does not change for months stays old, whether or not the sitemap is among
// the newest and says when it has changed, and whatever the server answers: once
// it gains an item, that alone is news.
func TestAnOldSitemapIsNotForgotten(t *testing.T) {
	for _, c := range []struct {
		name   string
		newer  int // sitemaps that come after it
		dates  bool
		answer func(web, fetch.Request) (*fetch.Response, error)
	}{
		{"among the newest", 1, true, web.get},
		{"without a date of its change", 1, false, web.get},
		{"found unchanged", 1, false, web.conditional},
		{"no longer among the newest", 6, true, web.get},
		{"no longer among the newest, found unchanged", 6, true, web.conditional},
	} {
		t.Run(c.name, func(t *testing.T) {
			sections, site := map[string]time.Time{"archive.xml": dawn}, web{}
			list := func() {
				site[sitemapsAt] = index(sections)
				if !c.dates {
					site[sitemapsAt] = bareIndex("archive.xml", "new-0.xml")
				}
			}
			old := named("old-%d", 0, 300)
			site[home+"archive.xml"] = bare(old...)
			list()
			w, m := &world{}, newMemory()
			w.set(func(r fetch.Request) (*fetch.Response, error) { return c.answer(site, r) })
			var want []string
			follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(_ *watcher.Watcher, d *scribe) {
				time.Sleep(90 * time.Minute)
				for n := range 100 { // an item a day
					w.change(func() {
						name := fmt.Sprintf("new-%d.xml", n%c.newer)
						want = append(want, fmt.Sprintf("%03d", n))
						sections[name], site[home+name] = time.Now(), sitemap(time.Now(), want...)
						list()
					})
					time.Sleep(day)
				}
				told(t, d, want...)
				w.change(func() {
					sections["archive.xml"], site[home+"archive.xml"] = time.Now(), bare(append(old, "one-more")...)
					list()
				})
				told(t, d, append(want, "one-more")...)
			})
			if n := w.times(home + "archive.xml"); n > 25 && c.dates {
				t.Errorf("the old sitemap was read %d times", n)
			}
		})
	}
}

// conditional answers like get, and says of what has not changed that it has
// not.
func (s web) conditional(r fetch.Request) (*fetch.Response, error) {
	res, err := s.get(r)
	if err == nil {
		if doc := s[r.URL]; doc != "" && doc == r.ETag {
			return &fetch.Response{Status: 304, NotModified: true, URL: r.URL}, nil
		}
		res.ETag = s[r.URL]
	}
	return res, err
}

// TestSitemapsOfThePastAreNotForgotten holds that what stands in many sitemaps,
// which were among the newest for a day, stays old, at a source that is polled often
// and at one that is polled once a day.
func TestSitemapsOfThePastAreNotForgotten(t *testing.T) {
	for _, every := range []time.Duration{time.Hour, day} {
		sections, site := map[string]time.Time{"new.xml": dawn}, web{home + "new.xml": bare("a")}
		site[sitemapsAt] = index(sections)
		touch := func(name string, items ...string) {
			sections[name], site[home+name] = time.Now(), bare(items...)
			site[sitemapsAt] = index(sections)
		}
		w, m := &world{answer: site.get}, newMemory()
		follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap, Every: every}, func(_ *watcher.Watcher, d *scribe) {
			time.Sleep(2 * day)
			for n := range 36 {
				w.change(func() { touch(fmt.Sprintf("day-%d.xml", n), fmt.Sprintf("%d-a", n), fmt.Sprintf("%d-b", n)) })
				time.Sleep(2 * day)
			}
			time.Sleep(90 * day)
			before := len(d.heard())
			for n := range 32 {
				w.change(func() {
					touch(fmt.Sprintf("day-%d.xml", n), fmt.Sprintf("%d-a", n), fmt.Sprintf("%d-b", n), fmt.Sprintf("%d-c", n))
				})
				time.Sleep(2 * day)
			}
			if got := len(d.heard()) - before; before != 72 || got != 32 {
				t.Errorf("polled each %v: told %d of 72, then %d of 32", every, before, got)
			}
		})
	}
}

// TestSitemapsOfThePastAreAskedForSeldom holds that those which an index names no
// longer, or not among its newest, are asked for once a week, one at a time, and
// that it is no fault of the source if they are gone.
func TestSitemapsOfThePastAreAskedForSeldom(t *testing.T) {
	site := web{sitemapsAt: index(map[string]time.Time{"new.xml": dawn}), home + "new.xml": bare("a")}
	w := &world{}
	log := branching(t, w, newMemory(), site, func(h *watcher.Watcher, d *scribe) {
		for n := range 8 {
			w.change(func() {
				name := fmt.Sprintf("past-%d.xml", n)
				site[home+name] = sitemap(time.Now(), name)
				site[sitemapsAt] = index(map[string]time.Time{name: time.Now(), "new.xml": dawn})
			})
		}
		w.change(func() {
			for n := range 8 {
				delete(site, fmt.Sprintf("%spast-%d.xml", home, n))
			}
			site[sitemapsAt] = index(map[string]time.Time{"new.xml": dawn})
		})
		for n := range 8 {
			w.gaps(fmt.Sprintf("%spast-%d.xml", home, n))
		}
		time.Sleep(28 * day)
		for n := range 8 {
			if got := w.times(fmt.Sprintf("%spast-%d.xml", home, n)); got < 3 || got > 5 {
				t.Errorf("sitemap %d of the past was asked for %d times in four weeks", n, got)
			}
		}
		if got := h.Health()[0]; got.Err != "" {
			t.Errorf("health %+v", got)
		}
	})
	counted(t, log, map[string]int{"level=WARN": 0})
}

// TestWhatIsReadAgainIsStillNews holds that an item which waits to be told, as the
// desk can't take it, does not become old because its sitemap is read again.
func TestWhatIsReadAgainIsStillNews(t *testing.T) {
	site := web{sitemapsAt: bareIndex("1.xml"), home + "1.xml": bare("one")}
	w := &world{}
	branching(t, w, newMemory(), site, func(_ *watcher.Watcher, d *scribe) {
		d.fail(errors.New("the disk is full"))
		w.change(func() { site[home+"1.xml"] = bare("one", "two") })
		time.Sleep(20 * day)
		told(t, d)
		d.fail(nil)
		time.Sleep(2 * time.Hour)
		told(t, d, "two")
	})
}

// TestASitemapOfThePastIsReadToItsEnd holds that one which has gained more than there
// is room for is read again as soon as there is some, not when it is its turn again.
func TestASitemapOfThePastIsReadToItsEnd(t *testing.T) {
	sections, site := make(map[string]time.Time), web{}
	w := &world{answer: site.get}
	touch := func(name string) {
		sections[name], site[home+name] = time.Now(), bare("old-"+name)
		site[sitemapsAt] = index(sections)
	}
	sections["past.xml"], site[home+"past.xml"] = dawn, bare("old")
	site[sitemapsAt] = index(sections)
	follow(t, w, newMemory(), news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(time.Hour)
		for n := range 8 {
			w.change(func() { touch(fmt.Sprintf("%d.xml", n)) })
		}
		before := len(d.heard())
		w.change(func() { site[home+"past.xml"] = bare(append(named("more-%d", 0, 510), "old")...) })
		time.Sleep(7 * day)
		if got := len(d.heard()) - before; got != 510 {
			t.Errorf("told %d of 510 within a week", got)
		}
	})
}

// TestWhatIsOldInOneSitemapIsNewsInAnother holds that an item is told which stands
// with its date in one sitemap, and without one in another that is read for the
// first time.
func TestWhatIsOldInOneSitemapIsNewsInAnother(t *testing.T) {
	site := web{sitemapsAt: bareIndex("1.xml", "2.xml"), home + "1.xml": bare("one")}
	w := &world{}
	branching(t, w, newMemory(), site, func(_ *watcher.Watcher, d *scribe) {
		w.change(func() {
			site[home+"1.xml"] = urlset(listed(time.Now(), "two"))
			site[home+"2.xml"] = bare("long-ago", "two")
		})
		told(t, d, "two")
	})
}

// TestWhatIsReadAgainIsNoRhythm holds that old items do not make a source look busy,
// though their sitemap is another at each fetch, in what is no item.
func TestWhatIsReadAgainIsNoRhythm(t *testing.T) {
	sections, site := map[string]time.Time{"archive.xml": dawn}, web{home + "archive.xml": bare(named("old-%d", 0, 300)...)}
	site[sitemapsAt] = index(sections)
	w, m := &world{}, newMemory()
	w.set(func(r fetch.Request) (*fetch.Response, error) {
		res, err := site.get(r)
		if err == nil && strings.HasSuffix(r.URL, ".xml") {
			res.Body = fmt.Appendf(res.Body, "<!-- generated at %v -->", time.Now())
		}
		return res, err
	})
	follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(90 * time.Minute)
		for n := range 5 {
			w.change(func() {
				name := fmt.Sprintf("new-%d.xml", n)
				sections[name], site[home+name] = time.Now(), sitemap(time.Now(), name)
				site[sitemapsAt] = index(sections)
			})
		}
		time.Sleep(40 * day)
		told(t, d, "new-0.xml", "new-1.xml", "new-2.xml", "new-3.xml", "new-4.xml")
	})
	if last := m.states["s"].Rhythm.Last; last.After(dawn.AddDate(0, 0, 2)) {
		t.Errorf("an item came last at %v, by the rhythm", last)
	}
}

// TestAnUnchangedDocumentIsNotForgotten holds that what stands on a feed, a page or
// a sitemap that does not change for months stays old, whatever the server answers:
// once it gains an item, that alone is news.
func TestAnUnchangedDocumentIsNotForgotten(t *testing.T) {
	old := named("old-%d", 0, 300)
	for name, show := range map[string]func(names ...string) string{
		"feed":    func(names ...string) string { return rssOf(time.Time{}, names...) },
		"sitemap": bare,
		"page":    func(names ...string) string { return front("", names...) },
	} {
		for kind, answer := range map[string]func(web, fetch.Request) (*fetch.Response, error){"whole": web.get, "as unchanged": web.conditional} {
			t.Run(name+" answered "+kind, func(t *testing.T) {
				site, w := web{place: show(old...)}, &world{}
				w.set(func(r fetch.Request) (*fetch.Response, error) { return answer(site, r) })
				follow(t, w, newMemory(), news.Source{URL: place}, func(_ *watcher.Watcher, d *scribe) {
					time.Sleep(100 * day)
					w.change(func() { site[place] = show(append(old, "one-more")...) })
					if got := d.articles(); len(got) != 1 || !strings.Contains(got[0].URL, "one-more") {
						t.Errorf("told %d articles, want the one that is new", len(got))
					}
				})
			})
		}
	}
}
