package feed

import "time"

// ParseDate reads a date, for tests that read many.
func ParseDate(s string) (time.Time, bool) { return parseDate(s) }

// Traits returns what Score weighs of a link, for tests that make weights anew.
func Traits(address, label string) ([]float64, bool) {
	seen, ok := look(address, label)
	return seen[:], ok
}
