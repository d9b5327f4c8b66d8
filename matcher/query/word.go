package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news/text"
)

// How many letters must be given for what finds more than one word.
const (
	leastPart  = 3 // of bomb*, *bomb and b?mb
	leastFuzzy = 5 // of ~bomber
)

// term reads a word, a phrase or an operator.
func (l *lexer) term(start int) {
	t := token{kind: word}
	from := start
	switch l.source[from] {
	case '=':
		t.exact = true
		from++
	case '~':
		t.form = Fuzzy
		from++
	}
	r, _ := utf8.DecodeRuneInString(l.source[from:])
	if from < len(l.source) && isQuote(r) {
		if !l.phrase(from, &t) {
			return
		}
	} else {
		chunk := l.chunk(from)
		l.at = from + len(chunk)
		if from == start && l.operator(start, chunk) {
			return
		}
		if t.text = chunk; !l.shape(from, &t) {
			l.at = max(l.at, start+1)
			return
		}
	}
	t.Span = Span{start, l.at}
	if l.worth(t) {
		l.add(t)
	}
}

// closers tells which quotation marks end what another one begins.
func closers(opening rune) string {
	switch opening {
	case '«':
		return "»"
	case '»':
		return "«"
	}
	return `"“”`
}

// phrase reads what stands between quotation marks.
func (l *lexer) phrase(from int, t *token) bool {
	opening, size := utf8.DecodeRuneInString(l.source[from:])
	body := l.source[from+size:]
	i := strings.IndexAny(body, closers(opening))
	if i < 0 {
		l.at = len(l.source)
		l.fail(from, "this quotation mark is never closed")
		return false
	}
	_, closing := utf8.DecodeRuneInString(body[i:])
	l.at = from + size + i + closing
	t.text = unquoted(body[:i])
	after := l.source[l.at:]
	switch {
	case t.form == Fuzzy && (strings.Contains(t.text, " ") || !isWord(t.text)):
		l.fail(from-1, "~ stands before a single word, such as ~Zelensky")
		return false
	case strings.HasPrefix(after, "*") && t.form == Whole:
		t.form = Prefix
		l.at++
	case strings.HasPrefix(after, "~"):
		slop := l.chunk(l.at + 1)
		l.at += 1 + len(slop)
		l.fail(from, "~ stands before a single word; for words near to each other write %s", nearOf(t.text, slop))
		return false
	}
	return true
}

// nearOf writes the words of a phrase as near to each other as was asked for.
func nearOf(phrase, distance string) string {
	if !digits(distance) {
		distance = "5"
	}
	words := strings.Fields(phrase)
	if len(words) < 2 || len(words) > 4 {
		words = []string{"a", "b"}
	}
	return strings.Join(words, " NEAR/"+distance+" ")
}

// unquoted returns what stands between quotation marks, in one line.
func unquoted(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) || isQuote(r) }) &&
		!strings.Contains(s, "  ") && strings.Trim(s, " ") == s {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || isQuote(r)
	}), " ")
}

// shape reads the wildcards of a word, and refuses signs that look like an
// operator.
func (l *lexer) shape(from int, t *token) bool {
	s := t.text
	if !l.listless(from, s) || !l.plainText(from, s) {
		return false
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(s, "*"), "*")
	if !l.wildcards(from, t, inner) {
		return false
	}
	t.text = inner
	return l.legible(from, t.form == Suffix, inner) && l.single(from, t)
}

// wildcards reads the stars and question marks of a word, within which inner
// stands.
func (l *lexer) wildcards(from int, t *token, inner string) bool {
	s := t.text
	first, last := strings.HasPrefix(s, "*"), len(s) > 1 && strings.HasSuffix(s, "*")
	signs := strings.ContainsAny(inner, "*?")
	switch {
	case first && last:
		l.fail(from, "%s has two stars: one may stand at the beginning or the end of a word, as in bomb* or *bomb", s)
		return false
	case strings.Contains(inner, "*"):
		l.fail(from+strings.Index(s[1:], "*")+1, "a star may only begin or end a word, as in bomb* or *bomb; b?mb stands for one unknown letter")
		return false
	case (first || last) && signs:
		l.fail(from, "%s has a star and a question mark: a word may have either", s)
		return false
	case (first || signs) && t.exact:
		l.fail(from-1, "= has no meaning here: %s finds no other forms than it says", s)
		return false
	case (first || last || signs) && t.form == Fuzzy:
		l.fail(from-1, "~ stands before a word without wildcards, such as ~Zelensky")
		return false
	case first:
		t.form = Suffix
	case last:
		t.form = Prefix
	case signs:
		t.form = Wild
	}
	return true
}

// plainText refuses what weighs a word, or makes an expression of it, in other
// languages.
func (l *lexer) plainText(from int, s string) bool {
	name, points, powered := strings.Cut(s, "^")
	switch {
	case powered && name != "" && digits(points):
		l.fail(from+len(name), "^ has no meaning: points are given in a topic's weighted terms; write %s{%s} to find it %s times at least", name, points, points)
	case strings.HasSuffix(s, ".*") || strings.HasSuffix(s, ".+"):
		l.fail(from+len(s)-2, "%s has a meaning in expressions alone: write %s* for any word that begins so, or /%s/", s[len(s)-2:], s[:len(s)-2], s)
	default:
		return true
	}
	return false
}

// legible refuses signs in a word that mean something elsewhere.
func (l *lexer) legible(from int, starred bool, s string) bool {
	if starred {
		from++
	}
	if i := strings.IndexAny(s, "~=@"); i >= 0 && (s[i] != '@' || i == 0) {
		l.fail(from+i, "%q is not expected here: to look for the sign itself, quote the text", s[i:i+1])
		return false
	}
	return true
}

// single refuses forms of what is more than one word.
func (l *lexer) single(from int, t *token) bool {
	if t.form == Whole || t.form == Prefix || t.text == "" || isWord(strings.ReplaceAll(t.text, "?", "")) {
		return true
	}
	sign := [...]string{Suffix: "*", Wild: "?", Fuzzy: "~"}[t.form]
	l.fail(from, "%q is more than one word, or holds signs: %s wants letters and digits alone", t.text, sign)
	return false
}

// isWord tells whether a text is letters and digits alone.
func isWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.Nd, unicode.M) }) < 0
}

// worth refuses a term with nothing in it to be found, or too little.
func (l *lexer) worth(t token) bool {
	source := t.text
	if t.form == Wild {
		source = strings.ReplaceAll(source, "?", "")
	}
	enough := leastFuzzy
	if t.form == Whole {
		enough = 1
	}
	if len(source) < 2*MaxWords && sound(source, enough) {
		return true
	}
	folded := text.Fold(source)
	blanks := strings.Count(folded, " ")
	letters := utf8.RuneCountInString(folded) - blanks
	switch {
	case blanks >= MaxWords:
		l.fail(t.Start, "a phrase of more than %d words is expected nowhere", MaxWords)
	case letters == 0 && t.text == "" && t.form != Whole:
		l.fail(t.Start, "a sign on its own: a word is expected with it, such as bomb*, *bomb or ~Zelensky")
	case letters == 0 && t.text == "":
		l.fail(t.Start, "a word is expected here")
	case letters == 0 && t.form == Whole:
		l.fail(t.Start, "%q holds no letter or digit that could be found", t.text)
	case (t.form == Prefix || t.form == Suffix || t.form == Wild) && letters < leastPart:
		l.fail(t.Start, "%s would find too much: %d letters at least must be given", l.source[t.Start:t.End], leastPart)
	case t.form == Fuzzy && letters < leastFuzzy:
		l.fail(t.Start, "%s would find too much: %d letters at least must follow the ~", l.source[t.Start:t.End], leastFuzzy)
	case len(t.text) > MaxWord && !strings.Contains(folded, " "):
		l.fail(t.Start, "a word of more than %d bytes is expected nowhere", MaxWord)
	default:
		return true
	}
	return false
}

// sound tells whether a text has so many letters and digits that surely outlast
// folding. It spares most terms from being folded only to be counted.
func sound(s string, enough int) bool {
	for _, r := range s {
		if 'a' <= r|0x20 && r|0x20 <= 'z' || unicode.In(r, unicode.Lo, unicode.Ll, unicode.Lu, unicode.Nd) {
			if enough--; enough == 0 {
				return true
			}
		}
	}
	return false
}
