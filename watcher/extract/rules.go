package extract

import (
	"fmt"
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

// A chosen holds the elements that the rules of a site found on a page, by
// part.
type chosen map[string][]*html.Node

// choose takes what is dropped out of a page and looks up every rule there. It
// also returns the parts whose rule found nothing.
func choose(doc *html.Node, rules []rule, drop goquery.Matcher) (chosen, []string) {
	found := make(chosen)
	var missed []string
	page := goquery.NewDocumentFromNode(doc)
	if drop != nil {
		page.FindMatcher(drop).Remove()
	}
	for _, r := range rules {
		nodes := outermost(page.FindMatcher(r.selector).Nodes)
		if len(nodes) == 0 {
			missed = append(missed, r.part)
			continue
		}
		found[r.part] = nodes
	}
	for _, n := range found["body"] {
		asBlock(n)
	}
	return found, missed
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

// first returns the text of the first element of a part that has some.
func (c chosen) first(part string) string {
	for _, n := range c[part] {
		if s := textOf(n); s != "" {
			return s
		}
	}
	return ""
}

// text returns the text of a part, its elements joined by blanks.
func (c chosen) text(part string) string {
	var all []string
	for _, n := range c[part] {
		if s := said(n); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// said returns what an element says: what it says for machines, else its text.
func said(n *html.Node) string {
	for _, key := range []string{"datetime", "content"} {
		if s := oneLine(attr(n, key)); s != "" {
			return s
		}
	}
	return textOf(n)
}

// chosenBody returns the blocks of the chosen body. All of it is the article's but
// for captions, lines of furniture and what such a line opens.
func (p *page) chosenBody(title string) []block {
	own := make(map[*html.Node]bool)
	for _, n := range p.chosen["body"] {
		own[n] = true
	}
	inside := make([]bool, len(p.boxes))
	p.main = -1
	for i := range p.boxes {
		b := &p.boxes[i]
		switch {
		case own[b.node]:
			inside[i] = true
			if p.main < 0 {
				p.main = i
			}
		case i > 0:
			inside[i] = inside[b.parent]
		}
	}
	if p.main < 0 { // it stands in what is never read, such as a template
		p.main = 0
		return nil
	}
	var blocks []block
	for _, b := range p.blocks {
		if inside[b.box] {
			blocks = append(blocks, b)
		}
	}
	return p.trim(p.keep(blocks, key(title)))
}

// dropCaptions marks what stands under pictures, which no name needs to tell.
func (p *page) dropCaptions() {
	for i := range p.boxes {
		if p.boxes[i].node.Data == "figcaption" {
			p.boxes[i].lost = true
		}
	}
	p.spread()
}

// overrule sets the facts that the rules of a site give.
func (p *page) overrule(a *news.Article) {
	set := func(field *string, part string) {
		if s := p.chosen.text(part); s != "" {
			*field = s
		}
	}
	set(&a.Author, "author")
	set(&a.Section, "section")
	if digits := codeDigits.FindString(strings.Map(foldLetter, p.chosen.text("code"))); digits != "" {
		a.Code = digits
	}
	for _, n := range p.chosen["image"] {
		for _, key := range []string{"content", "data-src", "src", "href"} {
			if link := absolute(p.base, attr(n, key)); link != "" {
				a.Image = link
				return
			}
		}
	}
}
