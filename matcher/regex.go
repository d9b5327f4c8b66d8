package matcher

import (
	"bytes"
	"regexp"
	"slices"
	"sort"
	"unicode/utf16"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// pattern compiles a regular expression. The parser has held its size.
func (c *compiler) pattern(n *query.Regex, in fieldSet) node {
	re, err := regexp.Compile(n.Folded())
	if err != nil {
		c.report(n.Start, false, "%s cannot be read: %v", n, err)
		return node{}
	}
	return node{op: regex, fields: in, term: c.label(n.String()), details: &details{pattern: re, literals: n.Literals()}}
}

// label notes how a pattern is shown, and returns the number that stands for
// it among those of terms.
func (c *compiler) label(pattern string) int32 {
	c.patterns = append(c.patterns, pattern)
	return int32(^(len(c.patterns) - 1))
}

// A foldedField is the folded text of fields, which regular expressions read:
// words parted by single blanks, paragraphs and what punctuation parts by line
// breaks.
type foldedField struct {
	done  [len(fields)]bool
	lines [len(fields)][]byte
	ends  [len(fields)][]int32 // of each token in lines
}

// unfold returns the folded text of a field.
func (d *document) unfold(field int) (lines []byte, ends []int32) {
	f := &d.folded
	if f.done[field] {
		return f.lines[field], f.ends[field]
	}
	f.done[field] = true
	lines, ends = f.lines[field][:0], f.ends[field][:0]
	t := &d.reading.texts[field]
	for i, token := range t.Tokens {
		switch {
		case i == 0 || token.Gap == text.Half || token.Gap == text.Glued:
		case token.Gap == text.Edge:
			lines = append(lines, '\n')
		default:
			lines = append(lines, ' ')
		}
		for _, l := range t.Letters[token.First:token.Last] {
			lines = appendRune(lines, l)
		}
		ends = append(ends, int32(len(lines)))
	}
	f.lines[field], f.ends[field] = lines, ends
	return lines, ends
}

func appendRune(b []byte, unit uint16) []byte {
	r := rune(unit)
	if utf16.IsSurrogate(r) {
		r = '\uFFFD'
	}
	return append(b, string(r)...)
}

// mostLines are the 64 bytes of lines that are worth looking at for one pattern
// in an article. An expression may read on to the end for each of its matches.
const mostLines = 1 << 20

// matches appends the places that a regular expression finds, and tells whether
// these are all.
func (d *document) matches(n *node, places []span) (_ []span, all bool) {
	left := mostLines
	for f := range fields {
		if n.fields>>f&1 == 0 {
			continue
		}
		lines, ends := d.unfold(f)
		if !slices.ContainsFunc(n.literals, func(s string) bool { return bytes.Contains(lines, []byte(s)) }) {
			continue
		}
		for at := 0; at < len(lines); {
			if left -= 1 + (len(lines)-at)/64; left < 0 {
				return places, false
			}
			m := n.pattern.FindIndex(lines[at:])
			if m == nil {
				break
			}
			from, to := at+m[0], at+m[1]
			if at = max(to, from+1); from == to {
				continue
			}
			s := span{
				int32(sort.Search(len(ends), func(i int) bool { return int(ends[i]) > from })),
				int32(sort.Search(len(ends), func(i int) bool { return int(ends[i]) >= to })), uint8(f),
			}
			if s.first < int32(len(ends)) {
				places = append(places, s)
			}
		}
	}
	return places, true
}
