package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
)

// An index finds, for the first letters of a word, the terms that may stand
// there. It is immutable once built.
//
// Every way of every term is stored under the hash of its key. As a word is
// read letter by letter its hash grows with it, so each of its beginnings is
// one probe of a small filter; only what passes touches the slots. A hash is
// never believed: what it finds is checked letter by letter.
type index struct {
	filter []uint64 // a Bloom filter of one bit a key, sized to stay in cache
	slots  []slot   // open addressing, a power of two
	places []place  // of all slots, those of one key together
	most   int      // letters of the longest key

	suffixes, wilds, typos bool // there are terms of these forms
}

// A slot is the places under one hash. An empty slot has first 0.
type slot struct {
	tag, first uint32
}

// A place is where in a term it is met: at the word from, of which skip letters
// are not there.
type place struct {
	term       uint32
	from, skip uint8
	last       bool // the last one under its key
}

// The salts part the keys of each kind from one another.
const (
	wholeSalt  = 0x9E3779B97F4A7C15
	suffixSalt = 0xC2B2AE3D27D4EB4F
	wildSalt   = 0x165667B19E3779F9
	typoSalt   = 0x27D4EB2F165667C5
	hashBasis  = 14695981039346656037
)

// grow adds a letter to a hash: FNV-1a. Letters that some language does not
// tell apart are one here; the check of letters tells.
func grow(h uint64, letter uint16) uint64 {
	return (h ^ uint64(folded(letter))) * 1099511628211
}

// folded is the letter that hashes as a letter does: Arabic does not tell آ
// from ا.
func folded(l uint16) uint16 {
	if l == 'آ' {
		return 'ا'
	}
	return l
}

func hashOf(letters []uint16) uint64 { return growAll(hashBasis, letters) }

func growAll(h uint64, letters []uint16) uint64 {
	for _, l := range letters {
		h = grow(h, l)
	}
	return h
}

// finish spreads a hash over all its bits.
func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>29
}

// An indexer makes an index of the terms of a vocabulary.
type indexer struct {
	v    *vocabulary
	x    *index
	all  []keyed
	keys int
	next uint32 // the end of the places of the slots so far
	key  []uint16
}

// A keyed place is one on its way into the index.
type keyed struct {
	hash  uint64
	slot  uint32
	place place
}

// chores build the index: the keys of all terms are collected, and counted in
// the slots, twice if they were fewer than it seemed; then the counts become
// the ends of ranges of places, which are filled from their ends on.
func (b *indexer) chores() []chore {
	return []chore{
		{func() int { b.all = make([]keyed, 0, len(b.v.terms)*9/8); return len(b.v.terms) }, b.add},
		{func() int { b.size(len(b.all)); return len(b.all) }, b.claim},
		{b.shrink, b.claim},
		{func() int { b.next, b.x.places = 1, make([]place, len(b.all)+1); return len(b.x.slots) }, b.sum},
		{func() int { return len(b.all) }, b.fill},
	}
}

// size makes room for so many keys.
func (b *indexer) size(keys int) {
	b.keys, b.x.slots = 0, make([]slot, power(keys*3/2))
}

// shrink makes less room if less will do, and returns how many places claim
// their slots anew.
func (b *indexer) shrink() int {
	defer func() { b.x.filter = make([]uint64, max(1, power(b.keys*16)/64)) }()
	if power(b.keys*3/2) == len(b.x.slots) {
		return 0
	}
	b.size(b.keys)
	return len(b.all)
}

// claim finds the slot of a place and counts it there. Keys of one tag that
// are looked for in one slot share it: what is found is checked anyway.
func (b *indexer) claim(i int) {
	k, slots := &b.all[i], b.x.slots
	at := k.hash & uint64(len(slots)-1)
	for slots[at].first != 0 && slots[at].tag != uint32(k.hash>>32) {
		at = (at + 1) & uint64(len(slots)-1)
	}
	if slots[at].first == 0 {
		b.keys++
	}
	slots[at].tag = uint32(k.hash >> 32)
	slots[at].first++
	k.slot = uint32(at)
}

// sum turns the count of a slot into the end of its places, the last of which
// it marks.
func (b *indexer) sum(i int) {
	if s := &b.x.slots[i]; s.first > 0 {
		b.next += s.first
		s.first = b.next
		b.x.places[b.next-1].last = true
	}
}

// fill puts one place where it belongs, the last one first.
func (b *indexer) fill(i int) {
	k := &b.all[len(b.all)-1-i]
	s := &b.x.slots[k.slot]
	s.first--
	p := &b.x.places[s.first]
	k.place.last = p.last
	*p = k.place
	b.x.filter[k.hash>>38&uint64(len(b.x.filter)-1)] |= 1 << (k.hash >> 58)
}

// lookup returns the first of the places under a hash, or 0.
func (x *index) lookup(h uint64) uint32 {
	h = finish(h)
	if x.filter[h>>38&uint64(len(x.filter)-1)]>>(h>>58)&1 == 0 {
		return 0
	}
	for i := h & uint64(len(x.slots)-1); x.slots[i].first != 0; i = (i + 1) & uint64(len(x.slots)-1) {
		if s := &x.slots[i]; s.tag == uint32(h>>32) {
			return s.first
		}
	}
	return 0
}

// add stores where a term is looked for: at the word that is likely its rarest,
// alone or with the words before it joined to it.
func (b *indexer) add(i int) {
	id, t := uint32(i), &b.v.terms[i]
	words := b.v.of(t)
	if len(words) == 0 || len(words) == 1 && b.formed(id, t, &words[0]) {
		return // a term of marks alone is found nowhere
	}
	long := 0
	for i := range words {
		if words[i].common() < words[long].common() {
			long = i
		}
	}
	whole := t.exact && t.form != query.Prefix
	for from := long; from >= 0; from-- {
		if from < long && !b.v.closable(t, from+1) {
			break
		}
		b.key = b.key[:0]
		for i := from; i < long; i++ {
			b.key = append(b.key, b.v.spell(&words[i])...)
		}
		b.key = append(b.key, b.v.spell(&words[long])[:words[long].stem]...)
		b.put(b.key, whole, place{term: id, from: uint8(from)})
		if words[from].article {
			b.put(b.key[len(article):], whole, place{term: id, from: uint8(from), skip: uint8(len(article))})
		}
	}
}

func (b *indexer) put(key []uint16, whole bool, p place) {
	h := hashOf(key)
	if whole {
		h ^= wholeSalt
	}
	b.x.most = max(b.x.most, len(key))
	b.all = append(b.all, keyed{hash: finish(h), place: p})
}

// formed stores a term that is found by another thing than its beginning.
func (b *indexer) formed(id uint32, t *term, w *word) bool {
	letters := b.v.spell(w)
	put := func(h uint64) { b.all = append(b.all, keyed{hash: finish(h), place: place{term: id}}) }
	switch t.form {
	case query.Suffix:
		b.x.suffixes = true
		h := uint64(hashBasis)
		for i := len(letters) - 1; i >= 0; i-- {
			h = grow(h, letters[i])
		}
		put(h ^ suffixSalt)
	case query.Wild:
		b.x.wilds = true
		put(wildKey(letters, slices.IndexFunc(letters, func(l uint16) bool { return l != anyLetter })))
	case query.Fuzzy:
		b.x.typos = true
		put(hashOf(letters) ^ typoSalt)
		for i := range letters {
			put(without(letters, i) ^ typoSalt)
		}
	default:
		return false
	}
	return true
}

// wildKey is the key of a word with a letter at a place.
func wildKey(letters []uint16, at int) uint64 {
	at = max(at, 0)
	return grow(grow(grow(hashBasis, uint16(len(letters))), uint16(at)), letters[at]) ^ wildSalt
}

// without returns the hash of letters but one.
func without(letters []uint16, i int) uint64 {
	return growAll(hashOf(letters[:i]), letters[i+1:])
}

// power returns the least power of two that is at least n, 64 or more.
func power(n int) int {
	p := 64
	for p < n {
		p *= 2
	}
	return p
}

// A set is a small set of folded words, by their hash.
type set map[uint64]struct{}
