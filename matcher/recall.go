package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/news/text"
)

// A recall remembers of each word that came what it may be of the terms: most
// words of a text came before. It is a table of fixed size, small so that it
// stays near the processor, in which a word takes the place of the one in its
// shelf that came least of late. A word is known by some fifty bits of its
// hash, which begins elsewhere in every process.
type recall struct {
	shelves []shelf
	found   []candidate // of all words, those of one together; the first is none's
}

// A shelf is the words of one place in the table, the latest first. It fills
// one line of a processor's cache. The high bits of an entry are the word's
// hash, the low ones what is known of it.
type shelf [8]uint64

// known is what is known of a word: its traits and, above these, the first of
// its candidates in recall.found, or 0 if it has none.
type known uint32

const (
	isPreposed known = 1 << iota
	isSeparate
	looksAside     // some candidate looks at the word's neighbours
	looksAtLetters // and at their letters, not their hashes alone
	oneCandidate

	knownBits = 26
	knownMask = 1<<knownBits - 1
)

// The bounds of what is remembered: shelves of 64 bytes, candidates of 16.
const (
	fewShelves    = 1 << 10
	recallShelves = 1 << 13
	recallFound   = 1 << 19
	mostFound     = knownMask / int(oneCandidate)
)

// newRecall returns a recall for so many terms.
func newRecall(terms int) recall {
	n := fewShelves
	for n < terms && n < recallShelves {
		n *= 2
	}
	return recall{shelves: make([]shelf, n), found: make([]candidate, 1)}
}

// latest returns the latest entry on the shelf of a key.
func (r *recall) latest(key uint64) uint64 { return r.shelves[key&uint64(len(r.shelves)-1)][0] }

// is returns what is known by an entry if it is that of a key.
func is(entry, key uint64) (known, bool) {
	return known(entry & knownMask), (entry^key)>>knownBits == 0
}

// find returns what is known under a key, and puts it to the front.
func (r *recall) find(key uint64) (known, bool) {
	if k, ok := is(r.latest(key), key); ok {
		return k, true
	}
	return r.shelves[key&uint64(len(r.shelves)-1)].reach(key)
}

func (s *shelf) reach(key uint64) (known, bool) {
	for i := 1; i < len(s); i++ {
		if (s[i]^key)>>knownBits == 0 {
			s[0], s[i] = s[i], s[0]
			return known(s[0] & knownMask), true
		}
	}
	return 0, false
}

// keep remembers the candidates from first on under a key.
func (r *recall) keep(key uint64, first int, k known) known {
	if n := len(r.found); n > first {
		r.found[n-1].signs |= lastOfAll
		k += known(first) * oneCandidate
		for _, c := range r.found[first:] {
			k |= c.looks()
		}
		if first > mostFound {
			return k & (oneCandidate - 1) // renew has come too late: see recallFound
		}
	}
	s := &r.shelves[key&uint64(len(r.shelves)-1)]
	copy(s[1:], s[:])
	s[0] = key&^knownMask | uint64(k)
	return k
}

// renew forgets everything once it has become too much.
func (r *recall) renew() {
	if len(r.found) > recallFound {
		clear(r.shelves)
		r.found = r.found[:1]
	}
}

// An opening is a way in which a word of a text begins before a term's own
// letters.
type opening struct {
	letters []uint16
	base    int  // letters that the term's word must have
	merged  bool // it ends in the لل that ل and the article make
	phrase  bool // base counts the letters of all its words
}

// fits tells whether an opening may stand before the k-th word of a term.
func (o *opening) fits(t *term, w *word, k int) bool {
	if o.phrase && k == 0 {
		return int(t.size) >= o.base
	}
	return int(w.n) >= o.base
}

// openings are none, and all prefixes.
var openings = func() []opening {
	all := []opening{{}}
	for _, p := range slices.Concat(persianPrefixes, arabicPrefixes) {
		all = append(all, opening(p))
	}
	return all
}()

// about returns what is known of a word under its key, in the tongues of its
// text.
func (f *finder) about(token *text.Token, key uint64) known {
	if k, ok := f.recall.find(key); ok {
		return k
	}
	letters := f.text.Letters[token.First:token.Last]
	first, t := len(f.recall.found), known(0)
	if token.Script == text.Arabic {
		if text.Preposed(letters) {
			t |= isPreposed
		}
		if text.Separate(letters) {
			t |= isSeparate
		}
	}
	f.eachOpening(letters, token.Script, func(via uint8, letters []uint16) { f.beginnings(letters, via, 0) })
	f.formed(letters)
	return f.recall.keep(key, first, t)
}

// beyond returns what is known of the run of words from i to j, between which
// a term may go on without a joint: terms whose key ends in the last of them.
// The key of the run before is given and returned.
func (f *finder) beyond(i, j int, before uint64) (known, uint64) {
	key := finish(before*31 ^ f.text.Tokens[j].Hash)
	if k, ok := f.recall.find(key); ok {
		return k, key
	}
	from := len(f.recall.found)
	first, last := &f.text.Tokens[i], &f.text.Tokens[j]
	f.eachOpening(f.text.Letters[first.First:first.Last], first.Script, func(via uint8, letters []uint16) {
		skipped := first.Len() - len(letters)
		run := f.text.Letters[int(first.First)+skipped : last.Last]
		f.beginnings(run, via, len(run)-last.Len())
	})
	return f.recall.keep(key, from, 0), key
}

// eachOpening calls look for every way in which a word may begin, with its
// letters from there on.
func (f *finder) eachOpening(letters []uint16, script text.Script, look func(via uint8, letters []uint16)) {
	look(0, letters)
	if script != text.Arabic {
		return
	}
	first := letters[0]
	native, arab := f.tongues.has(persian) && (first == 'و' || first == 'ض'), f.tongues.has(proclitic) && slices.Contains(proclitics, first)
	if !native && !arab || slices.ContainsFunc(unprefixed, func(u []uint16) bool { return begins(letters, u) }) {
		return
	}
	if native {
		openAll(letters, 1, theArticle, look)
	}
	if arab {
		openAll(letters, theArticle, len(openings), look)
	}
}

// theArticle is the opening that may stand inside a phrase as well. With a
// conjunction or preposition it would be another phrase.
var theArticle = 1 + len(persianPrefixes)

// openAll calls look for those of some openings with which a word begins.
func openAll(letters []uint16, from, to int, look func(via uint8, letters []uint16)) {
	for via := from; via < to; via++ {
		if o := &openings[via]; len(letters) > len(o.letters) && begins(letters, o.letters) {
			look(uint8(via), letters[len(o.letters):])
		}
	}
}

// proclitics are the letters with which Arabic prefixes begin.
var proclitics = units("والفبکسل")

// beginnings considers the terms that the beginnings of some letters lead to,
// those longer than past.
func (f *finder) beginnings(letters []uint16, via uint8, past int) {
	h := uint64(hashBasis)
	for n, l := range letters {
		if n >= f.index.most {
			return
		}
		h = grow(h, l)
		if n >= past {
			f.each(h, func(p place) { f.consider(p, via, letters, n+1, past > 0) })
		}
	}
	f.each(h^wholeSalt, func(p place) { f.consider(p, via, letters, len(letters), past > 0) })
}

// each calls found for the places under a hash.
func (f *finder) each(h uint64, found func(place)) {
	i := f.index.lookup(h)
	for ; i != 0; i++ {
		p := f.index.places[i]
		found(p)
		if p.last {
			return
		}
	}
}
