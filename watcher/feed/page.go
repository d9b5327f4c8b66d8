package feed

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// ErrNoItems means that a front page shows no article: its selectors have
// ceased to fit, or it is drawn by script.
var ErrNoItems = errors.New("no articles on the page")

// The limits of a page are narrower than those of a feed: a feed is but text,
// a page makes a tree, and its links have to be weighed.
const (
	maxPage  = 15 << 20 // bytes
	maxLinks = 10_000
)

// ErrTooDeep means that a page is nested deeper than any that people write.
var ErrTooDeep = errors.New("page is nested too deep")

// Page reads the items of a front or section page, in the order in which they
// stand. With selectors they say what an item is; without, every link is
// taken that looks like one to an article of the page's own site. A page
// without items is ErrNoItems.
func Page(text, baseURL string, s news.Selectors) ([]news.Item, error) {
	return PageLike(nil, text, baseURL, s)
}

// PageLike is Page where it is known what addresses of the site's articles
// look like. Selectors know better.
func PageLike(t *Template, text, baseURL string, s news.Selectors) ([]news.Item, error) {
	chosen, err := compile(s)
	if err != nil {
		return nil, err
	}
	p, doc, err := openPage(t, text, baseURL)
	if err != nil {
		return nil, err
	}
	if chosen.exclude != nil {
		doc.FindMatcher(chosen.exclude).Remove()
	}
	if chosen.item != nil {
		doc.FindMatcher(chosen.item).EachWithBreak(func(i int, el *goquery.Selection) bool {
			if p.more = i == maxLinks; !p.more {
				p.selected(el, chosen)
			}
			return !p.more
		})
		return p.items, p.fault(len(p.items))
	}
	p.weigh(doc)
	var items []news.Item
	for i, l := range p.links() {
		if l.Own && l.Score > 0 {
			items = append(items, p.items[i])
		}
	}
	return items, p.fault(len(items))
}

// openPage parses a page. Its own address, where nobody gives it, is what it
// says itself.
func openPage(t *Template, text, baseURL string) (*page, *goquery.Document, error) {
	cut := len(text) > maxPage
	if cut {
		text = text[:maxPage]
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return nil, nil, fmt.Errorf("read page: %w: %w", ErrTooDeep, err)
	}
	p := &page{url: baseURL, byURL: make(map[string]int), template: t, cut: cut}
	if p.url == "" {
		p.url = or(doc.Find("link[rel=canonical]").First().AttrOr("href", ""), doc.Find(`meta[property="og:url"]`).First().AttrOr("content", ""))
	}
	p.base = p.url
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if u, err := fetch.Resolve(p.base, href); err == nil {
			p.base, p.url = u, or(p.url, u)
		}
	}
	return p, doc, nil
}

// fault returns what is wrong with a page on which n items were found.
func (p *page) fault(n int) error {
	switch {
	case p.cut:
		return ErrTooLarge
	case n == 0:
		return ErrNoItems
	case p.more:
		return ErrTooMany
	}
	return nil
}

// CheckSelectors returns an error that names the first selector that is none.
func CheckSelectors(s news.Selectors) error {
	_, err := compile(s)
	return err
}

type compiled struct{ item, link, title, date, exclude goquery.Matcher }

// compile compiles selectors. A link selector alone finds the items by itself.
func compile(s news.Selectors) (c compiled, err error) {
	if s.Item == "" && s.Link != "" {
		s.Item, s.Link = s.Link, ""
	}
	for _, f := range []struct {
		name, selector string
		to             *goquery.Matcher
	}{
		{"item", s.Item, &c.item}, {"link", s.Link, &c.link}, {"title", s.Title, &c.title},
		{"date", s.Date, &c.date}, {"exclude", s.Exclude, &c.exclude},
	} {
		if f.selector == "" {
			continue
		}
		matcher, err := cascadia.Compile(f.selector)
		if err != nil {
			return c, fmt.Errorf("selector %s %q: %w", f.name, f.selector, err)
		}
		*f.to = matcher
	}
	return c, nil
}

// A page collects items, one for each address.
type page struct {
	url      string // where it is
	base     string // what its links are relative to
	template *Template
	items    []news.Item
	score    []float64 // the best of each item's links
	place    []float64 // and what the best of their places adds to it
	byURL    map[string]int
	cut      bool // it is too large, and only its beginning was read
	more     bool // items were left out
}

// selected takes the item that stands in el.
func (p *page) selected(el *goquery.Selection, c compiled) {
	link := el
	switch {
	case c.link != nil:
		link = within(el, c.link)
	case !el.Is("a[href]"):
		if link = firstIn(el, anchors); link.Length() == 0 {
			link = el.Closest("a[href]") // a card inside its link
		}
	}
	title := link
	if c.title != nil {
		title = within(el, c.title)
	}
	var published time.Time
	if c.date != nil {
		published = date(within(el, c.date))
	} else {
		published = date(firstIn(el, clocks))
	}
	p.add(link, label(title), published, 0, 0)
}

// within returns the first element in or at el that fits.
func within(el *goquery.Selection, m goquery.Matcher) *goquery.Selection {
	if found := firstIn(el, m); found.Length() > 0 {
		return found
	}
	return el.FilterMatcher(m)
}

// add notes an item, or what another link says of the same one.
func (p *page) add(link *goquery.Selection, title string, published time.Time, score, place float64) {
	href, _ := link.Attr("href")
	u, err := fetch.Resolve(p.base, href)
	if err != nil || href == "" || href[0] == '#' {
		return
	}
	key, err := fetch.Canonical(u)
	if err != nil {
		return
	}
	i, ok := p.byURL[key]
	if !ok {
		i = len(p.items)
		p.byURL[key] = i
		p.items = append(p.items, news.Item{URL: u})
		p.score, p.place = append(p.score, score), append(p.place, place)
	}
	it := &p.items[i]
	if len(title) > len(it.Title) {
		it.Title = title
	}
	if it.Published.IsZero() {
		it.Published = published
	}
	p.score[i], p.place[i] = max(p.score[i], score), max(p.place[i], place)
}
