package query

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news/text"
)

type kind int

const (
	end kind = iota
	word
	concept
	field // text is its name
	and
	or
	not
	open
	shut
)

// A token is one sign of the language.
type token struct {
	Span
	kind          kind
	text          string
	exact, prefix bool
}

const (
	quotes    = `"“”«»`
	delimiter = quotes + "()|"
	least     = 3 // letters of a prefix
)

var (
	fieldName = regexp.MustCompile(`^([A-Za-z]+)(/[0-9]+)?:`)
	operator  = regexp.MustCompile(`^(NEAR|ONEAR|NOTNEAR)(/[0-9]+)?$|^(SENTENCE|PARAGRAPH)$`)
)

// A lexer cuts a query into tokens.
type lexer struct {
	source string
	at     int
	tokens []token
	errs   Errors
}

// lex returns the tokens of a query, the last of which is an end.
func lex(source string) ([]token, Errors) {
	l := &lexer{source: source}
	for l.next() {
	}
	l.add(token{kind: end, Span: Span{len(source), len(source)}})
	return l.tokens, l.errs
}

func (l *lexer) add(t token) { l.tokens = append(l.tokens, t) }

func (l *lexer) fail(offset int, format string, args ...any) {
	l.errs = append(l.errs, newError(l.source, offset, format, args...))
}

// next reads one token, and tells whether there may be more.
func (l *lexer) next() bool {
	rest := strings.TrimLeftFunc(l.source[l.at:], unicode.IsSpace)
	l.at = len(l.source) - len(rest)
	if rest == "" {
		return false
	}
	start := l.at
	switch rest[0] {
	case '(':
		l.sign(open)
	case ')':
		l.sign(shut)
	case '|':
		l.sign(or)
	case '-':
		if len(rest) > 1 && !startsBlank(rest[1:]) {
			l.sign(not)
			return true
		}
		l.at++
		l.fail(start, "a minus on its own: write -word or NOT word to exclude a word")
	case '@':
		l.concept(start)
	default:
		if m := fieldName.FindString(rest); m != "" {
			l.field(start, m)
			return true
		}
		l.term(start)
	}
	return true
}

func (l *lexer) sign(k kind) {
	l.add(token{kind: k, Span: Span{l.at, l.at + 1}})
	l.at++
}

// concept reads @name.
func (l *lexer) concept(start int) {
	name := l.chunk(start + 1)
	l.at = start + 1 + len(name)
	if name == "" {
		l.fail(start, "a name of a concept is expected right after @; to look for the sign, quote it")
		return
	}
	l.add(token{kind: concept, text: name, Span: Span{start, l.at}})
}

// field reads name: before what it limits.
func (l *lexer) field(start int, name string) {
	l.at = start + len(name)
	name = name[:len(name)-1]
	if !slices.Contains(Fields(), name) {
		hint := "title:, lead: and body: are; to look for the text itself, quote it"
		if near := Nearest(strings.ToLower(name), Fields()); near != "" {
			hint = "did you mean " + near + ":?"
		}
		l.fail(start, "%s: is not a field, %s", name, hint)
		return
	}
	l.add(token{kind: field, text: name, Span: Span{start, l.at}})
}

// chunk returns what stands at an offset, up to a blank or a delimiter.
func (l *lexer) chunk(from int) string {
	rest := l.source[from:]
	if i := strings.IndexFunc(rest, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(delimiter, r)
	}); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// term reads an operator or a term.
func (l *lexer) term(start int) {
	t := token{kind: word}
	from := start
	if l.source[from] == '=' {
		t.exact = true
		from++
	}
	if r, size := utf8.DecodeRuneInString(l.source[from:]); size > 0 && strings.ContainsRune(quotes, r) {
		if !l.phrase(start, from, size, &t) {
			return
		}
	} else {
		chunk := l.chunk(from)
		l.at = from + len(chunk)
		if !t.exact && l.operator(start, chunk) {
			return
		}
		t.text = chunk
		if trimmed := strings.TrimSuffix(chunk, "*"); trimmed != chunk {
			t.text, t.prefix = trimmed, true
		}
		if !l.legible(start, from, t.text) {
			return
		}
	}
	t.Span = Span{start, l.at}
	if l.worth(t) {
		l.add(t)
	}
}

// phrase reads what stands between quotation marks.
func (l *lexer) phrase(start, from, size int, t *token) bool {
	body := l.source[from+size:]
	i := strings.IndexAny(body, quotes)
	if i < 0 {
		l.at = len(l.source)
		l.fail(from, "this quotation mark is never closed")
		return false
	}
	_, closing := utf8.DecodeRuneInString(body[i:])
	l.at = from + size + i + closing
	t.text = strings.Join(strings.Fields(body[:i]), " ")
	if strings.HasPrefix(l.source[l.at:], "*") {
		t.prefix = true
		l.at++
	}
	return true
}

// operator reads AND, OR, NOT, and refuses those of them that are not known.
func (l *lexer) operator(start int, chunk string) bool {
	span := Span{start, l.at}
	switch {
	case chunk == "AND":
		l.add(token{kind: and, Span: span})
	case chunk == "OR":
		l.add(token{kind: or, Span: span})
	case chunk == "NOT":
		l.add(token{kind: not, Span: span})
	case operator.MatchString(chunk):
		l.fail(start, "%s is not an operator here, AND, OR and NOT are; to look for the word itself, quote it", chunk)
	default:
		return false
	}
	return true
}

// legible refuses the signs in a word that look like an operator.
func (l *lexer) legible(start, from int, s string) bool {
	if i := strings.IndexAny(s, "*?~{}=@"); i >= 0 && (s[i] != '@' || i == 0) {
		hint := "to look for the sign itself, quote the text"
		if s[i] == '*' {
			hint = "a star may only end a word, as in bomb*"
		}
		l.fail(from+i, "%q is not expected here: %s", s[i:i+1], hint)
		return false
	}
	for _, comma := range []string{",", "،", ";", "؛"} {
		if strings.HasSuffix(s, comma) {
			l.fail(from+len(s)-len(comma), "%q does not part terms: write OR or AND between them", comma)
			return false
		}
	}
	return true
}

// worth refuses a term with nothing in it to be found, or too little.
func (l *lexer) worth(t token) bool {
	folded := text.Fold(t.text)
	letters := utf8.RuneCountInString(strings.ReplaceAll(folded, " ", ""))
	switch {
	case strings.Count(folded, " ") >= MaxWords:
		l.fail(t.Start, "a phrase of more than %d words is expected nowhere", MaxWords)
	case letters == 0 && t.text == "":
		l.fail(t.Start, "a word is expected here")
	case letters == 0:
		l.fail(t.Start, "%q holds no letter or digit that could be found", t.text)
	case t.prefix && letters < least:
		l.fail(t.Start, "%s* would find too much: %d letters at least must stand before the star", t.text, least)
	default:
		return true
	}
	return false
}

func startsBlank(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}
