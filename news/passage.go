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
)

// Passages returns up to max passages around the hits outside the title, in
// reading order. Those that show terms which no other shows are preferred.
// They are cut at the ends of sentences where some are near, else at words, never inside of what a reader sees as one character,
// and never run over the end of a paragraph. Hits that do not fit the text
// are left out.
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

// A window is a passage in the making: a byte range of a field's text, with
// its hits.
type window struct {
	field      Field
	start, end int
	hits       []Hit
	paragraph  [2]int
	head, tail bool // cut in the middle of a sentence
	words      []string
}

// cutWindows returns the windows around the hits in a field, in order.
func cutWindows(text string, f Field, hits []Hit) []window {
	var own []Hit
	for _, h := range hits {
		if h.Field == f && fits(text, h) {
			own = append(own, h)
		}
	}
	slices.SortFunc(own, func(a, b Hit) int { return a.Start - b.Start })
	var windows []window
	for _, h := range own {
		w := around(text, f, h)
		if n := len(windows); n > 0 && windows[n-1].takes(w) {
			last := &windows[n-1]
			last.hits = append(last.hits, h)
			if w.end > last.end && w.end-last.start <= passageLimit {
				last.end, last.tail = w.end, w.tail
			}
			continue
		}
		if n := len(windows); n > 0 {
			if last := windows[n-1]; w.start < last.end { // apart, as the merge was too long
				w.start, w.head = last.end, true
			}
		}
		if w.start <= h.Start {
			windows = append(windows, w)
		}
	}
	for i := range windows {
		windows[i].words = strings.Fields(text[windows[i].start:windows[i].end])
	}
	return windows
}

// takes reports whether the next window should become a part of w.
func (w window) takes(next window) bool {
	if w.paragraph != next.paragraph || next.start-w.end > passageMerge {
		return false
	}
	hit := next.hits[0]
	return hit.End <= w.end || next.end-w.start <= passageLimit
}

func fits(text string, h Hit) bool {
	return h.Start >= 0 && h.Start < h.End && h.End <= len(text) &&
		utf8.RuneStart(text[h.Start]) && (h.End == len(text) || utf8.RuneStart(text[h.End]))
}

// around returns the window around one hit: its context, cut at words, within
// its paragraph.
func around(text string, f Field, h Hit) window {
	w := window{field: f, start: 0, end: len(text), hits: []Hit{h}}
	if i := strings.LastIndex(text[:h.Start], "\n\n"); i >= 0 {
		w.start = i + 2
	}
	if i := strings.Index(text[h.End:], "\n\n"); i >= 0 {
		w.end = h.End + i
	}
	w.paragraph = [2]int{w.start, w.end}
	if far := back(text, w.start, h.Start, passageReach); far > w.start {
		w.start = wordAfter(text, far, h.Start)
		if at := sentenceAfter(text, far, h.Start); at >= 0 {
			w.start = at
		}
		w.head = w.start > w.paragraph[0] && !endsSentence(text[:w.start])
	}
	if far := forth(text, h.End, w.end, passageReach); far < w.end {
		w.end = wordBefore(text, far, h.End)
		if at := sentenceBefore(text, h.End, far); at >= 0 {
			w.end = at
		}
		w.tail = w.end < w.paragraph[1] && !endsSentence(text[:w.end])
	}
	return w
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
