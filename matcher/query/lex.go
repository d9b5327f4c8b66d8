package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	end kind = iota
	word
	concept
	expression
	scope // a field, or first with its number
	filter
	and
	or
	not
	near
	within
	of
	comma
	times
	open
	shut
)

// A token is one sign or word of the language.
type token struct {
	Span
	kind   kind
	text   string // of a word, concept, expression, field or filter
	exact  bool
	form   Form
	order  Order
	unit   Unit
	number int // of near, times and first
}

// quotes are the quotation marks, and delimiters all that ends a word.
const (
	quotes     = `"“”„«»`
	delimiters = quotes + "()|{}"
)

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '«', '»':
		return true
	}
	return false
}

func isDelimiter(r rune) bool {
	switch r {
	case '(', ')', '|', '{', '}':
		return true
	}
	return isQuote(r)
}

func isComma(r rune) bool { return r == ',' || r == '،' }

// A lexer cuts a query into tokens.
type lexer struct {
	*faults
	at     int
	tokens []token
	lists  []bool // for every open parenthesis, whether it is the list of an OF
}

// lex returns the tokens of a query, the last of which is an end.
func lex(f *faults) []token {
	l := &lexer{faults: f, tokens: make([]token, 0, len(f.source)/8+4)}
	for l.next() {
	}
	l.add(token{kind: end, Span: Span{len(f.source), len(f.source)}})
	return l.tokens
}

func (l *lexer) add(t token) { l.tokens = append(l.tokens, t) }

// last returns the token before, an end if there is none.
func (l *lexer) last() token {
	if len(l.tokens) == 0 {
		return token{}
	}
	return l.tokens[len(l.tokens)-1]
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
		l.lists = append(l.lists, l.last().kind == of)
		l.sign(open)
	case ')':
		l.lists = l.lists[:max(0, len(l.lists)-1)]
		l.sign(shut)
	case '|':
		l.bar(start)
	case '-':
		l.minus(start)
	case '{':
		l.times(start)
	case '}':
		l.at++
		l.fail(start, "nothing was opened that this } could close; to look for the sign itself, quote it")
	case '@':
		l.concept(start)
	case '/':
		l.expression(start)
	default:
		if !l.comma(start) && !l.name(start) {
			l.term(start)
		}
	}
	return true
}

func (l *lexer) sign(k kind) {
	l.add(token{kind: k, Span: Span{l.at, l.at + 1}})
	l.at++
}

// bar reads |.
func (l *lexer) bar(start int) {
	l.sign(or)
	if strings.HasPrefix(l.source[l.at:], "|") {
		l.at++
		l.fail(start, "|| is not an operator: write | or OR")
	}
}

// minus reads the - that excludes what follows it.
func (l *lexer) minus(start int) {
	if r, _ := utf8.DecodeRuneInString(l.source[start+1:]); start+1 < len(l.source) && !unicode.IsSpace(r) {
		l.sign(not)
		return
	}
	l.at++
	l.fail(start, "a minus on its own: write -word or NOT word to exclude a word")
}

// comma reads what parts the list of an OF, and refuses it elsewhere.
func (l *lexer) comma(start int) bool {
	r, size := utf8.DecodeRuneInString(l.source[start:])
	switch {
	case !isComma(r):
		return false
	case l.inList():
		l.add(token{kind: comma, Span: Span{start, start + size}})
	default:
		l.fail(start, "%q does not part terms: write OR or AND between them", string(r))
	}
	l.at = start + size
	return true
}

func (l *lexer) inList() bool { return len(l.lists) > 0 && l.lists[len(l.lists)-1] }

// concept reads @name.
func (l *lexer) concept(start int) {
	name := l.chunk(start + 1)
	l.at = start + 1 + len(name)
	if name == "" {
		l.fail(start, "a name of a concept is expected right after @; to look for the sign, quote it")
		return
	}
	if l.listless(start+1, name) {
		l.add(token{kind: concept, text: name, Span: Span{start, l.at}})
	}
}

// chunk returns what stands at an offset, up to a blank or a delimiter; in a
// list, up to a comma that does not stand within a number.
func (l *lexer) chunk(from int) string {
	rest, list := l.source[from:], l.inList()
	for i, r := range rest {
		if unicode.IsSpace(r) || isDelimiter(r) || list && isComma(r) && !inNumber(rest, i) {
			return rest[:i]
		}
	}
	return rest
}

// inNumber tells whether a sign at an offset stands between two digits.
func inNumber(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	_, size := utf8.DecodeRuneInString(s[i:])
	after, _ := utf8.DecodeRuneInString(s[i+size:])
	return unicode.IsDigit(before) && unicode.IsDigit(after)
}

// listless refuses a comma or semicolon in a chunk, as it parts nothing.
func (l *lexer) listless(from int, s string) bool {
	i := partition(s)
	if i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		l.fail(from+i, "%q does not part terms: write OR or AND between them; to look for the sign itself, quote the text", string(r))
	}
	return i < 0
}

// partition returns the place of the first comma or semicolon that does not
// stand within a number, or -1.
func partition(s string) int {
	for i, r := range s {
		if (isComma(r) || r == ';' || r == '؛') && !inNumber(s, i) {
			return i
		}
	}
	return -1
}
