package feed

import (
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// mostInCard is how many nodes of a link or of an item's element are looked
// at. People write cards of some dozen; where selectors fit a box and the boxes
// in it, looking at all of each would be looking at the page again and again.
const mostInCard = 1000

var (
	anchors = cascadia.MustCompile("a[href]")
	clocks  = cascadia.MustCompile("time[datetime]")
	images  = cascadia.MustCompile("img[alt]")
)

// walk calls visit for the nodes below one, in the order in which they stand,
// until it has seen enough of them. Visit tells whether to go on, and whether
// to look into the node.
func walk(n *html.Node, visit func(*html.Node) (on, into bool)) {
	left := mostInCard
	var below func(*html.Node) bool
	below = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if left--; left < 0 {
				return false
			}
			on, into := visit(c)
			if !on || into && !below(c) {
				return false
			}
		}
		return true
	}
	below(n)
}

// firstIn returns the first element below el that fits, or an empty selection.
func firstIn(el *goquery.Selection, m goquery.Matcher) *goquery.Selection {
	for _, n := range el.Nodes {
		var found *html.Node
		walk(n, func(c *html.Node) (on, into bool) {
			if c.Type == html.ElementNode && m.Match(c) {
				found = c
			}
			return found == nil, true
		})
		if found != nil {
			return el.FindNodes(found)
		}
	}
	return el.Slice(0, 0)
}

// written returns the text of an element on one line, without what nobody sees.
func written(el *goquery.Selection) string {
	var s strings.Builder
	for _, n := range el.Nodes {
		walk(n, func(c *html.Node) (on, into bool) {
			switch {
			case c.Type == html.TextNode:
				s.WriteString(c.Data)
			case c.Type == html.ElementNode && (c.Data == "script" || c.Data == "style" || c.Data == "noscript"):
				return true, false
			}
			return true, true
		})
	}
	return line(s.String())
}

// label returns what a link or headline says: its text, else what stands in
// for it.
func label(el *goquery.Selection) string {
	if s := written(el); s != "" {
		return s
	}
	for _, name := range []string{"title", "aria-label"} {
		if s, _ := el.Attr(name); line(s) != "" {
			return line(s)
		}
	}
	alt, _ := firstIn(el, images).Attr("alt")
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
	if s := written(el); s != "" {
		if t, ok := parseDate(s); ok {
			return t
		}
	}
	return time.Time{}
}
