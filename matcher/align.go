package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/news/text"
)

const (
	// mostSeparate is how many separate inflections a word may have: شده اند,
	// کتاب ها یی.
	mostSeparate = 3

	// patience is how many tries a term is worth, beside one for each of its
	// words. Only a text made to stall the matcher needs more.
	patience = 32
)

// A cursor is a place between two letters of the scanned text.
type cursor struct {
	token int
	at    int // letters of the token that were read
}

// align checks whether a term stands at a start inside a token, and reports
// the longest range in which it does.
func (f *finder) align(t *term, id int32, i int, b start) {
	if t.mark != text.Plain && f.text.Tokens[i].Mark != t.mark || t.exact && b.at > 0 {
		return
	}
	f.strict, f.budget = t.strict(), patience+len(t.words)
	end := f.follow(t, 0, cursor{i, b.at}, b)
	f.strict = false
	if end < 0 || t.strict() && !f.spelled(t, i, end) {
		return
	}
	f.found(id, f.text.Tokens[i].Start, f.text.Tokens[end].End)
}

// spelled tells whether a range is spelled as a term is.
func (f *finder) spelled(t *term, i, end int) bool {
	hidden := t.hamza
	for _, token := range f.text.Tokens[i : end+1] {
		hidden = hidden || token.Hamza
	}
	return !hidden || text.SameHamza(t.typed, f.source[f.text.Tokens[i].Start:f.text.Tokens[end].End], t.prefix)
}

// follow matches the words of a term from the k-th on, and returns the last
// token, or -1.
func (f *finder) follow(t *term, k int, c cursor, b start) int {
	if f.budget--; f.budget < 0 {
		return -1
	}
	w := &t.words[k]
	skip := 0
	if b.merged && w.article {
		skip = len(article)
	}
	if b.at > 0 && len(w.letters) < b.base {
		return -1
	}
	if w.caps && (f.shouted || !f.text.Tokens[c.token].Caps) {
		return -1
	}
	c, ok := f.read(w.letters[skip:w.stem], c)
	if !ok {
		return -1
	}
	last := k == len(t.words)-1
	if f.ended(t, w, c, last) {
		if end := f.onward(t, k, c.token); end >= 0 {
			return end
		}
	}
	if !last && t.closable(k+1) {
		if c, ok = f.read(w.letters[w.stem:], c); ok && c.at < f.text.Tokens[c.token].Len() {
			return f.follow(t, k+1, c, start{})
		}
	}
	return -1
}

// read consumes letters from a cursor on, over gaps that need no joint.
func (f *finder) read(letters []uint16, c cursor) (cursor, bool) {
	token := &f.text.Tokens[c.token]
	for _, l := range letters {
		if c.at == token.Len() {
			if !f.free(c.token + 1) {
				return c, false
			}
			c = cursor{c.token + 1, 0}
			token = &f.text.Tokens[c.token]
		}
		if !f.same(f.text.Letters[token.First+c.at], l) {
			return c, false
		}
		c.at++
	}
	return c, true
}

// same compares a letter of the text with one of a term. Arabic does not tell
// آ from ا.
func (f *finder) same(a, b uint16) bool {
	return a == b || f.tongues.has(arabic) && (a == 'آ' && b == 'ا' || a == 'ا' && b == 'آ')
}

// ended tells whether a word may end with what is left of the token after its
// stem was read.
func (f *finder) ended(t *term, w *word, c cursor, last bool) bool {
	token := &f.text.Tokens[c.token]
	rest := f.text.Letters[token.First+c.at : token.Last]
	if t.prefix && last {
		return true
	}
	if t.exact {
		return len(rest) == 0 && !f.continued(c.token)
	}
	for i, endings := range w.endings {
		if !f.tongues.has(tongue(i)) {
			continue
		}
		for _, e := range endings {
			if slices.Equal(e, rest) {
				return true
			}
		}
	}
	return f.plain(w, rest)
}

// plain tells whether the rest is that of the word itself, which needs no
// tongue.
func (f *finder) plain(w *word, rest []uint16) bool { return slices.Equal(w.letters[w.stem:], rest) }

// continued tells whether an inflection follows a token within its word.
func (f *finder) continued(i int) bool {
	return i+1 < len(f.text.Tokens) && f.text.Tokens[i+1].Gap == text.Half && f.words[i+1].separate
}

// onward goes on after the k-th word of a term, which ended with a token: past
// separate inflections, as many as there are, to the next word or the end. It
// returns the last token, or -1.
func (f *finder) onward(t *term, k, i int) int {
	stop := i
	for !t.strict() && stop < i+mostSeparate && f.inflected(stop, t.words[k].script) {
		stop++
	}
	if k == len(t.words)-1 {
		return stop
	}
	for ; stop >= i; stop-- {
		if end := f.next(t, k+1, stop+1); end >= 0 {
			return end
		}
	}
	return -1
}

// inflected tells whether a separate inflection follows a token: ها and its
// like, or the s of a possessive.
func (f *finder) inflected(i int, s text.Script) bool {
	if i+1 >= len(f.text.Tokens) {
		return false
	}
	next := &f.text.Tokens[i+1]
	switch {
	case s == text.Arabic && f.tongues.has(persian):
		return f.words[i+1].separate && next.Gap <= text.Space
	case s == text.Latin:
		return next.Gap == text.Hyphen && next.Len() == 1 && f.text.Letters[next.First] == 's'
	}
	return false
}

// next matches the k-th word of a term from the beginning of a token, if the
// joint before it may be crossed there.
func (f *finder) next(t *term, k, i int) int {
	if i >= len(f.text.Tokens) || !crosses(t.words[k].gap, f.text.Tokens[i].Gap) {
		return -1
	}
	if end := f.follow(t, k, cursor{i, 0}, start{}); end >= 0 || t.exact || t.words[k].script != text.Arabic {
		return end
	}
	if f.tongues.has(arabic) {
		var buffer [8]start
		token := &f.text.Tokens[i]
		for _, b := range appendStarts(buffer[:0], f.text.Letters[token.First:token.Last], arabicPrefixes) {
			if end := f.follow(t, k, cursor{i, b.at}, b); end >= 0 {
				return end
			}
		}
	}
	return -1
}

// crosses tells whether a joint of a term may stand at a gap of a text.
func crosses(joint, gap text.Gap) bool {
	switch {
	case joint.Crossable():
		return gap.Crossable()
	case joint == text.Dot:
		return gap == text.Dot
	}
	return gap == text.Dot || gap == text.Stop
}
