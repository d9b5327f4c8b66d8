package extract

import (
	"net/url"

	"golang.org/x/net/html"
)

// discountCards takes the weight off the text of cards: small boxes of a
// linked headline with a summary, where three or more stand side by side. None
// is sought there. They are dropped if they lead to pages of this site from
// below an article: one may be made of such that lead elsewhere.
func (p *page) discountCards() {
	cards := make(map[int][]int) // by parent
	for i := 1; i < len(p.boxes); i++ {
		if p.isCard(i) {
			cards[p.boxes[i].parent] = append(cards[p.boxes[i].parent], i)
		}
	}
	told := p.sums(func(b *block) float64 {
		if b.lost || b.at <= p.titled || !strong(b) {
			return 0
		}
		return float64(b.chars)
	})
	for _, row := range cards {
		if len(row) < 3 {
			continue
		}
		below := p.titled >= 0 && told[p.boxes[row[0]].from] >= enoughAbove
		for _, i := range row {
			for j := p.boxes[i].from; j < p.boxes[i].to; j++ {
				p.blocks[j].weight = min(p.blocks[j].weight, 0)
			}
			p.boxes[i].lost = below && p.leadsHome(p.boxes[i].node)
		}
	}
	p.spread()
}

// enoughAbove is how many characters of sentences between the headline and a
// row of cards make an article to which the cards are added.
const enoughAbove = 150

// leadsHome tells whether the first link under an element stays on the site.
func (p *page) leadsHome(n *html.Node) bool {
	for _, a := range find(n, 1, func(n *html.Node) bool { return n.Data == "a" }) {
		u, err := url.Parse(absolute(p.base, attr(a, "href")))
		return err == nil && u.Host == p.base.Host
	}
	return false
}

// isCard tells whether a box holds a headline that leads elsewhere, and little
// text besides.
func (p *page) isCard(i int) bool {
	b := p.boxes[i]
	if n := b.to - b.from; n < 2 || n > 10 || b.lost || b.from <= p.titled && p.titled < b.to {
		return false
	}
	headed, chars := false, 0
	for _, c := range p.blocks[b.from:b.to] {
		headed = headed || teaser(c)
		chars += c.chars - c.linked
	}
	return headed && chars < 600
}

// container returns the box that holds the article: the one with the most
// text after its furniture is counted against it. A box named as content
// counts for more; a larger box must bring more than one tenth beyond the
// smaller one inside it.
func (p *page) container() int {
	sums := p.sums(func(b *block) float64 {
		if b.lost {
			return 0.1 * min(b.weight, 0)
		}
		return b.weight
	})
	value := func(i int) float64 {
		b := p.boxes[i]
		v := sums[b.to] - sums[b.from]
		if v <= 0 {
			return v
		}
		if b.hint == content {
			v *= 1.3
		}
		if b.node.Data == "article" || b.node.Data == "main" {
			v *= 1.1
		}
		if b.to <= p.titled {
			v *= 0.3
		}
		return v
	}
	best := 0
	for i := range p.boxes {
		if p.boxes[i].lost || p.boxes[i].isLine() {
			continue
		}
		v, b := value(i), value(best)
		inside := p.boxes[best].from <= p.boxes[i].from && p.boxes[i].to <= p.boxes[best].to
		if v > b || inside && v > 0.9*b {
			best = i
		}
	}
	return p.own(p.column(best, sums))
}

// own returns the box of the headline where a container turns out to hold
// several articles side by side, else the container itself.
func (p *page) own(container int) int {
	c := p.boxes[container]
	if p.titled < c.from || p.titled >= c.to {
		return container
	}
	for i := container + 1; i < len(p.boxes) && p.boxes[i].from < c.to; i++ {
		b := p.boxes[i]
		if b.node.Data != "article" || b.from > p.titled || p.titled >= b.to {
			continue
		}
		others := 0
		for _, o := range p.boxes[container+1:] {
			if o.node.Data == "article" && o.from >= b.to && o.to <= c.to {
				others++
			}
		}
		if others >= 2 {
			return i
		}
	}
	return container
}

// isLine tells whether a box is a single piece of text rather than a container
// of such.
func (b *box) isLine() bool {
	tag := b.node.Data
	return isHeading(tag) || tag == "p" || tag == "li" || tag == "tr" || tag == "td" && b.to-b.from < 2
}

// column returns the cell that holds most of a container's text, where that is
// a table by which the page is laid out in columns, else the container. sums
// are those of the blocks' weights.
func (p *page) column(container int, sums []float64) int {
	weight := func(b box) float64 { return sums[b.to] - sums[b.from] }
	c := p.boxes[container]
	for i := container + 1; i < len(p.boxes) && p.boxes[i].from < c.to; i++ {
		b := p.boxes[i]
		if b.node.Data != "td" || b.lost || b.to-b.from < 2 || 2*weight(b) <= weight(c) {
			continue
		}
		if 10*weight(p.boxes[b.parent]) > 9*weight(c) { // no other row has an article's text
			return i
		}
	}
	return container
}
