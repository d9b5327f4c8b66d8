package query

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news/text"
)

// The bounds of the numbers in a query.
const (
	maxDistance = 1000  // NEAR/1000
	maxTimes    = 1000  // bomb{1000}
	maxFirst    = 10000 // first/10000:
)

// number reads a number that must be within bounds; what names the form it
// stands in, such as "NEAR/5".
func (l *lexer) number(offset int, digits string, least, most int, what string) int {
	n, err := strconv.Atoi(text.Fold(digits))
	if err != nil || n < least || n > most {
		l.fail(offset, "the number of %s must be from %d to %d", what, least, most)
		return least
	}
	return n
}

// digits tells whether a string is a number, in the digits of any script.
func digits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// operator reads a chunk that is an operator, and refuses what looks like one.
func (l *lexer) operator(start int, chunk string) bool {
	if chunk == "" || chunk[0] >= utf8.RuneSelf || 'a' <= chunk[0] && chunk[0] <= 'z' && !strings.Contains(chunk, "/") {
		return false
	}
	t := token{Span: Span{start, l.at}}
	switch chunk {
	case "AND":
		t.kind = and
	case "OR":
		t.kind = or
	case "NOT":
		t.kind = not
	case "SENTENCE":
		t.kind, t.unit = within, Sentence
	case "PARAGRAPH":
		t.kind, t.unit = within, Paragraph
	case "OF":
		if last := l.last(); last.kind != word || last.form != Whole || last.exact || !digits(last.text) {
			return false
		}
		t.kind = of
	default:
		return l.near(t, chunk) || l.foreign(start, chunk)
	}
	l.add(t)
	return true
}

// orders are the names of Near's orders.
var orders = []string{Either: "NEAR", Forward: "ONEAR", Apart: "NOTNEAR"}

// near reads NEAR/5, ONEAR/5 and NOTNEAR/5.
func (l *lexer) near(t token, chunk string) bool {
	name, distance, slash := strings.Cut(chunk, "/")
	order := slices.Index(orders, name)
	switch {
	case order >= 0 && slash && digits(distance):
		t.kind, t.order = near, Order(order)
		t.number = l.number(t.Start+len(name)+1, distance, 0, maxDistance, name+"/5")
		l.add(t)
	case order >= 0:
		l.fail(t.Start, "%s wants a number of words that may stand between: write %s/5; to look for the word itself, quote it", name, name)
	default:
		return false
	}
	return true
}

// operators are the names that may be meant by what other languages write.
var operators = []string{"AND", "OR", "NOT", "NEAR", "ONEAR", "NOTNEAR", "SENTENCE", "PARAGRAPH"}

// foreign refuses operators of other query languages and misspelt ones.
func (l *lexer) foreign(start int, chunk string) bool {
	name, distance, slash := strings.Cut(chunk, "/")
	meant := ""
	if slash && digits(distance) {
		meant = distant(name, distance)
	} else {
		meant = signed(chunk)
	}
	if meant == "" {
		return false
	}
	l.fail(start, "%s is not an operator: write %s; to look for the text itself, quote it", chunk, meant)
	return true
}

// distant returns what is meant by an unknown operator with a distance.
func distant(name, distance string) string {
	upper := strings.ToUpper(name)
	switch {
	case name == "N" || name == "W":
		return "NEAR/" + distance
	case name == "PRE":
		return "ONEAR/" + distance
	case slices.Contains(orders, upper):
		return upper + "/" + distance
	case name != upper || len(name) <= 3:
		return ""
	}
	n := Nearest(name, operators)
	if slices.Contains(orders, n) {
		return n + "/" + distance
	}
	return n
}

// signed returns what is meant by the signs of other languages.
func signed(chunk string) string {
	rest := chunk[min(1, len(chunk)):]
	switch {
	case chunk == "&" || chunk == "&&":
		return "AND, or a space"
	case chunk == "ANDNOT" || chunk == "BUTNOT":
		return "AND NOT"
	case rest != "" && chunk[0] == '!':
		return "NOT " + rest + " or -" + rest
	case rest != "" && chunk[0] == '+' && !unicode.IsDigit(rune(rest[0])):
		return rest + " alone, as every word must be found unless OR stands between"
	}
	for _, o := range orders { // NEAR5, NEAR:5, NEAR~5
		if n, found := strings.CutPrefix(chunk, o); found && digits(strings.TrimLeft(n, ":~=")) {
			return o + "/" + strings.TrimLeft(n, ":~=")
		}
	}
	return ""
}

// name reads title:, first/50:, lang: and so on, and refuses names that are
// not known.
func (l *lexer) name(start int) bool {
	name, number, length := nameOf(l.source[start:])
	if length == 0 {
		return false
	}
	l.at = start + length
	t := token{Span: Span{start, l.at}, text: name}
	switch {
	case name == "first" && number == "":
		l.fail(start, "first wants a number of words: write first/50:")
		return true
	case name == "first":
		t.kind, t.number = scope, l.number(start+len("first/"), number, 1, maxFirst, "first/50:")
	case number != "":
		l.fail(start, "%s/%s: is not a field: did you mean first/%s:?", name, number, number)
		return true
	case slices.Contains(Fields(), name):
		t.kind = scope
	case slices.Contains(Filters(), name):
		t.kind = filter
	default:
		l.unknown(start, name)
		return true
	}
	l.add(t)
	return true
}

// nameOf returns the name and number that a colon ends, and their length with
// the colon, 0 if there is no name.
func nameOf(s string) (name, number string, length int) {
	isLetter := func(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }
	rest := strings.TrimLeftFunc(s, isLetter)
	name = s[:len(s)-len(rest)]
	if strings.HasPrefix(rest, "/") {
		after := strings.TrimLeftFunc(rest[1:], unicode.IsDigit)
		number, rest = rest[1:len(rest)-len(after)], after
		if number == "" {
			return "", "", 0
		}
	}
	if name == "" || !strings.HasPrefix(rest, ":") {
		return "", "", 0
	}
	return name, number, len(s) - len(rest) + 1
}

// unknown reports a name before a colon that is not one of the language.
func (l *lexer) unknown(start int, name string) {
	if slices.Contains(orders, name) {
		l.fail(start, "%s: is not a field, did you mean the operator %s/5?", name, name)
		return
	}
	hint := "title:, lead:, body:, first/50:, lang:, source:, country: and tag: are; to look for the text itself, quote it"
	if near := Nearest(strings.ToLower(name), append(append(Fields(), Filters()...), "first/50")); near != "" {
		hint = "did you mean " + near + ":?"
	}
	l.fail(start, "%s: is not a field, %s", name, hint)
}

// times reads {3}.
func (l *lexer) times(start int) {
	inside, _, closed := strings.Cut(l.source[start+1:], "}")
	n := strings.TrimSpace(inside)
	if !closed || !digits(n) {
		l.at++
		l.fail(start, "a number in braces is expected here, such as bomb{3} for at least three times; to look for the sign itself, quote it")
		if closed && len(inside) < 20 {
			l.at = start + len(inside) + 2
		}
		return
	}
	l.at = start + len(inside) + 2
	l.add(token{kind: times, Span: Span{start, l.at}, number: l.number(start+1, n, 1, maxTimes, "{3}")})
}
