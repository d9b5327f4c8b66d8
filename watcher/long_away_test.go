package watcher_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
)

// TestASitemapThatWasLongAwayTellsByDates holds that one which could not be read
// for so long that the store may have forgotten what stood there, while others
// could, tells what is dated since, and nothing else; and all that is new from
// then on.
func TestASitemapThatWasLongAwayTellsByDates(t *testing.T) {
	for _, at := range []string{"archive.xml", "old.xml"} { // one of the newest, and one that is not
		sections, site := map[string]time.Time{at: dawn}, web{}
		site[sitemapsAt], site[home+at] = index(sections), bare(named("old-%d", 0, 300)...)
		w := &world{}
		branching(t, w, newMemory(), site, func(h *watcher.Watcher, d *scribe) {
			for n := range 40 {
				w.change(func() {
					delete(site, home+at)
					name := "new.xml"
					if at == "old.xml" {
						name = fmt.Sprintf("new-%d.xml", n%5)
					}
					sections[name], site[home+name] = time.Now(), sitemap(time.Now(), "n")
					site[sitemapsAt] = index(sections)
				})
				time.Sleep(day)
			}
			w.change(func() {
				sections[at] = time.Now()
				site[home+at] = urlset(listed(time.Time{}, named("old-%d", 0, 300)...), listed(dawn.AddDate(0, -1, 0), "older"), listed(dawn.AddDate(0, 0, 9), "since"))
				site[sitemapsAt] = index(sections)
			})
			told(t, d, "n", "since")
			w.change(func() {
				site[home+at] = bare(append(named("old-%d", 0, 300), "newer")...)
				sections[at] = time.Now()
				site[sitemapsAt] = index(sections)
			})
			told(t, d, "n", "newer", "since")
		})
	}
}

// TestAnIndexThatWasLongAwayTellsWhatItCan holds what is news of an index that
// could not be read for so long that the store may have forgotten what stood there,
// and says nothing of dates: all that is new, if the store has forgotten nothing, or
// there was no more than is remembered besides; else nothing at first.
func TestAnIndexThatWasLongAwayTellsWhatItCan(t *testing.T) {
	for _, c := range []struct {
		items  int
		forgot bool
		want   []string
	}{
		{300, false, []string{"newer", "one-more"}},
		{50, true, []string{"newer", "one-more"}},
		{300, true, []string{"newer"}},
	} {
		old := named("old-%d", 0, c.items)
		site := web{sitemapsAt: bareIndex("1.xml", "2.xml"), home + "1.xml": bare(old...), home + "2.xml": bare("a", "b")}
		w, m, list := &world{answer: site.conditional}, newMemory(), site[sitemapsAt]
		follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(_ *watcher.Watcher, d *scribe) {
			time.Sleep(90 * time.Minute)
			w.change(func() { delete(site, sitemapsAt) })
			time.Sleep(40 * day)
			if !c.forgot {
				m.keep()
			}
			w.change(func() { site[sitemapsAt], site[home+"1.xml"] = list, bare(append(old, "one-more")...) })
			time.Sleep(2 * day)
			w.change(func() { site[home+"1.xml"] = bare(append(old, "one-more", "newer")...) })
			told(t, d, c.want...)
		})
	}
}

// TestALongIndexIsNoFlood holds that a sitemap which was never read, as it is one
// of thousands, is old when it changes first, though nothing in it has a date;
// and that one which is added, at either end, is news.
func TestALongIndexIsNoFlood(t *testing.T) {
	for _, first := range []bool{true, false} { // does the index grow there?
		names, site, changed := named("s-%d.xml", 0, 3000), web{}, make(map[string]time.Time)
		list := func() {
			var s strings.Builder
			for _, n := range names {
				at, ok := changed[n]
				if !ok {
					at = dawn.AddDate(-1, 0, 0)
				}
				s.WriteString(leading(n, at))
			}
			site[sitemapsAt] = "<sitemapindex>" + s.String() + "</sitemapindex>"
		}
		for _, n := range names {
			site[home+n] = bare("old-" + n)
		}
		list()
		w := &world{}
		branching(t, w, newMemory(), site, func(_ *watcher.Watcher, d *scribe) {
			touch := func(n, document string) {
				w.change(func() {
					changed[n], site[home+n] = time.Now(), document
					list()
				})
			}
			for _, i := range []int{10, 700, 1500, 2300, 2990} {
				n := fmt.Sprintf("s-%d.xml", i)
				touch(n, bare("old-"+n, "older-"+n))
			}
			told(t, d)
			touch("s-1500.xml", bare("old-s-1500.xml", "one"))
			told(t, d, "one")
			if first {
				names = append([]string{"new.xml"}, names...)
			} else {
				names = append(names, "new.xml")
			}
			touch("new.xml", bare("two", "three"))
			told(t, d, "one", "three", "two")
		})
	}
}
