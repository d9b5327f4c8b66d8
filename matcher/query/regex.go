package query

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news/text"
)

// The bounds of an expression.
const (
	maxExpression = 200  // bytes
	maxProgram    = 1000 // instructions of its compiled form
	maxLiterals   = 32   // alternatives of which one must be found
	leastLiteral  = 3    // letters of each of them
)

// expression reads /re/.
func (l *lexer) expression(start int) {
	source, length := slashed(l.source[start:])
	if length == 0 {
		l.at += 1 + len(l.chunk(start+1))
		l.fail(start, "this / begins a regular expression that is never closed; to look for the sign itself, quote the text")
		return
	}
	l.at = start + length
	if flags := l.chunk(l.at); flags != "" {
		l.fail(l.at, "%q is not expected after a regular expression: it takes no flags, and capitals never count", flags)
		l.at += len(flags)
		return
	}
	if why := wrongExpression(source); why != "" {
		l.fail(start, "%s", why)
		return
	}
	l.add(token{kind: expression, text: source, Span: Span{start, l.at}})
}

// slashed returns what stands between slashes, and the length of it all, 0 if
// the second one is missing.
func slashed(s string) (source string, length int) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '\n':
			return "", 0
		case '/':
			return s[1:i], i + 1
		}
	}
	return "", 0
}

// wrongExpression says what is wrong with an expression, if anything is.
func wrongExpression(source string) string {
	if len(source) > maxExpression {
		return "the regular expression is longer than the 200 bytes that are allowed: list its alternatives as terms"
	}
	if !utf8.ValidString(source) {
		return "the regular expression holds bytes that are no letters"
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return "the regular expression is wrong: " + strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil || len(program.Inst) > maxProgram {
		return "the regular expression is too large: count with smaller numbers, or list its alternatives as terms"
	}
	if len(literals(tree)) == 0 {
		return "the regular expression could be found nearly anywhere: each of its alternatives must hold three letters in a row that are no class, such as /s-?300/ or /(alpha|beta)[0-9]+/"
	}
	return ""
}

// Literals returns strings, as the expression writes them, of which one at
// least stands in whatever it finds. Each has three letters or digits or more.
// A query whose expression has none is refused.
func (r *Regex) Literals() []string {
	tree, err := syntax.Parse(r.Source, syntax.Perl)
	if err != nil {
		return nil
	}
	return literals(tree)
}

// literals returns strings of which one must stand in what an expression
// finds, none if there are no such strings that are long enough.
func literals(r *syntax.Regexp) []string {
	switch r.Op {
	case syntax.OpLiteral:
		if s := string(r.Rune); letters(s) >= leastLiteral {
			return []string{s}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return literals(r.Sub[0])
	case syntax.OpRepeat:
		if r.Min > 0 {
			return literals(r.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range r.Sub {
			if found := literals(sub); len(found) > 0 && (best == nil || better(found, best)) {
				best = found
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range r.Sub {
			found := literals(sub)
			if len(found) == 0 || len(all)+len(found) > maxLiterals {
				return nil
			}
			all = append(all, found...)
		}
		return all
	}
	return nil
}

// better tells whether a set of literals finds less than another: its shortest
// string is longer, or there are fewer of them.
func better(a, b []string) bool {
	if x, y := shortest(a), shortest(b); x != y {
		return x > y
	}
	return len(a) < len(b)
}

func shortest(literals []string) int {
	least := letters(literals[0])
	for _, s := range literals[1:] {
		least = min(least, letters(s))
	}
	return least
}

// letters counts the letters and digits that are left when a text is folded.
func letters(s string) int {
	folded := text.Fold(s)
	return utf8.RuneCountInString(folded) - strings.Count(folded, " ")
}
