package extract

import "strconv"

// end returns the block where an article ends that begins at from: the first
// line that ends articles behind most of the text, or enough of it. A box of
// other news behind which the article goes on ends nothing; it is marked.
func (p *page) end(from, to int) int {
	homes := make(homes)
	total, before := 0.0, 0.0
	for _, b := range p.blocks[from:to] {
		if !b.lost {
			total += max(b.weight, 0)
		}
	}
	for i := from; i < to; {
		b := &p.blocks[i]
		next, begun := i+1, 2*before > total || before > enough
		switch {
		case p.nextHeadline(i) && before > 0, b.line.ends && begun:
			return i
		case b.line.closes && p.behindBox(i) < to:
			next = p.behindBox(i)
		case b.line.closes && begun:
			if next = p.resumes(i, to, homes); next == to {
				return i
			}
			for j := i; j < next; j++ {
				p.blocks[j].lost = true
			}
		case !b.lost:
			before += max(b.weight, 0)
			homes.add(p, i)
		}
		i = next
	}
	return to
}

// behindBox returns the block behind the box of furniture that a block opens:
// what it announces stands inside with it, and so ends nothing. It is the end
// of the page where the block stands in no such box, or alone.
func (p *page) behindBox(i int) int {
	at := p.blocks[i].box
	if !p.boxes[at].lost {
		return len(p.blocks)
	}
	for p.boxes[p.boxes[at].parent].lost {
		at = p.boxes[at].parent
	}
	if b := &p.boxes[at]; b.to-i > 1 {
		return b.to
	}
	return len(p.blocks)
}

// resumes returns the block where an article goes on behind a box of other
// news whose heading is the block at, or to if it does not. It goes on where,
// behind the entries of the box, its paragraphs stand again where they stood
// before, and hardly anything but such.
func (p *page) resumes(at, to int, homes homes) int {
	next, apart := at+1, true // all entries stand in boxes of their own
	for next < to && !p.prose(next, homes) {
		apart = apart && !homes.has(p, next)
		next++
	}
	if next == to || next == at+1 {
		return to
	}
	if apart && strong(&p.blocks[next]) {
		return next
	}
	paragraphs, all := 0, 0
	for i := next; i < to && !p.blocks[i].line.ends && !p.blocks[i].line.closes; i++ {
		switch b := &p.blocks[i]; {
		case p.prose(i, homes):
			paragraphs++
			all++
		case !b.lost && (b.chars >= 25 || isHeading(b.tag)):
			all++
		}
	}
	if 3*paragraphs < 2*all {
		return to
	}
	if b := &p.blocks[next-1]; isHeading(b.tag) && !b.lost && b.linked == 0 && next-1 > at+1 && homes.has(p, next-1) {
		next-- // a heading of the article's own
	}
	return next
}

// opensEntries tells whether a line such as "Read also" announces what follows
// it. A list it always announces, also as a heading that says more; other
// lines only by itself and once the article has begun. Alone in a box of its
// own, it announces a list or nothing: what else stood there may be gone.
func (p *page) opensEntries(b *block, begun bool) bool {
	own := &p.boxes[b.box]
	switch {
	case !b.line.opens || own.lost:
		return false
	case own.to < len(p.blocks) && p.home(own.to) < 0:
		return b.line.bare || isHeading(b.tag)
	case !b.line.bare || !begun:
		return false
	}
	return own.to-own.from > 1 || own.node.Data == "p" || isHeading(own.node.Data)
}

// prose tells whether a block is a sentence or more in one of the boxes where
// an article's paragraphs stand.
func (p *page) prose(i int, homes homes) bool {
	b := &p.blocks[i]
	return !b.lost && b.chars >= 40 && 3*b.linked < b.chars && endsSentence(b.text) && !isHeading(b.tag) && homes.has(p, i)
}

// home returns the box in which a block stands beside its like: the innermost
// one that holds more than the block's own paragraph. It is -1 for entries of
// lists and of tables, which are no paragraphs of their own.
func (p *page) home(i int) int {
	at := p.blocks[i].box
	for at > 0 {
		b := &p.boxes[at]
		switch tag := b.node.Data; {
		case tag == "li" || tag == "dd" || tag == "dt" || tag == "tr" || tag == "figure":
			return -1
		case tag != "p" && !isHeading(tag) && (b.to-b.from > 1 || attr(b.node, "class") != ""):
			return at
		}
		at = b.parent
	}
	return at
}

// homes are the boxes where an article's paragraphs stand. A box with a class
// stands for all of its name, as some articles are cut into several.
type homes map[string]bool

// add notes where a block stands, if it is a paragraph.
func (h homes) add(p *page, i int) {
	if !strong(&p.blocks[i]) {
		return
	}
	if home := p.home(i); home >= 0 {
		h[p.boxes[home].name(home)] = true
	}
}

// has tells whether a block stands where paragraphs do.
func (h homes) has(p *page, i int) bool {
	home := p.home(i)
	return home >= 0 && h[p.boxes[home].name(home)]
}

// name returns the element and class of a box, or, if it has none, its number.
func (b *box) name(i int) string {
	if class := attr(b.node, "class"); class != "" {
		return b.node.Data + "." + class
	}
	return strconv.Itoa(i)
}

// nextHeadline tells whether a block is the headline of another article that
// the page shows below its own: a heading marked up like the headline, in a
// box like the headline's, beside it.
func (p *page) nextHeadline(i int) bool {
	if p.titled < 0 || i <= p.titled || !isHeading(p.blocks[p.titled].tag) || p.blocks[i].tag != p.blocks[p.titled].tag {
		return false
	}
	if key(p.blocks[i].text) == key(p.blocks[p.titled].text) {
		return false
	}
	own, other := p.blocks[p.titled].box, p.blocks[i].box
	for depth, whole := 0, own; ; depth++ {
		a, b := &p.boxes[own], &p.boxes[other]
		if own == other {
			return depth > 1 && !p.cut(whole)
		}
		if whole = own; own == 0 || other == 0 || a.node.Data != b.node.Data || attr(a.node, "class") != attr(b.node, "class") {
			return false
		}
		own, other = a.parent, b.parent
	}
}

// cut tells whether the page cuts its article into boxes that are all called
// as that of the headline is, which holds nothing else.
func (p *page) cut(headed int) bool {
	box := &p.boxes[headed]
	if box.to != p.titled+1 || box.to >= len(p.blocks) {
		return false
	}
	for at := p.blocks[box.to].box; at > 0; at = p.boxes[at].parent {
		if p.boxes[at].parent == box.parent {
			return p.boxes[at].name(at) == box.name(headed)
		}
	}
	return false
}
