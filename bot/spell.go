package bot

import (
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/news"
)

// westernDigits returns a text with the digits and signs of all our languages
// as ASCII has them, in lower case, on one line.
func westernDigits(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r == '：':
			return ':'
		case r == '٫':
			return '.'
		case r == '–', r == '—', r == '−', r == '‑', r == '‐':
			return '-'
		case r == '\u200c', r == '\u200e', r == '\u200f', r == '\u2068', r == '\u2069':
			return ' '
		case r == 'ي':
			return 'ی'
		case r == 'ك':
			return 'ک'
		}
		return r
	}, s)
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// spokenWords are the words of a text as westernDigits has it, numbers apart
// from what is written close to them.
func spokenWords(s string) []string {
	var b strings.Builder
	var before rune
	for _, r := range westernDigits(s) {
		if unicode.IsDigit(before) && unicode.IsLetter(r) || unicode.IsLetter(before) && unicode.IsDigit(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return strings.Fields(b.String())
}

// offName tells whether a word means that something shall not be.
func offName(s string) bool { off, _ := spelled(offWords, s); return off }

// nowName tells whether a word means at once.
func nowName(s string) bool { now, _ := spelled(nowWords, s); return now }

// usualDaily is when a daily digest comes if nothing else was said.
const usualDaily = 8 * 60

// rhythmNamed reads a mode and, for the daily one, its time, which stands behind
// it or before.
func rhythmNamed(s string) (mode news.Mode, at int, ok bool) {
	words := spokenWords(s)
	mode, time, ok := prefixed(modeWords, words)
	if !ok {
		mode, time, ok = suffixed(modeWords, words)
	}
	switch {
	case !ok || len(time) > 0 && mode != news.ModeDaily:
		return "", 0, false
	case mode != news.ModeDaily:
		return mode, 0, true
	case len(time) == 0:
		return mode, usualDaily, true
	}
	at, ok = minuteOf(strings.Join(time, " "))
	return mode, at, ok
}

// severityNamed returns the severity that a word means.
func severityNamed(word string) (news.Severity, bool) { return spelled(severityWords, word) }
