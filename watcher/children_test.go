package watcher_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// sitemap returns one of articles of the outlet.
func sitemap(at time.Time, names ...string) string { return urlset(listed(at, names...)) }

func urlset(parts ...string) string {
	return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + strings.Join(parts, "") + "</urlset>"
}

func listed(at time.Time, names ...string) string {
	var s strings.Builder
	for _, n := range names {
		fmt.Fprintf(&s, `<url><loc>%sa/%s</loc><lastmod>%s</lastmod></url>`, home, n, at.UTC().Format(time.RFC3339))
	}
	return s.String()
}

// index returns an index of sitemaps, each with the time of its change.
func index(children map[string]time.Time) string {
	var s strings.Builder
	for name, at := range children {
		s.WriteString(leading(name, at))
	}
	return `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + s.String() + "</sitemapindex>"
}

// leading returns what an index says of a sitemap.
func leading(name string, at time.Time) string {
	return fmt.Sprintf(`<sitemap><loc>%s%s</loc><lastmod>%s</lastmod></sitemap>`, home, name, at.UTC().Format(time.RFC3339))
}

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// TestAnIndexLeadsToItsNewestSitemaps holds that the newest sitemaps of an
// index are read, zipped or not, those alone that have changed; and that what
// is old by its date in one that was not read before is no news.
func TestAnIndexLeadsToItsNewestSitemaps(t *testing.T) {
	w, m := &world{}, newMemory()
	at := home + "sitemap.xml"
	children := map[string]time.Time{"1.xml": dawn.AddDate(0, -5, 0), "2.xml.gz": dawn.Add(-time.Hour)}
	for i := range 20 {
		children[fmt.Sprintf("old-%d.xml", i)] = dawn.AddDate(-1, 0, -i)
	}
	site := web{at: index(children), home + "1.xml": sitemap(dawn, "one"), home + "2.xml.gz": zipped(sitemap(dawn, "two"))}
	for i := range 20 {
		site[fmt.Sprintf("%sold-%d.xml", home, i)] = sitemap(dawn.AddDate(-1, 0, 0), fmt.Sprintf("old-%d", i))
	}
	w.set(site.get)
	follow(t, w, m, news.Source{URL: at, Kind: news.KindSitemap}, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(5 * time.Hour)
		told(t, d)
		w.mu.Lock()
		now := time.Now()
		site[home+"2.xml.gz"], children["2.xml.gz"] = zipped(sitemap(now, "two", "three")), now
		site[home+"3.xml"], children["3.xml"] = urlset(listed(now, "four"), listed(now.AddDate(0, 0, -9), "ancient")), now
		site[at] = index(children)
		w.mu.Unlock()
		time.Sleep(5 * time.Hour)
		told(t, d, "four", "three")
	})
	if first, again := len(w.gaps(home+"1.xml"))+1, len(w.gaps(home+"2.xml.gz"))+1; first != 1 || again != 2 {
		t.Errorf("the sitemap that does not change was read %d times, the one that did %d times; want 1 and 2", first, again)
	}
	if w.times(home+"old-19.xml") != 0 {
		t.Error("the oldest sitemap was read")
	}
}

// bare returns a sitemap, and bareIndex an index, without dates.
func bare(names ...string) string {
	var s strings.Builder
	for _, n := range names {
		fmt.Fprintf(&s, "<url><loc>%sa/%s</loc></url>", home, n)
	}
	return urlset(s.String())
}

func bareIndex(names ...string) string {
	var s strings.Builder
	for _, n := range names {
		fmt.Fprintf(&s, "<sitemap><loc>%s%s</loc></sitemap>", home, n)
	}
	return `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + s.String() + "</sitemapindex>"
}

// change changes a site between two answers, and lets a few polls pass.
func (w *world) change(f func()) {
	w.mu.Lock()
	f()
	w.mu.Unlock()
	time.Sleep(150 * time.Minute)
}

const sitemapsAt = home + "sitemap.xml"

// branching follows an index of sitemaps from its baseline on. The index has a
// validator, and says that it is unchanged.
func branching(t *testing.T, w *world, m *memory, site web, f func(*watcher.Watcher, *scribe)) *journal {
	t.Helper()
	w.set(func(r fetch.Request) (*fetch.Response, error) {
		if r.URL == sitemapsAt && r.ETag == site[sitemapsAt] {
			return &fetch.Response{Status: 304, NotModified: true, URL: r.URL}, nil
		}
		res, err := site.get(r)
		if r.URL == sitemapsAt && err == nil {
			res.ETag = site[sitemapsAt]
		}
		return res, err
	})
	return follow(t, w, m, news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(h *watcher.Watcher, d *scribe) {
		time.Sleep(90 * time.Minute)
		f(h, d)
	})
}

// TestASitemapThatFailsIsAskedAgain holds that one that can't be read is named,
// takes nothing from the others, and is read as soon as it can be, whatever
// the index says of its date.
func TestASitemapThatFailsIsAskedAgain(t *testing.T) {
	for _, list := range []func(time.Time) string{
		func(time.Time) string { return bareIndex("1.xml", "2.xml") },
		func(at time.Time) string { return index(map[string]time.Time{"1.xml": at, "2.xml": at}) },
	} {
		site := web{sitemapsAt: list(dawn), home + "1.xml": bare("one"), home + "2.xml": bare("two")}
		w := &world{}
		log := branching(t, w, newMemory(), site, func(h *watcher.Watcher, d *scribe) {
			w.change(func() {
				site[sitemapsAt], site[home+"1.xml"] = list(time.Now()), bare("one", "three")
				delete(site, home+"2.xml")
			})
			told(t, d, "three")
			if got := h.Health()[0].Err; !strings.Contains(got, "2.xml: HTTP 404") {
				t.Errorf("its error is %q", got)
			}
			w.change(func() { site[home+"2.xml"] = bare("two", "four") })
			told(t, d, "four", "three")
			if got := h.Health()[0]; got.Err != "" || got.Items != 4 {
				t.Errorf("health %+v", got)
			}
		})
		counted(t, log, map[string]int{`msg="source is not read whole"`: 1, `msg="source recovered"`: 1})
	}
}

// TestASitemapThatStaysAwayIsTold holds that the operator is told of one that
// can't be read for a day, and when it can be.
func TestASitemapThatStaysAwayIsTold(t *testing.T) {
	site := web{place: bareIndex("1.xml", "2.xml"), home + "1.xml": bare("one"), home + "2.xml": bare("two")}
	w, b := &world{answer: site.get}, &bell{}
	guarded(t, w, newMemory(), b, &journal{}, "", func(*watcher.Watcher) {
		time.Sleep(time.Minute)
		w.change(func() { delete(site, home+"2.xml") })
		time.Sleep(10 * time.Hour)
		wantRings(t, b)
		time.Sleep(40 * time.Hour)
		wantRings(t, b, "s: sitemap http://outlet.example/2.xml: HTTP 404 Not Found")
		w.change(func() { site[home+"2.xml"] = bare("two") })
		wantRings(t, b, "s is well")
	})
}

// TestATornSitemapIsNoBaseline holds that a sitemap which breaks off makes the
// index a torn document, wherever it stands, and that what it lacked is old
// when it is whole, soon or late.
func TestATornSitemapIsNoBaseline(t *testing.T) {
	whole := bare("one", "two", "three", "four")
	for _, torn := range []string{"1.xml", "2.xml"} {
		for _, late := range []time.Duration{time.Second, 5 * time.Hour} {
			site := web{sitemapsAt: index(map[string]time.Time{"1.xml": dawn, "2.xml": dawn}), home + "1.xml": bare("a"), home + "2.xml": bare("b")}
			site[home+torn] = whole[:len(whole)/2]
			w := &world{answer: site.get}
			log := follow(t, w, newMemory(), news.Source{URL: sitemapsAt, Kind: news.KindSitemap}, func(h *watcher.Watcher, d *scribe) {
				time.Sleep(late)
				w.change(func() { site[home+torn] = whole })
				told(t, d)
				w.change(func() {
					site[sitemapsAt] = index(map[string]time.Time{torn: time.Now()})
					site[home+torn] = bare("one", "two", "three", "four", "five")
				})
				told(t, d, "five")
			})
			counted(t, log, map[string]int{`msg="feed is broken; what could be read is used" source=s`: 1, torn: 1})
		}
	}
}

// TestALateSitemapIsNoFlood holds that what a sitemap lists without a date is
// old at first if the index named it before it could be read, and news if the
// sitemap itself is new.
func TestALateSitemapIsNoFlood(t *testing.T) {
	site := web{sitemapsAt: bareIndex("1.xml", "2.xml"), home + "1.xml": bare("one")}
	w := &world{}
	branching(t, w, newMemory(), site, func(h *watcher.Watcher, d *scribe) {
		w.change(func() { site[home+"2.xml"] = bare("long-ago", "before") })
		told(t, d)
		w.change(func() { site[home+"2.xml"] = bare("long-ago", "before", "two") })
		told(t, d, "two")
		w.change(func() {
			site[sitemapsAt], site[home+"3.xml"] = bareIndex("1.xml", "2.xml", "3.xml"), bare("three", "four")
		})
		told(t, d, "four", "three", "two")
	})
}

// TestSitemapsTakeTurns holds that one which was among the newest, and is again,
// is remembered: what it has gained is news, and it alone.
func TestSitemapsTakeTurns(t *testing.T) {
	sections, site := make(map[string]time.Time), web{}
	for i := range 8 {
		name := fmt.Sprintf("section-%d.xml", i)
		sections[name] = dawn.Add(time.Duration(i-100) * time.Minute)
		site[home+name] = bare(fmt.Sprintf("%d-old", i))
	}
	site[sitemapsAt] = index(sections)
	w := &world{}
	branching(t, w, newMemory(), site, func(h *watcher.Watcher, d *scribe) {
		touch := func(i int, names ...string) {
			w.change(func() {
				name := fmt.Sprintf("section-%d.xml", i)
				sections[name], site[home+name] = time.Now(), bare(names...)
				site[sitemapsAt] = index(sections)
			})
		}
		for i := range 8 {
			touch(i, fmt.Sprintf("%d-old", i))
		}
		for i := range 8 {
			touch(i, fmt.Sprintf("%d-old", i), fmt.Sprintf("%d-new", i))
		}
		told(t, d, "0-new", "1-new", "2-new", "3-new", "4-new", "5-new", "6-new", "7-new")
	})
}

// TestAnIndexIsNotDry holds that an index whose newest change says nothing is no
// source without items: its other sitemaps hold some. It is one when they are
// empty.
func TestAnIndexIsNotDry(t *testing.T) {
	sections := map[string]time.Time{"1.xml": dawn, "2.xml": dawn}
	site := web{sitemapsAt: index(sections), home + "1.xml": sitemap(dawn, "one"), home + "2.xml": sitemap(dawn, "two")}
	w, m := &world{}, newMemory()
	branching(t, w, m, site, func(h *watcher.Watcher, d *scribe) {
		set := func(doc string, names ...string) {
			w.change(func() {
				for _, n := range names {
					sections[n], site[home+n] = time.Now(), doc
				}
				site[sitemapsAt] = index(sections)
			})
		}
		set(sitemap(dawn.AddDate(-1, 0, 0), "long-ago", "longer-ago"), "0.xml")
		if got := h.Health()[0]; got.Err != "" || got.Items != 4 {
			t.Errorf("with an old sitemap: health %+v", got)
		}
		set(urlset(), "0.xml")
		if got := h.Health()[0]; got.Err != "" || got.Items != 2 {
			t.Errorf("with an empty sitemap: health %+v", got)
		}
		told(t, d)
		set(urlset(), "1.xml", "2.xml")
		if got := h.Health()[0]; !strings.Contains(got.Err, "no items any more") {
			t.Errorf("with empty sitemaps alone: health %+v", got)
		}
	})
}

// TestDailySitemapsGoOnTelling holds that an index which gains a sitemap of
// bare addresses each day is told of all of them.
func TestDailySitemapsGoOnTelling(t *testing.T) {
	days, site, w := map[string]time.Time{"d0.xml": dawn}, web{home + "d0.xml": sitemap(dawn, "a", "b", "c", "d", "e")}, &world{}
	site[sitemapsAt] = index(days)
	branching(t, w, newMemory(), site, func(h *watcher.Watcher, d *scribe) {
		for day := 1; day < 10; day++ {
			w.change(func() {
				name := fmt.Sprintf("d%d.xml", day)
				days[name], site[home+name] = time.Now(), sitemap(time.Now(), fmt.Sprintf("%d-a", day), fmt.Sprintf("%d-b", day), fmt.Sprintf("%d-c", day))
				site[sitemapsAt] = index(days)
			})
		}
		if got := len(d.heard()); got != 27 {
			t.Errorf("told %d of 27 articles", got)
		}
	})
}
