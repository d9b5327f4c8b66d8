package telegramtest

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// decodeReference returns the code of the character that the reference at the
// beginning of s stands for, and its size in bytes; zero if there is none.
// Telegram knows &lt; &gt; &amp; &quot; and numbers of few digits, and needs
// no semicolon. The code may be half of a surrogate pair, which is no
// character.
func decodeReference(s string) (code rune, size int) {
	const longest = 10 // bytes, without the semicolon
	end := 1
	switch {
	case strings.HasPrefix(s, "&#x"):
		end = 3 + span(s[3:], isHex)
		n, err := strconv.ParseUint(s[3:end], 16, 32)
		code = checkedCode(n, err)
	case strings.HasPrefix(s, "&#"):
		end = 2 + span(s[2:], isDigit)
		n, err := strconv.ParseUint(s[2:end], 10, 32)
		code = checkedCode(n, err)
	case strings.HasPrefix(s, "&"):
		end = 1 + span(s[1:], isAlpha)
		code = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[s[1:end]]
	}
	if code == 0 || end >= longest {
		return 0, 0
	}
	if end < len(s) && s[end] == ';' {
		end++
	}
	return code, end
}

// checkedCode returns a code point, or zero for what is none.
func checkedCode(n uint64, err error) rune {
	if err != nil || n >= 0x10ffff {
		return 0
	}
	return rune(n)
}

// span returns how many bytes at the beginning of s fit.
func span(s string, fits func(byte) bool) int {
	n := 0
	for n < len(s) && fits(s[n]) {
		n++
	}
	return n
}

func isSurrogate(r rune) bool { return utf16.IsSurrogate(r) }
func isDigit(c byte) bool     { return c >= '0' && c <= '9' }
func isHex(c byte) bool       { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
func isAlpha(c byte) bool     { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isAlnum(c byte) bool     { return isAlpha(c) || isDigit(c) }
func isSpace(c byte) bool     { return c == ' ' || c >= '\t' && c <= '\r' && c != '\f' || c == 0 }
