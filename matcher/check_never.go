package matcher

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/matcher/query"
)

// A clash is why parts are never met together.
type clash struct {
	node    query.Node // at which it shows
	message string
	args    []any
}

// together warns of parts of which all must be met and never are, and of those
// that add nothing.
func (l *linter) together(nodes []query.Node) {
	clashes := l.clashes(nodes)
	for _, c := range clashes {
		l.warn(c.node.Place().Start, c.message, c.args...)
	}
	if len(clashes) == 0 {
		l.idle(nodes)
	}
}

// clashes returns why parts are never met together, if they are not.
func (l *linter) clashes(nodes []query.Node) []clash {
	var all []clash
	values := map[string][]string{} // what a filter may be, of those that are one at a time
	for _, n := range nodes {
		name, some := choice(n)
		if name == "" || name == "tag" {
			continue
		}
		before, ok := values[name]
		if values[name] = some; ok {
			values[name] = slices.DeleteFunc(slices.Clone(some), func(v string) bool { return !slices.Contains(before, v) })
		}
		if ok && len(values[name]) == 0 {
			all = append(all, clash{n, "an article has one %s: %s and %s are never met together", []any{name, name + ":" + strings.Join(before, " | "), n}})
			values[name] = some
		}
	}
	for _, n := range nodes {
		not, ok := n.(*query.Not)
		if !ok {
			continue
		}
		if i := slices.IndexFunc(nodes, func(k query.Node) bool { return k != n && l.implies(k, not.Node) }); i >= 0 {
			all = append(all, clash{n, "%s and %s are never met together", []any{nodes[i], not}})
		}
	}
	if langs := values["lang"]; len(langs) > 0 {
		for _, n := range nodes {
			if l.alien(n, langs) {
				all = append(all, clash{n, "%s is written in letters that no text of lang:%s has", []any{n, strings.Join(langs, " | ")}})
			}
		}
	}
	return all
}

// choice returns the name and the values of a filter, or of several of one
// name.
func choice(n query.Node) (name string, values []string) {
	switch n := n.(type) {
	case *query.Filter:
		return n.Name, []string{n.Value}
	case *query.Or:
		for _, k := range n.Nodes {
			f, ok := k.(*query.Filter)
			if !ok || name != "" && f.Name != name {
				return "", nil
			}
			name, values = f.Name, append(values, f.Value)
		}
	}
	return name, values
}

// alien tells whether a node is met only where letters stand that texts of
// none of these languages have.
func (l *linter) alien(n query.Node, langs []string) bool {
	strange := func(k query.Node) bool { return l.alien(k, langs) }
	switch n := n.(type) {
	case *query.Term:
		arabic := strings.ContainsFunc(n.Text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
		cyrillic := strings.ContainsFunc(n.Text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
		return !slices.ContainsFunc(langs, func(lang string) bool {
			return !(arabic && (lang == "en" || lang == "ru") || cyrillic && lang != "ru")
		})
	case *query.Concept:
		return len(l.aliases[n.ID]) > 0 && !slices.ContainsFunc(l.aliases[n.ID], func(t *query.Term) bool { return !l.alien(t, langs) })
	case *query.Or:
		return !slices.ContainsFunc(n.Nodes, func(k query.Node) bool { return !strange(k) })
	case *query.Near:
		return strange(n.Left) || n.Order != query.Apart && strange(n.Right)
	case *query.Words, *query.And, *query.Within, *query.Count, *query.In, *query.First:
		return slices.ContainsFunc(query.Children(n), strange)
	}
	return false
}

// impossible tells whether a node can never be met.
func (l *linter) impossible(n query.Node) bool {
	switch n := n.(type) {
	case *query.And:
		return len(l.clashes(n.Nodes)) > 0 || slices.ContainsFunc(n.Nodes, l.impossible)
	case *query.Within:
		return len(l.clashes(n.Nodes)) > 0 || slices.ContainsFunc(n.Nodes, l.impossible)
	case *query.Or:
		return !slices.ContainsFunc(n.Nodes, func(k query.Node) bool { return !l.impossible(k) })
	case *query.Of:
		possible := 0
		for _, k := range n.Nodes {
			if !l.impossible(k) {
				possible++
			}
		}
		return possible < n.Least
	case *query.Near:
		return n.Order == query.Apart && l.implies(n.Left, n.Right) || l.impossible(n.Left) || n.Order != query.Apart && l.impossible(n.Right)
	case *query.First:
		return l.words(n.Node) > n.Words || l.impossible(n.Node)
	case *query.In, *query.Count:
		return l.impossible(query.Children(n)[0])
	}
	return false
}

// apart warns of a NOTNEAR whose right side stands wherever its left side does.
func (l *linter) apart(n *query.Near) {
	if n.Order == query.Apart && l.implies(n.Left, n.Right) {
		l.warn(n.Start, "%s is never met: %s stands wherever %s does", n, n.Right, n.Left)
	}
}

// first warns of what takes more words than it must stand in.
func (l *linter) first(f *query.First, n query.Node) {
	if or, ok := n.(*query.Or); ok {
		for _, k := range or.Nodes {
			l.first(f, k)
		}
		return
	}
	what := "it"
	if _, ok := n.(*query.Term); ok {
		what = "the phrase"
	}
	if l.words(n) > f.Words {
		l.warn(n.Place().Start, "%s can never be met: %s has more words than first/%d: allows", n, what, f.Words)
	}
}

// words returns how many words a text must have at least in which a node is
// met.
func (l *linter) words(n query.Node) int {
	least := 0
	switch n := n.(type) {
	case *query.Term:
		return 1 + strings.Count(n.Text, " ")
	case *query.Near:
		if n.Order == query.Apart {
			return l.words(n.Left)
		}
		return l.words(n.Left) + l.words(n.Right)
	case *query.Count:
		return l.words(n.Node)
	case *query.Or:
		least = l.words(n.Nodes[0])
		for _, k := range n.Nodes {
			least = min(least, l.words(k))
		}
	case *query.Words, *query.And, *query.Within:
		for _, k := range query.Children(n) {
			least = max(least, l.words(k))
		}
		return max(least, l.distinct(query.Children(n)))
	}
	return least
}

// distinct counts single words of which no two are found in the same one, as
// far as that matters for the first words of a text.
func (l *linter) distinct(nodes []query.Node) int {
	var words []*query.Term
	for _, n := range nodes {
		t, ok := n.(*query.Term)
		same := func(w *query.Term) bool { return l.cover.grade(t, w) != alone || l.cover.grade(w, t) != alone }
		if len(words) > 50 {
			break
		}
		if ok && t.Form == query.Whole && !strings.Contains(t.Text, " ") && !slices.ContainsFunc(words, same) {
			words = append(words, t)
		}
	}
	return len(words)
}
