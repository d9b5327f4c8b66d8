package extract

import "strings"

// body returns the blocks of the article, in order.
func (p *page) body(title string) []block {
	if len(p.blocks) == 0 {
		return nil
	}
	c := p.boxes[p.container()]
	kept := p.keep(p.blocks[c.from:c.to], key(title))
	return trim(kept)
}

// keep takes the blocks of a container that are no furniture and do not
// repeat the title.
func (p *page) keep(blocks []block, title string) []block {
	var kept []block
	for _, b := range blocks {
		if b.lost || b.tag == "h1" {
			continue
		}
		if k := key(b.text); k == "" || k == title {
			continue
		}
		density := float64(b.linked) / float64(b.chars)
		if density > 0.8 && (b.tag == "li" || b.tag == "a" || b.tag == "div" || isHeading(b.tag) || !endsSentence(b.text)) {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// trim cuts what stands before the first and behind the last block that reads
// as an article's text, and headings with nothing under them.
func trim(blocks []block) []block {
	for len(blocks) > 0 && weak(blocks[0]) {
		blocks = blocks[1:]
	}
	for len(blocks) > 0 && weak(blocks[len(blocks)-1]) {
		blocks = blocks[:len(blocks)-1]
	}
	return blocks
}

// weak tells whether a block at the article's edge is unlikely to be of it.
func weak(b block) bool {
	return isHeading(b.tag) || b.weight < 0 && !endsSentence(b.text) && !strings.HasSuffix(b.text, "،")
}

// join writes blocks as a text of paragraphs. Lines of one paragraph stay
// together.
func join(blocks []block) string {
	var s strings.Builder
	for i, b := range blocks {
		switch {
		case i == 0:
		case b.broken && b.at == blocks[i-1].at+1:
			s.WriteByte('\n')
		default:
			s.WriteString("\n\n")
		}
		s.WriteString(b.text)
	}
	return s.String()
}
