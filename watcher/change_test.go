package watcher_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// An entry is an item of a feed as a test writes it.
func entry(guid, path, title, text string) string {
	s := "<item><title>" + title + "</title>"
	if guid != "" {
		s += `<guid isPermaLink="false">` + guid + "</guid>"
	}
	if path != "" {
		s += "<link>http://news.example/" + path + "</link>"
	}
	return s + "<description>" + text + "</description></item>"
}

// TestWhatIsTheSameItem plays documents of one source, one after the other,
// and holds which items in each are news.
func TestWhatIsTheSameItem(t *testing.T) {
	type documents [][]string
	many := func(guid, path, title string, from, to int) (items []string) {
		for i := from; i < to; i++ {
			items = append(items, entry(fill(guid, i), fill(path, i), fill(title, i), fill("Text %d", i)))
		}
		return items
	}
	join := slices.Concat[[]string]
	for _, c := range []struct {
		name  string
		docs  documents // the first is the baseline
		want  []int     // news of each of the others
		edits int64
	}{
		{"a new item", documents{many("g%d", "%d", "Title %d", 0, 3), many("g%d", "%d", "Title %d", 0, 4)}, []int{1}, 0},
		{"an edited title, an edited text", documents{
			{entry("g1", "1", "Title", "Text"), entry("g2", "2", "Other", "Text")},
			{entry("g1", "1", "Title, edited", "Text"), entry("g2", "2", "Other", "Text")},
			{entry("g1", "1", "Title, edited", "Text, edited"), entry("g2", "2", "Other", "Text")},
		}, []int{0, 0}, 2},
		{"an item that moves, and one that moves with another headline", documents{
			many("g%d", "%d", "Title %d", 0, 4),
			many("g%d", "%d", "Title %d", 0, 5),
			join(many("g%d", "%d", "Title %d", 0, 4), many("g%d", "moved-%d", "Title %d", 4, 5)),
			join(many("g%d", "renamed-%d", "Another headline %d", 0, 1), many("g%d", "%d", "Title %d", 1, 4), many("g%d", "moved-%d", "Title %d", 4, 5)),
		}, []int{1, 0, 0}, 1},
		{"an outlet that moves with other headlines", documents{
			many("g%d", "%d", "Title %d", 0, 4),
			many("g%d", "%d", "Title %d", 0, 5),
			many("g%d", "new/%d", "Title %d, at the outlet", 0, 5),
			many("g%d", "new/%d", "Title %d, at the outlet", 0, 6),
		}, []int{1, 0, 1}, 5},
		{"a guid for all", documents{many("same", "%d", "Title %d", 0, 3), many("same", "%d", "Title %d", 0, 5)}, []int{2}, 0},
		{"one item, which is replaced, with one guid", documents{
			{entry("same", "1", "Title", "Text")}, {entry("same", "2", "Other", "Other")}, {entry("same", "3", "Third", "Third")},
		}, []int{1, 1}, 0},
		{"guids that number the places", documents{
			many("%d", "a-%d", "Title %d", 0, 4),
			join(many("0", "new-%d", "New %d", 0, 1), shifted(many, 3)),
		}, []int{1}, 0},
		{"guids that change at every fetch", documents{
			many("a%d", "%d", "Title %d", 0, 4), many("b%d", "%d", "Title %d", 0, 4), many("c%d", "%d", "Title %d", 0, 5), many("d%d", "%d", "Title %d", 0, 5),
		}, []int{0, 1, 0}, 0},
		{"guids and addresses that change at every fetch", documents{
			many("a%d", "%d?session=a", "Title %d", 0, 6), many("b%d", "%d?session=b", "Title %d", 0, 6),
			many("c%d", "%d?session=c", "Title %d", 0, 7), many("d%d", "%d?session=d", "Title %d", 0, 7),
			many("e%d", "%d?session=e", "Title %d", 0, 12), many("f%d", "%d?session=f", "Title %d", 3, 14),
		}, []int{0, 1, 0, 5, 2}, 0},
		{"no guids and no addresses", documents{
			many("", "", "Title %d", 0, 3), many("", "", "Title %d", 0, 4), many("", "", "Title %d", 0, 4),
		}, []int{1, 0}, 0},
		{"an outlet that moves, of which more stands there than is remembered", documents{
			many("", "%d", "Title %d", 0, 300), many("", "new/%d", "Title %d", 0, 300),
		}, []int{0}, 0},
		{"other items, all of one title", documents{
			nil, weather(0, 5), weather(5, 10), weather(10, 15), weather(11, 16), weather(12, 17),
		}, []int{5, 5, 5, 1, 1}, 0},
		{"AMP and mobile twins", documents{
			many("", "news/%d", "Title %d", 0, 2), many("", "news/%d/amp/", "Title %d", 0, 2), many("", "m/news/%d?utm_source=rss", "Title %d", 0, 3),
		}, []int{0, 1}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &world{answer: showing(c.docs[0]...)}
			bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
				before := 0
				for i, doc := range c.docs[1:] {
					w.set(showing(doc...))
					time.Sleep(2 * time.Hour) // it is seen twice
					if got := len(d.heard()) - before; got != c.want[i] {
						t.Errorf("document %d: %d are news, want %d; told %q", i+1, got, c.want[i], d.heard())
					}
					before = len(d.heard())
				}
				if got := h.Edits(); got != c.edits {
					t.Errorf("%d edits were seen, want %d", got, c.edits)
				}
			})
		})
	}
}

// weather returns items that have their title in common, and nothing else to say.
func weather(from, to int) (items []string) {
	for i := from; i < to; i++ {
		items = append(items, entry("", fmt.Sprint(i), "Weather", ""))
	}
	return items
}

// fill puts a number into a form that has a place for one.
func fill(form string, n int) string {
	if !slices.Contains([]byte(form), '%') {
		return form
	}
	return fmt.Sprintf(form, n)
}

// shifted returns the first n items of a baseline, each numbered one higher.
func shifted(many func(guid, path, title string, from, to int) []string, n int) (items []string) {
	for i := range n {
		items = append(items, entry(fmt.Sprint(i+1), fmt.Sprintf("a-%d", i), fmt.Sprintf("Title %d", i), fmt.Sprintf("Text %d", i)))
	}
	return items
}

// TestItemsWithoutWordsAreToldByTheirAddresses holds that a sitemap which lists
// addresses alone goes on telling, however many of them are new at once, and so
// does one whose addresses were once thought to be fickle.
func TestItemsWithoutWordsAreToldByTheirAddresses(t *testing.T) {
	for _, believed := range []news.Fickle{news.FickleNone, news.FickleURL} {
		w, m := &world{}, newMemory()
		m.states["s"] = news.SourceState{Source: "s", URL: home + "news.xml", Fickle: believed}
		site := web{home + "news.xml": sitemap(dawn, "a", "b", "c")}
		w.set(site.get)
		follow(t, w, m, news.Source{URL: home + "news.xml", Kind: news.KindSitemap}, func(h *watcher.Watcher, d *scribe) {
			time.Sleep(90 * time.Minute)
			for _, names := range [][]string{{"d", "e", "f"}, {"g", "h", "i"}, {"h", "i", "j"}} {
				w.mu.Lock()
				site[home+"news.xml"] = sitemap(time.Now(), names...)
				w.mu.Unlock()
				time.Sleep(2 * time.Hour)
			}
			told(t, d, "d", "e", "f", "g", "h", "i", "j")
		})
	}
}

// TestAnOutletThatMovesIsNoNews holds that items which stand at another address
// from one day on, over https, as AMP or at another domain, are not news, that
// their address is believed all the same, and that so is one which was not
// believed before: an edited headline is an edit, and a new one news.
func TestAnOutletThatMovesIsNoNews(t *testing.T) {
	feed := func(address string, guids bool, titles ...string) string {
		var s strings.Builder
		for i, title := range titles {
			link, guid := fmt.Sprintf(address, i), ""
			if guids {
				guid = "<guid>" + link + "</guid>"
			}
			s.WriteString("<item><title>" + title + "</title><link>" + link + "</link>" + guid + "</item>")
		}
		return "<rss><channel>" + s.String() + "</channel></rss>"
	}
	titles := []string{"Alpha", "Beta", "Gamma", "Delta", "Epsilon"}
	for _, to := range []string{"https://outlet.example/a/n-%d", "http://outlet.example/a/n-%d/amp", "https://other.example/a/n-%d"} {
		for _, guids := range []bool{false, true} {
			for _, believed := range []news.Fickle{news.FickleNone, news.FickleURL} {
				t.Run(fmt.Sprint(to, guids, believed), func(t *testing.T) {
					w, m := &world{}, newMemory()
					m.states["s"] = news.SourceState{Source: "s", URL: home, Fickle: believed}
					show := func(address string, titles ...string) {
						w.set(web{home: feed(address, guids, titles...)}.get)
						time.Sleep(2 * time.Hour)
					}
					w.set(web{home: feed("http://outlet.example/a/n-%d", guids, titles...)}.get)
					follow(t, w, m, news.Source{URL: home, Kind: news.KindFeed}, func(h *watcher.Watcher, d *scribe) {
						time.Sleep(90 * time.Minute)
						show(to, titles...)
						edited := slices.Clone(titles)
						for i := range edited {
							edited[i] += ", edited"
							show(to, edited...)
						}
						told(t, d)
						if h.Edits() != 5 {
							t.Errorf("%d edits were seen, want 5", h.Edits())
						}
						show(to, append(edited, "Zeta")...)
						if got := len(d.heard()); got != 1 {
							t.Errorf("told %q, want the new one", d.heard())
						}
					})
					if f := m.states["s"].Fickle; f != news.FickleNone {
						t.Errorf("thought to be fickle: %q", f)
					}
				})
			}
		}
	}
}

// TestGuidsOfSlotsHideNothing holds that a feed which puts one article after
// the other into a few slots, each with its own guid, is told of each; and that
// little is lost where its guids had proved themselves before.
func TestGuidsOfSlotsHideNothing(t *testing.T) {
	slots := make([]int, 5)
	document := func(extra ...string) func(fetch.Request) (*fetch.Response, error) {
		for i, n := range slots {
			extra = append(extra, entry(fmt.Sprintf("slot-%d", i), fmt.Sprintf("%d-%d", i, n), fmt.Sprintf("Story %d of slot %d", n, i), ""))
		}
		return showing(extra...)
	}
	turn := func(w *world, times int, extra ...string) {
		for i := range times {
			slots[i%5]++
			w.set(document(extra...))
			time.Sleep(2 * time.Hour)
		}
	}
	w := &world{answer: document()}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
		turn(w, 20)
		if got := len(d.heard()); got != 20 || h.Edits() != 0 {
			t.Errorf("told %d of 20 articles; %d edits", got, h.Edits())
		}
		more := entry("slot-5", "5", "A slot more", "")
		w.set(document(more))
		time.Sleep(2 * time.Hour)
		turn(w, 20, more)
		if got := len(d.heard()); got < 21+17 {
			t.Errorf("told %d of 41 articles", got)
		}
	})
}

// TestImpossibleDatesAreNone holds that an item dated before there was a web,
// or ahead, counts from when it was first seen.
func TestImpossibleDatesAreNone(t *testing.T) {
	w := &world{answer: showing()}
	bubble(t, w, newMemory(), func(_ *watcher.Watcher, d *scribe) {
		for i, at := range []time.Time{time.Unix(0, 0), time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC), dawn.Add(30 * time.Hour)} {
			w.set(showing(dated(i+1, at)))
			time.Sleep(25 * time.Hour) // an old date counts no longer as old
		}
		articles := d.articles()
		if len(articles) != 3 {
			t.Fatalf("%d articles, want 3", len(articles))
		}
		for _, a := range articles[:2] {
			if !a.Published.IsZero() || !a.Time().Equal(a.FoundAt) {
				t.Errorf("%q counts from %v, found %v", a.Title, a.Time(), a.FoundAt)
			}
		}
		if a := articles[2]; !a.Published.Equal(dawn.Add(30 * time.Hour)) {
			t.Errorf("%q is published %v", a.Title, a.Published)
		}
	})
}
