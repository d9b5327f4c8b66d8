package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// What an element looks like to a reader, as far as it says so itself.

// hidden tells whether an element is kept from the reader's eyes. The whole
// page is not: a script will show it.
func hidden(n *html.Node) bool {
	if n.Data == "body" || n.Data == "main" || n.Data == "article" {
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if styled(n, "display:none") || styled(n, "visibility:hidden") {
				return true
			}
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		}
	}
	return false
}

// styled tells whether an element's own style says something, written without
// blanks, such as "display:none".
func styled(n *html.Node, what string) bool {
	style := attr(n, "style")
	return style != "" && strings.Contains(strings.ReplaceAll(strings.ToLower(style), " ", ""), what)
}

// sideBySide tells whether an inline element stands right behind another one
// in a row of such, as buttons and facts do: no blank parts them, but the style
// of the page does. In paragraphs they may be parts of one word.
func sideBySide(n *html.Node) bool {
	before := n.PrevSibling
	if before == nil || before.Type != html.ElementNode || !inline[before.Data] || before.Data == "br" || before.Data == "wbr" || n.Data == "wbr" {
		return false
	}
	row := n.Parent.Data
	return n.Data == "a" && before.Data == "a" || row != "p" && row != "blockquote" && !isHeading(row) && !inline[row]
}

// leadsAway tells whether a link leads to another page, rather than to a place
// on this one.
func leadsAway(a *html.Node) bool {
	href := attr(a, "href")
	return href != "" && (href[0] != '#' || href == "#")
}
