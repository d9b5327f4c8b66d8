package query

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxErrors is how many errors of one query are told.
const maxErrors = 50

// An Error is one thing that is wrong with a query.
type Error struct {
	Offset  int    // byte offset in the query
	Line    int    // of the query, from 1
	Column  int    // in characters of that line, from 1
	Message string // what is wrong, what was expected, and what may be meant

	// Format is the message before its values were put in, which stand in Args:
	// what a translation goes by.
	Format string
	Args   []string
}

// Error returns the message with its place.
func (e Error) Error() string {
	if e.Line > 1 {
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
	}
	return fmt.Sprintf("column %d: %s", e.Column, e.Message)
}

// At returns an error at a byte offset of a query.
func At(source string, offset int, message string) Error {
	offset = min(offset, len(source))
	before := source[:offset]
	column := utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
	return Error{Offset: offset, Line: strings.Count(before, "\n") + 1, Column: column, Message: message, Format: message}
}

// Show returns the error with the line of the query it stands in and a caret
// under its place, in three lines.
func (e Error) Show(source string) string {
	start := strings.LastIndex(source[:e.Offset], "\n") + 1
	line, _, _ := strings.Cut(source[start:], "\n")
	const wide = 60 // characters shown on either side
	before, after := []rune(source[start:e.Offset]), []rune(line[e.Offset-start:])
	cut := ""
	if len(before) > wide {
		before, cut = before[len(before)-wide:], "…"
	}
	shown := cut + string(before) + string(after[:min(len(after), wide)])
	return e.Error() + "\n  " + shown + "\n  " + strings.Repeat(" ", len([]rune(cut))+len(before)) + "^"
}

// Errors are all that is wrong with a query, in its order.
type Errors []Error

// Error returns all messages, parted by semicolons.
func (e Errors) Error() string {
	parts := make([]string, len(e))
	for i := range e {
		parts[i] = e[i].Error()
	}
	return strings.Join(parts, "; ")
}

// AsErrors returns the errors that Parse, ParseEntry or ParseTerm reported.
func AsErrors(err error) Errors {
	var e Errors
	errors.As(err, &e)
	return e
}

// faults gathers the errors of a source.
type faults struct {
	source string
	errs   Errors
	more   int  // errors that are not told
	over   bool // nothing more is read, so what would follow is not wrong
}

func (f *faults) fail(offset int, format string, args ...any) {
	if f.over {
		return
	}
	if len(f.errs) >= maxErrors {
		f.more++
		return
	}
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			args[i] = shortened(s)
		}
	}
	e := At(f.source, offset, fmt.Sprintf(format, args...))
	e.Format, e.Args = Parts(format, args)
	f.errs = append(f.errs, e)
}

// Parts returns a message's format and its values as they are written. One that
// is nothing but its value is that value.
func Parts(format string, args []any) (string, []string) {
	values := make([]string, len(args))
	for i, arg := range args {
		values[i] = fmt.Sprint(arg)
	}
	if format == "%s" {
		return values[0], nil
	}
	return format, values
}

// shortened cuts what a message quotes from a query to what one can read.
func shortened(s string) string {
	const most = 200 // characters
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// err returns the errors in their order, or nil.
func (f *faults) err() error {
	if len(f.errs) == 0 {
		return nil
	}
	slices.SortStableFunc(f.errs, func(a, b Error) int { return cmp.Compare(a.Offset, b.Offset) })
	if f.more > 0 {
		last := &f.errs[len(f.errs)-1]
		last.Message = fmt.Sprintf("%s (and %d errors more)", last.Message, f.more)
	}
	return f.errs
}

// Nearest returns the name that s was probably meant to be, or "": the one
// that is the fewest edits away, no more than a third of its length.
func Nearest(s string, names []string) string {
	best, least := "", len(s)/3+2
	for _, n := range names {
		if len(s) > 2*len(n)+2 {
			continue
		}
		if d := edits(s, n); d < least && d <= max(1, (len(n)+1)/3) {
			best, least = n, d
		}
	}
	return best
}

// edits counts the insertions, deletions and replacements between two
// words, and the swaps of neighbours (optimal string alignment).
func edits(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			cost := row[j]
			if a[i] != b[j] {
				cost++
			}
			next[j+1] = min(cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
