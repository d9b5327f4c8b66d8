package matcher

import (
	"math"
	"math/bits"
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// A candidate is a term that may stand where a word is met. It takes 16 bytes,
// so that four fill a line of a processor's cache.
type candidate struct {
	beside uint64 // what the neighbour must be: its hash, or its opening letters
	term   uint32
	from   uint8 // which word of the term it is
	way    uint8 // of the term's first word, how it begins: an index of openings; of others see joint
	look   look
	signs  signs
}

// A look says what tells most quickly that the term does not stand there.
type look uint8

const (
	nowhere look = iota
	whole        // nothing: the word is all of the term, as far as its letters tell
	ahead        // the word after it
	behind       // the word before it
)

// signs are what a candidate that is whole needs of the text besides letters,
// and two remarks.
type signs uint8

const (
	needAlone signs = 1 << iota // no inflection may follow
	needCaps
	needMark
	needSpelling // the term's own hamzas; a text's always need it
	strictly
	inflects  // separate inflections that follow are a part of it
	byHash    // the neighbour is told by its hash
	lastOfAll // the last candidate of its word
)

// lettersOf returns the first letters of a word, four at most, the first one
// lowest.
func lettersOf(word []uint16) uint64 {
	var all uint64
	for i, l := range word[:min(len(word), 4)] {
		all |= uint64(folded(l)) << (16 * i)
	}
	return all
}

// lanes returns a mask of the places that letters fill.
func lanes(letters uint64) uint64 { return 1<<((bits.Len64(letters)+15)&^15) - 1 }

// consider makes a candidate of a place, met in the first n of some letters,
// unless these alone rule it out. The letters of a run end with a later word.
func (f *finder) consider(p place, via uint8, letters []uint16, n int, run bool) {
	t := &f.terms[p.term]
	words := f.of(t)
	w, o := &words[p.from], &openings[via]
	if p.skip > 0 && !o.merged || p.skip == 0 && o.merged && w.article {
		return
	}
	c := candidate{term: p.term, from: p.from, signs: t.signs(words)}
	if p.from > 0 {
		if !run && !t.strict() && n == int(w.stem)-int(p.skip) && !f.leaves(t, int(p.from), letters, n) {
			return
		}
		f.neighbour(&c, behind, t, &words[p.from-1])
		if k := int(p.from) - 1; k > 0 && f.closable(t, k) {
			c.way = uint8(min(words[k].stem+words[k-1].stem, math.MaxUint8))
		}
		f.recall.found = append(f.recall.found, c)
		return
	}
	c.way = via
	if t.exact && via > 0 || !o.fits(t, w, 0) {
		return
	}
	if len(words) > 1 {
		run = run || n > int(w.stem)-int(p.skip) // the key goes on into the next word
		if !run && !t.strict() && !f.leaves(t, 0, letters, n) {
			return
		}
		if !run && (t.strict() || n == len(letters) || !f.joins(t, 0, letters, n)) {
			f.neighbour(&c, ahead, t, &words[1])
		}
	} else if !run {
		if !f.agrees(f.spell(w)[p.skip:w.stem], letters) || !f.allows(t, w, letters[n:], true) {
			return
		}
		c.look = whole
	}
	f.recall.found = append(f.recall.found, c)
}

// neighbour notes which word of the term stands beside the one that was met.
func (f *finder) neighbour(c *candidate, side look, t *term, w *word) {
	letters := f.spell(w)
	c.look, c.beside = side, lettersOf(letters[:w.stem])
	if text.Separate(letters) { // such a word is passed over
		c.beside = 0
	}
	alefs := f.tongues.has(arabic) && slices.ContainsFunc(letters, func(l uint16) bool { return folded(l) == 'ا' })
	if t.exact && t.form == query.Whole && !alefs { // آ and ا are one in Arabic, but have two hashes
		c.beside = uint64(w.hash)
		c.signs |= byHash
	}
}

// joint is how many letters the word before one has at least if it is joined to
// the one before that; 0 if it can't be.
func (c *candidate) joint() int { return int(c.way) }

// looks tells how a candidate looks at the neighbours of its word.
func (c *candidate) looks() known {
	switch {
	case c.look < ahead:
		return 0
	case c.signs&byHash != 0:
		return looksAside
	}
	return looksAside | looksAtLetters
}

// leaves tells whether what is left of a word after n letters, the stem of the
// k-th word of a term, leads on: it is an ending, or the term's next word.
func (f *finder) leaves(t *term, k int, letters []uint16, n int) bool {
	return f.allows(t, &f.of(t)[k], letters[n:], false) || f.joins(t, k, letters, n)
}

// joins tells whether the word after the k-th one of a term may begin in the
// same word of a text.
func (f *finder) joins(t *term, k int, letters []uint16, n int) bool {
	if !f.closable(t, k+1) {
		return false
	}
	w, next := &f.of(t)[k], &f.of(t)[k+1]
	end := f.spell(w)[w.stem:]
	return len(letters) > n+len(end) && f.agrees(end, letters[n:]) && f.same(letters[n+len(end)], f.spell(next)[0])
}

// agrees tells whether letters begin with those of a term.
func (f *finder) agrees(of, letters []uint16) bool {
	if len(letters) < len(of) {
		return false
	}
	for i, l := range of {
		if !f.same(letters[i], l) {
			return false
		}
	}
	return true
}

// signs returns what a term needs of a text besides letters.
func (t *term) signs(words []word) signs {
	var s signs
	if t.exact && t.form != query.Prefix {
		s |= needAlone
	}
	if words[0].caps {
		s |= needCaps
	}
	if t.mark != text.Plain {
		s |= needMark
	}
	if t.form == query.Whole && !t.exact {
		s |= inflects
	}
	if t.strict() {
		s |= strictly
		if t.hamza {
			s |= needSpelling
		}
	}
	return s
}
