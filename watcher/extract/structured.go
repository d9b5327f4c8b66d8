package extract

import "strings"

// longBody is how many characters of a body in structured data are more than
// the summary that some pages put there.
const longBody = 400

// Bodies of more bytes, and blocks beyond so many, are not looked at where that
// would take too long; no article is like it.
const (
	hugeBody   = 100_000
	manyBlocks = 2000
)

// orGiven returns the shown body, unless the page's structured data gives a
// better one: where a page shows hardly any of it, as pages do that are drawn by
// a script, and where it shows all of it, but elsewhere than was thought.
func (p *page) orGiven(shown []block) []block {
	given := p.givenBody()
	if length(given) < longBody || len(given) > hugeBody || len(p.blocks) > manyBlocks {
		return shown
	}
	whole := key(given)
	letters, all := length(whole), measure(shown).chars
	known, there := measure(agreed(shown, whole)).chars, agreed(p.blocks, whole)
	switch shows := 5*measure(there).chars >= 4*letters; {
	case shows && 3*known < 2*letters:
		return there
	case !shows && 3*all < letters && 2*known >= all:
		return paragraphs(given)
	}
	return shown
}

// agreed are the blocks that stand in a folded text, each of them once.
func agreed(blocks []block, whole string) []block {
	var kept []block
	seen := make(map[string]bool)
	for _, b := range blocks {
		if k := key(b.text); b.chars >= 25 && !seen[k] && strings.Contains(whole, k) {
			seen[k] = true
			kept = append(kept, b)
		}
	}
	return kept
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
