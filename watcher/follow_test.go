package watcher_test

import (
	"cmp"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A web is documents by their addresses, that a test changes as it goes. What
// is not there answers 404, but for articles, below /a/.
type web map[string]string

func (s web) get(r fetch.Request) (*fetch.Response, error) {
	doc, ok := s[r.URL]
	switch {
	case ok:
		return &fetch.Response{Status: 200, URL: r.URL, Body: []byte(doc)}, nil
	case strings.Contains(r.URL, "/a/"):
		return feeding()(r)
	}
	return nil, &fetch.StatusError{Status: 404}
}

const home = "http://outlet.example/"

// rssOf returns a feed of articles of the outlet, dated at some time.
func rssOf(at time.Time, names ...string) string {
	var s strings.Builder
	for _, n := range names {
		fmt.Fprintf(&s, "<item><title>Item %s</title><link>%sa/%s</link><pubDate>%s</pubDate></item>", n, home, n, at.UTC().Format(time.RFC1123Z))
	}
	return "<rss><channel>" + s.String() + "</channel></rss>"
}

// front returns a front page that links to articles.
func front(head string, names ...string) string {
	var s strings.Builder
	for _, n := range names {
		fmt.Fprintf(&s, `<a href="/a/2026/05/04/%s-of-the-day-12345">What the council said of %s on Monday</a>`, n, n)
	}
	return "<html><head>" + head + "</head><body><a href=/about>About</a>" + s.String() + "</body></html>"
}

// follow runs f in a bubble with a watcher of one source, and returns its log.
func follow(t *testing.T, w *world, m *memory, s news.Source, f func(*watcher.Watcher, *scribe)) *journal {
	t.Helper()
	log := &journal{}
	s.ID, s.Every = "s", cmp.Or(s.Every, time.Hour)
	watching(t, w, m, watcher.Config{Logger: slog.New(slog.NewTextHandler(log, nil))}, []news.Source{s}, f)
	return log
}

// told checks the addresses of what was told, by their ends.
func told(t *testing.T, d *scribe, want ...string) {
	t.Helper()
	var got []string
	for _, a := range d.articles() {
		got = append(got, a.URL[strings.LastIndexByte(a.URL, '/')+1:])
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestAHomePageLeadsToItsFeed holds where the feed of an outlet is looked for
// whose home page is given, and that the page is watched where there is none.
func TestAHomePageLeadsToItsFeed(t *testing.T) {
	const link = `<link rel="alternate" type="application/rss+xml" href="/news.xml"><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml">`
	dead := rssOf(dawn.AddDate(-1, 0, 0), "long-ago")
	for _, c := range []struct {
		name  string
		site  web
		found string
	}{
		{"the feed that the page names", web{home: front(link, "old"), home + "news.xml": rssOf(dawn, "one"), home + "rss": rssOf(dawn, "other")}, home + "news.xml"},
		{"one in a well-known place", web{home: front("", "old"), home + "rss.xml": rssOf(dawn, "one")}, home + "rss.xml"},
		{"one in a well-known place, as the one that is named is dead", web{home: front(link, "old"), home + "news.xml": dead, home + "feed": rssOf(dawn, "one")}, home + "feed"},
		{"an index of sitemaps", web{home: front("", "old"), home + "sitemap_index.xml": index(map[string]time.Time{"n.xml": dawn}), home + "n.xml": sitemap(dawn, "one")}, home + "sitemap_index.xml"},
		{"none: the sitemaps of an index can't be read", web{home: front(link, "old"), home + "sitemap.xml": index(map[string]time.Time{"n.xml": dawn, "o.xml": dawn})}, ""},
		{"none: pages stand in those places", web{home: front(link, "old"), home + "news.xml": front("", "x"), home + "rss": "nothing"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, m := &world{}, newMemory()
			w.set(c.site.get)
			log := follow(t, w, m, news.Source{URL: home, Kind: news.KindAuto}, func(_ *watcher.Watcher, d *scribe) {
				time.Sleep(90 * time.Minute)
				w.mu.Lock()
				if c.found == "" {
					c.site[home] = front(link, "old", "new")
				} else {
					c.site[c.found] = rssOf(dawn, "one", "two")
					c.site[home] = front(link, "old", "of-the-page-alone")
				}
				w.mu.Unlock()
				time.Sleep(2 * time.Hour)
				if c.found == "" {
					told(t, d, "new-of-the-day-12345")
				} else {
					told(t, d, "two")
				}
			})
			if got := m.states["s"].Found; got != c.found {
				t.Errorf("found %q, want %q", got, c.found)
			}
			counted(t, log, map[string]int{"the home page leads to a feed": min(len(c.found), 1), "level=WARN": 0})
		})
	}
}

// TestALostFeedIsNoFlood holds that an outlet whose feed goes away is asked at
// its home page again, and that what stands there then is old.
func TestALostFeedIsNoFlood(t *testing.T) {
	w, m := &world{}, newMemory()
	site := web{home: front("", "one", "two", "three"), home + "rss": rssOf(dawn, "one")}
	w.set(site.get)
	follow(t, w, m, news.Source{URL: home, Kind: news.KindAuto}, func(h *watcher.Watcher, d *scribe) {
		time.Sleep(90 * time.Minute)
		w.mu.Lock()
		delete(site, home+"rss")
		w.mu.Unlock()
		time.Sleep(20 * time.Hour)
		told(t, d)
		w.mu.Lock()
		site[home] = front("", "one", "two", "three", "four")
		w.mu.Unlock()
		time.Sleep(2 * time.Hour)
		told(t, d, "four-of-the-day-12345")
		if h := h.Health()[0]; h.Err != "" {
			t.Errorf("health %+v", h)
		}
	})
}

// TestASiteTeachesWhatItsArticlesLookLike holds that the addresses of a page's
// feed tell its articles from other links that look the same.
func TestASiteTeachesWhatItsArticlesLookLike(t *testing.T) {
	page := func(names ...string) string {
		var s strings.Builder
		for _, n := range names {
			fmt.Fprintf(&s, `<a href="/a/%s">News</a> <a href="/b/%s">More</a>`, n, n) // nothing in itself tells them apart
		}
		return `<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml"></head><body>` + s.String() + "</body></html>"
	}
	names := []string{"7001", "7002", "7003", "7004", "7005", "7006", "7007"}
	w, m := &world{}, newMemory()
	site := web{home: page(names...), home + "news.xml": rssOf(dawn, names...)}
	w.set(site.get)
	source := news.Source{URL: home, Kind: news.KindPage}
	follow(t, w, m, source, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(90 * time.Minute)
		w.mu.Lock()
		site[home] = page(append([]string{"7008"}, names...)...)
		w.mu.Unlock()
		time.Sleep(2 * time.Hour)
		told(t, d, "7008")
	})
	follow(t, w, m, source, func(_ *watcher.Watcher, d *scribe) { // what was learned survives a restart
		w.mu.Lock()
		delete(site, home+"news.xml")
		site[home] = page(append([]string{"7009", "7008"}, names...)...)
		w.mu.Unlock()
		time.Sleep(8 * time.Hour)
		told(t, d, "7009")
	})
}

// channel returns the page of a Telegram channel with messages of those
// numbers; older says from where on there is more.
func channel(older int, numbers ...int) string {
	var s strings.Builder
	if older > 0 {
		fmt.Fprintf(&s, `<a href="/s/outlet?before=%d" class="tme_messages_more js-messages_more" data-before="%d"></a>`, older, older)
	}
	for _, n := range numbers {
		fmt.Fprintf(&s, `<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="outlet/%d">
<div class="tgme_widget_message_text">Message number %d about the bridge</div>
<a class="tgme_widget_message_date" href="https://t.me/outlet/%d"><time datetime="2000-01-01T00:00:00+00:00">00:00</time></a></div></div>`, n, n, n)
	}
	return `<html><body><div class="tgme_channel_info"></div><section class="tgme_channel_history">` + s.String() + "</section></body></html>"
}

// TestAChannelIsRead holds that the messages of a public Telegram channel are
// articles by themselves, and that more than its page holds are all found.
func TestAChannelIsRead(t *testing.T) {
	w, m := &world{}, newMemory()
	const at = "https://t.me/s/outlet"
	site := web{at: channel(1, 1, 2, 3)}
	w.set(site.get)
	follow(t, w, m, news.Source{URL: "https://t.me/outlet", Kind: news.KindTelegram}, func(h *watcher.Watcher, d *scribe) {
		time.Sleep(90 * time.Minute)
		w.mu.Lock()
		site[at], site[at+"?before=7"] = channel(7, 7, 8, 9), channel(4, 4, 5, 6)
		site[at+"?before=4"] = channel(1, 2, 3)
		w.mu.Unlock()
		time.Sleep(3 * time.Hour)
		told(t, d, "4", "5", "6", "7", "8", "9")
		if a := d.articles()[0]; !strings.Contains(a.Title+a.Body, "about the bridge") || !strings.HasPrefix(a.URL, "https://t.me/outlet/") {
			t.Errorf("article %+v", a)
		}
	})
	if n := w.times("https://t.me/outlet/9"); n != 0 {
		t.Errorf("the page of a message was asked for %d times", n)
	}
}

// TestAnItemWithoutAPageIsTold holds that an item which leads nowhere is an
// article by its own words, at the outlet's site.
func TestAnItemWithoutAPageIsTold(t *testing.T) {
	w, m := &world{}, newMemory()
	w.set(showing())
	follow(t, w, m, news.Source{URL: place}, func(_ *watcher.Watcher, d *scribe) {
		w.set(showing("<item><title>Flash</title><description>The bridge over the river is closed.</description></item>"))
		time.Sleep(3 * time.Hour)
		got := d.articles()
		if len(got) != 1 || got[0].Title != "Flash" || got[0].Body != "The bridge over the river is closed." || !strings.HasPrefix(got[0].URL, place) {
			t.Errorf("told %+v", got)
		}
	})
}
