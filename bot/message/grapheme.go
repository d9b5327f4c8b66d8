package message

import "unicode"

// joined reports whether a reader sees two neighbouring characters as one sign,
// or parts of one, between which nothing may be cut. Of a run of regional
// indicators, two and two make a flag; flags is how many of them stand before b
// without a gap.
func joined(a, b rune, flags int) bool {
	switch {
	case unicode.In(b, unicode.M, unicode.Join_Control), between(b, 0x1f3fb, 0x1f3ff), between(b, 0xe0020, 0xe007f):
		return true // marks, joiners, shades of skin, and what makes the flag of a region
	case a == '\u200d', a == '\r' && b == '\n', unicode.Is(unicode.Prepended_Concatenation_Mark, a):
		return true
	case indicator(a) && indicator(b):
		return flags%2 == 1
	case b == '\u0e33', b == '\u0eb3', unicode.Is(linkers, a) && unicode.IsLetter(b): // vowels, and syllables of India
		return true
	}
	return unicode.Is(unicode.Hangul, a) && (vowelOrTail(b) || between(a, 0x1100, 0x115f) && unicode.Is(unicode.Hangul, b))
}

// indicator tells a regional indicator, one half of a flag.
func indicator(r rune) bool { return between(r, 0x1f1e6, 0x1f1ff) }

// vowelOrTail tells a part of a Korean syllable that begins none.
func vowelOrTail(r rune) bool { return between(r, 0x1160, 0x11ff) || between(r, 0xd7b0, 0xd7fb) }

func between(r, first, last rune) bool { return first <= r && r <= last }

// linkers are the signs of the scripts of India that join two consonants.
var linkers = &unicode.RangeTable{R16: []unicode.Range16{
	{0x94d, 0x94d, 1}, {0x9cd, 0x9cd, 1}, {0xacd, 0xacd, 1}, {0xb4d, 0xb4d, 1}, {0xc4d, 0xc4d, 1}, {0xd4d, 0xd4d, 1},
}}
