package extract

import (
	"fmt"

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

// compile compiles selectors, in the order of the configuration's keys; the
// one of what is dropped apart.
func compile(parts news.Parts) (rules []rule, drop goquery.Matcher, err error) {
	for _, p := range []struct{ part, selector string }{
		{"title", parts.Title}, {"lead", parts.Lead}, {"body", parts.Body}, {"author", parts.Author},
		{"published", parts.Published}, {"modified", parts.Modified}, {"section", parts.Section},
		{"tags", parts.Tags}, {"image", parts.Image}, {"code", parts.Code}, {"drop", parts.Drop},
	} {
		if p.selector == "" {
			continue
		}
		m, err := cascadia.Compile(p.selector)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("selector %s %q: %w", p.part, p.selector, err)
		case p.part == "drop":
			drop = m
		default:
			rules = append(rules, rule{p.part, m})
		}
	}
	return rules, drop, nil
}

// CheckParts returns an error that names the first selector that is none.
func CheckParts(parts news.Parts) error {
	_, _, err := compile(parts)
	return err
}

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
