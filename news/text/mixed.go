package text

// A border is a place inside a word where Latin letters follow Cyrillic ones
// or the other way round.
type border struct {
	letter int32 // index into Text.Letters
	byte   int32 // offset in the original
}

// mixable tells whether two scripts have letters of the same form.
func mixable(a, b Script) bool {
	return a == Latin && b == Cyrillic || a == Cyrillic && b == Latin
}

// unmix appends to t's tokens a word of both scripts: as one token if the
// letters of the minority are all look-alikes of the majority's, else cut at
// its borders.
func unmix(t *Text, word Token, borders []border) []Token {
	letters := t.Letters[word.First:word.Last]
	latin := 0
	for _, l := range letters {
		if scriptOf(rune(l)) == Latin {
			latin++
		}
	}
	word.Script = Cyrillic
	if latin*2 > len(letters) {
		word.Script = Latin
	}
	if latin*2 != len(letters) && read(letters, word.Script) {
		word.Hash = Hash(letters)
		return append(t.Tokens, word)
	}
	for _, b := range borders {
		head := word
		head.End, head.Last = b.byte, b.letter
		head.Script = scriptOf(rune(t.Letters[head.First]))
		head.Hash = Hash(t.Letters[head.First:head.Last])
		t.Tokens = append(t.Tokens, head)
		word.Start, word.First, word.Gap, word.Mark, word.Opens = b.byte, b.letter, Glued, Plain, false
	}
	word.Script = scriptOf(rune(t.Letters[word.First]))
	word.Hash = Hash(t.Letters[word.First:word.Last])
	return append(t.Tokens, word)
}

// read writes all letters in one script, if each has its like there.
func read(letters []uint16, s Script) bool {
	for pass := range 2 {
		for i, l := range letters {
			if scriptOf(rune(l)) == s {
				continue
			}
			like := lookalike(rune(l))
			if like == 0 {
				return false
			}
			if pass == 1 {
				letters[i] = uint16(like)
			}
		}
	}
	return true
}

func lookalike(r rune) rune {
	for _, k := range lookalikes {
		switch r {
		case k.latin:
			return k.cyrillic
		case k.cyrillic:
			return k.latin
		}
	}
	return 0
}
