package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/news/text"
)

// An occurrence is a place where a term stands.
type occurrence struct {
	term       int32
	field      uint8
	start, end int32 // bytes of the field
	before     int32 // the occurrence of the term before this one, or -1
}

// A finder finds the terms of an index in one field at a time. It is scratch
// memory, used by one goroutine at a time.
type finder struct {
	index *index
	terms []*term
	text  text.Text

	source string

	words   []wordInfo // beside text.Tokens
	tongues tongueSet  // in which Arabic letters are read
	shouted bool       // the whole field is in capitals
	strict  bool       // the term under way is
	budget  int        // steps left to align it
	found   func(term int32, start, end int)
}

// A wordInfo is what the finder notes of a token.
type wordInfo struct {
	preposed, separate bool
}

// A start is where a word may begin inside a token: at its first letter or
// after a prefix.
type start struct {
	at     int  // letters to skip
	base   int  // letters that the word must have
	merged bool // what is skipped holds the word's article
}

// find calls found for every place in s where a term stands, read in the given
// tongues. The same place may be reported twice.
func (f *finder) find(s string, tongues tongueSet, found func(term int32, start, end int)) {
	f.source = s
	f.text.Scan(s)
	f.tongues, f.found = tongues, found
	f.note()
	for i := range f.text.Tokens {
		var buffer [8]start
		for _, b := range f.starts(i, buffer[:0]) {
			f.walk(i, b)
		}
	}
}

// note looks at every word by itself.
func (f *finder) note() {
	f.words = slices.Grow(f.words[:0], len(f.text.Tokens))
	latin, caps := 0, 0
	for _, t := range f.text.Tokens {
		w := wordInfo{}
		switch {
		case t.Script == text.Arabic:
			letters := f.text.Letters[t.First:t.Last]
			w.preposed, w.separate = preposed.has(letters), separate.has(letters)
		case t.Script == text.Latin || t.Script == text.Cyrillic:
			latin++
			if t.Caps {
				caps++
			}
		}
		f.words = append(f.words, w)
	}
	const few = 3
	f.shouted = caps >= few && caps == latin
}

// starts appends where words may begin inside a token.
func (f *finder) starts(i int, all []start) []start {
	all = append(all, start{})
	t := &f.text.Tokens[i]
	if t.Script != text.Arabic {
		return all
	}
	letters := f.text.Letters[t.First:t.Last]
	if f.tongues.has(persian) {
		all = appendStarts(all, letters, persianPrefixes)
	}
	if f.tongues.has(arabic) && !slices.ContainsFunc(unprefixed, func(u []uint16) bool { return begins(letters, u) }) {
		all = appendStarts(all, letters, arabicPrefixes)
	}
	return all
}

func appendStarts(all []start, letters []uint16, prefixes []prefix) []start {
	for _, p := range prefixes {
		if len(letters) > len(p.letters) && begins(letters, p.letters) {
			all = append(all, start{len(p.letters), p.base, p.merged})
		}
	}
	return all
}

// walk reads the letters from a start on, and tries the terms that every
// beginning of them leads to. It goes on into the next word where no joint is
// needed to do so.
func (f *finder) walk(i int, b start) {
	h, n := uint64(hashBasis), 0
	for j := i; j < len(f.text.Tokens); j++ {
		t := &f.text.Tokens[j]
		letters := f.text.Letters[t.First:t.Last]
		if j == i {
			letters = letters[b.at:]
		}
		for _, l := range letters {
			if n++; n > f.index.most {
				return
			}
			h = grow(h, l)
			for _, p := range f.index.lookup(h) {
				f.try(p, i, b)
			}
		}
		for _, p := range f.index.lookup(h ^ wholeSalt) {
			f.try(p, i, b)
		}
		if !f.free(j + 1) {
			return
		}
	}
}

// free tells whether a term may go on over the gap before a token without a
// joint of its own.
func (f *finder) free(i int) bool {
	if i >= len(f.text.Tokens) {
		return false
	}
	switch f.text.Tokens[i].Gap {
	case text.Half:
		return true
	case text.Space, text.Hyphen, text.Glued:
		return !f.strict && (f.words[i].separate || f.words[i-1].preposed)
	}
	return false
}

// try checks whether the term of a place stands where its word was met at a
// token, and reports it.
func (f *finder) try(p place, i int, b start) {
	t := f.terms[p.term]
	if p.skip > 0 && !b.merged || p.skip == 0 && b.merged && t.words[p.from].article {
		return
	}
	if p.from == 0 {
		if !t.strict() || len(t.words) == 1 || f.heads(t, 1, i+1) {
			f.align(t, p.term, i, b)
		}
		return
	}
	f.back(t, p, i)
}

// heads tells whether the k-th word of a strict term may begin at a token. It
// is a glance that spares most alignments.
func (f *finder) heads(t *term, k, i int) bool {
	if i >= len(f.text.Tokens) {
		return false
	}
	next := &f.text.Tokens[i]
	return next.Gap == text.Half || f.same(f.text.Letters[next.First], t.words[k].letters[0])
}

// back looks for the beginning of a term whose word p.from was met at a token.
// Each word before it may take a few tokens; of a strict term only half-spaces
// part those of one word.
func (f *finder) back(t *term, p place, i int) {
	joints := 0
	for j := i - 1; j >= max(0, i-int(p.from)*4); j-- {
		gap := f.text.Tokens[j+1].Gap
		if gap != text.Half {
			joints++
		}
		switch {
		case gap == text.Edge || t.strict() && joints > int(p.from):
			return
		case t.strict() && i-j < int(p.from) || f.text.Tokens[j].Script != t.words[0].script:
		case t.strict() || f.text.Tokens[j].Script != text.Arabic: // nothing may stand before it
			if f.heads(t, 0, j) {
				f.align(t, p.term, j, start{})
			}
		default:
			var buffer [8]start
			for _, b := range f.starts(j, buffer[:0]) {
				f.align(t, p.term, j, b)
			}
		}
	}
}
