package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// What an element looks like to a reader, as far as it says so itself.

// hidden tells whether an element is kept from the reader's eyes. The whole
// page is not: a script will show it. Nor is what a button unfolds.
func hidden(n *html.Node) bool {
	if n.Data == "body" || n.Data == "main" || n.Data == "article" {
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return !unfolds(n)
		case "style":
			if styled(n, "display:none") {
				return !unfolds(n)
			}
			if styled(n, "visibility:hidden") {
				return true
			}
		case "aria-hidden":
			if a.Val == "true" {
				return !headed(n)
			}
		}
	}
	return false
}

// headed tells whether an element holds a headline of the first rank: if that
// is hidden from some readers, then as a dialog stood before the page when it
// was saved.
func headed(n *html.Node) bool {
	return len(find(n, 1, func(n *html.Node) bool { return n.Data == "h1" })) > 0
}

// unfolds tells whether a hidden element is more of the text that stands before
// it: paragraphs and hardly a link, behind paragraphs, with a button beside it.
func unfolds(n *html.Node) bool {
	before, button := elementBefore(n), isButton(elementBehind(n))
	for before != nil && isButton(before) {
		before, button = elementBefore(before), true
	}
	if !button || before == nil || !isParagraphs(before) || !isParagraphs(n) {
		return false
	}
	return len(find(n, 3, func(n *html.Node) bool { return n.Data == "a" || unread[n.Data] || isHeading(n.Data) })) < 3
}

// isParagraphs tells whether an element is a paragraph or has one right inside.
func isParagraphs(n *html.Node) bool {
	if n.Data == "p" {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "p" {
			return true
		}
	}
	return false
}

// isButton tells whether an element is one that does something on this page.
func isButton(n *html.Node) bool {
	if n == nil {
		return false
	}
	if c := n.FirstChild; n.Data != "button" && n.Data != "a" && c != nil && c.NextSibling == nil && c.Type == html.ElementNode {
		n = c // in a box of its own
	}
	href := attr(n, "href")
	return n.Data == "button" || n.Data == "a" && (!leadsAway(n) || href == "#" || strings.HasPrefix(href, "javascript:")) || attr(n, "role") == "button"
}

// elementBefore and elementBehind return the elements beside one, if any.
func elementBefore(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type != html.ElementNode; {
		n = n.PrevSibling
	}
	return n
}

func elementBehind(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; {
		n = n.NextSibling
	}
	return n
}

// styled tells whether an element's own style says something, written without
// blanks, such as "display:none".
func styled(n *html.Node, what string) bool {
	style := attr(n, "style")
	return style != "" && strings.Contains(strings.ReplaceAll(strings.ToLower(style), " ", ""), what)
}

// sideBySide tells whether an inline element stands right behind another one
// in a row of such, as buttons and facts do: no blank parts them, but the style
// of the page does. In running text they may be parts of one word.
func sideBySide(n *html.Node) bool {
	before := n.PrevSibling
	if before == nil || before.Type != html.ElementNode || !inline[before.Data] || before.Data == "br" || before.Data == "wbr" || n.Data == "wbr" {
		return false
	}
	row := n.Parent.Data
	if n.Data == "a" && before.Data == "a" {
		return true
	}
	return row != "p" && row != "blockquote" && !isHeading(row) && !inline[row] && !runs(n)
}

// runs tells whether an inline element and the one before it read as running
// text: two parts of a word or of a sentence, one of which is long, or that a
// joint, a quotation mark or a bracket holds together.
func runs(n *html.Node) bool {
	left, right := textOf(n.PrevSibling), textOf(n)
	last, _ := utf8.DecodeLastRuneInString(left)
	first, _ := utf8.DecodeRuneInString(right)
	return length(left) > longFact || length(right) > longFact || strings.ContainsRune("«“([{‘", last) || strings.ContainsRune("»”)]}’.,;:!?،؛؟", first)
}

// longFact is how many characters a button or a fact about an article has, at
// most, where such stand side by side.
const longFact = 40

// leadsAway tells whether a link leads to another page, rather than to a place
// on this one.
func leadsAway(a *html.Node) bool {
	href := attr(a, "href")
	return href != "" && (href[0] != '#' || href == "#")
}

// inLink tells whether an element stands inside a link, as the summary on a
// card does that is a link as a whole.
func inLink(n *html.Node) bool {
	for depth := 0; n != nil && depth < 4; depth++ {
		if n = n.Parent; n != nil && n.Data == "a" && leadsAway(n) {
			return true
		}
	}
	return false
}
