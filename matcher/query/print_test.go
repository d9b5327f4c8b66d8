package query_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher/query"
)

// TestPrintedFormIsTheSameTree holds parse∘print to be the identity on random
// trees of the whole language.
func TestPrintedFormIsTheSameTree(t *testing.T) {
	g := grower{rand.New(rand.NewPCG(1, 2))}
	kinds := map[string]bool{}
	for range 20000 {
		n := g.node(4)
		query.Walk(n, func(n query.Node) bool {
			kinds[fmt.Sprintf("%T", n)] = true
			return true
		})
		same(t, n)
	}
	if len(kinds) != 14 {
		t.Errorf("trees of %d kinds of nodes were grown, want all 14: %v", len(kinds), kinds)
	}
}

// A grower grows random trees as the parser builds them.
type grower struct{ *rand.Rand }

func pick[T any](g grower, all ...T) T { return all[g.IntN(len(all))] }

// node grows any node.
func (g grower) node(depth int) query.Node {
	if depth == 0 {
		return g.leaf()
	}
	down := func() query.Node { return g.node(depth - 1) }
	switch g.IntN(9) {
	case 0:
		return &query.And{Nodes: several(g, down, isA[*query.And])}
	case 1:
		return &query.Or{Nodes: several(g, down, isA[*query.Or])}
	case 2:
		return &query.Not{Node: down()}
	case 3:
		return &query.In{Field: pick(g, query.Fields()...), Node: down()}
	case 4:
		return &query.First{Words: 1 + g.IntN(10000), Node: down()}
	case 5:
		return &query.Of{Least: 1 + g.IntN(2), Nodes: several(g, down, nil)}
	case 6:
		name := pick(g, query.Filters()...)
		values := map[string][]string{
			"lang": query.Languages(), "source": {"irna", "bbc-fa", "x_1"},
			"country": {"ir", "af"}, "tag": {"Agency", "خبر رسمی", "a,b", "-x"},
		}
		return &query.Filter{Name: name, Value: pick(g, values[name]...)}
	}
	return g.inText(depth, query.Paragraph)
}

// inText grows a node that may stand within a unit of the text.
func (g grower) inText(depth int, widest query.Unit) query.Node {
	if depth == 0 {
		return g.leaf()
	}
	down := func() query.Node { return g.inText(depth-1, widest) }
	switch g.IntN(8) {
	case 0:
		return &query.And{Nodes: several(g, down, isA[*query.And])}
	case 1:
		return &query.Not{Node: down()}
	case 2:
		return &query.Count{Node: g.place(depth - 1), Least: 2 + g.IntN(99)}
	case 3, 4:
		unit := pick(g, query.Sentence, widest)
		inner := func() query.Node { return g.inText(depth-1, unit) }
		return &query.Within{Unit: unit, Nodes: several(g, inner, func(n query.Node) bool {
			w, ok := n.(*query.Within)
			return ok && w.Unit == unit
		})}
	case 5:
		return g.words()
	}
	return g.place(depth)
}

// place grows a node that stands somewhere in the text.
func (g grower) place(depth int) query.Node {
	if depth == 0 {
		return g.leaf()
	}
	down := func() query.Node { return g.place(depth - 1) }
	switch g.IntN(3) {
	case 0:
		order := pick(g, query.Either, query.Forward, query.Apart)
		return &query.Near{Order: order, Distance: g.IntN(1000), Left: down(), Right: down()}
	case 1:
		return &query.Or{Nodes: several(g, down, isA[*query.Or])}
	}
	return g.leaf()
}

func (g grower) leaf() query.Node {
	switch g.IntN(12) {
	case 0:
		return &query.Concept{ID: pick(g, "isis", "un-1", "x_y")}
	case 1:
		return &query.Regex{Source: pick(g, "s-?300", `abc\/d e`, "(alpha|beta) [0-9]{2,3}", "«abc»", "a,bcd")}
	case 2:
		return &query.Term{Text: pick(g, "bomb", "انفجار"), Form: query.Suffix}
	case 3:
		return &query.Term{Text: pick(g, "b?mb", "?تنفجار", "AND?"), Form: query.Wild}
	case 4:
		return &query.Term{Text: pick(g, "Zelensky", "انفجار"), Form: query.Fuzzy}
	case 5:
		return &query.Term{Text: pick(g, "bomb", "suicide bomb", "a,bcd", "bomb*"), Form: query.Prefix, Exact: g.IntN(2) == 0}
	}
	return &query.Term{Text: pick(g, "a", "کابل", "می\u200cشود", "al-Qaeda", "1,234", "a,b", "2", "OF", "OR", "NEAR/5", "NEAR", "SENTENCE", "امنیت ملی",
		"title:x", "first/5:x", "-x", "~x", "/x/", "@x", "b?c", "*d", "x{2}", "{x", "(x", "a | b", "#tag", "x,", "،x", "!x", "+x", "&x", "x=y",
	), Exact: g.IntN(4) == 0}
}

func (g grower) words() query.Node {
	w := &query.Words{}
	for range 2 + g.IntN(2) {
		w.Terms = append(w.Terms, &query.Term{Text: pick(g, "a", "کابل", "2", "OF", "AND", "3,4", "x,")})
	}
	return w
}

// several grows two or three nodes of which none is refused.
func several(g grower, grow func() query.Node, refused func(query.Node) bool) []query.Node {
	var nodes []query.Node
	for n := 2 + g.IntN(2); len(nodes) < n; {
		if k := grow(); refused == nil || !refused(k) {
			nodes = append(nodes, k)
		}
	}
	return nodes
}

func isA[K query.Node](n query.Node) bool {
	_, ok := n.(K)
	return ok
}

// same checks that a node's printed form parses to the same tree.
func same(t *testing.T, n query.Node) {
	t.Helper()
	again, err := query.Parse(n.String())
	if err != nil {
		t.Fatalf("%q does not parse: %v", n, err)
	}
	if tree(again) != tree(n) || again.String() != n.String() {
		t.Fatalf("%q parses to %q: %s, want %s", n, again, tree(again), tree(n))
	}
}

// tree writes the kinds and contents of all nodes.
func tree(n query.Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%T", n)
	switch n := n.(type) {
	case *query.Term:
		fmt.Fprintf(&b, "%q %v %v", n.Text, n.Exact, n.Form)
	case *query.Concept:
		b.WriteString(n.ID)
	case *query.Regex:
		fmt.Fprintf(&b, "%q", n.Source)
	case *query.Near:
		fmt.Fprint(&b, n.Order, n.Distance)
	case *query.Within:
		fmt.Fprint(&b, n.Unit)
	case *query.Count:
		fmt.Fprint(&b, n.Least)
	case *query.Of:
		fmt.Fprint(&b, n.Least)
	case *query.In:
		b.WriteString(n.Field)
	case *query.First:
		fmt.Fprint(&b, n.Words)
	case *query.Filter:
		fmt.Fprintf(&b, "%s %q", n.Name, n.Value)
	}
	b.WriteByte('[')
	for _, k := range query.Children(n) {
		b.WriteString(tree(k) + " ")
	}
	b.WriteByte(']')
	return b.String()
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "a AND (b OR -c)", `="x`, "title:(", "a)(b", "@@", "«a» |", "=*", "- -", "\xff\"\xff\"", "a\"b\"*c", `""*`,
		"a NEAR/5 b ONEAR/2 (c|d) NOTNEAR/1 e", "a SENTENCE -b PARAGRAPH c", "2 OF (a, b{3}, /abc/)", "first/5:lang:(fa|ar)",
		"*abc w?rd ~abcde", `tag:"x y" {3}`, "2 OF", "OF OF (", "x{", "/abc\\/", "a,b, (c,", "NEAR:5 &&", "a}b{",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := query.Parse(s); err == nil {
			same(t, n)
			query.Walk(n, func(n query.Node) bool {
				if p := n.Place(); p.Start < 0 || p.Start >= p.End || p.End > len(s) {
					t.Fatalf("%q: %T stands at %v", s, n, p)
				}
				return true
			})
		} else {
			errs := query.AsErrors(err)
			if len(errs) == 0 {
				t.Fatalf("Parse(%q) fails without saying why", s)
			}
			for _, e := range errs {
				e.Show(s)
			}
		}
		query.ParseEntry(s)
		query.ParseTerm(s)
	})
}
