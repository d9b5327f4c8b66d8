package extract

import (
	"math"
	"strings"
	"unicode/utf8"
)

// weigh gives every block its weight: about how many characters of running
// text it brings, negative for what looks like furniture. Then it marks the
// boxes that are furniture by their names.
func (p *page) weigh(title string) {
	p.titled = p.headline(key(title))
	for i := 0; i < len(p.blocks); {
		j := i + 1
		for j < len(p.blocks) && p.blocks[j].broken && p.blocks[j].box == p.blocks[i].box {
			j++
		}
		weighLines(p.blocks[i:j])
		i = j
	}
	p.dropBoxes()
	p.dropSections()
	p.dropLinkLists()
}

// headline returns the block that is the headline: the first heading that
// says it, else the first block that does, else -1.
func (p *page) headline(title string) int {
	first := -1
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.chars > 500 || key(b.text) != title {
			continue
		}
		if isHeading(b.tag) {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// weighLines weighs the lines of one paragraph. Furniture and links stand for
// themselves; all other lines share the weight of the whole.
func weighLines(lines []block) {
	whole := block{tag: lines[0].tag}
	for i := range lines {
		b := &lines[i]
		switch {
		case b.furniture():
			b.lost, b.weight = true, -20
		case b.linked*10 > b.chars*6:
			b.weight = weightOf(b)
		default:
			whole.chars += b.chars
			whole.linked += b.linked
			whole.text = b.text
			b.weight = math.NaN()
		}
	}
	for i := range lines {
		if b := &lines[i]; math.IsNaN(b.weight) {
			b.weight = weightOf(&whole) * float64(b.chars) / float64(whole.chars)
		}
	}
}

// weightOf weighs a block by itself.
func weightOf(b *block) float64 {
	own := float64(b.chars - b.linked)
	density := float64(b.linked) / float64(b.chars)
	switch {
	case isHeading(b.tag):
		return 0
	case density > 0.6:
		return -10 - 0.5*float64(min(b.linked, 200))
	case b.chars < 25:
		return -5
	}
	w := own * (1 - density)
	if !endsSentence(b.text) {
		w *= 0.4
	}
	switch b.tag {
	case "p", "blockquote", "pre":
	case "li", "td", "tr", "dd":
		w *= 0.6
	default:
		w *= 0.8
	}
	return w
}

// furniture looks the block up in the tables of furniture.
func (b *block) furniture() bool {
	found := false
	b.line, found = findFurniture(b.text)
	return found
}

func isHeading(tag string) bool {
	return len(tag) == 2 && tag[0] == 'h' && '1' <= tag[1] && tag[1] <= '6'
}

// endsSentence tells whether a text ends as a sentence does, or as a line that
// introduces what follows.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]؛ ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:؟۔।。", r)
}

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
		case b.hint == aside:
			b.lost = max(share, shares[b.node.Data+"."+attr(b.node, "class")]) < keepAside || outside && !titled
		}
	}
	p.spread()
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
// much of the page, unless an article stands before it.
func (p *page) dropSections() {
	sums := p.sums(func(b *block) float64 {
		if b.lost {
			return 0
		}
		return max(b.weight, 0)
	})
	for i := 1; i < len(p.boxes); i++ {
		b := &p.boxes[i]
		if b.lost || b.from >= b.to || b.from <= p.titled && p.titled < b.to {
			continue
		}
		first := p.blocks[b.from]
		if !first.line.opens && !(isHeading(first.tag) && p.boxes[first.box].hint == aside) {
			continue
		}
		behind := p.titled >= 0 && b.from > p.titled && sums[b.from]-sums[p.titled] > enoughBehind
		if behind || sums[b.to]-sums[b.from] < 0.3*sums[len(p.blocks)] {
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

// sums returns the running sums of a measure over the blocks: that of
// blocks[i:j] is sums[j]-sums[i].
func (p *page) sums(measure func(*block) float64) []float64 {
	s := make([]float64, len(p.blocks)+1)
	for i := range p.blocks {
		s[i+1] = s[i] + measure(&p.blocks[i])
	}
	return s
}

// container returns the box that holds the article: the one with the most
// text after its furniture is counted against it. A box named as content
// counts for more; a larger box must bring more than one tenth beyond the
// smaller one inside it.
func (p *page) container() int {
	sums := p.sums(func(b *block) float64 {
		if b.lost {
			return 0
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
		if p.boxes[i].lost || isLine(p.boxes[i].node.Data) {
			continue
		}
		v, b := value(i), value(best)
		inside := p.boxes[best].from <= p.boxes[i].from && p.boxes[i].to <= p.boxes[best].to
		if v > b || inside && v > 0.9*b {
			best = i
		}
	}
	return p.own(best)
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

// endsWithStop tells whether a text ends a sentence, and does not introduce
// what follows.
func endsWithStop(s string) bool { return endsSentence(s) && !strings.HasSuffix(s, ":") }

// isLine tells whether an element is a single piece of text rather than a
// container of such.
func isLine(tag string) bool {
	return isHeading(tag) || tag == "p" || tag == "li" || tag == "td" || tag == "tr"
}
