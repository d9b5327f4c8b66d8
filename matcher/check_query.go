package matcher

import (
	"regexp/syntax"
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
)

// query reads all nodes of a query.
func (l *linter) query(n query.Node) {
	query.Walk(n, func(n query.Node) bool {
		switch n := n.(type) {
		case *query.Term:
			l.term(n)
			l.operator(n)
		case *query.Concept:
			l.used[n.ID] = true
		case *query.Regex:
			l.regex(n)
		case *query.Or:
			l.alternatives(n.Nodes)
		case *query.And:
			l.beside(n.Nodes)
			l.together(n.Nodes)
		case *query.Words:
			l.idle(query.Children(n))
		case *query.Within:
			l.together(n.Nodes)
		case *query.Near:
			l.apart(n)
		case *query.Of:
			if n.Least == 1 {
				l.warn(n.Start, "1 OF a list is the same as OR between its parts")
			}
		case *query.First:
			l.first(n, n.Node)
		}
		return true
	})
}

// regex warns of an expression that runs on without end.
func (l *linter) regex(r *query.Regex) {
	tree, err := syntax.Parse(r.Source, syntax.Perl)
	if err == nil && endless(tree) {
		l.warn(r.Start, "%s runs on over any text: bound it, as in .{0,20}, or write NEAR", r)
	}
}

// endless tells whether an expression holds .* or .+.
func endless(r *syntax.Regexp) bool {
	if r.Op == syntax.OpStar || r.Op == syntax.OpPlus || r.Op == syntax.OpRepeat && r.Max < 0 {
		switch r.Sub[0].Op {
		case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
			return true
		}
	}
	return slices.ContainsFunc(r.Sub, endless)
}

// alternatives warns of terms in an Or that another one covers.
func (l *linter) alternatives(nodes []query.Node) {
	var entries []entry
	for _, n := range nodes {
		entries = append(entries, entry{l.path, n.String(), n})
	}
	l.covered(entries)
}

// beside warns of a word left and right of NEAR that is not a part of it.
func (l *linter) beside(nodes []query.Node) {
	for i := range len(nodes) - 1 {
		left, right := nodes[i], nodes[i+1]
		if right.Place().Start != left.Place().End+1 {
			continue // more than a blank stands between
		}
		near, ok := right.(*query.Near)
		word := lastWord(left)
		if !ok {
			near, ok = left.(*query.Near)
			word = firstWord(right)
		}
		if ok && word != nil {
			l.warn(word.Start, "%s is not a part of what stands beside it, %s: put a phrase into quotation marks", word, near)
		}
	}
}

func lastWord(n query.Node) *query.Term {
	switch n := n.(type) {
	case *query.Term:
		return n
	case *query.Words:
		return n.Terms[len(n.Terms)-1]
	}
	return nil
}

func firstWord(n query.Node) *query.Term {
	switch n := n.(type) {
	case *query.Term:
		return n
	case *query.Words:
		return n.Terms[0]
	}
	return nil
}
