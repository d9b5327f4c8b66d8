package watcher_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
)

// before returns the state of an index as a program left it that did not note when
// it read a sitemap. Each held so many items.
func before(t *testing.T, items int, sections map[string]time.Time, aside func(name string) bool) news.SourceState {
	t.Helper()
	var children []string
	for name, at := range sections {
		children = append(children, fmt.Sprintf(`{"url":"%s%s","modified":%q,"body_hash":"0123","items":%d,"aside":%t}`, home, name, at.Format(time.RFC3339), items, aside(name)))
	}
	polled := dawn.Add(-time.Hour).Format(time.RFC3339)
	text := fmt.Sprintf(`{"source":"s","url":%q,"based":true,"based_at":%q,"form":"feed","read_at":%q,"polled_at":%q,"children":[%s]}`,
		sitemapsAt, dawn.AddDate(-1, 0, 0).Format(time.RFC3339), polled, polled, strings.Join(children, ","))
	var s news.SourceState
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAnUpgradeIsNoFlood holds that what stands in sitemaps which an earlier version
// read, without a word of when, is old though the store has forgotten it: all of it in
// those of the past, and what has no date since in the newest. What is dated since is
// news, and so is all that comes later.
func TestAnUpgradeIsNoFlood(t *testing.T) {
	sections, site := make(map[string]time.Time), web{}
	for n := range 40 {
		name := fmt.Sprintf("%02d.xml", n)
		sections[name] = dawn.AddDate(0, 0, -10*n-10)
		site[home+name] = urlset(listed(dawn.AddDate(0, 0, -10*n-10), name), listed(dawn.AddDate(-2, 0, 0), "old-"+name), listed(time.Time{}, "undated-"+name))
	}
	site[home+"02.xml"] = urlset(listed(dawn.AddDate(-2, 0, 0), "a"), listed(time.Time{}, "b"), listed(dawn.Add(-time.Minute), "meanwhile"))
	site[sitemapsAt] = index(sections)
	w, m := &world{answer: site.get}, newMemory()
	m.states["s"] = before(t, 3, sections, func(name string) bool { return name > "03.xml" })
	follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(3 * day)
		told(t, d, "meanwhile")
		for n := range 40 {
			if name := fmt.Sprintf("%02d.xml", n); w.times(home+name) != 1 {
				t.Errorf("%s was read %d times, want once", name, w.times(home+name))
			}
		}
		for _, name := range []string{"01.xml", "30.xml"} {
			w.change(func() {
				sections[name] = time.Now()
				site[home+name] = strings.Replace(site[home+name], "</urlset>", listed(time.Time{}, "later-"+name)+"</urlset>", 1)
				site[sitemapsAt] = index(sections)
			})
		}
		told(t, d, "later-01.xml", "later-30.xml", "meanwhile")
	})
}

// TestAnUpgradeMissesNoNews holds that what has come without a date to a sitemap since
// an earlier version read it is news, if the store still knows the most of the rest.
func TestAnUpgradeMissesNoNews(t *testing.T) {
	old := named("old-%d", 0, 9)
	sections, site := map[string]time.Time{"1.xml": dawn.Add(-2 * time.Hour)}, web{home + "1.xml": bare(old...)}
	site[sitemapsAt] = index(sections)
	w, m := &world{answer: site.get}, newMemory()
	follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(*watcher.Watcher, *scribe) { time.Sleep(time.Minute) })
	m.states["s"] = before(t, len(old), sections, func(string) bool { return false })
	site[home+"1.xml"] = bare(append(old[2:], "one-more")...)
	m.keep()
	follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(time.Hour)
		told(t, d, "one-more")
	})
}

// TestAnUpgradeOfALongIndexIsNoFlood holds that a sitemap which was never read is old
// when it changes first, wherever it stands in an index of which an earlier version
// noted what came first, or nothing; and that one which is added later is news.
func TestAnUpgradeOfALongIndexIsNoFlood(t *testing.T) {
	for _, size := range []int{300, 1100, 3000} {
		for _, noted := range []int{0, 1000} { // of its sitemaps
			names, sections, site := named("s-%d.xml", 0, size), make(map[string]time.Time), web{}
			for _, n := range names {
				sections[n], site[home+n] = dawn.AddDate(-1, 0, 0), bare("old-"+n, "older-"+n)
			}
			list := func() {
				var s strings.Builder
				for _, n := range names {
					s.WriteString(leading(n, sections[n]))
				}
				site[sitemapsAt] = "<sitemapindex>" + s.String() + "</sitemapindex>"
			}
			list()
			w, m := &world{}, newMemory()
			read := map[string]time.Time{names[0]: sections[names[0]]}
			s := before(t, 2, read, func(string) bool { return false })
			s.ETag, s.Listed = site[sitemapsAt], noting(names[:min(noted, size)])
			m.states["s"] = s
			branching(t, w, m, site, func(_ *watcher.Watcher, d *scribe) {
				touch := func(name string) {
					w.change(func() { sections[name] = time.Now(); list() })
					time.Sleep(2 * time.Hour)
				}
				for _, i := range []int{size - 10, 10, size / 2, size - 20} {
					touch(names[i])
				}
				if told(t, d); t.Failed() {
					t.Fatalf("of an index of %d, %d noted", size, noted)
				}
				names, site[home+"new.xml"] = append(names, "new.xml"), bare("one", "two")
				touch("new.xml")
				told(t, d, "one", "two")
			})
		}
	}
}

// noting returns what an index is known to have listed, as it is kept.
func noting(names []string) (b []byte) {
	for _, n := range names {
		h := fnv.New32a()
		fmt.Fprintf(h, "%s%s\x00", home, n)
		b = binary.LittleEndian.AppendUint32(b, h.Sum32())
	}
	return b
}
