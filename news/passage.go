package news

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Passage is a piece of an article that shows where terms were found.
type Passage struct {
	Field Field

	// Text is the piece, each run of white space in it one blank.
	Text string

	// Bold are the matched words: byte ranges of Text, in order, apart.
	Bold [][2]int

	// Head and Tail tell that the text was cut there, so that it goes on
	// before or after the passage.
	Head, Tail bool
}

// The measures of a passage, in bytes of the original text. Scripts differ in
// how many bytes a letter takes; a passage is a hint for the eye, not a
// measure.
const (
	passageReach = 150 // context on each side of a hit
	passageMerge = 60  // passages nearer than that become one
	passageLimit = 700 // no merging beyond this size
)

// Passages returns up to max passages around the hits outside the title, in
// reading order. Those that show terms which no other shows are preferred.
// They are cut at words, never inside of what a reader sees as one character,
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
			if w.end-last.start <= passageLimit {
				last.end = max(last.end, w.end)
			}
			continue
		}
		if n := len(windows); n > 0 {
			w.start = max(w.start, windows[n-1].end) // apart, as the merge was too long
		}
		if w.start <= h.Start {
			windows = append(windows, w)
		}
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
	if h.Start-w.start > passageReach {
		w.start = wordAfter(text, h.Start-passageReach, h.Start)
	}
	if w.end-h.End > passageReach {
		w.end = wordBefore(text, h.End+passageReach, h.End)
	}
	return w
}

// wordAfter returns the beginning of the first word that begins in
// text[from:to]; in a text without blanks, the first place fit to cut at.
func wordAfter(text string, from, to int) int {
	if i := strings.IndexFunc(text[runeStart(text, from):to], unicode.IsSpace); i >= 0 {
		at := runeStart(text, from) + i
		return at + len(text[at:to]) - len(strings.TrimLeftFunc(text[at:to], unicode.IsSpace))
	}
	for at := runeStart(text, from); at < to; {
		if divides(text, at) {
			return at
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return to
}

// wordBefore returns the end of the last word that ends in text[to:from]; in
// a text without blanks, the last place fit to cut at.
func wordBefore(text string, from, to int) int {
	end := runeStart(text, from)
	if i := strings.LastIndexFunc(text[to:end], unicode.IsSpace); i >= 0 {
		return to + len(strings.TrimRightFunc(text[to:to+i], unicode.IsSpace))
	}
	for at := end; at > to; {
		if divides(text, at) {
			return at
		}
		_, n := utf8.DecodeLastRuneInString(text[:at])
		at -= n
	}
	return to
}

// runeStart returns the beginning of the rune that byte i belongs to.
func runeStart(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}

// divides reports whether a text may be cut at byte i without parting what a
// reader sees as one character, by the rules of UAX #29 that matter for news:
// marks and joiners stay with what they follow, flags stay whole.
func divides(text string, i int) bool {
	if i <= 0 || i >= len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	const zwnj, zwj = '\u200c', '\u200d'
	switch {
	case unicode.In(after, unicode.M) || after == zwj || after == zwnj || before == zwj || before == zwnj:
		return false
	case after >= 0x1F3FB && after <= 0x1F3FF: // skin tones
		return false
	case after >= 0xE0020 && after <= 0xE007F: // tags of regional flags
		return false
	case hangul(before) && hangul(after):
		return false
	case regional(before) && regional(after):
		return flags(text[:i])%2 == 0
	}
	return true
}

func regional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func hangul(r rune) bool { return r >= 0x1100 && r <= 0x11FF }

// flags counts the regional indicators that a text ends with.
func flags(text string) int {
	n := 0
	for {
		r, size := utf8.DecodeLastRuneInString(text)
		if !regional(r) {
			return n
		}
		n++
		text = text[:len(text)-size]
	}
}

// choose returns up to max windows in reading order: again and again the one
// with most terms not shown yet, the earlier of equals.
func choose(windows []window, most int) []window {
	shown := map[string]bool{}
	var picked []int
	for len(picked) < min(most, len(windows)) {
		best, gain := -1, -1
		for i, w := range windows {
			if g := w.newTerms(shown); g > gain && !slices.Contains(picked, i) {
				best, gain = i, g
			}
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
	p := Passage{Field: w.field, Head: w.start > w.paragraph[0], Tail: w.end < w.paragraph[1]}
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

// squeeze appends s to b with each run of white space as one blank, and none
// at the beginning.
func squeeze(b *strings.Builder, s string) {
	for _, r := range s {
		if !unicode.IsSpace(r) {
			b.WriteRune(r)
			continue
		}
		if n := b.Len(); n > 0 && b.String()[n-1] != ' ' {
			b.WriteByte(' ')
		}
	}
}
