package matcher

import (
	"math"
	"slices"

	"github.com/rasadnews/rasad/news/text"
)

// A neighbour is what a glance at the words beside one tells: whether the next
// word of a term may stand there. It spares most alignments; where it cannot
// tell it says yes.
type neighbour struct {
	absent bool // there is none

	// By the token beside the word, for terms that are found as they are
	// written:
	hash   uint64
	joined uint64 // of the token and the one that a half-space parts from it
	parted bool   // it is of more parts: nothing tells

	// By the word beside it once separate inflections are passed over:
	letters uint64 // the first four
	told    uint64 // a mask of those that tell: others may follow in the next token
	size    int    // how many letters it has
	vague   bool   // it may begin elsewhere: nothing tells
}

// beside looks at the neighbour of a token on one side, 1 or -1. Of the
// token's candidates so much is known: letters that none of them asks for are
// not looked at.
func (f *finder) beside(n *neighbour, i, side int, k known) {
	tokens := f.text.Tokens
	i += side
	if n.absent = i < 0 || i >= len(tokens); n.absent {
		return
	}
	n.hash = tokens[i].Hash & hashKept
	f.join(n, i, side)
	if k&looksAtLetters != 0 {
		f.spellOut(n, i, side)
	}
}

// join looks over the half-spaces within the neighbour at a token.
func (f *finder) join(n *neighbour, i, side int) {
	first, last := i, i
	if side > 0 {
		for last < i+2 && f.half(last+1) {
			last++
		}
	} else {
		for first > i-2 && f.half(first) {
			first--
		}
	}
	n.joined, n.parted = n.hash, false
	switch last - first {
	case 1:
		n.joined = text.Hash(f.text.Letters[f.text.Tokens[first].First:f.text.Tokens[last].Last]) & hashKept
	case 2:
		n.parted = true
	}
}

func (f *finder) half(i int) bool {
	return i < len(f.text.Tokens) && f.text.Tokens[i].Gap == text.Half
}

// spellOut looks at the letters of the neighbour at a token.
func (f *finder) spellOut(n *neighbour, i, side int) {
	tokens := f.text.Tokens
	for passed := 0; passed < mostSeparate && i > 0 && i < len(tokens) && f.attached(i); passed++ {
		i += side
	}
	if i == len(tokens) {
		n.letters, n.told, n.size, n.vague = 0, ^uint64(0), 0, false
		return
	}
	t := &tokens[i]
	n.letters, n.size = lettersOf(f.text.Letters[t.First:t.Last]), t.Len()
	if n.told = ^uint64(0); f.free(i + 1) {
		n.told, n.size = lanes(n.letters), math.MaxInt
	}
	n.vague = side < 0 && i > 0 && f.free(i) || f.tongues.has(proclitic) && slices.Contains(proclitics, uint16(n.letters))
}

// attached tells whether a token may be a separate inflection of the one before
// it: ها and its like, or the s of a possessive.
func (f *finder) attached(i int) bool {
	t := &f.text.Tokens[i]
	return f.words[i]&isSeparate != 0 || t.Gap == text.Hyphen && t.Len() == 1 && f.text.Letters[t.First] == 's'
}

// may tells whether a candidate may have its other word there.
func (n *neighbour) may(c *candidate) bool {
	switch {
	case n.absent:
		return false
	case c.signs&byHash != 0:
		return c.beside == n.hash || c.beside == n.joined || n.parted
	case (n.letters^c.beside)&lanes(c.beside)&n.told == 0 || n.vague:
		return true
	case c.look == ahead:
		return false
	case c.from > 1:
		return c.joint() > 0 && c.joint() <= n.size
	}
	switch first := uint16(n.letters); first { // a prefix of Persian may stand before the term
	case 'و':
		return (n.letters>>16^c.beside)&lanes(c.beside)&(n.told>>16) == 0
	case 'ض':
		return true
	}
	return false
}
