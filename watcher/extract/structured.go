package extract

import "strings"

// longBody is how many characters of a body in structured data are more than
// the summary that some pages put there.
const longBody = 400

// orGiven returns the shown body, or the one that the page's structured data
// gives if the page shows hardly any of it, as pages do that are drawn by a
// script.
func (p *page) orGiven(shown []block) []block {
	given := p.givenBody()
	if length(given) < longBody {
		return shown
	}
	whole := key(given)
	chars, shared := 0, 0
	for _, b := range shown {
		chars += b.chars
		if strings.Contains(whole, key(b.text)) {
			shared += b.chars
		}
	}
	if 3*chars < length(given) && 2*shared >= chars {
		return paragraphs(given)
	}
	return shown
}

// givenBody is the longest body in the page's structured data.
func (p *page) givenBody() string {
	given := ""
	for _, ld := range p.head.ld {
		if len(ld.body) > len(given) {
			given = ld.body
		}
	}
	return given
}

// paragraphs makes blocks of a plain text, one of each line.
func paragraphs(s string) []block {
	var blocks []block
	for line := range strings.Lines(s) {
		if line = oneLine(line); line != "" {
			blocks = append(blocks, block{text: line, tag: "p", chars: length(line), at: 2 * len(blocks)})
		}
	}
	return blocks
}
