package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
)

// title finds the headline. The page's own headings are compared with what its
// head calls it: the heading that the head repeats wins, then one that the head
// cuts short, one that is a part of what the head says, the first heading, and
// what stands like a heading over the text. The last is the head's title without
// the site's name.
func (p *page) title(a *news.Article) string {
	headings := p.headings(key(a.Site))
	names := p.titleNames(headings)
	first, part := "", ""
	for _, h := range headings {
		for _, name := range names {
			switch {
			case h.key == name.key, name.cut && strings.HasPrefix(h.key, name.key):
				return h.text
			case part == "" && length(h.text) >= 15 && !isCut(h.text) && h.partOf(name):
				part = h.text
			}
		}
		if h.first && first == "" && length(h.text) >= 5 {
			first = h.text
		}
	}
	if part != "" || first != "" {
		return firstOf(part, first)
	}
	for _, name := range names {
		if t := p.shown(name.key); t != "" {
			return t
		}
	}
	if len(names) == 0 || key(names[0].text) == key(a.Site) || length(names[0].text) < 25 {
		if t := p.overText(); t != "" {
			return t
		}
	}
	for _, name := range names {
		return withoutSite(name.text, a.Site)
	}
	return ""
}

// A called is a text that may be the headline.
type called struct {
	text, key string
	first     bool // a heading of the first rank
	cut       bool // its end is missing
}

func newCalled(text string) called { return called{text: text, key: key(text), cut: isCut(text)} }

// isCut tells whether dots say that a title goes on.
func isCut(s string) bool {
	return length(s) >= 15 && (strings.HasSuffix(s, "…") || strings.HasSuffix(s, "..."))
}

// partOf tells whether a heading begins a title, or is most of its end.
func (c called) partOf(name called) bool {
	return strings.HasPrefix(name.key, c.key) || 2*len(c.key) > len(name.key) && strings.HasSuffix(name.key, c.key)
}

// headings are the page's headings, but for the site's name.
func (p *page) headings(site string) []called {
	var headings []called
	for _, n := range find(p.doc, 400, func(n *html.Node) bool { return isHeading(n.Data) || headlineElement(n) }) {
		h := newCalled(shortTextOf(n, longestTitle))
		if h.key == "" || h.key == site || length(h.text) > 400 || logo(n) {
			continue
		}
		h.first = n.Data == "h1"
		headings = append(headings, h)
	}
	return headings
}

// shown returns the first text on the page that a folded title of the head is
// made of, but for the site's name before or behind it.
func (p *page) shown(name string) string {
	for _, b := range p.blocks {
		if b.chars < 15 || b.chars > 300 {
			continue
		}
		k := key(b.text)
		if 2*len(k) > len(name) && (strings.HasPrefix(name, k) || strings.HasSuffix(name, k)) {
			return b.text
		}
	}
	return ""
}

// titleNames are the titles that the head gives, the surest first. One is the
// site's name if another is made of it and of a longer heading.
func (p *page) titleNames(headings []called) []called {
	texts := []string{p.head.first("og:title"), p.head.first("twitter:title", "headline"), p.head.title}
	if len(p.head.ld) > 0 {
		texts = append([]string{p.head.ld[0].headline}, texts...)
	}
	var all, kept []called
	for _, t := range texts {
		if n := newCalled(atMost(t, longestTitle)); n.key != "" {
			all = append(all, n)
		}
	}
	for _, n := range all {
		if !siteOf(n, all, headings) {
			kept = append(kept, n)
		}
	}
	return kept
}

// siteOf tells whether a name is what another one says beside a heading longer
// than it.
func siteOf(name called, all, headings []called) bool {
	for _, whole := range all {
		rest, behind := strings.CutSuffix(whole.key, name.key)
		if !behind {
			rest, behind = strings.CutPrefix(whole.key, name.key)
		}
		if behind && len(rest) > len(name.key) && slices.ContainsFunc(headings, func(h called) bool { return h.key == rest }) {
			return true
		}
	}
	return false
}

// overText returns what stands over the article's first paragraph like a
// heading: a heading of any rank, what is named or set as one.
func (p *page) overText() string {
	like := make(map[string]bool)
	for _, n := range find(p.doc, 400, func(n *html.Node) bool { return isHeading(n.Data) || headlineElement(n) || largeType(n) }) {
		if t := shortTextOf(n, longestTitle); length(t) >= 15 && !endsWithStop(t) && !logo(n) {
			like[key(t)] = true
		}
	}
	candidate := -1
	for i := range p.blocks {
		b := &p.blocks[i]
		if candidate >= 0 && i-candidate <= 4 && strong(b) {
			return p.blocks[candidate].text
		}
		if strong(b) {
			return ""
		}
		if b.linked == 0 && b.chars < 300 && like[key(b.text)] {
			candidate = i
		}
	}
	return ""
}

// largeType tells whether an element sets its text in bold or large letters.
func largeType(n *html.Node) bool {
	return n.Data == "b" || n.Data == "strong" || n.Data == "font" && strings.Trim(attr(n, "size"), "+") >= "4"
}

// headlineElement tells whether an element is marked as the headline without
// being a heading.
func headlineElement(n *html.Node) bool {
	if attr(n, "itemprop") == "headline" && n.Data != "meta" {
		return true
	}
	return (n.Data == "div" || n.Data == "p" || n.Data == "span") && hintOfNames(attr(n, "class"), "") == headline
}

// logo tells whether a heading is the site's own name: one link to its front.
func logo(n *html.Node) bool {
	for _, a := range find(n, 1, func(n *html.Node) bool { return n.Data == "a" }) {
		href := attr(a, "href")
		return href == "/" || href == "#" || strings.Count(strings.TrimSuffix(href, "/"), "/") == 2 && strings.Contains(href, "//")
	}
	return false
}

var siteJoint = regexp.MustCompile(`\s+[|–—\-:»·•/\\]+\s+|\s*\|\s*`)

// withoutSite cuts the site's name off a title: a known one wherever it
// stands, else what follows the last joint if that is short.
func withoutSite(title, site string) string {
	parts := siteJoint.Split(title, -1)
	if len(parts) < 2 {
		return title
	}
	if k := key(site); k != "" {
		if last := parts[len(parts)-1]; key(last) == k {
			return strings.TrimSpace(title[:strings.LastIndex(title, last)-jointBefore(title, last)])
		}
		if key(parts[0]) == k {
			return strings.TrimSpace(strings.TrimLeft(title[len(parts[0]):], " |–—-:»·•/\\"))
		}
	}
	last := parts[len(parts)-1]
	if length(last) <= 30 && 2*length(last) < length(title) {
		return strings.TrimRight(title[:strings.LastIndex(title, last)], " |–—-:»·•/\\")
	}
	return title
}

// jointBefore returns how many bytes of joint stand before the last part.
func jointBefore(title, last string) int {
	before := title[:strings.LastIndex(title, last)]
	return len(before) - len(strings.TrimRight(before, " |–—-:»·•/\\"))
}

// find returns up to limit elements under n for which want holds, in the
// order of the page.
func find(n *html.Node, limit int, want func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && len(found) < limit; c = c.NextSibling {
			if c.Type == html.ElementNode {
				if want(c) {
					found = append(found, c)
				}
				walk(c)
			}
		}
	}
	walk(n)
	return found
}
