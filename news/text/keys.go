package text

import "unicode/utf16"

// KeyVersion changes whenever a text may have other keys than it had before:
// with the fold, the cutting of tokens, or the words that attach. An index of
// keys of another version is of no use.
const KeyVersion = 1

// KeyLetters is how many letters a key has at most, in UTF-16.
const KeyLetters = 32

// Keys calls use with every key of a scanned text, in the order of its tokens.
// An archive that is indexed by keys finds each article in which package
// matcher can find a term: wherever a term, or a word of one, stands in a text,
// some key begins with the letters that it stands there with.
//
// From each token on, the key is the letters of the text as far as a word may
// go on without a joint: over half-spaces, before a Separate word and behind a
// Preposed one. So کتاب‌ها has the keys کتابها and ها, and می شود has میشود and
// شود. آ is ا in a key, as Arabic does not tell them apart.
func (t *Text) Keys(use func(key string)) {
	var letters [KeyLetters]rune
	for i := range t.Tokens {
		first, last := t.Tokens[i].First, t.Tokens[i].Last
		for j := i + 1; last-first < KeyLetters && j < len(t.Tokens) && t.runsOn(j); j++ {
			last = t.Tokens[j].Last
		}
		use(key(t.Letters[first:last], letters[:0]))
	}
}

// Key returns the beginning of a key that begins with some folded letters: a
// prefix to look it up by.
func Key(letters []uint16) string { return key(letters, nil) }

func key(letters []uint16, into []rune) string {
	for i := 0; i < min(len(letters), KeyLetters); i++ {
		l := rune(letters[i])
		switch {
		case l == 'آ':
			l = 'ا'
		case utf16.IsSurrogate(l) && i+1 < min(len(letters), KeyLetters):
			if both := utf16.DecodeRune(l, rune(letters[i+1])); both != '\uFFFD' {
				l = both
				i++
			}
		}
		into = append(into, l)
	}
	return string(into)
}

// runsOn tells whether a word may go on over the gap before a token without a
// joint.
func (t *Text) runsOn(i int) bool {
	token, before := t.Tokens[i], t.Tokens[i-1]
	switch token.Gap {
	case Half:
		return true
	case Glued, Hyphen, Space:
		return Separate(t.Letters[token.First:token.Last]) || Preposed(t.Letters[before.First:before.Last])
	}
	return false
}
