package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
)

// title finds the headline. The page's own first-rank headings are compared
// with what its head calls it: the heading that the head repeats wins, then
// one that the head begins with, then the first heading, then the head's title without the site's name.
func (p *page) title(a *news.Article) string {
	named := p.titleNames()
	site := key(a.Site)
	first, part := "", ""
	for _, n := range find(p.doc, 400, func(n *html.Node) bool { return isHeading(n.Data) || headlineElement(n) }) {
		t := textOf(n)
		k := key(t)
		if k == "" || k == site || length(t) > 400 {
			continue
		}
		for _, name := range named {
			nk := key(name)
			if k == nk {
				return t
			}
			if part == "" && length(t) >= 15 && strings.HasPrefix(nk, k) && !strings.HasSuffix(t, "…") {
				part = t
			}
		}
		if n.Data == "h1" && first == "" && length(t) >= 5 && !logo(n) {
			first = t
		}
	}
	if part != "" || first != "" {
		return firstOf(part, first)
	}
	for _, name := range named {
		if t := p.shown(key(name)); t != "" {
			return t
		}
	}
	for _, name := range named {
		return withoutSite(name, a.Site)
	}
	return ""
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

// titleNames are the titles that the head gives, the surest first.
func (p *page) titleNames() []string {
	var names []string
	if len(p.head.ld) > 0 {
		names = append(names, p.head.ld[0].headline)
	}
	names = append(names, p.head.first("og:title"), p.head.first("twitter:title", "headline"), p.head.title)
	kept := names[:0]
	for _, n := range names {
		if n != "" {
			kept = append(kept, n)
		}
	}
	return kept
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
