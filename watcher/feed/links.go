package feed

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/publicsuffix"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// A Link is a link of a page to an article: it scores more than 0.
type Link struct {
	URL   string  `json:"url"`
	Title string  `json:"title"`
	Score float64 `json:"score"`
	Own   bool    `json:"own"` // of the page's own site
}

// nowhere stands for the address of a page that nobody knows.
const nowhere = "https://page.invalid"

// Links reads the links of a page that look like ones to articles, of its own
// site and of others, in the order in which they stand. A page without one is
// ErrNoItems. Where neither baseURL nor the page says where it is, its links to
// its own site stay relative, from the root.
func Links(t *Template, text, baseURL string) ([]Link, error) {
	p, doc, err := openPage(t, text, baseURL)
	if err != nil {
		return nil, err
	}
	if p.base == "" {
		p.url, p.base = nowhere+"/", nowhere+"/"
	}
	p.weigh(doc)
	links := slices.DeleteFunc(p.links(), func(l Link) bool { return l.Score <= 0 })
	for i := range links {
		links[i].URL = strings.TrimPrefix(links[i].URL, nowhere)
	}
	return links, p.fault(len(links))
}

// weigh takes all links of a page without selectors, with their scores.
func (p *page) weigh(doc *goquery.Document) {
	doc.Find("a[href]").EachWithBreak(func(i int, a *goquery.Selection) bool {
		if p.more = i == maxLinks; p.more {
			return false
		}
		if u, err := fetch.Resolve(p.base, a.AttrOr("href", "")); err == nil {
			title := label(a)
			p.add(a, title, time.Time{}, Score(u, title), placeOf(a.Nodes[0]))
		}
		return true
	})
}

// placeOf returns what the place of a link on its page adds to its score:
// headings hold headlines, menus and footers don't.
func placeOf(n *html.Node) float64 {
	const heading, furniture, far = 0.7, -1.5, 12
	for range far {
		if n = n.Parent; n == nil {
			break
		}
		switch n.Data {
		case "h1", "h2", "h3", "h4":
			return heading
		case "nav", "footer":
			return furniture
		}
	}
	return 0
}

// links returns the items as links, with all that their score is made of: the
// best of their links, or of their address with the longest of their titles.
func (p *page) links() []Link {
	links := make([]Link, len(p.items))
	for i, it := range p.items {
		score := max(p.score[i], Score(it.URL, it.Title))
		if score > hopeless {
			score += p.place[i] + p.template.lean(it.URL)
		}
		links[i] = Link{URL: it.URL, Title: it.Title, Score: math.Round(100*score) / 100, Own: sameSite(it.URL, p.url)}
	}
	return links
}

// sameSite tells whether two addresses belong to one registered domain, or to
// one host where there are no domains.
func sameSite(a, b string) bool {
	u, err1 := url.Parse(a)
	v, err2 := url.Parse(b)
	if err1 != nil || err2 != nil {
		return false
	}
	if u.Hostname() == v.Hostname() {
		return true
	}
	x, err1 := publicsuffix.EffectiveTLDPlusOne(u.Hostname())
	y, err2 := publicsuffix.EffectiveTLDPlusOne(v.Hostname())
	return err1 == nil && err2 == nil && x == y
}
