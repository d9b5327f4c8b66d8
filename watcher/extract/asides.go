package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// dropImageCaptions marks the line beside an image in a box with nothing else,
// in articles whose paragraphs are marked up as such: there it is none.
func (p *page) dropImageCaptions() {
	paragraphs, others := 0, 0
	for i := range p.blocks {
		switch b := &p.blocks[i]; {
		case b.lost || !strong(b):
		case b.tag == "p":
			paragraphs++
		default:
			others++
		}
	}
	if paragraphs < 2 || paragraphs < 2*others {
		return
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		own := &p.boxes[b.box]
		beside := &p.boxes[own.parent]
		if b.tag == "div" && b.chars < longestFurniture && beside.to-beside.from == 1 && beside.node.Data == "div" && isImage(elementBefore(own.node)) {
			b.lost = true
		}
	}
}

// isImage tells whether an element is an image, in a link or not.
func isImage(n *html.Node) bool {
	if n != nil && n.Data == "a" && n.FirstChild != nil {
		n = n.FirstChild
	}
	return n != nil && (n.Data == "img" || n.Data == "picture")
}

// manyQuotes is how many short blocks of a page are looked at for pull quotes.
const manyQuotes = 200

// withoutPullQuotes leaves out of a body what stands apart to catch the eye and
// is said again in a paragraph: a line that is none itself.
func withoutPullQuotes(body []block) []block {
	var all strings.Builder
	whole := make(map[string]int) // blocks that say no more than this
	for _, b := range body {
		k := key(b.text)
		whole[k]++
		all.WriteString(k + "\n")
	}
	text, looked := all.String(), 0
	if len(text) > hugeBody {
		return body
	}
	var kept []block
	for _, b := range body {
		if short := 25 <= b.chars && b.chars < longestFurniture; short && looked < manyQuotes && (b.tag == "div" || b.tag == "blockquote") {
			looked++
			if k := key(b.text); strings.Count(text, k) > whole[k] {
				continue
			}
		}
		kept = append(kept, b)
	}
	return kept
}
