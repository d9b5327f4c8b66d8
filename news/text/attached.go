package text

import (
	"strings"
	"unicode/utf16"
)

// separate are the inflections of Persian that are also written as a word of
// their own: کشور ها, شده اند, مهم ترین.
var separate = wordSet(`
	ها های هایی هایم هایت هایش هایمان هایتان هایشان
	ای تر تری ترین ام ات اش ایم اید اند مان تان شان یی ی`)

// preposed are the prefixes that are also written as a word of their own:
// می شود, ضد تروریسم, بین المللی.
var preposed = wordSet("می نمی ضد غیر بین فرا فوق ابر شبه سوء بی نا")

// Separate tells whether a folded word is an inflection of Persian that is
// also written as a word of its own: کشور ها.
func Separate(word []uint16) bool { return separate.has(word) }

// Preposed tells whether a folded word is a prefix that is also written as a
// word of its own: می شود.
func Preposed(word []uint16) bool { return preposed.has(word) }

// A set is a small set of short words, by their hash.
type set map[uint64]struct{}

// longestAttached is more than the letters of any word of the sets.
const longestAttached = 10

// wordSet returns the set of folded words parted by blanks.
func wordSet(list string) set {
	s := set{}
	for w := range strings.FieldsSeq(list) {
		s[Hash(utf16.Encode([]rune(w)))] = struct{}{}
	}
	return s
}

func (s set) has(word []uint16) bool {
	if len(word) > longestAttached {
		return false
	}
	_, ok := s[Hash(word)]
	return ok
}
