package query

import (
	"cmp"
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

// number reads a number that must be within bounds; written is what it stands
// in, such as "NEAR/5".
func (f *faults) number(offset int, digits string, least, most int, written string) int {
	n, err := strconv.Atoi(text.Fold(digits))
	if err != nil || n < least || n > most {
		f.fail(offset, "the number of %s must be from %d to %d", written, least, most)
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
	if l.list(start, chunk) {
		return true
	}
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
		t.number = l.number(t.Start+len(name)+1, distance, 0, maxDistance, chunk)
		l.add(t)
	case order >= 0 && (distance == "" || digits(distance)) && l.apart(t.Start, name):
	case order >= 0:
		l.fail(t.Start, "%s wants a number of words that may stand between: write %s/5; to look for the word itself, quote it", name, name)
	default:
		return false
	}
	return true
}

// apart refuses NEAR /5, NEAR 5 and the like, where the number follows at
// some distance.
func (l *lexer) apart(start int, name string) bool {
	rest := l.source[l.at:]
	from := len(rest) - len(strings.TrimLeft(rest, " /:~="))
	length := len(rest) - len(strings.TrimLeftFunc(rest[from:], unicode.IsDigit)) - from
	if length == 0 {
		return false
	}
	l.at += from + length
	l.fail(start, "%s and its number stand together: write %s/%s; to look for the word itself, quote it", name, name, rest[from:from+length])
	return true
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
	case name == "first" && !digits(number):
		l.fail(start, "first wants a number of words: write first/50:")
		return true
	case name == "first":
		t.kind, t.number = scope, l.number(start+len("first/"), number, 1, maxFirst, l.source[start:l.at])
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
	rest := strings.TrimLeftFunc(s, unicode.IsLetter)
	name = s[:len(s)-len(rest)]
	if strings.HasPrefix(rest, "/") {
		after := strings.TrimLeftFunc(rest[1:], func(r rune) bool { return r != ':' && !unicode.IsSpace(r) && !isDelimiter(r) })
		number, rest = rest[1:len(rest)-len(after)], after
		if !digits(number) && name != "first" {
			return "", "", 0
		}
	}
	if name == "" || !strings.HasPrefix(rest, ":") || name[0] >= utf8.RuneSelf && namesElsewhere[name] == "" {
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
	if strings.HasPrefix(l.source[l.at:], "//") {
		l.at += len(l.chunk(l.at))
		l.fail(start, "an address is no term: to look for one in a text, quote it; to keep to a source of config.yaml, write source: and its id")
		return
	}
	lower := strings.ToLower(name)
	meant := cmp.Or(namesElsewhere[lower], Nearest(lower, append(append(Fields(), Filters()...), "first/50")))
	if meant != "" {
		l.fail(start, "%s: is not a field, did you mean %s:?", name, meant)
		return
	}
	l.fail(start, "%s: is not a field, title:, lead:, body:, first/50:, lang:, source:, country: and tag: are; to look for the text itself, quote it", name)
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
	l.add(token{kind: times, Span: Span{start, l.at}, number: l.number(start+1, n, 1, maxTimes, l.source[start:l.at])})
}
