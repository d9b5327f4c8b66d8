package search

import "math/bits"

// A set is a set of documents.
type set []uint64

func newSet(size int) set { return make(set, (size+63)/64) }

func (s set) add(doc int)      { s[doc/64] |= 1 << (doc % 64) }
func (s set) has(doc int) bool { return s != nil && s[doc/64]&(1<<(doc%64)) != 0 }

// keep leaves in s what is in other too, and tells whether that is anything.
func (s set) keep(other set) (any bool) {
	for i := range s {
		s[i] &= other[i]
		any = any || s[i] != 0
	}
	return any
}

func (s set) len() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// addAll adds the documents of a span.
func (s set) addAll(first, last int) {
	for doc := first; doc < last; doc++ {
		s.add(doc)
	}
}

// each calls use with the documents in their order until it wants no more.
func (s set) each(use func(doc int) bool) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if !use(64*i + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}
