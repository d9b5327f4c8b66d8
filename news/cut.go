package news

import (
	"strings"
	"unicode"
	"unicode/utf8"

	scan "github.com/rasadnews/rasad/news/text"
)

// paragraphsOf returns the byte ranges of the paragraphs of a text, one at
// least: they end at a blank line or a paragraph separator, as for the matcher.
func paragraphsOf(text string) [][2]int {
	var all [][2]int
	start, end, newlines := 0, 0, 0 // end is behind the last letter
	for i, r := range text {
		switch {
		case r == '\u2029':
			newlines = 2
		case r == '\n' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028':
			newlines++
		case unicode.IsSpace(r):
		default:
			if newlines > 1 {
				all = append(all, [2]int{start, end})
				start = i
			}
			newlines, end = 0, i+max(1, utf8.RuneLen(r))
		}
	}
	return append(all, [2]int{start, len(text)})
}

// wholeBefore and wholeAfter move a byte offset back or on to where a text may
// be cut, unless somebody has heaped marks upon marks.
func wholeBefore(text string, at int) int {
	for n := 0; n < mostMarks && !divides(text, at); n++ {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

func wholeAfter(text string, at int) int {
	at = min(at, len(text))
	for n := 0; n < mostMarks && !divides(text, at); n++ {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

const mostMarks = 64

// back returns the byte n runes before at, at least from.
func back(text string, from, at, n int) int {
	for ; n > 0 && at > from; n-- {
		_, size := utf8.DecodeLastRuneInString(text[from:at])
		at -= size
	}
	return at
}

// forth returns the byte n runes after at, at most to.
func forth(text string, at, to, n int) int {
	for ; n > 0 && at < to; n-- {
		_, size := utf8.DecodeRuneInString(text[at:to])
		at += size
	}
	return at
}

// sentenceAfter returns the beginning of the first sentence that begins in
// text[from:to], or -1.
func sentenceAfter(text string, from, to int) int {
	for i, r := range text[from:to] {
		if unicode.IsSpace(r) && endsSentence(text[:from+i]) {
			rest := strings.TrimLeftFunc(text[from+i:to], unicode.IsSpace)
			return to - len(rest)
		}
	}
	return -1
}

// sentenceBefore returns the end of the last sentence that ends in
// text[from:to], or -1.
func sentenceBefore(text string, from, to int) int {
	for at := to; at > from; {
		r, n := utf8.DecodeLastRuneInString(text[from:at])
		at -= n
		if unicode.IsSpace(r) && endsSentence(text[:at]) {
			return at
		}
	}
	return -1
}

// endsSentence reports whether a text ends with a sentence, white space
// aside. A single letter before a point is taken for an initial, and what the
// matcher knows as an abbreviation for one.
func endsSentence(text string) bool {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	text = strings.TrimRight(text, "\"'»”’)")
	last, n := utf8.DecodeLastRuneInString(text)
	if !strings.ContainsRune(".!?؟۔…", last) || n == 0 {
		return false
	}
	text = text[:len(text)-n]
	word := text[strings.LastIndexFunc(text, unicode.IsSpace)+1:]
	word = strings.TrimLeft(word, "\"'«“‘(")
	return last != '.' || utf8.RuneCountInString(word) > 1 && !scan.Abbreviates(word)
}

// wordAfter returns the beginning of the first word that begins in
// text[from:to]; in a text without blanks, the first place fit to cut at.
func wordAfter(text string, from, to int) int {
	if i := strings.IndexFunc(text[runeStart(text, from):to], unicode.IsSpace); i >= 0 {
		at := runeStart(text, from) + i
		return at + len(text[at:to]) - len(strings.TrimLeftFunc(text[at:to], unicode.IsSpace))
	}
	for at := runeStart(text, from); at < to; {
		if divides(text, at) {
			return at
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return to
}

// wordBefore returns the end of the last word that ends in text[to:from]; in
// a text without blanks, the last place fit to cut at.
func wordBefore(text string, from, to int) int {
	end := runeStart(text, from)
	if i := strings.LastIndexFunc(text[to:end], unicode.IsSpace); i >= 0 {
		return to + len(strings.TrimRightFunc(text[to:to+i], unicode.IsSpace))
	}
	for at := end; at > to; {
		if divides(text, at) {
			return at
		}
		_, n := utf8.DecodeLastRuneInString(text[:at])
		at -= n
	}
	return to
}

// runeStart returns the beginning of the rune that byte i belongs to.
func runeStart(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}

// divides reports whether a text may be cut at byte i without parting what a
// reader sees as one character, by the rules of UAX #29 that matter for news:
// marks and joiners stay with what they follow, flags stay whole.
func divides(text string, i int) bool {
	if i <= 0 || i >= len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	const zwnj, zwj = '\u200c', '\u200d'
	switch {
	case unicode.In(after, unicode.M) || after == zwj || after == zwnj || before == zwj || before == zwnj:
		return false
	case after >= 0x1F3FB && after <= 0x1F3FF: // skin tones
		return false
	case after >= 0xE0020 && after <= 0xE007F: // tags of regional flags
		return false
	case hangul(before) && hangul(after):
		return false
	case regional(before) && regional(after):
		return flags(text[:i])%2 == 0
	}
	return true
}

func regional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func hangul(r rune) bool { return r >= 0x1100 && r <= 0x11FF }

// flags counts the regional indicators that a text ends with.
func flags(text string) int {
	n := 0
	for {
		r, size := utf8.DecodeLastRuneInString(text)
		if !regional(r) {
			return n
		}
		n++
		text = text[:len(text)-size]
	}
}

// squeeze appends s to b with each run of white space as one blank, and none
// at the beginning.
func squeeze(b *strings.Builder, s string) {
	for _, r := range s {
		if !unicode.IsSpace(r) {
			b.WriteRune(r)
			continue
		}
		if n := b.Len(); n > 0 && b.String()[n-1] != ' ' {
			b.WriteByte(' ')
		}
	}
}
