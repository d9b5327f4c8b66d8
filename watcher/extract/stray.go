package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// inFurniture tells whether a node stands in a list of other articles, a comment
// or a side column. What is found of an element holds for all that is asked
// inside it later: each is looked at once.
func (p *page) inFurniture(n *html.Node) bool {
	if p.strays == nil {
		p.strays = make(map[*html.Node]bool)
		if p.titled >= 0 {
			for h := p.boxes[p.blocks[p.titled].box].node; h != nil; h = h.Parent {
				p.strays[h] = false // the headline stands in it
			}
		}
	}
	var unknown []*html.Node
	stray := false
	for ; n != nil; n = n.Parent {
		known, found := p.strays[n]
		if stray = known; found {
			break
		}
		unknown = append(unknown, n)
	}
	for _, n := range slices.Backward(unknown) {
		stray = stray || strayBox(n)
		p.strays[n] = stray
	}
	return stray
}

// strayBox tells whether an element is one of lists, comments or side columns.
func strayBox(n *html.Node) bool {
	if n.Type != html.ElementNode || n.Data == "body" || n.Data == "html" {
		return false
	}
	switch n.Data {
	case "aside", "nav", "footer", "li":
		return true
	}
	for _, name := range append(strings.Fields(attr(n, "class")), attr(n, "id")) {
		for _, w := range nameWords(name) {
			if elsewhere[w] {
				return true
			}
		}
	}
	return false
}

// elsewhere are words of class names for what belongs to other articles.
var elsewhere = set("related recommended recommendations latest popular trending sidebar comment comments teaser teasers " +
	"card promo widget footer carousel slider mostread recirc more next prev ticker menu topbar")
