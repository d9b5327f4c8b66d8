package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
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

// align checks whether a term stands at a token, after an opening, and notes
// the longest range in which it does.
func (f *finder) align(id uint32, i int, via uint8) {
	t := &f.terms[id]
	if t.mark != text.Plain && f.text.Tokens[i].Mark != t.mark || t.exact && via > 0 {
		return
	}
	if len(f.ordeals) > 0 && !f.hopeful(id, i) {
		return
	}
	steps := patience + int(t.count)
	f.strict, f.budget = t.strict(), steps
	end := f.follow(t, 0, cursor{i, len(openings[via].letters)}, &openings[via])
	f.strict = false
	if end < 0 && steps-f.budget >= longTry {
		f.suffer(id, steps-f.budget)
	}
	if end < 0 || t.strict() && !f.spelled(t, i, end) {
		return
	}
	f.occurrences = append(f.occurrences, occurrence{term: id, first: int32(i), last: int32(end)})
}

// spelled tells whether a range is spelled as a term is.
func (f *finder) spelled(t *term, i, end int) bool {
	hidden := t.hamza
	for _, token := range f.text.Tokens[i : end+1] {
		hidden = hidden || token.Hamza
	}
	if !hidden || t.form == query.Suffix || t.form == query.Wild || t.form == query.Fuzzy {
		return true
	}
	return text.SameHamza(t.name, f.source[f.text.Tokens[i].Start:f.text.Tokens[end].End], t.form == query.Prefix)
}

// follow matches the words of a term from the k-th on, and returns the last
// token, or -1.
func (f *finder) follow(t *term, k int, c cursor, o *opening) int {
	if f.budget--; f.budget < 0 {
		return -1
	}
	w := &f.of(t)[k]
	skip := 0
	if o.merged && w.article {
		skip = len(article)
	}
	if !o.fits(t, w, k) {
		return -1
	}
	if w.caps && (f.shouted || !f.text.Tokens[c.token].Caps) {
		return -1
	}
	letters := f.spell(w)
	c, ok := f.read(letters[skip:w.stem], c)
	if !ok {
		return -1
	}
	last := k == int(t.count)-1
	if f.ended(t, w, c, last) {
		if end := f.onward(t, k, c.token); end >= 0 {
			return end
		}
	}
	if !last && f.closable(t, k+1) {
		if c, ok = f.read(letters[w.stem:], c); ok && c.at < f.text.Tokens[c.token].Len() {
			return f.follow(t, k+1, c, &openings[0])
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
		if !f.same(f.text.Letters[int(token.First)+c.at], l) {
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
	rest := f.text.Letters[int(token.First)+c.at : token.Last]
	return f.allows(t, w, rest, last) && !(t.exact && last && t.form != query.Prefix && f.continued(c.token))
}

// allows tells whether a word of a term may end with some letters after its
// stem.
func (f *finder) allows(t *term, w *word, rest []uint16, last bool) bool {
	if t.form == query.Prefix && last {
		return true
	}
	if t.exact {
		return len(rest) == 0
	}
	if slices.Equal(f.spell(w)[w.stem:], rest) { // the word itself, which needs no tongue
		return true
	}
	p := f.paradigms[w.paradigm]
	for i := range p.endings {
		if !f.tongues.has(tongue(i)) && !(t.arab && tongue(i) == arabic && f.tongues.has(proclitic)) {
			continue
		}
		for _, e := range p.endings[i] {
			if slices.Equal(e, rest) {
				return true
			}
		}
	}
	return false
}

// continued tells whether an inflection follows a token within its word.
func (f *finder) continued(i int) bool {
	return i+1 < len(f.words) && f.text.Tokens[i+1].Gap == text.Half && f.words[i+1]&isSeparate != 0
}

// onward goes on after the k-th word of a term, which ended with a token: past
// separate inflections, as many as there are, to the next word or the end. It
// returns the last token, or -1.
func (f *finder) onward(t *term, k, i int) int {
	stop := i
	if !t.strict() {
		stop = f.reach(i, f.of(t)[k].script)
	}
	if k == int(t.count)-1 {
		return stop
	}
	for ; stop >= i; stop-- {
		if end := f.next(t, k+1, stop+1); end >= 0 {
			return end
		}
	}
	return -1
}

// reach returns the last token of the separate inflections that follow one.
func (f *finder) reach(i int, s text.Script) int {
	stop := i
	for stop < i+mostSeparate && f.inflected(stop, s) {
		stop++
	}
	return stop
}

// inflected tells whether a separate inflection follows a token: ها and its
// like, or the s of a possessive.
func (f *finder) inflected(i int, s text.Script) bool {
	if i+1 >= len(f.words) {
		return false
	}
	next := &f.text.Tokens[i+1]
	switch {
	case s == text.Arabic && f.tongues.has(persian):
		return f.words[i+1]&isSeparate != 0 && next.Gap <= text.Space
	case s == text.Latin:
		return next.Gap == text.Hyphen && next.Len() == 1 && f.text.Letters[next.First] == 's'
	}
	return false
}

// next matches the k-th word of a term from the beginning of a token, if the
// joint before it may be crossed there.
func (f *finder) next(t *term, k, i int) int {
	if i >= len(f.words) || !crosses(f.of(t)[k].gap, f.text.Tokens[i].Gap) {
		return -1
	}
	if end := f.follow(t, k, cursor{i, 0}, &openings[0]); end >= 0 || t.exact || f.of(t)[k].script != text.Arabic {
		return end
	}
	token, o := &f.text.Tokens[i], &openings[theArticle]
	if !f.tongues.has(proclitic) || !begins(f.text.Letters[token.First:token.Last], o.letters) {
		return -1
	}
	return f.follow(t, k, cursor{i, len(o.letters)}, o)
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
