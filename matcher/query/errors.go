package query

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// An Error is one thing that is wrong with a query.
type Error struct {
	Offset  int    // byte offset in the query
	Column  int    // the same in characters, from 1
	Message string // what is wrong, what was expected, and what may be meant
}

// Error returns the message with its column.
func (e Error) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Message) }

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

func newError(source string, offset int, format string, args ...any) Error {
	offset = min(offset, len(source))
	return Error{offset, utf8.RuneCountInString(source[:offset]) + 1, fmt.Sprintf(format, args...)}
}

// Nearest returns the name that s was probably meant to be, or "": the one
// that is the fewest edits away, no more than a third of its length.
func Nearest(s string, names []string) string {
	best, least := "", len(s)/3+2
	for _, n := range names {
		if d := distance(s, n); d < least && d <= max(1, (len(n)+1)/3) {
			best, least = n, d
		}
	}
	return best
}

// distance counts the insertions, deletions and replacements between two
// words (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
