package matcher

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
	ways   []place  // the ways of all slots, those of one key together
	most   int      // letters of the longest key
}

// A slot is the ways under one hash.
type slot struct {
	hash        uint64
	first, last uint32 // range of ways; an empty slot has none
}

// A place is a way of a term.
type place struct {
	term       int32
	from, skip int16
}

// The hash is FNV-1a over letters, finished when it is used. Whole keys and
// beginnings have hashes of their own.
const (
	hashBasis = 14695981039346656037
	hashPrime = 1099511628211
	wholeSalt = 0x9E3779B97F4A7C15
)

func grow(h uint64, letter uint16) uint64 {
	if letter == 'آ' { // Arabic does not tell them apart; the check does
		letter = 'ا'
	}
	return (h ^ uint64(letter)) * hashPrime
}

func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>29
}

func hashOf(letters []uint16) uint64 {
	h := uint64(hashBasis)
	for _, l := range letters {
		h = grow(h, l)
	}
	return h
}

// newIndex returns the index of some terms.
func newIndex(terms []*term) *index {
	byHash := map[uint64][]place{}
	x := &index{}
	n := 0
	for i, t := range terms {
		for _, w := range t.ways() {
			h := hashOf(w.key)
			if w.whole {
				h ^= wholeSalt
			}
			h = finish(h)
			byHash[h] = append(byHash[h], place{int32(i), int16(w.from), int16(w.skip)})
			x.most = max(x.most, len(w.key))
			n++
		}
	}
	x.filter = make([]uint64, max(1, power(len(byHash)*16)/64))
	x.slots = make([]slot, power(len(byHash)*2))
	x.ways = make([]place, 0, n)
	for h, places := range byHash {
		first := uint32(len(x.ways))
		x.ways = append(x.ways, places...)
		i := h & uint64(len(x.slots)-1)
		for x.slots[i].last != 0 {
			i = (i + 1) & uint64(len(x.slots)-1)
		}
		x.slots[i] = slot{h, first, uint32(len(x.ways))}
		x.filter[h>>38&uint64(len(x.filter)-1)] |= 1 << (h >> 58)
	}
	return x
}

// lookup returns the ways under a hash.
func (x *index) lookup(h uint64) []place {
	h = finish(h)
	if x.filter[h>>38&uint64(len(x.filter)-1)]>>(h>>58)&1 == 0 {
		return nil
	}
	for i := h & uint64(len(x.slots)-1); x.slots[i].last != 0; i = (i + 1) & uint64(len(x.slots)-1) {
		if s := &x.slots[i]; s.hash == h {
			return x.ways[s.first:s.last]
		}
	}
	return nil
}

// power returns the least power of two that is at least n, 64 or more.
func power(n int) int {
	p := 64
	for p < n {
		p *= 2
	}
	return p
}

// A set is a small set of folded words.
type set map[uint64]struct{}

// wordSet returns the set of folded words parted by blanks.
func wordSet(list string) set {
	s := set{}
	for _, w := range words(list) {
		s[hashOf(w)] = struct{}{}
	}
	return s
}

func (s set) has(word []uint16) bool {
	if len(word) > 10 {
		return false
	}
	_, ok := s[hashOf(word)]
	return ok
}
