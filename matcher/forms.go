package matcher

import "github.com/rasadnews/rasad/matcher/query"

// formed considers the terms that are found by another thing than their
// beginning: a word's end, some of its letters, or nearly all of them.
func (f *finder) formed(letters []uint16) {
	if len(letters) > longestFormed {
		return
	}
	if f.index.suffixes {
		h := uint64(hashBasis)
		for i := len(letters) - 1; i >= 0; i-- {
			h = grow(h, letters[i])
			f.each(h^suffixSalt, func(p place) { f.form(p, letters) })
		}
	}
	if f.index.wilds {
		for i := range letters {
			f.each(wildKey(letters, i), func(p place) { f.form(p, letters) })
		}
	}
	if f.index.typos {
		from := len(f.recall.found)
		f.each(hashOf(letters)^typoSalt, func(p place) { f.formOnce(p, letters, from) })
		for i := range letters {
			f.each(without(letters, i)^typoSalt, func(p place) { f.formOnce(p, letters, from) })
		}
	}
}

// longestFormed is the longest word that is looked at as a whole.
const longestFormed = 64

func (f *finder) formOnce(p place, letters []uint16, from int) {
	for _, c := range f.recall.found[from:] {
		if c.term == p.term {
			return
		}
	}
	f.form(p, letters)
}

// form makes a candidate of a term that has one of these forms, if a word has
// it too.
func (f *finder) form(p place, letters []uint16) {
	t := &f.terms[p.term]
	w := &f.of(t)[0]
	own, fits := f.spell(w), false
	switch t.form {
	case query.Suffix:
		fits = len(own) <= len(letters) && f.agrees(own, letters[len(letters)-len(own):])
	case query.Wild:
		fits = f.wild(own, letters)
	case query.Fuzzy:
		fits = f.oneEdit(own, letters)
	}
	if fits {
		f.recall.found = append(f.recall.found, candidate{term: p.term, look: whole, signs: t.signs(f.of(t)) &^ needAlone})
	}
}

func (f *finder) wild(own, letters []uint16) bool {
	if len(own) != len(letters) {
		return false
	}
	for i, l := range own {
		if l != anyLetter && !f.same(letters[i], l) {
			return false
		}
	}
	return true
}

// oneEdit tells whether two words are the same but for one letter that is
// added, missing or another, or two neighbours that changed places.
func (f *finder) oneEdit(a, b []uint16) bool {
	i := 0
	for i < len(a) && i < len(b) && f.same(b[i], a[i]) {
		i++
	}
	a, b = a[i:], b[i:]
	for len(a) > 0 && len(b) > 0 && f.same(b[len(b)-1], a[len(a)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && f.same(b[0], a[1]) && f.same(b[1], a[0])
}
