package text

import "math/rand/v2"

// The hash is FNV-1a over letters. It begins elsewhere in every process, so
// that nobody can write words that share the hash of another one.
var hashBasis = rand.Uint64()

const hashPrime = 1099511628211

// Hash returns the hash of folded letters, which equal tokens share.
func Hash(letters []uint16) uint64 {
	h := hashBasis
	for _, l := range letters {
		h = (h ^ uint64(l)) * hashPrime
	}
	return h
}
