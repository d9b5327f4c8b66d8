package feed

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/publicsuffix"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// ErrNoItems means that a front page shows no article: its selectors have
// ceased to fit, or it is drawn by script.
var ErrNoItems = errors.New("no articles on the page")

// Page reads the items of a front or section page, in the order in which they
// stand. With selectors they say what an item is; without, every link is
// taken that looks like one to an article of the page's own site. A page
// without items is ErrNoItems.
func Page(html, baseURL string, s news.Selectors) ([]news.Item, error) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	chosen, err := compile(s)
	if err != nil {
		return nil, err
	}
	p := &page{base: baseURL, byURL: make(map[string]int)}
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if u, err := fetch.Resolve(baseURL, href); err == nil {
			p.base = u
		}
	}
	if chosen.exclude != nil {
		doc.FindMatcher(chosen.exclude).Remove()
	}
	if chosen.item != nil {
		doc.FindMatcher(chosen.item).Each(func(_ int, el *goquery.Selection) { p.selected(el, chosen) })
	} else {
		doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) { p.scored(a, baseURL) })
		p.items = p.articles()
	}
	if len(p.items) == 0 {
		return nil, ErrNoItems
	}
	return p.items, nil
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
	base  string
	items []news.Item
	score []float64
	byURL map[string]int
}

// selected takes the item that stands in el.
func (p *page) selected(el *goquery.Selection, c compiled) {
	link := el
	switch {
	case c.link != nil:
		link = within(el, c.link)
	case !el.Is("a[href]"):
		if link = el.Find("a[href]").First(); link.Length() == 0 {
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
		published = date(el.Find("time[datetime]").First())
	}
	p.add(link, label(title), published, 0)
}

// within returns the first element in or at el that fits.
func within(el *goquery.Selection, m goquery.Matcher) *goquery.Selection {
	if found := el.FindMatcher(m); found.Length() > 0 {
		return found.First()
	}
	return el.FilterMatcher(m)
}

// add notes an item, or what another link says of the same one.
func (p *page) add(link *goquery.Selection, title string, published time.Time, score float64) {
	href, _ := link.Attr("href")
	u, err := fetch.Resolve(p.base, href)
	if err != nil || href == "" || href[0] == '#' {
		return
	}
	key, err := fetch.Canonical(u)
	if err != nil || len(p.items) >= MaxItems {
		return
	}
	i, ok := p.byURL[key]
	if !ok {
		i = len(p.items)
		p.byURL[key] = i
		p.items = append(p.items, news.Item{URL: u})
		p.score = append(p.score, score)
	}
	it := &p.items[i]
	if len(title) > len(it.Title) {
		it.Title = title
	}
	if it.Published.IsZero() {
		it.Published = published
	}
	p.score[i] = max(p.score[i], score)
}

// label returns what a link or headline says: its text, else what stands in
// for it.
func label(el *goquery.Selection) string {
	if el.Find("script, style, noscript").Length() > 0 {
		el = el.Clone()
		el.Find("script, style, noscript").Remove()
	}
	if s := line(el.Text()); s != "" {
		return s
	}
	for _, name := range []string{"title", "aria-label"} {
		if s, _ := el.Attr(name); line(s) != "" {
			return line(s)
		}
	}
	alt, _ := el.Find("img[alt]").First().Attr("alt")
	return line(alt)
}

// date reads a date element: what it says to machines, else to people.
func date(el *goquery.Selection) time.Time {
	for _, name := range []string{"datetime", "content", "title", "data-time"} {
		if s, ok := el.Attr(name); ok {
			if t, ok := parseDate(s); ok {
				return t
			}
		}
	}
	if s := line(el.Text()); s != "" {
		if t, ok := parseDate(s); ok {
			return t
		}
	}
	return time.Time{}
}

// scored takes a link of a page without selectors, with its score.
func (p *page) scored(a *goquery.Selection, pageURL string) {
	href, _ := a.Attr("href")
	u, err := fetch.Resolve(p.base, href)
	if err != nil || !sameSite(u, pageURL) {
		return
	}
	title := label(a)
	p.add(a, title, time.Time{}, Score(u, title))
}

// articles returns the items that score as articles.
func (p *page) articles() []news.Item {
	var kept []news.Item
	for i, it := range p.items {
		if best := max(p.score[i], Score(it.URL, it.Title)); best > 0 {
			kept = append(kept, it)
		}
	}
	return kept
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
