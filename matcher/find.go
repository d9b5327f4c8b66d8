package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/news/text"
)

// A finder finds the terms of an index in one field at a time. It is scratch
// memory, used by one goroutine at a time.
type finder struct {
	*Matcher
	recall      recall
	occurrences []occurrence // of all fields so far

	text   *text.Text
	source string

	words   []known   // beside text.Tokens
	tongues tongueSet // in which Arabic letters are read
	shouted bool      // the whole field is in capitals
	strict  bool      // the term under way is
	budget  int       // steps left to align it
	ordeals map[uint32]*ordeal

	behind, ahead neighbour // of the word under way
}

// An occurrence is a place where a term stands.
type occurrence struct {
	term        uint32
	first, last int32 // tokens of the field; last may be reached: see finder.reach
	before      int32 // the occurrence of the term before this one, or -1
	field       uint8
	open        bool // inflections that follow are not counted yet
}

// find appends to the occurrences every place in a scanned field where a term
// stands, read in the given tongues. It may append the same place twice.
func (f *finder) find(source string, scanned *text.Text, tongues tongueSet) {
	f.look(source, scanned, tongues)
	for i := range f.words {
		if k := f.words[i]; k >= oneCandidate {
			f.tryAll(k, i)
		}
		if f.free(i + 1) {
			f.walk(i)
		}
	}
}

// look turns to a field, and recalls every word of it.
func (f *finder) look(source string, scanned *text.Text, tongues tongueSet) {
	f.source, f.text, f.tongues = source, scanned, tongues
	clear(f.ordeals)
	n := len(scanned.Tokens)
	f.words = slices.Grow(f.words[:0], n)[:n]
	for i := 0; i < n; i += atOnce {
		f.recognise(scanned.Tokens[i:min(i+atOnce, n)], f.words[i:])
	}
	f.shouted = shouted(scanned.Tokens)
}

// atOnce is how many words are looked up together.
const atOnce = 64

// recognise recalls some words. All are looked up where they stand if they came
// of late, before one is taken, so that the processor waits for all of them at
// once.
func (f *finder) recognise(tokens []text.Token, words []known) {
	var keys, entries [atOnce]uint64
	for i := range tokens {
		t := &tokens[i]
		keys[i%atOnce] = finish(t.Hash ^ uint64(f.tongues)<<56 ^ uint64(t.Script)<<48)
		entries[i%atOnce] = f.recall.latest(keys[i%atOnce])
	}
	for i := range tokens {
		if k, ok := is(entries[i%atOnce], keys[i%atOnce]); ok {
			words[i] = k
		} else {
			words[i] = f.about(&tokens[i], keys[i%atOnce])
		}
	}
}

// shouted tells whether the words of a field are in capitals, all of them.
func shouted(tokens []text.Token) bool {
	const few = 3
	caps := 0
	for i := range tokens {
		t := &tokens[i]
		if t.Script != text.Latin && t.Script != text.Cyrillic {
			continue
		}
		if !t.Caps {
			return false
		}
		caps++
	}
	return caps >= few
}

// walk goes on from a word into those that follow, as long as no joint is
// needed to do so, and tries the terms that lie over them.
func (f *finder) walk(i int) {
	key := f.text.Tokens[i].Hash ^ uint64(f.tongues)<<56
	for j := i + 1; f.free(j); j++ {
		if int(f.text.Tokens[j].First-f.text.Tokens[i].First) > f.index.most+longestOpening {
			return
		}
		var k known
		if k, key = f.beyond(i, j, key); k >= oneCandidate {
			f.tryAll(k, i)
		}
	}
}

// longestOpening is at least the letters of the longest prefix.
const longestOpening = 4

// free tells whether a term may go on over the gap before a token without a
// joint of its own.
func (f *finder) free(i int) bool {
	if i >= len(f.words) {
		return false
	}
	switch f.text.Tokens[i].Gap {
	case text.Half:
		return true
	case text.Space, text.Hyphen, text.Glued:
		return !f.strict && (f.words[i]&isSeparate|f.words[i-1]&isPreposed) != 0
	}
	return false
}

// tryAll tries the candidates that are known at a token.
func (f *finder) tryAll(k known, i int) {
	if k&looksAside != 0 {
		f.beside(&f.behind, i, -1, k)
		f.beside(&f.ahead, i, 1, k)
	}
	for j := k / oneCandidate; ; j++ {
		c := &f.recall.found[j]
		switch {
		case c.look == whole:
			f.settle(c, i)
		case c.look == ahead && !f.ahead.may(c) || c.look == behind && !f.behind.may(c):
		case c.from > 0:
			f.back(c, i)
		default:
			f.align(c.term, i, c.way)
		}
		if c.signs&lastOfAll != 0 {
			return
		}
	}
}

// settle reports a candidate that is the whole of a token, if nothing around
// it speaks against.
func (f *finder) settle(c *candidate, i int) {
	token := &f.text.Tokens[i]
	s := c.signs
	if s&strictly != 0 {
		if s&needAlone != 0 && f.continued(i) || s&needCaps != 0 && (f.shouted || !token.Caps) {
			return
		}
		if (s&needSpelling != 0 || token.Hamza) && !f.spelled(&f.terms[c.term], i, i) {
			return
		}
	}
	if s&needMark != 0 && token.Mark != f.terms[c.term].mark {
		return
	}
	f.occurrences = append(f.occurrences, occurrence{term: c.term, first: int32(i), last: int32(i), open: s&inflects != 0})
}

// back looks for the beginning of a term whose word was met at a token. Each
// word before it may take a few tokens; of a strict term only half-spaces part
// those of one word.
func (f *finder) back(c *candidate, i int) {
	t, from := &f.terms[c.term], int(c.from)
	opening := &f.of(t)[0]
	strict, joints := t.strict(), 0
	for j := i - 1; j >= max(0, i-from*4); j-- {
		gap := f.text.Tokens[j+1].Gap
		if gap != text.Half {
			joints++
		}
		switch {
		case gap == text.Edge || strict && joints > from:
			return
		case strict && i-j < from || f.text.Tokens[j].Script != opening.script:
		case strict || f.text.Tokens[j].Script != text.Arabic: // nothing may stand before it
			if f.heads(opening, j) {
				f.align(c.term, j, 0)
			}
		default:
			token := &f.text.Tokens[j]
			letters := f.text.Letters[token.First:token.Last]
			f.eachOpening(letters, token.Script, func(via uint8, rest []uint16) {
				if f.same(rest[0], f.spell(opening)[0]) || openings[via].merged {
					f.align(c.term, j, via)
				}
			})
		}
	}
}

// heads tells whether a word may begin at a token.
func (f *finder) heads(w *word, i int) bool {
	next := &f.text.Tokens[i]
	return next.Gap == text.Half || f.same(f.text.Letters[next.First], f.spell(w)[0])
}
