package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// leastEntries is how many entries a live blog has at least.
const leastEntries = 3

// live tells why a page is a live blog, or "" if it is none: it calls itself
// so, and shows entries that each bear a time.
func (p *page) live() string {
	if len(p.head.ld) > 0 && p.head.ld[0].kind == "liveblogposting" {
		return "its structured data calls it a live blog"
	}
	if !p.calledLive() {
		return ""
	}
	c, entries := p.boxes[p.main], 0
	for _, b := range p.blocks[c.from:c.to] {
		if clockLine.MatchString(strings.Map(foldDigit, b.text)) {
			entries++
		}
	}
	if entries < leastEntries {
		return ""
	}
	return fmt.Sprintf("a live blog of %d entries", entries)
}

// clockLine begins with a time of day, as the entries of live blogs do.
var clockLine = regexp.MustCompile(`^\D{0,12}\d{1,2}[:.]\d{2}(?:\D|$)`)

// foldDigit writes the digits of all scripts as ASCII.
func foldDigit(r rune) rune {
	if f := foldLetter(r); '0' <= f && f <= '9' {
		return f
	}
	return r
}

// calledLive tells whether a page's address, or a box of it, is named live.
func (p *page) calledLive() bool {
	for part := range strings.SplitSeq(strings.ToLower(p.base.Path), "/") {
		words := nameWords(part)
		if len(words) > 0 && (words[0] == "live" || words[0] == "liveblog" || words[len(words)-1] == "live") {
			return true
		}
	}
	for _, b := range p.boxes {
		words := nameWords(attr(b.node, "class") + " " + attr(b.node, "id"))
		if slices.Contains(words, "liveblog") || follows(words, "live", "blog") {
			return true
		}
	}
	return false
}

// follows tells whether one word stands right before another.
func follows(words []string, first, second string) bool {
	for i := 1; i < len(words); i++ {
		if words[i-1] == first && words[i] == second {
			return true
		}
	}
	return false
}
