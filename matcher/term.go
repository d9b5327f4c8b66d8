package matcher

import (
	"unicode/utf16"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// A term is a compiled query.Term: words parted by joints.
type term struct {
	name    string // as hits show it
	typed   string // as it was written, for its spelling
	hamza   bool   // the fold hides a part of its spelling
	words   []word
	letters int       // of all words
	mark    text.Mark // that must stand before it
	exact   bool
	prefix  bool
}

// A word is one word of a term.
type word struct {
	letters []uint16
	stem    int      // how many of the letters are always there
	gap     text.Gap // before it, in the term
	soft    bool     // the joint before it may always be closed
	script  text.Script
	caps    bool // found in capitals alone
	article bool // Arabic: it is written with the article

	// endings are what may follow the stem, by tongue: the word itself first.
	// A tongue of another script has none.
	endings [tongues][][]uint16
}

// joinable is how many letters a term must have for its joints to be closed.
const joinable = 6

// compileTerm returns the term of a query.
func compileTerm(q *query.Term) *term {
	var scanned text.Text
	scanned.Scan(q.Text)
	t := &term{name: q.Text, typed: q.Text, exact: q.Exact, prefix: q.Form == query.Prefix}
	for i, token := range scanned.Tokens {
		w := compileWord(scanned.Word(token), token.Script, q.Exact || q.Form == query.Prefix && i == len(scanned.Tokens)-1)
		w.gap = token.Gap
		w.caps = q.Exact && token.Caps && token.Len() > 1
		if i == 0 {
			t.mark = token.Mark
		} else {
			last := t.words[i-1].letters
			w.soft = preposed.has(last) || separate.has(w.letters)
		}
		t.words = append(t.words, w)
		t.letters += len(w.letters)
		t.hamza = t.hamza || token.Hamza
	}
	if q.Form == query.Prefix {
		t.name += "*"
	}
	return t
}

// compileWord returns a word with what may follow it.
func compileWord(letters string, script text.Script, exact bool) word {
	w := word{letters: utf16.Encode([]rune(letters)), script: script}
	w.stem = len(w.letters)
	if exact {
		return w
	}
	w.article = script == text.Arabic && len(w.letters) >= len(article)+3 && begins(w.letters, article)
	stem := stemOf(letters, script)
	w.stem = len(units(stem))
	for i := range grammars {
		if grammars[i].script != script {
			continue
		}
		for _, e := range grammars[i].endings(letters, stem) {
			w.endings[i] = append(w.endings[i], units(e))
		}
	}
	return w
}

// article is the Arabic one.
var article = units("ال")

// A way is one of the places in a text where a term can be picked up: at the
// word from, whose first letters are the key.
type way struct {
	key   []uint16
	whole bool // the key ends where a word of the text ends
	from  int  // index into the term's words
	skip  int  // how many letters of that word the key lacks: its article
}

// ways returns where the term is looked for: at its longest word, which is
// likely its rarest, alone or with the words before it joined to it.
func (t *term) ways() []way {
	long := 0
	for i, w := range t.words {
		if len(w.letters) > len(t.words[long].letters) {
			long = i
		}
	}
	last := long == len(t.words)-1
	var all []way
	for from := long; from >= 0; from-- {
		if from < long && !t.closable(from+1) {
			break
		}
		for _, skip := range []int{0, len(article)} {
			if skip > 0 && !t.words[from].article {
				continue
			}
			w := way{from: from, skip: skip, whole: t.exact && !t.prefix && (last || !t.closable(long+1))}
			for i := from; i < long; i++ {
				w.key = append(w.key, t.words[i].letters...)
			}
			w.key = append(w.key, t.words[long].letters[:t.words[long].stem]...)
			w.key = w.key[skip:]
			all = append(all, w)
		}
	}
	return all
}

// strict tells whether only the term's own spelling is meant: its hamzas, and
// its spaces.
func (t *term) strict() bool { return t.exact || t.prefix }

// closable tells whether the joint before a word may be closed: the two words
// written as one.
func (t *term) closable(i int) bool {
	return !t.strict() && i < len(t.words) && t.words[i].gap.Crossable() && (t.words[i].soft || t.letters >= joinable)
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
