package query

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
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
	if l.wrongExpression(start, source) {
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

// wrongExpression refuses an expression with which something is wrong.
func (l *lexer) wrongExpression(start int, source string) bool {
	if len(source) > maxExpression {
		l.fail(start, "the regular expression is longer than the %d bytes that are allowed: list its alternatives as terms", maxExpression)
		return true
	}
	if !utf8.ValidString(source) {
		l.fail(start, "the regular expression holds bytes that are no letters")
		return true
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		l.misread(start+1, source, err)
		return true
	}
	if edged(tree) {
		l.fail(start, "^, $, \\A and \\z have no meaning within an article: write title:/…/ or first/5:/…/ for its beginning")
		return true
	}
	tree, err = syntax.Parse(fold(tree).String(), syntax.Perl)
	if err != nil {
		l.misread(start, "", err)
		return true
	}
	program, err := syntax.Compile(tree.Simplify())
	switch {
	case err != nil || len(program.Inst) > maxProgram:
		l.fail(start, "the regular expression is too large: count with smaller numbers, or list its alternatives as terms")
	case len(literals(tree)) == 0:
		l.fail(start, "the regular expression could be found nearly anywhere: each of its alternatives must hold three letters or digits in a row that are given, such as /s-?300/ or /(alpha|beta)[0-9]+/")
	default:
		return false
	}
	return true
}

// edged tells whether an expression asks for the edge of a text or line.
func edged(r *syntax.Regexp) bool {
	switch r.Op {
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText:
		return true
	}
	return slices.ContainsFunc(r.Sub, edged)
}

// Folded returns the expression as it is to be looked for in folded text: its
// letters are folded as package news/text folds them, half-spaces are left out,
// and any other sign finds the blank or line break that stands for it there.
func (r *Regex) Folded() string {
	tree, err := syntax.Parse(r.Source, syntax.Perl)
	if err != nil {
		return ""
	}
	return fold(tree).String()
}

// fold folds what an expression finds.
func fold(r *syntax.Regexp) *syntax.Regexp {
	for i, sub := range r.Sub {
		r.Sub[i] = fold(sub)
	}
	switch r.Op {
	case syntax.OpLiteral:
		return foldedLiteral(r.Rune)
	case syntax.OpCharClass:
		foldClass(r)
	}
	return r
}

// foldedLiteral returns an expression for the folded form of a text.
func foldedLiteral(runes []rune) *syntax.Regexp {
	whole := &syntax.Regexp{Op: syntax.OpConcat}
	for rest := runes; len(rest) > 0; {
		n := slices.IndexFunc(rest, isSign)
		if n == 0 {
			whole.Sub = append(whole.Sub, &syntax.Regexp{Op: syntax.OpCharClass, Rune: []rune{'\n', '\n', ' ', ' '}})
			rest = rest[1:]
			continue
		}
		if n < 0 {
			n = len(rest)
		}
		if letters := []rune(text.Fold(strings.ReplaceAll(string(rest[:n]), "\u200c", ""))); len(letters) > 0 {
			whole.Sub = append(whole.Sub, &syntax.Regexp{Op: syntax.OpLiteral, Rune: letters})
		}
		rest = rest[n:]
	}
	switch len(whole.Sub) {
	case 0:
		return &syntax.Regexp{Op: syntax.OpEmptyMatch}
	case 1:
		return whole.Sub[0]
	}
	return whole
}

// isSign tells whether a rune stands between words, not in them.
func isSign(r rune) bool { return r != '\u200c' && !unicode.In(r, unicode.L, unicode.Nd, unicode.M) }

// foldClass adds to a class the folded forms of its letters. Ranges of more
// than maxClass are left as they are: they hold the folded forms already.
func foldClass(r *syntax.Regexp) {
	const maxClass = 1000
	var more []rune
	for i := 0; i+1 < len(r.Rune); i += 2 {
		if r.Rune[i+1]-r.Rune[i] > maxClass {
			continue
		}
		for c := r.Rune[i]; c <= r.Rune[i+1]; c++ {
			if isSign(c) {
				more = append(more, '\n', '\n', ' ', ' ')
			} else if f := []rune(text.Fold(string(c))); len(f) == 1 && f[0] != c {
				more = append(more, f[0], f[0])
			}
		}
	}
	r.Rune = append(r.Rune, more...)
}
