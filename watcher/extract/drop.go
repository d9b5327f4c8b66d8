package extract

// Shares of the page's text above which a box is kept although its name calls
// it furniture: authors name the box around everything "has-sidebar" too.
const (
	keepAside = 0.4
	keepNever = 0.85
)

// enoughOutside is the share of the page's text which, standing behind the
// headline in no box named furniture, shows that such boxes without the
// headline are what they are called, whatever their share.
const enoughOutside = 0.1

// enoughBehind is the same in characters, for names that leave little doubt.
const enoughBehind = 200

// dropBoxes marks the boxes that are furniture by name, and all inside them.
// Boxes of the same name are judged together: where every paragraph stands in
// a "card", cards are the article.
func (p *page) dropBoxes() {
	sums := p.sums(func(b *block) float64 { return max(b.weight, 0) })
	total := max(sums[len(p.blocks)], 1)
	shares := make(map[string]float64)
	for _, b := range p.boxes {
		if b.hint == aside && attr(b.node, "class") != "" {
			shares[b.node.Data+"."+attr(b.node, "class")] += (sums[b.to] - sums[b.from]) / total
		}
	}
	behind := p.outside()
	outside := behind/total > enoughOutside
	for i := 1; i < len(p.boxes); i++ {
		b := &p.boxes[i]
		if p.boxes[b.parent].lost {
			b.lost = true
			continue
		}
		share := (sums[b.to] - sums[b.from]) / total
		titled := b.from <= p.titled && p.titled < b.to
		switch {
		case b.hint == never:
			b.lost = share < keepNever || behind > enoughBehind && !titled
		case b.hint == aside && titled && sums[b.to]-sums[p.titled] > enoughBehind:
			// Whatever it is called, the article begins in it.
		case b.hint == aside && p.amid(i):
			// Whatever it is called, the article goes on in it.
		case b.hint == aside:
			b.lost = max(share, shares[b.node.Data+"."+attr(b.node, "class")]) < keepAside || outside && !titled
		}
	}
	p.spread()
}

// nearby is how many blocks away a box's neighbours are looked for.
const nearby = 6

// amid tells whether a box that no more than its name calls furniture, in words
// that say as much of the article's own, reads as the paragraphs beside it do.
func (p *page) amid(i int) bool {
	b := &p.boxes[i]
	if tag := b.node.Data; tag != "p" && tag != "div" && tag != "section" || attr(b.node, "role") != "" || !doubtful(b.node) {
		return false
	}
	for _, c := range p.blocks[b.from:b.to] {
		if !strong(&c) || c.linked > 0 {
			return false
		}
	}
	beside, parent := 0, &p.boxes[b.parent]
	for j := max(parent.from, b.from-nearby); j < min(parent.to, b.to+nearby); j++ {
		if c := &p.blocks[j]; (j < b.from || j >= b.to) && strong(c) && c.tag == "p" && p.boxes[c.box].parent == b.parent {
			beside++
		}
	}
	return beside >= 2 && b.to > b.from
}

// outside returns how much text stands behind the headline in no box that is
// named furniture, other than those that hold the headline too.
func (p *page) outside() float64 {
	if p.titled < 0 {
		return 0
	}
	inside := make([]bool, len(p.boxes))
	for i := 1; i < len(p.boxes); i++ {
		b := p.boxes[i]
		titled := b.from <= p.titled && p.titled < b.to
		inside[i] = inside[b.parent] || (b.hint == aside || b.hint == never) && !titled
	}
	sum := 0.0
	for _, b := range p.blocks[p.titled+1:] {
		if !inside[b.box] {
			sum += max(b.weight, 0)
		}
	}
	return sum
}

// spread marks the blocks inside lost boxes.
func (p *page) spread() {
	for i := 1; i < len(p.boxes); i++ {
		if p.boxes[p.boxes[i].parent].lost {
			p.boxes[i].lost = true
		}
	}
	for i := range p.blocks {
		if p.boxes[p.blocks[i].box].lost {
			p.blocks[i].lost = true
		}
	}
}

// dropSections marks the boxes that begin with a line naming them furniture,
// such as "Related news": the largest box that begins so and does not hold
// much of the page, unless an article stands before it or, if the line says
// nothing else, around it.
func (p *page) dropSections() {
	sums := p.sums(func(b *block) float64 {
		if b.lost {
			return 0
		}
		return max(b.weight, 0)
	})
	for i := 1; i < len(p.boxes); i++ {
		b := &p.boxes[i]
		if b.lost || b.to-b.from < 2 || b.from <= p.titled && p.titled < b.to {
			continue // a line by itself is furniture already
		}
		first := p.blocks[b.from]
		if !first.line.opens && !(isHeading(first.tag) && p.boxes[first.box].hint == aside) {
			continue
		}
		behind := p.titled >= 0 && b.from > p.titled && sums[b.from]-sums[p.titled] > enoughBehind
		inside := sums[b.to] - sums[b.from]
		if b.from > p.titled && !first.line.closes && inside > enough && inside > 2*(sums[b.from]-sums[max(p.titled, 0)]) {
			continue // the rest of the article, which a button unfolds
		}
		outside := sums[len(p.blocks)] - sums[max(p.titled, 0)]
		if b.from > p.titled {
			outside -= inside
		}
		named := first.line.bare && outside > max(enoughBehind, inside/2)
		if behind || named || inside < 0.3*sums[len(p.blocks)] {
			b.lost = true
		}
	}
	p.spread()
}

// dropLinkLists marks lists that are mostly links, with the line above that
// announces them.
func (p *page) dropLinkLists() {
	for i := range p.boxes {
		b := &p.boxes[i]
		if tag := b.node.Data; b.lost || b.to-b.from < 2 || tag != "ul" && tag != "ol" && tag != "dl" {
			continue
		}
		chars, linked := 0, 0
		for _, c := range p.blocks[b.from:b.to] {
			chars += c.chars
			linked += c.linked
		}
		if 2*linked <= chars {
			continue
		}
		b.lost = true
		if above := b.from - 1; above >= 0 && !endsWithStop(p.blocks[above].text) && p.blocks[above].chars < 80 {
			p.blocks[above].lost = true
		}
	}
	p.spread()
}
