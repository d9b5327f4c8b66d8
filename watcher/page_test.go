package watcher_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A stand is what a source shows after its baseline: one item, its page and
// what that leads to, by their addresses.
type stand struct {
	source  news.Source
	summary string
	date    string
	pages   map[string]func() (*fetch.Response, error)

	asked []fetch.Request // for pages
	log   journal
}

const (
	itemURL = "http://news.example/n/bridge"
	itemDay = 26 * time.Hour // enough for all tries of an item
)

// html answers with a page.
func html(text string) func() (*fetch.Response, error) {
	return func() (*fetch.Response, error) {
		return &fetch.Response{Status: 200, Body: []byte(`<html lang="en">` + text)}, nil
	}
}

// status answers with an error of the server.
func status(code int) func() (*fetch.Response, error) {
	return func() (*fetch.Response, error) { return nil, &fetch.StatusError{Status: code} }
}

// told returns what the desk is handed of the item within a day, and how items
// ended.
func (s *stand) told(t *testing.T) ([]news.Article, *news.Tally, watcher.SourceHealth) {
	t.Helper()
	w := &world{answer: feeding()}
	if s.source.URL == "" {
		s.source.URL = place
	}
	s.source.ID, s.source.Every = "s", time.Hour
	var articles []news.Article
	var tally *news.Tally
	var health watcher.SourceHealth
	config := watcher.Config{Logger: slog.New(slog.NewTextHandler(&s.log, nil))}
	watching(t, w, newMemory(), config, []news.Source{s.source}, func(h *watcher.Watcher, d *scribe) {
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == place {
				return &fetch.Response{Status: 200, URL: place, Body: []byte(fmt.Sprintf(
					"<rss><channel><item><title>The bridge</title><link>%s</link><description>%s</description><pubDate>%s</pubDate></item></channel></rss>",
					itemURL, s.summary, s.date))}, nil
			}
			s.asked = append(s.asked, r)
			answer, ok := s.pages[r.URL]
			if !ok {
				return nil, &fetch.StatusError{Status: 404}
			}
			res, err := answer()
			if res != nil {
				res.URL = r.URL
			}
			return res, err
		})
		time.Sleep(itemDay)
		articles, tally, health = d.articles(), h.Tally(), h.Health()[0]
	})
	return articles, tally, health
}

const bridgeText = "The council met on Monday and spoke at length about the bridge over the river, which is old and narrow."

// bridgePage is a page of an article, the one of a further part if there is next.
func bridgePage(title, text, next string) func() (*fetch.Response, error) {
	head := ""
	if next != "" {
		head = `<link rel="next" href="` + next + `">`
	}
	return html("<title>" + title + "</title>" + head + "<h1>" + title + "</h1><div><p>" + text + "</p><p>" + bridgeText + "</p></div>")
}

const secondPart = "In the end they said what had set it all off: a bomb of the last war was found in a pier."

// TestFurtherPagesAreFetchedInTheWayOfTheSource wants the parts of an article,
// and its AMP twin, asked for as the article is: over the proxy of the source,
// under the limits of its publisher, by the rules of its robots.txt, and without
// holding up other pages.
func TestFurtherPagesAreFetchedInTheWayOfTheSource(t *testing.T) {
	for name, pages := range map[string]map[string]func() (*fetch.Response, error){
		"part": {itemURL: bridgePage("The bridge", bridgeText, itemURL+"/2"), itemURL + "/2": bridgePage("The bridge", secondPart, "")},
		"twin": {itemURL: html(`<title>The bridge</title><link rel="amphtml" href="/amp/2"><div id="app"></div>`), "http://news.example/amp/2": bridgePage("The bridge", secondPart, "")},
	} {
		for _, ignores := range []bool{false, true} {
			s := stand{source: news.Source{Proxy: "http://proxy.example:1080", Publisher: "house", IgnoreRobots: ignores}, pages: pages}
			articles, _, _ := s.told(t)
			if len(articles) != 1 || !strings.Contains(articles[0].Body, "bomb") || articles[0].URL != itemURL {
				t.Errorf("%s: told %+v, want the text of both pages", name, articles)
			}
			if len(s.asked) != 2 {
				t.Fatalf("%s: %d pages were asked for, want 2", name, len(s.asked))
			}
			for _, r := range s.asked {
				if r.Proxy != s.source.Proxy || r.Publisher != "house" || r.ObeyRobots == ignores || r.Permit == nil {
					t.Errorf("%s: %s was asked for with %+v", name, r.URL, r)
				}
			}
		}
	}
}

// TestAPartThatFailsIsTriedAgain wants an article told whole whose further part
// could not be had at first, and in part, with a word in the log, where that
// does not pass.
func TestAPartThatFailsIsTriedAgain(t *testing.T) {
	tries := 0
	late := func() (*fetch.Response, error) {
		if tries++; tries < 3 {
			return nil, &fetch.StatusError{Status: 503}
		}
		return bridgePage("The bridge", secondPart, "")()
	}
	for _, c := range []struct {
		name        string
		part        func() (*fetch.Response, error)
		whole       bool
		asked, logs int
	}{
		{"late", late, true, 3, 0},
		{"never", status(500), false, 3, 1},
		{"an error with the status 200", html("<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"), false, 3, 1},
		{"not there", status(404), false, 1, 1},
		{"behind a wall", status(403), false, 1, 1},
		{"a page that says it is not there", html("<title>Page not found</title><h1>Page not found</h1>"), false, 1, 1},
	} {
		s := stand{pages: map[string]func() (*fetch.Response, error){itemURL: bridgePage("The bridge", bridgeText, itemURL+"/2"), itemURL + "/2": c.part}}
		articles, _, _ := s.told(t)
		asked := 0
		for _, r := range s.asked {
			if r.URL == itemURL+"/2" {
				asked++
			}
		}
		if len(articles) != 1 || strings.Contains(articles[0].Body, "bomb") != c.whole || asked != c.asked {
			t.Errorf("%s: told %+v after %d requests, want whole: %t after %d", c.name, articles, asked, c.whole, c.asked)
		}
		if n := s.log.count("article is told in part"); n != c.logs {
			t.Errorf("%s: the log has %d lines on the part that is missing, want %d", c.name, n, c.logs)
		}
	}
}

// TestAPartMayBearItsNumberInTheHeadline wants further parts known by their
// headline, and a page of another headline left out and named in the log.
func TestAPartMayBearItsNumberInTheHeadline(t *testing.T) {
	for title, whole := range map[string]bool{
		"The bridge": true, "The bridge (2)": true, "The Bridge – page 2 of 3": true, "The bridge | Part 2": true, "The bridge: صفحه ۲": true, "The ferry": false,
	} {
		s := stand{pages: map[string]func() (*fetch.Response, error){
			itemURL: bridgePage("The bridge", bridgeText, itemURL+"/2"), itemURL + "/2": bridgePage(title, secondPart, ""),
		}}
		articles, _, _ := s.told(t)
		if len(articles) != 1 || strings.Contains(articles[0].Body, "bomb") != whole {
			t.Errorf("%q: told %+v, want its text: %t", title, articles, whole)
		}
		if told := s.log.count("article is told in part") == 0; told != whole {
			t.Errorf("%q: log:\n%s", title, &s.log)
		}
	}
}

// TestWhatEachTypeOfPageLeadsTo holds what becomes of an item by what its page
// is, with a summary and without.
func TestWhatEachTypeOfPageLeadsTo(t *testing.T) {
	live := "<title>Flood</title><h1>Flood</h1><div class=live-blog>"
	for i := range 6 {
		live += fmt.Sprintf("<section><div>1%d:05</div><p>The river rose by another hand, and the people of ward %d left for the hill.</p></section>", i, i)
	}
	list := "<title>World</title>" + strings.Repeat("<h3><a href=/n/7>The council votes on the budget of the town tonight</a></h3><p>Members of the council, who met again, are to vote late in the evening.</p>", 12)
	const summary = "A bomb of the last war was found in a pier."
	for _, c := range []struct {
		name, page     string
		bare, summed   news.End // without a summary and with one
		tries          int64
		ownText, marks string
	}{
		{"live", live, news.NoMatch, news.NoMatch, 1, "", ""},
		{"listing", list, news.NotArticle, news.NoMatch, 1, summary, "listing"},
		{"video", "<title>Waves</title><meta property=og:type content=video.other><h1>Waves</h1><p>Watch the waves.</p>", news.NotArticle, news.NoMatch, 1, summary, "media"},
		{"wall", "<title>Quay</title><h1>Quay</h1><p>The board met.</p><div>Already a subscriber? Log in</div>", news.NotArticle, news.NoMatch, 1, summary, "wall"},
		{"empty", "<title>The bridge</title><div id=app></div>", news.NotArticle, news.NoMatch, 1, summary, "empty"},
		{"soft404", "<title>Page not found</title><h1>Page not found</h1>", news.Dropped, news.Dropped, 3, "", "soft404"},
		{"error", "<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>", news.Dropped, news.Dropped, 8, "", "error"},
	} {
		for _, with := range []bool{false, true} {
			s, want := stand{pages: map[string]func() (*fetch.Response, error){itemURL: html(c.page)}}, c.bare
			if with {
				s.summary, want = summary, c.summed
			}
			articles, tally, health := s.told(t)
			if tally.Ended(want) != 1 || tally.Found() != c.tries {
				t.Errorf("%s, summary %t: %d ended as %s after %d tries, want 1 after %d; log:\n%s", c.name, with, tally.Ended(want), want, tally.Found(), c.tries, &s.log)
			}
			if told := len(articles) == 1; told != (want == news.NoMatch) || told && c.ownText != "" && articles[0].Body != c.ownText {
				t.Errorf("%s, summary %t: told %+v", c.name, with, articles)
			}
			if c.marks != "" && health.Pages[c.marks] != 1 {
				t.Errorf("%s, summary %t: pages by type = %v", c.name, with, health.Pages)
			}
			if s.log.count("page unreadable") > 0 || c.ownText != "" && with != (s.log.count("page holds no article") == 1) {
				t.Errorf("%s, summary %t: log:\n%s", c.name, with, &s.log)
			}
		}
	}
}

// TestADateThatCannotBeGivesWayToTheFeed wants times without a zone read by the
// clocks of the source's country, and the date of the item where the page's lies
// in the future all the same.
func TestADateThatCannotBeGivesWayToTheFeed(t *testing.T) {
	const feedDate = "Sat, 01 Jan 2000 00:30:00 +0000" // as a bubble's clock begins
	dated := func(clock string) func() (*fetch.Response, error) {
		return html(`<title>الجسر</title><meta property="article:published_time" content="` + clock + `"><h1>افتتاح الجسر</h1><p>قال مصدر في البلدية إن الجسر الجديد فوق النهر افتتح صباح اليوم.</p>`)
	}
	for _, c := range []struct{ country, clock, want string }{
		{"iq", "2000-01-01T03:20:00", "00:20"}, // Baghdad's clock is three hours ahead
		{"", "2000-01-01T03:20:00", "00:30"},   // read as UTC, it would lie in the future
		{"", "2000-01-01T00:20:00Z", "00:20"},
	} {
		s := stand{source: news.Source{Country: c.country}, date: feedDate, pages: map[string]func() (*fetch.Response, error){itemURL: dated(c.clock)}}
		articles, _, _ := s.told(t)
		if len(articles) != 1 || articles[0].Published.UTC().Format("15:04") != c.want {
			t.Errorf("%q, %s: told %+v, want %s", c.country, c.clock, articles, c.want)
		}
	}
}
