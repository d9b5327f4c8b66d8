package text

// The hash is FNV-1a over letters.
const (
	hashBasis = 14695981039346656037
	hashPrime = 1099511628211
)

// Hash returns the hash of folded letters, which equal tokens share.
func Hash(letters []uint16) uint64 {
	h := uint64(hashBasis)
	for _, l := range letters {
		h = (h ^ uint64(l)) * hashPrime
	}
	return h
}
