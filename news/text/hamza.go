package text

import "unicode/utf8"

// hamzas are the letters that carry a hamza, or that are typed for another
// letter where one would stand. The fold hides them, as most writers do.
var hamzas = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "أإٱٲٳؤئءةۀۂۃۓ" {
		m[r] = true
	}
	return m
}()

// SameHamza tells whether two strings that fold alike are spelled alike where
// the fold hides a hamza: مسئول and مسؤول are not. If prefix is set, only as
// many letters are compared as a has.
func SameHamza(a, b string, prefix bool) bool {
	x, y := speller{rest: a}, speller{rest: b}
	for {
		p, q := x.next(), y.next()
		if p == 0 && (prefix || q == 0) {
			return true
		}
		if p != q {
			return false
		}
	}
}

// A speller reads a string letter by letter.
type speller struct {
	rest string // not read yet
	long string // what the last character stands for, not read yet
}

// next returns the next letter if it is one of hamzas, 1 if it is another, 0
// at the end.
func (s *speller) next() rune {
	for {
		r := s.read()
		if r == 0 {
			return 0
		}
		if hamzas[r] {
			return r
		}
		if lookup(r).kind == letter {
			return s.seated(r)
		}
	}
}

// seated returns what a letter becomes with the hamza that follows it as a
// mark.
func (s *speller) seated(r rune) rune {
	next, size := utf8.DecodeRuneInString(s.rest)
	if next != hamzaAbove {
		return 1
	}
	s.rest = s.rest[size:]
	switch rune(lookup(r).to) {
	case 'ه':
		return 'ۀ'
	case 'ی':
		return 'ئ'
	case 'و':
		return 'ؤ'
	case 'ا':
		return 'أ'
	}
	return 1
}

func (s *speller) read() rune {
	if s.long == "" {
		r, size := utf8.DecodeRuneInString(s.rest)
		s.rest = s.rest[size:]
		if size == 0 {
			return 0
		}
		long := expansions[r]
		if long == "" {
			return max(r, 1)
		}
		s.long = long
	}
	r, size := utf8.DecodeRuneInString(s.long)
	s.long = s.long[size:]
	return r
}
