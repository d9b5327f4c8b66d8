package extract

import (
	"math"
	"strings"
	"unicode/utf8"
)

// weigh gives every block its weight: about how many characters of running
// text it brings, negative for what looks like furniture. Then it marks the
// boxes that are furniture by their names.
func (p *page) weigh() {
	for i := 0; i < len(p.blocks); {
		j := i + 1
		for j < len(p.blocks) && p.blocks[j].broken && p.blocks[j].box == p.blocks[i].box {
			j++
		}
		weighLines(p.blocks[i:j])
		i = j
	}
	p.dropBoxes()
}

// weighLines weighs the lines of one paragraph. Furniture and links stand for
// themselves; all other lines share the weight of the whole.
func weighLines(lines []block) {
	whole := block{tag: lines[0].tag}
	for i := range lines {
		b := &lines[i]
		switch {
		case isFurniture(b.text):
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

// dropBoxes marks the boxes that are furniture by name, and all inside them.
func (p *page) dropBoxes() {
	sums := p.sums(func(b *block) float64 { return max(b.weight, 0) })
	total := sums[len(p.blocks)]
	for i := 1; i < len(p.boxes); i++ {
		b := &p.boxes[i]
		if p.boxes[b.parent].lost {
			b.lost = true
			continue
		}
		share := 0.0
		if total > 0 {
			share = (sums[b.to] - sums[b.from]) / total
		}
		switch b.hint {
		case aside:
			b.lost = share < keepAside
		case never:
			b.lost = share < keepNever
		}
	}
	for i := range p.blocks {
		if b := &p.blocks[i]; p.boxes[b.box].lost {
			b.lost = true
		}
	}
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
		if b.hint == content && v > 0 {
			v *= 1.3
		}
		if b.node.Data == "article" || b.node.Data == "main" {
			v *= 1.1
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
	return best
}

// isLine tells whether an element is a single piece of text rather than a
// container of such.
func isLine(tag string) bool {
	return isHeading(tag) || tag == "p" || tag == "li" || tag == "td" || tag == "tr"
}
