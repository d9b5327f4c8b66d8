package extract

import (
	"embed"
	"slices"
	"strings"
)

// The tables of furniture: lines that are no part of any article, by language.
// Each line is a pattern over a whole paragraph: words, and * for any words or
// none. Case, punctuation, vowel marks and spelling variants of Arabic letters
// do not count. '#' begins a comment. A line after '>' opens a box of
// furniture: what stands with it in one box is none of the article's either. A
// line after '>>' opens one that stands behind articles as a rule: the article
// before it is at its end, unless it clearly goes on behind the box. A line
// after '>>>' ends the article for good.
//
//go:embed furniture/*.txt
var furnitureFiles embed.FS

// furniture are the patterns of all languages, by their first word; those that
// begin with * stand under "".
var furniture = readFurniture()

// A pattern is a line of the tables.
type pattern struct {
	words  []string
	opens  bool // a box of furniture
	closes bool // the article, as a rule
	ends   bool // the article

	// Of a paragraph that was matched:
	bare  bool // it says nothing beyond the pattern
	label bool // it gives the pattern's words a value, as in "Tags: a, b"
	loose bool // it says more, and may be the article's
}

// headings are the patterns that may stand by themselves, by their letters:
// blanks in them are written in many ways.
var headings = readHeadings(furniture)

func readHeadings(table map[string][]pattern) map[string]pattern {
	found := make(map[string]pattern)
	for _, patterns := range table {
		for _, p := range patterns {
			words, star := p.words, false
			if words[len(words)-1] == "*" {
				words, star = words[:len(words)-1], true
			}
			if len(words) == 0 || slices.Contains(words, "*") {
				continue
			}
			k := strings.Join(words, "")
			if _, known := found[k]; known && star {
				continue // what is said of the words alone counts
			}
			p.bare = true
			found[k] = p
		}
	}
	return found
}

func readFurniture() map[string][]pattern {
	table := make(map[string][]pattern)
	files, err := furnitureFiles.ReadDir("furniture")
	if err != nil {
		return table
	}
	for _, f := range files {
		text, err := furnitureFiles.ReadFile("furniture/" + f.Name())
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			line, _, _ = strings.Cut(line, "#")
			line = strings.TrimSpace(line)
			marks := len(line) - len(strings.TrimLeft(line, ">"))
			words := patternWords(line)
			if len(words) == 0 {
				continue
			}
			first := words[0]
			if first == "*" {
				first = ""
			}
			table[first] = append(table[first], pattern{words: words, opens: marks > 0, closes: marks == 2, ends: marks > 2})
		}
	}
	return table
}

// longestFurniture is the length in characters past which a paragraph is not
// looked up: furniture is short.
const longestFurniture = 250

// isFurniture tells whether a paragraph is a line of furniture, whatever
// stands around it.
func isFurniture(s string) bool {
	p, found := findFurniture(s)
	return found && !p.loose
}

// findFurniture looks a paragraph up in the tables. A paragraph without a
// letter or digit is furniture too.
func findFurniture(s string) (pattern, bool) {
	if len(s) > 4*longestFurniture || length(s) > longestFurniture {
		return pattern{}, false
	}
	words := patternWords(strings.ReplaceAll(s, "*", " "))
	if len(words) == 0 {
		return pattern{}, true
	}
	if p, found := headings[letters(words)]; found {
		return p, true
	}
	if buttons(words) {
		return pattern{bare: true}, true
	}
	var maybe pattern
	for _, first := range []string{words[0], ""} {
		for _, p := range furniture[first] {
			if !matchWords(p.words, words) {
				continue
			}
			switch p.fit(words, s) {
			case whole:
				p.label = p.labels(s)
				return p, true
			case loose:
				if maybe.words == nil || maybe.literals() < p.literals() {
					maybe = p
					maybe.loose = true
				}
			}
		}
	}
	return maybe, maybe.loose
}

// buttons tells whether a paragraph is nothing but lines of furniture in a row,
// as "Facebook Twitter Copy link" is.
func buttons(words []string) bool {
	for len(words) > 0 {
		n := min(len(words), 3)
		for n > 0 {
			if _, found := headings[strings.Join(words[:n], "")]; found {
				break
			}
			n--
		}
		if n == 0 {
			return false
		}
		words = words[n:]
	}
	return true
}

// letters joins words, but for numbers: "Comments (3)" is "comments".
func letters(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if strings.Trim(w, "0123456789") != "" {
			b.WriteString(w)
		}
	}
	return b.String()
}

// literals counts the words of a pattern.
func (p pattern) literals() int {
	n := 0
	for _, w := range p.words {
		if w != "*" {
			n++
		}
	}
	return n
}

// A fit is how well a pattern fits a paragraph that has its words.
type fit int

const (
	none  fit = iota // a sentence that merely begins or ends so
	loose            // furniture, if what stands around it is
	whole            // furniture
)

// fit tells how well a pattern fits a paragraph that meets it. One that begins
// or ends with * would catch all that merely begin or end so: it fits a label
// with its value, such as "Tags: a, b"; else the less the paragraph says beyond
// the pattern, and the more words the pattern has, the surer.
func (p pattern) fit(words []string, s string) fit {
	if p.words[0] != "*" && p.words[len(p.words)-1] != "*" {
		return whole
	}
	literal := p.literals()
	limit := 4 + 3*literal
	switch {
	case p.labels(s) && (literal > 1 || !endsWithStop(s) || len(words) <= longestValue):
		return whole
	case p.labels(s):
		return loose
	case endsWithStop(s):
		limit = 3*literal - 1
	case literal > 1 && !endsSentence(s):
		limit *= 2
	}
	switch {
	case len(words) > limit:
		return none
	case literal == 1 && !numbered(words[1:]) || p.ends && len(words) > literal:
		return loose
	}
	return whole
}

// labels tells whether a paragraph is the pattern's words, a colon, and what
// they are said of.
func (p pattern) labels(s string) bool {
	colon := strings.IndexAny(s, ":：")
	last := len(p.words) - 1
	return colon >= 0 && p.words[last] == "*" && slices.Equal(patternWords(s[:colon]), p.words[:last])
}

// longestValue is how many words a label of one word and its value have that
// end with a stop, at most: more may be a sentence.
const longestValue = 6

// numbered tells whether a number stands at the head of words, as in "Updated
// 14 November" or "Comments (3)".
func numbered(words []string) bool {
	for _, w := range words[:min(2, len(words))] {
		if strings.Trim(w, "0123456789") == "" {
			return true
		}
	}
	return false
}

// matchWords matches words against a pattern in which "*" stands for any
// words or none.
func matchWords(pattern, words []string) bool {
	star, from := -1, 0
	i, j := 0, 0
	for j < len(words) {
		switch {
		case i < len(pattern) && pattern[i] == "*":
			star, from = i, j
			i++
		case i < len(pattern) && pattern[i] == words[j]:
			i, j = i+1, j+1
		case star >= 0:
			from++
			i, j = star+1, from
		default:
			return false
		}
	}
	for i < len(pattern) && pattern[i] == "*" {
		i++
	}
	return i == len(pattern)
}

// patternWords folds a line into its words; a lone * stays.
func patternWords(s string) []string {
	return strings.FieldsFunc(strings.Map(func(r rune) rune {
		if r == '*' || r == ' ' {
			return r
		}
		return foldLetter(r)
	}, s), func(r rune) bool { return r == ' ' })
}
