package extract

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/rasadnews/rasad/news"
)

// A rule is a compiled selector for one part of an article's page.
type rule struct {
	part     string // its key in the configuration
	selector goquery.Matcher
}

// A Part is a part of an article by its key in the configuration, with the
// selector that is given for it, perhaps none.
type Part struct{ Name, Selector string }

// PartsOf returns the parts in the order of the configuration's keys. The last
// is no part, but what is dropped.
func PartsOf(p news.Parts) []Part {
	return []Part{
		{"title", p.Title}, {"lead", p.Lead}, {"body", p.Body}, {"author", p.Author}, {"published", p.Published},
		{"modified", p.Modified}, {"section", p.Section}, {"tags", p.Tags}, {"image", p.Image}, {"code", p.Code}, {"drop", p.Drop},
	}
}

// compile compiles selectors; the one of what is dropped apart.
func compile(parts news.Parts) (rules []rule, drop goquery.Matcher, err error) {
	for _, p := range PartsOf(parts) {
		if p.Selector == "" {
			continue
		}
		m, err := cascadia.Compile(p.Selector)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("selector %s %q: %w", p.Name, p.Selector, err)
		case p.Name == "drop":
			drop = m
		default:
			rules = append(rules, rule{p.Name, m})
		}
	}
	return rules, drop, nil
}

// CheckSelector returns an error for what is no selector, with what to write in
// its place where that can be guessed.
func CheckSelector(s string) error {
	bare := quoted.ReplaceAllString(s, "")
	switch _, err := cascadia.Compile(s); {
	case strings.Contains(bare, "//") || strings.HasPrefix(bare, "/"):
		return fmt.Errorf("%q is XPath: write it in CSS, such as div.text > p", s)
	case strings.Contains(bare, "::"):
		return fmt.Errorf("%q: select the element alone; its text is read, or what it says for machines, and of a picture its address", s)
	case err != nil:
		return fmt.Errorf("%q is no CSS selector: %w", s, err)
	}
	return nil
}

// quoted are the values in a selector.
var quoted = regexp.MustCompile(`"[^"]*"|'[^']*'`)

// choose takes what is dropped out of a page and looks up every rule there.
func choose(doc *html.Node, rules []rule, drop goquery.Matcher) (chosen, Dropped) {
	found := make(chosen)
	var dropped Dropped
	page := goquery.NewDocumentFromNode(doc)
	if drop != nil {
		out := page.FindMatcher(drop)
		dropped = measureDropped(outermost(out.Nodes))
		out.Remove()
	}
	for _, r := range rules {
		found[r.part] = valued(r.part, outermost(page.FindMatcher(r.selector).Nodes))
	}
	for _, n := range found["body"] {
		asBlock(n)
	}
	return found, dropped
}

// A Dropped is what the rules of a site took out of a page.
type Dropped struct{ Elements, Chars int }

func measureDropped(nodes []*html.Node) Dropped {
	d := Dropped{Elements: len(nodes)}
	for _, n := range nodes {
		d.Chars += length(textOf(n))
	}
	return d
}

// missed returns the parts that a rule was to find and that the page has not:
// no element met the selector, or none that says anything of the kind.
func missed(rules []rule, found chosen) []string {
	var parts []string
	for _, r := range rules {
		if len(found[r.part]) == 0 {
			parts = append(parts, r.part)
		}
	}
	return parts
}

// outermost leaves out the elements that stand inside others of the list,
// which is in the order of the page.
func outermost(nodes []*html.Node) []*html.Node {
	var kept []*html.Node
	for _, n := range nodes {
		inside := false
		for up := n.Parent; up != nil && !inside && len(kept) > 0; up = up.Parent {
			inside = up == kept[len(kept)-1]
		}
		if !inside {
			kept = append(kept, n)
		}
	}
	return kept
}

// asBlock makes a box of its own of an element that holds a body, whatever
// element it is, and shows it.
func asBlock(n *html.Node) {
	if inline[n.Data] || unread[n.Data] {
		n.Data, n.DataAtom = "div", atom.Div
	}
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != "hidden" && a.Key != "style" && a.Key != "aria-hidden" {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}
