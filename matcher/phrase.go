package matcher

import (
	"slices"
	"sort"
)

// An ordeal is a long term of which much was read at many places of a field, in
// vain: its first words stand everywhere. From then on it is tried only where
// its rarest word is not far.
type ordeal struct {
	steps  int     // that were taken in vain
	looked bool    // the rarest word was looked for
	marks  []int32 // where its letters stand, among those of the field
	reach  int32   // letters that the whole term may take
}

const (
	// longTry is how many steps a term takes in vain before that is noted.
	longTry = 12

	// fewSteps are taken in vain before the rarest word is looked for, and as
	// many as there are letters: it then takes no longer than what was done.
	fewSteps = 1 << 12

	// mostBetween is how many letters of inflections and of what may stand
	// before a word come with it, at most.
	mostBetween = 64
)

// suffer notes that a term was tried at a place in vain.
func (f *finder) suffer(id uint32, steps int) {
	if f.ordeals == nil {
		f.ordeals = map[uint32]*ordeal{}
	}
	o := f.ordeals[id]
	if o == nil {
		o = &ordeal{}
		f.ordeals[id] = o
	}
	if o.steps += steps; !o.looked && o.steps > fewSteps+len(f.text.Letters) {
		f.seek(o, &f.terms[id])
	}
}

// hopeful tells whether a term may stand at a token, as far as its rarest word
// tells.
func (f *finder) hopeful(id uint32, token int) bool {
	o := f.ordeals[id]
	if o == nil || o.reach == 0 {
		return true
	}
	from := int32(f.text.Tokens[token].First)
	i := sort.Search(len(o.marks), func(i int) bool { return o.marks[i] >= from })
	return i < len(o.marks) && o.marks[i]-from < o.reach
}

// seek looks for that word of a term which stands most seldom in the field.
// The letters of a word's stem always stand side by side, over gaps or not,
// but for the Arabic article.
func (f *finder) seek(o *ordeal, t *term) {
	o.looked = true
	var stems [][]uint16
	for i := range f.of(t) {
		w := &f.of(t)[i]
		o.reach += int32(w.n) + mostBetween
		stem := f.spell(w)[:w.stem]
		if len(stem) > 0 && !w.article && !slices.ContainsFunc(stems, func(s []uint16) bool { return slices.Equal(s, stem) }) {
			stems = append(stems, stem)
		}
	}
	if len(stems) == 0 {
		o.reach = 0
		return
	}
	rare, least := stems[0], len(f.text.Letters)+1
	for _, stem := range stems {
		n := 0
		f.eachMark(stem, func(int32) bool { n++; return n < least })
		if n < least {
			rare, least = stem, n
		}
	}
	f.eachMark(rare, func(at int32) bool { o.marks = append(o.marks, at); return true })
}

// eachMark calls yield for the places of a stem among the letters of the field,
// until it returns false.
func (f *finder) eachMark(stem []uint16, yield func(at int32) bool) {
	letters, first := f.text.Letters, folded(stem[0])
	for at := 0; at+len(stem) <= len(letters); at++ {
		if folded(letters[at]) == first && stemAt(letters[at:], stem) && !yield(int32(at)) {
			return
		}
	}
}

// stemAt tells whether letters begin with a stem, in any language.
func stemAt(letters, stem []uint16) bool {
	for i, l := range stem {
		if folded(letters[i]) != folded(l) {
			return false
		}
	}
	return true
}
