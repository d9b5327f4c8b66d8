package matcher

import (
	"strings"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// A vocabulary holds terms in a few arrays, so that a hundred thousand queries
// stay small. Terms and words are named by their index.
type vocabulary struct {
	terms     []term
	words     []word
	letters   []uint16
	paradigms []*paradigm // the first is that of words that do not inflect

	inflected *paradigms // the same, while terms are added
}

// A term is a compiled query.Term: words parted by joints.
type term struct {
	name  string // as it was written
	first uint32 // its first word
	size  uint16 // letters of all words
	count uint8  // words
	form  query.Form
	exact bool
	hamza bool      // the fold hides a part of its spelling
	arab  bool      // it is spelled as Arabic is
	mark  text.Mark // that must stand before it
}

// A word is one word of a term.
type word struct {
	at       uint32 // its first letter
	hash     uint32 // of its letters, as much as hashKept
	n        uint16 // how many they are
	stem     uint16 // how many of them are always there
	paradigm uint16 // what may follow the stem
	gap      text.Gap
	script   text.Script
	soft     bool // the joint before it may always be closed
	caps     bool // found in capitals alone
	article  bool // Arabic: it is written with the article
}

// hashKept are the bits of a word's hash that are kept.
const hashKept = 1<<32 - 1

// joinable is how many letters a term must have for its joints to be closed.
const joinable = 6

// anyLetter stands among a word's letters for a ? of a wildcard. No text holds
// it.
const anyLetter = 0

func newVocabulary(p *paradigms) *vocabulary { return &vocabulary{inflected: p} }

// clear takes all terms out.
func (v *vocabulary) clear() { v.terms, v.words, v.letters = v.terms[:0], v.words[:0], v.letters[:0] }

// of returns the words of a term.
func (v *vocabulary) of(t *term) []word { return v.words[t.first : t.first+uint32(t.count)] }

// spell returns the letters of a word.
func (v *vocabulary) spell(w *word) []uint16 { return v.letters[w.at : w.at+uint32(w.n)] }

// label returns a term as hits show it.
func (t *term) label() string {
	switch t.form {
	case query.Prefix:
		return t.name + "*"
	case query.Suffix:
		return "*" + t.name
	case query.Fuzzy:
		return "~" + t.name
	}
	return t.name
}

// strict tells whether only the term's own spelling is meant: its hamzas, and
// its spaces.
func (t *term) strict() bool { return t.exact || t.form == query.Prefix }

// add compiles a term, whose text was scanned with scratch memory.
func (v *vocabulary) add(q *query.Term, scanned *text.Text) int32 {
	t := term{name: q.Text, form: q.Form, exact: q.Exact, first: uint32(len(v.words))}
	scanned.Scan(q.Text)
	if q.Form == query.Wild {
		scanWild(scanned, q.Text)
	}
	for i := range scanned.Tokens {
		token := &scanned.Tokens[i]
		letters, last := scanned.Letters[token.First:token.Last], i == len(scanned.Tokens)-1
		w := v.word(letters, token.Script, q.Exact || q.Form != query.Whole && last)
		if !q.Exact && conjoins(token, letters) {
			v.append(&t, v.word(letters[:1], token.Script, true), token)
			w.at, w.n, w.stem, w.hash = w.at+1, w.n-1, w.stem-1, uint32(text.Hash(letters[1:]))
		}
		v.append(&t, w, token)
		if letters[len(letters)-1] == 'ا' && strings.HasSuffix(q.Text[token.Start:token.End], "ء") {
			t.size++ // the fold hides it
		}
	}
	t.arab = strings.ContainsAny(q.Text, "ةأإيكى") && !strings.ContainsAny(q.Text, "پچژگیک")
	t.count = uint8(min(len(v.words)-int(t.first), query.MaxWords))
	v.terms = append(v.terms, t)
	return int32(len(v.terms) - 1)
}

// conjoins tells whether a token begins with an "and" inside a compound, which
// is also written as a word of its own: گفت‌وگو, گفت و گو.
func conjoins(token *text.Token, letters []uint16) bool {
	return token.Gap == text.Half && len(letters) > 2 && letters[0] == 'و'
}

// append adds a word, or a part of one, of a token to a term.
func (v *vocabulary) append(t *term, w word, token *text.Token) {
	w.gap = token.Gap
	w.caps = t.exact && token.Caps && token.Len() > 1
	if first := len(v.words) == int(t.first); first {
		t.mark = token.Mark
	} else {
		before := &v.words[len(v.words)-1]
		w.soft = text.Preposed(v.spell(before)) || text.Separate(v.spell(&w))
	}
	v.words = append(v.words, w)
	t.size += w.n
	t.hamza = t.hamza || token.Hamza
}

// scanWild scans a word in which each ? stands for any letter. They are
// scanned as a letter of the word's own script that no language writes.
func scanWild(scanned *text.Text, written string) {
	for _, stand := range []rune{'ࢭ', 'ƨ', 'ҩ'} {
		scanned.Scan(strings.ReplaceAll(written, "?", string(stand)))
		if len(scanned.Tokens) != 1 {
			continue
		}
		for i, l := range scanned.Letters {
			if l == uint16(stand) {
				scanned.Letters[i] = anyLetter
			}
		}
		return
	}
}

// word adds a word, with what may follow it.
func (v *vocabulary) word(letters []uint16, script text.Script, exact bool) word {
	w := word{at: uint32(len(v.letters)), n: uint16(min(len(letters), 1<<16-1)), script: script}
	v.letters = append(v.letters, letters[:w.n]...)
	letters = v.letters[w.at:]
	w.hash = uint32(text.Hash(letters))
	w.stem = w.n
	if exact {
		return w
	}
	w.article = script == text.Arabic && len(letters) >= len(article)+3 && begins(letters, article)
	cut, paradigm := v.inflected.of(letters, script)
	w.stem -= uint16(cut)
	w.paradigm = paradigm
	return w
}

// article is the Arabic one.
var article = units("ال")

// closable tells whether the joint before a word of a term may be closed: the
// two words written as one.
func (v *vocabulary) closable(t *term, i int) bool {
	if t.strict() || i >= int(t.count) {
		return false
	}
	w := &v.words[int(t.first)+i]
	return w.gap.Crossable() && (w.soft || t.size >= joinable)
}

func begins(letters, with []uint16) bool {
	if len(letters) < len(with) {
		return false
	}
	for i, l := range with {
		if letters[i] != l {
			return false
		}
	}
	return true
}
