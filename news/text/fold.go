package text

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Fold returns the tokens of s as matching sees them, parted by single spaces.
// Two texts of the same words fold to the same string, whatever their
// punctuation, vowel signs, capitals, and habits of typing.
func Fold(s string) string {
	var t Text
	t.Scan(s)
	var b strings.Builder
	b.Grow(len(s))
	for i, token := range t.Tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Word(token))
	}
	return b.String()
}

// Word returns the folded letters of one token.
func (t *Text) Word(token Token) string {
	return string(utf16.Decode(t.Letters[token.First:token.Last]))
}

// A kind says what a character does to the scan.
type kind uint8

const (
	punctuation kind = iota
	letter
	mark
	nothing
	soft
	space
	newline
	paragraph
	hyphen
	dot
	period
	terminal
	comma
	hash
	at
)

// An entry is what the table knows of one character.
type entry struct {
	to     uint16 // the folded letter, or 0 if it is more than one: see expansions
	kind   kind
	script Script
	upper  bool
	lower  bool
	hamza  bool
}

// The table holds the entries of all characters below 0x800, where nearly all
// letters of the watched languages are; rare holds the few others that differ
// from what package unicode says of them, and expansions what becomes of the
// characters that fold to several.
var table, rare, expansions = compile()

func compile() (*[0x800]entry, map[rune]entry, map[rune]string) {
	b := builder{new([0x800]entry), map[rune]entry{}, map[rune]string{}}
	for r := rune(0); r < 0x800; r++ {
		b.low[r] = derive(r)
	}
	for _, c := range compatible {
		for _, r := range c.from {
			b.long[r] = c.to
			b.set(r, shape(r, 0))
		}
	}
	for _, f := range folds {
		for _, r := range f.from {
			b.fold(r, f.to)
		}
	}
	for _, span := range marks {
		for r := span[0]; r <= span[1]; r++ {
			b.kind(r, mark)
		}
	}
	for _, k := range kinds {
		for _, r := range k.chars {
			b.kind(r, k.kind)
		}
	}
	for r := range hamzas {
		b.low[r].hamza = true
	}
	b.shorten()
	return b.low, b.high, b.long
}

// A builder fills the tables.
type builder struct {
	low  *[0x800]entry
	high map[rune]entry
	long map[rune]string
}

func (b builder) set(r rune, e entry) {
	if r < 0x800 {
		b.low[r] = e
	} else {
		b.high[r] = e
	}
}

// kind makes no letter of a character.
func (b builder) kind(r rune, k kind) {
	delete(b.long, r)
	b.set(r, entry{kind: k})
}

// fold makes one or more letters of a character.
func (b builder) fold(r rune, to string) {
	delete(b.long, r)
	letters := []rune(to)
	if len(letters) > 1 {
		b.long[r], letters[0] = to, 0
	}
	b.set(r, shape(r, letters[0]))
}

// shorten makes plain entries of the expansions that are of one plain letter.
func (b builder) shorten() {
	for r, to := range b.long {
		l, size := utf8.DecodeRuneInString(to)
		if size < len(to) || l >= 0x800 || b.low[l].hamza {
			continue
		}
		e := b.low[l]
		e.upper, e.lower = unicode.IsUpper(r), unicode.IsLower(r)
		delete(b.long, r)
		b.set(r, e)
	}
}

// shape returns the entry of a letter r that folds to another one.
func shape(r, to rune) entry {
	e := derive(r)
	e.kind, e.to = letter, uint16(to)
	if to != 0 {
		e.script = scriptOf(to)
	}
	return e
}

// derive returns what Unicode says of a character by itself.
func derive(r rune) entry {
	e := entry{script: scriptOf(r), upper: unicode.IsUpper(r), lower: unicode.IsLower(r)}
	switch {
	case e.script == Digits:
		e.kind, e.to = letter, uint16('0'+digit(r))
	case unicode.IsLetter(r):
		if l := unicode.ToLower(r); l <= 0xFFFF {
			e.to = uint16(l)
		}
		e.kind = letter
	case unicode.IsMark(r):
		// The vowel signs of Indic scripts and their like are part of the word.
		if e.kind = letter; r <= 0xFFFF {
			e.to = uint16(r)
		}
	case unicode.Is(unicode.Cf, r):
		e.kind = nothing
	case unicode.IsSpace(r):
		e.kind = space
	}
	return e
}

func scriptOf(r rune) Script {
	switch {
	case unicode.IsDigit(r):
		return Digits
	case unicode.Is(unicode.Arabic, r):
		return Arabic
	case unicode.Is(unicode.Latin, r):
		return Latin
	case unicode.Is(unicode.Cyrillic, r):
		return Cyrillic
	}
	return Other
}

// digit returns the value of a decimal digit of any script. Unicode keeps the
// ten of a script together, in order, zero first.
func digit(r rune) rune {
	for _, span := range unicode.Nd.R16 {
		if r >= rune(span.Lo) && r <= rune(span.Hi) {
			return (r - rune(span.Lo)) % 10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if r >= rune(span.Lo) && r <= rune(span.Hi) {
			return (r - rune(span.Lo)) % 10
		}
	}
	return 0
}

// signs holds the entries of the general punctuation, where the half-space and
// the quotation marks are.
var signs = func() *[0x70]entry {
	t := new([0x70]entry)
	for i := range t {
		r := rune(0x2000 + i)
		e, ok := rare[r]
		if !ok {
			e = derive(r)
		}
		t[i] = e
	}
	return t
}()

// lookup returns the entry of any character.
func lookup(r rune) entry {
	if r >= 0 && r < 0x800 {
		return table[r]
	}
	if r >= 0x2000 && r < 0x2070 {
		return signs[r-0x2000]
	}
	if e, ok := rare[r]; ok {
		return e
	}
	return derive(r)
}
