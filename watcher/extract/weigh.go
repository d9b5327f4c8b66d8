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
	p.strays = nil
	p.markFurniture()
	for i := 0; i < len(p.blocks); {
		j := i + 1
		for j < len(p.blocks) && p.blocks[j].broken && p.blocks[j].box == p.blocks[i].box {
			j++
		}
		weighLines(p.blocks[i:j])
		i = j
	}
	if len(p.chosen["body"]) > 0 { // where the body stands is known
		p.dropCaptions()
		p.dropLinkLists()
		return
	}
	p.dropBoxes()
	p.dropImageCaptions()
	p.dropSections()
	p.dropLinkLists()
	p.discountCards()
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
		case b.lost:
			b.weight = -20
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

// markFurniture marks the lines that meet the tables of furniture. One that
// merely begins as such a line does, or as a heading of other news, counts only
// if it is a link, or no text of an article follows it.
func (p *page) markFurniture() {
	for i := range p.blocks {
		b := &p.blocks[i]
		line, found := findFurniture(b.text)
		if !found {
			continue
		}
		one := line.literals() == 1
		doubt := line.loose || !line.bare && line.opens && (one && !line.label || isHeading(b.tag))
		if doubt && 2*b.linked <= b.chars && (one && endsWithStop(b.text) || p.readsOn(i, !one)) {
			continue
		}
		b.line, b.lost = line, true
	}
}

// readsOn tells whether what follows a line reads as an article's text rather
// than as what the line announces: the first of the blocks behind it that is
// either. Entries of lists may be text only if the line says little for itself.
func (p *page) readsOn(at int, sure bool) bool {
	for i := at + 1; i < min(at+5, len(p.blocks)); i++ {
		b := &p.blocks[i]
		switch entry := b.tag == "li" || b.tag == "td" || b.tag == "dt"; {
		case 2*b.linked > b.chars || entry && sure:
			return false
		case b.chars >= 40 && endsSentence(b.text) && 3*b.linked < b.chars:
			return true
		}
	}
	return false
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

// sums returns the running sums of a measure over the blocks: that of
// blocks[i:j] is sums[j]-sums[i].
func (p *page) sums(measure func(*block) float64) []float64 {
	s := make([]float64, len(p.blocks)+1)
	for i := range p.blocks {
		s[i+1] = s[i] + measure(&p.blocks[i])
	}
	return s
}

// endsWithStop tells whether a text ends a sentence, and does not introduce
// what follows.
func endsWithStop(s string) bool { return endsSentence(s) && !strings.HasSuffix(s, ":") }
