package query

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news/text"
)

// Literals returns folded strings of which one at least stands in whatever the
// expression finds. Each has three letters or digits or more. A query whose
// expression has none is refused.
func (r *Regex) Literals() []string {
	tree, err := syntax.Parse(r.Folded(), syntax.Perl)
	if err != nil {
		return nil
	}
	return literals(tree)
}

// literals returns strings of which one must stand in what an expression
// finds, none if there are no such strings that are long enough.
func literals(r *syntax.Regexp) []string {
	if all := exact(r); len(all) > 0 && shortest(all) >= leastLiteral {
		return all
	}
	switch r.Op {
	case syntax.OpCapture, syntax.OpPlus:
		return literals(r.Sub[0])
	case syntax.OpRepeat:
		if r.Min > 0 {
			return literals(r.Sub[0])
		}
	case syntax.OpConcat:
		return rarest(r.Sub)
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

// rarest returns the literals of the parts of a concatenation, or of parts
// that stand side by side, that find the least.
func rarest(parts []*syntax.Regexp) []string {
	var best []string
	for i, part := range parts {
		found := literals(part)
		if found != nil && (best == nil || better(found, best)) {
			best = found
		}
		run := exact(part)
		for _, next := range parts[i+1:] {
			if run = product(run, exact(next)); run == nil {
				break
			}
			if shortest(run) >= leastLiteral && (best == nil || better(run, best)) {
				best = run
			}
		}
	}
	return best
}

// exact returns all strings that an expression finds, if they are few.
func exact(r *syntax.Regexp) []string {
	switch r.Op {
	case syntax.OpLiteral:
		return []string{string(r.Rune)}
	case syntax.OpCharClass:
		var all []string
		for i := 0; i+1 < len(r.Rune); i += 2 {
			for c := r.Rune[i]; c <= r.Rune[i+1]; c++ {
				if all = append(all, string(c)); len(all) > maxLiterals {
					return nil
				}
			}
		}
		return all
	case syntax.OpCapture:
		return exact(r.Sub[0])
	case syntax.OpQuest:
		if all := exact(r.Sub[0]); all != nil {
			return append(all, "")
		}
	case syntax.OpConcat:
		all := []string{""}
		for _, sub := range r.Sub {
			all = product(all, exact(sub))
		}
		return all
	case syntax.OpAlternate:
		var all []string
		for _, sub := range r.Sub {
			found := exact(sub)
			if found == nil || len(all)+len(found) > maxLiterals {
				return nil
			}
			all = append(all, found...)
		}
		return all
	}
	return nil
}

// product joins each string with each of others, if that makes few.
func product(before, after []string) []string {
	if len(before)*len(after) == 0 || len(before)*len(after) > maxLiterals {
		return nil
	}
	var all []string
	for _, b := range before {
		for _, a := range after {
			all = append(all, b+a)
		}
	}
	return all
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
