package matcher

import (
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// A candidate is a term that may stand where a word is met.
type candidate struct {
	term  uint32
	hash  uint32 // of the neighbour, if the term is strict
	start uint16 // the neighbour's first letter
	from  uint8  // which word of the term it is
	via   uint8  // how the word begins: an index of openings
	sure  bool   // the word is the whole term, as far as its letters tell
	last  bool   // the last one of its word
	look  look
	signs signs
}

// A look says which neighbour of the word tells most quickly that the term
// does not stand there.
type look uint8

const (
	nowhere look = iota
	ahead
	behind
)

// signs are what a sure candidate needs of the text besides letters.
type signs uint8

const (
	needAlone signs = 1 << iota // no inflection may follow
	needCaps
	needMark
	needSpelling // the term's own hamzas; a text's always need it
	strictly
	inflects // separate inflections that follow are a part of it
)

// consider makes a candidate of a place, met in the first n of some letters,
// unless these alone rule it out. The letters of a run end with a later word.
func (f *finder) consider(p place, via uint8, letters []uint16, n int, run bool) {
	t := &f.terms[p.term]
	words := f.of(t)
	w, o := &words[p.from], &openings[via]
	if p.skip > 0 && !o.merged || p.skip == 0 && o.merged && w.article {
		return
	}
	c := candidate{term: p.term, from: p.from, via: via, signs: t.signs(words)}
	if p.from > 0 {
		c.neighbour(behind, t, &words[p.from-1], f.spell(&words[p.from-1]))
		f.recall.found = append(f.recall.found, c)
		return
	}
	if t.exact && via > 0 || !o.fits(t, w, 0) {
		return
	}
	if len(words) > 1 {
		run = run || n > int(w.stem)-int(p.skip) // the key goes on into the next word
		if !run && !t.strict() && !f.leaves(t, w, letters, n) {
			return
		}
		if !run && (t.strict() || n == len(letters) || !f.joins(t, words, letters, n)) {
			c.neighbour(ahead, t, &words[1], f.spell(&words[1]))
		}
	} else if !run {
		if !f.agrees(f.spell(w)[p.skip:w.stem], letters) || !f.allows(t, w, letters[n:], true) {
			return
		}
		c.sure = true
	}
	f.recall.found = append(f.recall.found, c)
}

// neighbour notes which word of the term stands beside the one that was met:
// its hash, if it can only be whole.
func (c *candidate) neighbour(side look, t *term, w *word, letters []uint16) {
	c.look, c.start = side, folded(letters[0])
	if t.exact && t.form == query.Whole {
		c.hash = w.hash
	}
}

// leaves tells whether what is left of a word after n letters leads on to the
// next word of a term: it is an ending, or the next word itself.
func (f *finder) leaves(t *term, w *word, letters []uint16, n int) bool {
	return f.allows(t, w, letters[n:], false) || f.joins(t, f.of(t), letters, n)
}

// joins tells whether the second word of a term may begin in the same word of
// a text.
func (f *finder) joins(t *term, words []word, letters []uint16, n int) bool {
	if !f.closable(t, 1) {
		return false
	}
	end := f.spell(&words[0])[words[0].stem:]
	return len(letters) > n+len(end) && f.agrees(end, letters[n:]) && f.same(letters[n+len(end)], f.spell(&words[1])[0])
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
