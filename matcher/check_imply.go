package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
)

// maxEffort is how many bytes of queries are held against each other in a topic
// before its other parts are taken to have nothing to do with each other.
const maxEffort = 4 << 20

// implies tells whether b is surely met wherever a is. It may miss that.
func (l *linter) implies(a, b query.Node) bool {
	if l.effort += length(a) + length(b); l.effort > maxEffort {
		return false
	}
	if l.cover.print(a) == l.cover.print(b) {
		return true
	}
	to := func(k query.Node) bool { return l.implies(k, b) }
	switch b := b.(type) {
	case *query.Or:
		if slices.ContainsFunc(b.Nodes, func(k query.Node) bool { return l.implies(a, k) }) {
			return true
		}
	case *query.Concept:
		if t, ok := a.(*query.Term); ok {
			l.effort += len(l.aliases[b.ID])
			return slices.ContainsFunc(l.aliases[b.ID], func(alias *query.Term) bool { return l.cover.grade(t, alias) == surely })
		}
	}
	switch a := a.(type) {
	case *query.Term:
		t, ok := b.(*query.Term)
		return ok && l.cover.grade(a, t) == surely
	case *query.Concept:
		return len(l.aliases[a.ID]) > 0 && !slices.ContainsFunc(l.aliases[a.ID], func(t *query.Term) bool { return !to(t) })
	case *query.Or:
		return !slices.ContainsFunc(a.Nodes, func(k query.Node) bool { return !to(k) })
	case *query.And:
		return slices.ContainsFunc(a.Nodes, to)
	case *query.Within:
		return positive(b) && slices.ContainsFunc(a.Nodes, to)
	case *query.Near:
		return to(a.Left) || a.Order != query.Apart && to(a.Right)
	case *query.Count:
		k, ok := b.(*query.Count)
		return to(a.Node) || ok && a.Least >= k.Least && l.implies(a.Node, k.Node) && l.implies(k.Node, a.Node)
	case *query.In:
		k, ok := b.(*query.In)
		return positive(b) && (to(a.Node) || ok && a.Field == k.Field && l.implies(a.Node, k.Node))
	case *query.First:
		k, ok := b.(*query.First)
		return positive(b) && (to(a.Node) || ok && a.Words <= k.Words && l.implies(a.Node, k.Node))
	}
	return false
}

func length(n query.Node) int { return n.Place().End - n.Place().Start + 1 }

// positive tells whether what meets a part of a text that meets a node meets
// the node, too: nothing in it is to be missing.
func positive(n query.Node) bool {
	return query.Walk(n, func(n query.Node) bool {
		near, ok := n.(*query.Near)
		_, not := n.(*query.Not)
		return !not && !(ok && near.Order == query.Apart)
	})
}

// needless warns of entries that add nothing to others of an all list.
func (l *linter) needless(all []entry) {
	for i, e := range all {
		j := slices.IndexFunc(all, func(k entry) bool { return k.path != e.path && l.implies(k.node, e.node) })
		if l.path = e.path; j >= 0 && (j < i || !l.implies(e.node, all[j].node)) {
			l.warn(e.node.Place().Start, "%s adds nothing: it is met wherever %s is", e.source, all[j].path)
		}
	}
}

// idle warns of parts that add nothing to others that must be met as well.
func (l *linter) idle(nodes []query.Node) {
	for i, n := range nodes {
		j := slices.IndexFunc(nodes, func(k query.Node) bool { return k != n && l.implies(k, n) })
		if j < 0 || j > i && l.implies(n, nodes[j]) {
			continue
		}
		if nodes[j].String() == n.String() {
			l.warn(n.Place().Start, "%s stands here twice: to find it twice write %s{2}", n, n)
			continue
		}
		l.warn(n.Place().Start, "%s adds nothing: it is met wherever %s is", n, nodes[j])
	}
}
