package extract

import "strings"

// span returns the blocks of an article whose container is c: its own, and
// parts of the text that stand beside it. What stands between those is lost.
func (p *page) span(c int) (from, to int) {
	from, to = p.boxes[c].from, p.boxes[c].to
	parent := &p.boxes[p.boxes[c].parent]
	first := from
	for i := from - 1; i > p.titled && i >= parent.from && p.titled >= 0 && !teaser(p.blocks[i]); i-- {
		if p.isPart(i, c) {
			from = i
		}
	}
	last := to
	for i := to; i < parent.to && !p.stops(i); i++ {
		if p.isPart(i, c) {
			to = i + 1
		}
	}
	for i := from; i < to; i++ {
		if (i < first || i >= last) && !p.isPart(i, c) {
			p.blocks[i].lost = true
		}
	}
	return from, to
}

// stops tells whether what stands behind a container is no more of its
// article from a block on: there begins something with a heading of its own.
func (p *page) stops(i int) bool {
	b := &p.blocks[i]
	return b.line.closes || b.line.ends || isHeading(b.tag) || teaser(*b)
}

// isPart tells whether a block outside a container is a sentence of the same
// article: it stands right beside the container, where that is a list before
// or behind it, or in a box that is called and placed as the container is.
func (p *page) isPart(i, c int) bool {
	b, box := &p.blocks[i], &p.boxes[c]
	if b.lost || b.chars < 25 || 3*b.linked > b.chars || !endsSentence(b.text) || isHeading(b.tag) || b.tag == "li" {
		return false
	}
	before := i < box.from
	at := b.box
	for at > 0 && at != box.parent && p.boxes[at].parent != box.parent {
		at = p.boxes[at].parent
	}
	switch beside := &p.boxes[at]; {
	case at == 0 && box.parent != 0:
		return false
	case at == box.parent || beside.isLine():
		return before || isList(box.node.Data)
	default:
		name := kin(beside)
		return beside.node.Data == box.node.Data && name == kin(box) && (before || name != "")
	}
}

// isList tells whether an element is a list or a quotation, which stands amid
// the text of an article rather than around it.
func isList(tag string) bool {
	return tag == "ul" || tag == "ol" || tag == "dl" || tag == "table" || tag == "blockquote"
}

// kin returns what a box is called but for numbers, by which parts are counted.
func kin(b *box) string {
	return strings.TrimRight(attr(b.node, "class"), "0123456789-_")
}
