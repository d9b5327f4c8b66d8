package query

import (
	"errors"
	"regexp/syntax"
	"strings"
)

// misread tells why an expression, which begins at an offset, cannot be read,
// and points to what is wrong in it.
func (l *lexer) misread(start int, source string, err error) {
	var e *syntax.Error
	if !errors.As(err, &e) {
		l.fail(start, "the regular expression is wrong: %s", err.Error())
		return
	}
	at := start + max(0, strings.Index(source, e.Expr))
	switch e.Code {
	case syntax.ErrMissingBracket:
		l.fail(at, "this %s of the regular expression is never closed: to find the sign itself, write \\%s", "[", "[")
	case syntax.ErrMissingParen:
		l.fail(start+unpaired(source), "this %s of the regular expression is never closed: to find the sign itself, write \\%s", "(", "(")
	case syntax.ErrUnexpectedParen:
		l.fail(start+unpaired(source), "nothing was opened that this %s of the regular expression could close: to find the sign itself, write \\%s", ")", ")")
	case syntax.ErrMissingRepeatArgument:
		l.fail(at, "%s repeats what stands before it in a regular expression, and nothing does: to find the sign itself, write \\%s", e.Expr, e.Expr)
	case syntax.ErrInvalidRepeatOp:
		l.fail(at, "%s repeats twice: of the signs *, +, ? and {…} one alone may follow", e.Expr)
	case syntax.ErrInvalidRepeatSize:
		l.fail(at, "%s cannot be counted: up to 1000 times can, all that is nested multiplied, the smaller number first, as in {2,5}", e.Expr)
	case syntax.ErrInvalidCharRange, syntax.ErrInvalidCharClass:
		l.fail(at, "%s is no range of letters: the one that comes first stands first, as in [a-z]", e.Expr)
	case syntax.ErrInvalidEscape, syntax.ErrInvalidPerlOp, syntax.ErrInvalidNamedCapture:
		l.fail(at, "%s has no meaning in a regular expression", e.Expr)
	case syntax.ErrLarge, syntax.ErrNestingDepth:
		l.fail(at, "the regular expression is too large: count with smaller numbers, or list its alternatives as terms")
	default:
		l.fail(at, "the regular expression is wrong: %s", string(e.Code))
	}
}

// unpaired returns the place of the parenthesis of an expression that has no
// other: the first ) that nothing opened, or else the last ( that nothing closes.
func unpaired(source string) int {
	var open []int
	class := -1 // where a class of letters begins, in which nothing is a sign
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\\':
			i++
		case class >= 0:
			first := strings.TrimPrefix(source[class+1:i], "^") == ""
			if c == ']' && !first {
				class = -1
			}
		case c == '[':
			class = i
		case c == '(':
			open = append(open, i)
		case c == ')' && len(open) == 0:
			return i
		case c == ')':
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return 0
	}
	return open[len(open)-1]
}
