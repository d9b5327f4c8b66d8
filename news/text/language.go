package text

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// Sampled is how many bytes of a text Language reads.
const Sampled = 8 << 10

const (
	wordWeight = 3

	// letterWeight is what a letter tells that other languages of its script
	// do not write. Those of many count once, and accents, which names bring
	// along, twice.
	letterWeight = 4
	accentWeight = 2

	// phrase is how many words tell more than their letters: what may be
	// Persian as well as another language is Persian from there on, while fewer
	// words are of none unless a letter or word tells.
	phrase = 3
)

// enoughDari is among how many words one of these must stand.
const enoughDari = 60

// Language returns the language a text is in: fa, prs, ar, ps, ur, ru or en, or ""
// if it is in another one or its letters and words do not tell. Persian with
// words of Afghanistan is prs; most Dari has none in a sentence or two and reads
// as fa, so that a source's own word goes before. A text may be given in parts,
// of each of which as much is read as is Sampled.
func Language(parts ...string) string {
	var v vote
	for _, s := range parts {
		v.read(sample(s))
	}
	return v.winner()
}

// sample returns the beginning of a text, no rune cut.
func sample(s string) string {
	if len(s) <= Sampled {
		return s
	}
	s = s[:Sampled]
	for n := 1; n < utf8.UTFMax && n < len(s); n++ {
		if r, size := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || size > 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}

// A vote is what the letters and words of a text say of its language.
type vote struct {
	letters [1 << 8]int // how often each of tellingLetters came
	scores  [len(tells)]int
	scripts [Arabic + 1]int // letters of each; of Digits what is no letter
	words   int
	dari    int // words of it
}

// read counts the letters and words of a text. Of a letter it notes only which
// one it is: what each of them tells is added up at the end.
func (v *vote) read(s string) {
	word := wordBasis
	for _, r := range s {
		t := toldBy(r)
		if t.lower == 0 {
			v.end(word)
			word = wordBasis
			continue
		}
		v.letters[t.telling]++
		v.scripts[t.script]++
		word.take(t.lower)
	}
	v.end(word)
	for k, points := range tellingLetters {
		for i, n := range points {
			v.scores[i] += v.letters[k] * int(n)
		}
	}
}

// end counts a word, unless nothing was read of it.
func (v *vote) end(w readWord) {
	if w.letters == 0 {
		return
	}
	v.words++
	for tells := tellingWords.of(w.hash); tells != 0; tells &= tells - 1 {
		if k := bits.TrailingZeros16(tells); k < dariTell {
			v.scores[k] += wordWeight
		} else {
			v.dari++
		}
	}
	if w.size > len("الله") && w.begin == 'ا'<<16|'ل' {
		v.scores[arabicTell] += wordWeight
	}
}

// A readWord is what is noted of a word: the hash of its lower-case letters
// (FNV-1a), its bytes, and its first two letters.
type readWord struct {
	hash          uint64
	letters, size int
	begin         uint32
}

var wordBasis = readWord{hash: 14695981039346656037}

func (w *readWord) take(letter rune) {
	w.hash = (w.hash ^ uint64(letter)) * hashPrime
	if w.letters < 2 {
		w.begin = w.begin<<16 | uint32(uint16(letter))
	}
	w.letters++
	w.size += utf8.RuneLen(letter)
}

// A told is what is to know of a character.
type told struct {
	lower   rune   // 0 if it ends a word
	telling uint8  // index of tellingLetters
	script  Script // Digits if it is no letter
}

// toldBy returns what is to know of a character: those that the languages are
// written in were looked up before.
func toldBy(r rune) told {
	if r < 0x800 {
		return toldByLow[r]
	}
	return tell(r)
}

func tell(r rune) told {
	switch e := lookup(r); {
	case r < 'A':
	case e.kind == letter && e.script != Digits:
		t := told{lower: unicode.ToLower(r), script: e.script}
		if t.lower < 0x800 {
			t.telling = letterIndex[t.lower]
		}
		switch r { // words are found however they were typed
		case 'ي':
			t.lower = 'ی'
		case 'ك':
			t.lower = 'ک'
		}
		return t
	case e.kind == mark:
		t := told{lower: r, script: Digits}
		if r < 0x800 {
			t.telling = letterIndex[r]
		}
		return t
	case e.kind == soft || e.kind == nothing:
		return told{lower: r, script: Digits}
	}
	return told{}
}

// winner returns the language that most speaks for, of those in the script of
// most letters.
func (v *vote) winner() string {
	script := Other
	for _, k := range []Script{Arabic, Cyrillic, Latin} {
		if v.scripts[k] > v.scripts[script] {
			script = k
		}
	}
	if script == Other {
		return ""
	}
	best, top, second := "", 0, 0
	for i, t := range tells {
		if t.script != script {
			continue
		}
		if v.scores[i] > top {
			best, top, second = t.lang, v.scores[i], top
		} else if v.scores[i] > second {
			second = v.scores[i]
		}
	}
	switch {
	case top == 0 && script == Cyrillic:
		return "ru"
	case top == 0 && script == Latin && v.words > 2:
		return "en"
	case script == Arabic && v.words < phrase && top-second < wordWeight:
		return ""
	case script == Arabic && v.scores[arabicTell] == top && v.typedInArabic():
		return "ar"
	case script == Arabic && v.scores[persianTell] == top:
		return v.persian()
	case top == second:
		return ""
	}
	return best
}

// typedInArabic tells whether of the letters that have a form of their own on
// Persian keyboards all were typed as on Arabic ones, and there are such. Older
// Persian texts are typed so too, but have words that tell.
func (v *vote) typedInArabic() bool {
	for _, r := range "یکپچژگ" {
		if v.letters[letterIndex[r]] > 0 {
			return false
		}
	}
	return v.letters[letterIndex['ي']]+v.letters[letterIndex['ك']] > 0
}

// persian tells Dari from Persian.
func (v *vote) persian() string {
	if v.dari > 0 && v.dari*enoughDari >= v.words {
		return "prs"
	}
	return "fa"
}
