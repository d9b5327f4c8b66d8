package feed

// Traits returns what Score weighs of a link, for tests that make weights anew.
func Traits(address, label string) ([]float64, bool) {
	seen, ok := look(address, label)
	return seen[:], ok
}
