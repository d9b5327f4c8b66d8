package matcher

import (
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/matcher/query"
)

// beside warns of words that stand side by side as those of a phrase do, while
// an operator takes only one of them.
func (l *linter) beside(nodes []query.Node) {
	for i := range len(nodes) - 1 {
		left, right := nodes[i], nodes[i+1]
		if right.Place().Start != left.Place().End+1 {
			continue // more than a blank stands between
		}
		if word := firstWord(right); word != nil {
			l.taken(left, word)
		}
		if word := lastWord(left); word != nil {
			l.takes(word, right)
		}
	}
}

// taken warns of a word after an operator and the word that it takes.
func (l *linter) taken(left query.Node, word *query.Term) {
	sign, node := "", left
	for {
		switch n := node.(type) {
		case *query.Not:
			sign, node = sign+"NOT ", n.Node
			continue
		case *query.In, *query.First:
			before, _, _ := strings.Cut(n.String(), ":")
			sign, node = sign+before+":", query.Children(n)[0]
			continue
		}
		break
	}
	switch n := node.(type) {
	case *query.Near, *query.Within:
		if sign == "" && (bare(rightmost(n)) || isNear(n)) {
			l.warn(word.Start, "%s is not a part of what stands beside it, %s: put a phrase into quotation marks, or write AND between", word, n)
		}
	case *query.Term:
		if sign != "" && bare(n) {
			l.warn(left.Place().Start, "%s takes %s alone, not %s: write %s(%s %s), or AND between", strings.TrimSpace(sign), n, word, sign, n, word)
		}
	}
}

// takes warns of a word before a word that an operator takes.
func (l *linter) takes(word *query.Term, right query.Node) {
	switch n := right.(type) {
	case *query.Near, *query.Within:
		if isNear(n) || bare(leftmost(n)) {
			l.warn(word.Start, "%s is not a part of what stands beside it, %s: put a phrase into quotation marks, or write AND between", word, n)
		}
	case *query.Count:
		if bare(n.Node) {
			sign := fmt.Sprintf("{%d}", n.Least)
			l.warn(word.Start, "%s counts %s alone, not %s: write \"%s %s\"%s, or AND between", sign, n.Node, word, word, n.Node, sign)
		}
	}
}

func isNear(n query.Node) bool {
	_, ok := n.(*query.Near)
	return ok
}

// leftmost and rightmost return what stands at the ends of a NEAR or SENTENCE.
func leftmost(n query.Node) query.Node {
	switch n := n.(type) {
	case *query.Near:
		return leftmost(n.Left)
	case *query.Within:
		return leftmost(n.Nodes[0])
	}
	return n
}

func rightmost(n query.Node) query.Node {
	switch n := n.(type) {
	case *query.Near:
		return rightmost(n.Right)
	case *query.Within:
		return rightmost(n.Nodes[len(n.Nodes)-1])
	}
	return n
}

// bare tells whether a node is one word, with no sign or quotation mark.
func bare(n query.Node) bool {
	t, ok := n.(*query.Term)
	return ok && !t.Exact && t.Form == query.Whole && t.End-t.Start == len(t.Text)
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
