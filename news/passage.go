package news

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Passage is a piece of an article that shows where terms were found.
type Passage struct {
	Field Field

	// Text is the piece, each run of white space in it one blank.
	Text string

	// Bold are the matched words: byte ranges of Text, in order, apart.
	Bold [][2]int

	// Head and Tail tell that the text was cut there, in the middle of a
	// sentence.
	Head, Tail bool
}

// The measures of a passage. A letter takes one byte in Latin script and two
// in Arabic and Cyrillic, so what a reader sees is counted in runes.
const (
	passageReach = 100 // runes of context on each side of a hit
	passageMerge = 60  // bytes: passages nearer than that become one
	passageLimit = 900 // bytes: no merging beyond this size
	passageHits  = 20  // of one term in one field
)

// Passages returns up to max passages around the hits outside the title, in
// reading order. Those that show terms which no other shows are preferred.
// They are cut at the ends of sentences where some are near, else at words,
// never inside of what a reader sees as one character, and never run over the
// end of a paragraph. Hits that do not fit the text are left out, and so are
// those of a term behind its first few: they show nothing new.
func Passages(a *Article, hits []Hit, max int) []Passage {
	var windows []window
	for _, f := range []Field{FieldLead, FieldBody} {
		windows = append(windows, cutWindows(a.Text(f), f, hits)...)
	}
	var passages []Passage
	for _, w := range choose(windows, max) {
		passages = append(passages, w.passage(a.Text(w.field)))
	}
	return passages
}

// choose returns up to max windows in reading order: again and again the one
// with most terms not shown yet, the earlier of equals, and none that only
// repeats one before it, as a body often repeats its lead.
func choose(windows []window, most int) []window {
	shown := map[string]bool{}
	var picked []int
	for len(picked) < min(most, len(windows)) {
		best, gain := -1, -1
		for i, w := range windows {
			repeats := slices.ContainsFunc(picked, func(p int) bool { return p == i || w.repeats(windows[p]) })
			if g := w.newTerms(shown); g > gain && !repeats {
				best, gain = i, g
			}
		}
		if best < 0 {
			break
		}
		picked = append(picked, best)
		for _, h := range windows[best].hits {
			shown[h.Term] = true
		}
	}
	slices.Sort(picked)
	chosen := make([]window, len(picked))
	for i, p := range picked {
		chosen[i] = windows[p]
	}
	return chosen
}

// repeats reports whether nearly all words of one window stand in the other.
func (w window) repeats(o window) bool {
	few, many := w.words, o.words
	if len(few) > len(many) {
		few, many = many, few
	}
	shared := 0
	for _, word := range few {
		if slices.Contains(many, word) {
			shared++
		}
	}
	return shared*10 >= len(few)*9
}

func (w window) newTerms(shown map[string]bool) int {
	fresh := map[string]bool{}
	for _, h := range w.hits {
		if !shown[h.Term] {
			fresh[h.Term] = true
		}
	}
	return len(fresh)
}

// passage copies a window out of its text.
func (w window) passage(text string) Passage {
	p := Passage{Field: w.field, Head: w.head, Tail: w.tail}
	var b strings.Builder
	at := w.start
	for _, m := range marks(text, w.hits) {
		start, end := max(m[0], at), min(m[1], w.end)
		if start >= end {
			continue
		}
		squeeze(&b, text[at:start])
		from := b.Len()
		squeeze(&b, text[start:end])
		if b.Len() > from {
			p.Bold = append(p.Bold, [2]int{from, b.Len()})
		}
		at = end
	}
	squeeze(&b, text[at:w.end])
	p.Text = strings.TrimRight(b.String(), " ")
	if n := len(p.Bold); n > 0 {
		p.Bold[n-1][1] = min(p.Bold[n-1][1], len(p.Text))
		if p.Bold[n-1][0] >= len(p.Text) {
			p.Bold = p.Bold[:n-1] // a hit of blanks alone
		}
	}
	return p
}

// Headline returns the article's title as one passage, whole, with the words
// that were matched in it.
func Headline(a *Article, hits []Hit) Passage {
	w := window{field: FieldTitle, end: len(a.Title), paragraph: [2]int{0, len(a.Title)}}
	for _, h := range hits {
		if h.Field == FieldTitle && fits(a.Title, h) {
			w.hits = append(w.hits, h)
		}
	}
	return w.passage(a.Title)
}

// marks returns the byte ranges of hits, in order and apart, each up to the
// end of what a reader sees as its last character.
func marks(text string, hits []Hit) [][2]int {
	var ranges [][2]int
	for _, h := range hits {
		end := h.End
		for end < len(text) && !divides(text, end) {
			_, n := utf8.DecodeRuneInString(text[end:])
			end += n
		}
		ranges = append(ranges, [2]int{h.Start, end})
	}
	slices.SortFunc(ranges, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	var apart [][2]int
	for _, r := range ranges {
		if n := len(apart); n > 0 && r[0] < apart[n-1][1] {
			apart[n-1][1] = max(apart[n-1][1], r[1])
			continue
		}
		apart = append(apart, r)
	}
	return apart
}
