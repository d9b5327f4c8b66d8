package matcher

import (
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
)

// A tracer finds the places that take part in what a near node finds, without
// listing what that is: those that are led to by what must come before them, and
// lead to what must come after them.
type tracer struct{ ahead, back search }

// trace gathers the places that make a near node true within a scope.
func (d *document) trace(n *node, in scope) {
	d.reading.count()
	t := tracer{search{document: d, in: in}, search{document: d, in: in, back: true}}
	t.mark(n, t.ahead.wide(), nil, nil)
}

// mark gathers the places of a node on a ground that come after one chain, in a
// text read backwards, and before the other.
func (t *tracer) mark(n *node, g ground, from, to *chain) {
	switch n.op {
	case find, regex:
		t.markAlone(n, g, from, to)
	case some:
		for i := range n.nodes {
			t.mark(&n.nodes[i], g, from, to)
		}
	case near:
		l, r := &n.nodes[0], &n.nodes[1]
		if n.order == query.Apart {
			free := t.ahead.free(n, g)
			t.mark(l, free, from, to)
			t.ahead.giveBack(free)
			return
		}
		t.markBeside(l, r, n, g, from, to)
		if n.order == query.Either {
			t.markBeside(r, l, n, g, from, to)
		}
	}
}

// markBeside gathers the places of two sides of a near node of which l comes
// before r.
func (t *tracer) markBeside(l, r, n *node, g ground, from, to *chain) {
	next := t.ahead.runs(r, g, to)
	defer t.ahead.giveBack(next)
	if len(next) == 0 {
		return
	}
	t.mark(l, g, from, &chain{next, int32(n.count), g})
	behind := ground(flipped(g))
	before := t.back.runs(l, behind, from)
	defer t.back.giveBack(before)
	t.mark(r, g, &chain{before, int32(n.count), behind}, to)
}

// markAlone gathers the places of a term or pattern.
func (t *tracer) markAlone(n *node, g ground, from, to *chain) {
	list := t.ahead.followed(t.ahead.alone(n, g), to)
	if from != nil {
		for i, s := range list {
			list[i] = s.flip()
		}
		list = t.back.followed(list, from)
		for i, s := range list {
			list[i] = s.flip()
		}
		slices.SortFunc(list, compareSpans)
	}
	for _, s := range list {
		t.ahead.hit(n.term, s)
	}
	t.ahead.giveBack(list)
}
