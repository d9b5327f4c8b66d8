package matcher

import "github.com/rasadnews/rasad/matcher/query"

// query reads all nodes of a query.
func (l *linter) query(n query.Node) {
	l.alone(n)
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
		case *query.Filter:
			l.sourced(n)
		case *query.First:
			l.first(n, n.Node)
		}
		return true
	})
}

// alternatives warns of terms in an Or that another one covers.
func (l *linter) alternatives(nodes []query.Node) {
	var entries []entry
	for _, n := range nodes {
		entries = append(entries, entry{l.path, n.String(), n})
	}
	l.covered(entries)
}
