package calendar

import (
	"strings"
	"unicode"
)

// fold brings the spellings of a date together: one yeh, kaf, heh and alef,
// ASCII digits, lower case, joints and direction marks as blanks, no vowel
// marks.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'ي', 'ى', 'ې', 'ۍ', 'ئ':
			return 'ی'
		case 'ك':
			return 'ک'
		case 'ة', 'ہ', 'ە', 'ۀ':
			return 'ه'
		case 'أ', 'إ', 'ٱ', 'آ':
			return 'ا'
		case 'ګ':
			return 'گ'
		case 'ـ':
			return -1
		case 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xA0:
			return ' '
		}
		switch {
		case '۰' <= r && r <= '۹':
			return r - '۰' + '0'
		case '٠' <= r && r <= '٩':
			return r - '٠' + '0'
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
