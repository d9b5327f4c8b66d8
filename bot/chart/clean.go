package chart

import (
	"strings"
	"unicode"
)

// Bounds of a label, far beyond what fits into a line of the widest kind.
const (
	maxRead  = 4096 // runes that are looked at
	maxRunes = 300  // runes that are kept
	maxMarks = 3    // on one letter: hamza, shadda and a vowel are that many
)

// nameless stands where a name is empty, or empty once it is cleaned.
const nameless = "—"

// clean returns a text as one line of what can be drawn: without control
// characters, marks that force a direction, floods of combining marks, and
// symbols that the fonts do not have, such as emoji. Letters that they do not
// have stay, and are drawn as boxes. It reports whether the text went on.
func clean(s string, draws func(rune) bool) (runes []rune, more bool) {
	marks, read := maxMarks, 0 // a mark without a letter is no text
	for _, r := range s {
		if read++; read > maxRead || len(runes) == maxRunes {
			return trim(runes), true
		}
		switch {
		case unicode.IsSpace(r):
			if len(runes) > 0 && runes[len(runes)-1] != ' ' {
				runes = append(runes, ' ')
			}
			marks = maxMarks
		case extends(r):
			if marks < maxMarks && draws(r) {
				runes = append(runes, r)
				marks++
			}
		case draws(r) && unicode.IsGraphic(r), unicode.IsLetter(r), unicode.IsNumber(r):
			runes = append(runes, r)
			marks = 0
		}
	}
	return trim(runes), false
}

// extends reports whether a character belongs to the one before it: a mark,
// or a joiner.
func extends(r rune) bool {
	return unicode.Is(unicode.M, r) || r == '\u200c' || r == '\u200d'
}

func trim(runes []rune) []rune {
	return []rune(strings.TrimSpace(string(runes)))
}
