package matcher

import (
	"cmp"
	"math"
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
)

// An anchor is a set of terms of which at least one must be found, each in one
// of its fields, if a node is to be met; and how often one likely is.
type anchor struct {
	terms []anchored
	cost  float64
	ok    bool // there is such a set; if not, an article without any term may do
}

type anchored struct {
	term   int32
	fields fieldSet
}

// anchor returns the terms to which a node is best tied: the ones that are
// likely the rarest.
func (v *vocabulary) anchor(n *node) anchor {
	switch n.op {
	case find:
		cost := v.common(n.term)
		if n.fields == 1 {
			cost /= titleRare
		}
		return anchor{[]anchored{{n.term, n.fields}}, cost, true}
	case all, within:
		return v.rarest(n.nodes)
	case near:
		if n.order == query.Apart {
			return v.anchor(&n.nodes[0])
		}
		return v.rarest(n.nodes)
	case some:
		return v.enough(n.nodes, 1)
	case of:
		return v.enough(n.nodes, n.count)
	case times, first:
		return v.anchor(&n.nodes[0])
	case weigh:
		return v.reaching(n)
	}
	return anchor{}
}

// simple tells whether each term of a node's anchor is enough to meet it.
func simple(n *node) bool {
	switch n.op {
	case find:
		return true
	case all:
		return len(n.nodes) == 1 && simple(&n.nodes[0])
	case some:
		for i := range n.nodes {
			if !simple(&n.nodes[i]) {
				return false
			}
		}
		return true
	}
	return false
}

// titleRare is how many times rarer a word is in titles than in articles.
const titleRare = 8

// rarest returns the best anchor of nodes that must all be met.
func (v *vocabulary) rarest(nodes []node) anchor {
	var best anchor
	for i := range nodes {
		if a := v.anchor(&nodes[i]); a.ok && (!best.ok || a.cost < best.cost) {
			best = a
		}
	}
	return best
}

// enough returns the anchor of nodes of which so many must be met: the rarest
// ones, so many that the others are too few.
func (v *vocabulary) enough(nodes []node, least int) anchor {
	anchors := make([]anchor, len(nodes))
	for i := range nodes {
		anchors[i] = v.anchor(&nodes[i])
		if !anchors[i].ok {
			anchors[i].cost = math.Inf(1)
		}
	}
	if least > 1 {
		slices.SortStableFunc(anchors, func(a, b anchor) int { return cmp.Compare(a.cost, b.cost) })
	}
	return union(anchors[:max(0, len(anchors)-least+1)])
}

func union(anchors []anchor) anchor {
	all := anchor{ok: true}
	for _, a := range anchors {
		if !a.ok {
			return anchor{}
		}
		all.terms, all.cost = append(all.terms, a.terms...), all.cost+a.cost
	}
	return all
}

// reaching returns the anchor of weighted nodes: the rarest ones without which
// the others never reach the threshold.
func (v *vocabulary) reaching(n *node) anchor {
	type weighted struct {
		anchor
		most float64 // points that it can give
	}
	var gains []weighted
	room := n.threshold // that the nodes left out must not fill
	for i := range n.nodes {
		a, w := v.anchor(&n.nodes[i]), n.weights[i]
		switch {
		case w.Weight <= 0:
		case !a.ok && w.PerHit:
			return anchor{}
		case !a.ok:
			room -= w.Weight
		case w.PerHit:
			gains = append(gains, weighted{a, math.Inf(1)})
		default:
			gains = append(gains, weighted{a, w.Weight})
		}
	}
	if room <= 0 {
		return anchor{}
	}
	slices.SortStableFunc(gains, func(a, b weighted) int { return cmp.Compare(b.cost/b.most, a.cost/a.most) })
	all := anchor{ok: true}
	for _, g := range gains {
		if g.most < room {
			room -= g.most
			continue
		}
		all.terms, all.cost = append(all.terms, g.terms...), all.cost+g.cost
	}
	return all
}

// common guesses in how many of a thousand articles a term is found.
func (v *vocabulary) common(id int32) float64 {
	t := &v.terms[id]
	rare := 1000.0
	for i, w := range v.of(t) {
		k := w.common()
		if t.form != query.Whole {
			k *= 3
		}
		rare = min(rare, k)
		if i > 0 {
			rare /= 8
		}
	}
	return rare
}

// common guesses in how many of a thousand articles a word is found: common
// words are known, others are the rarer the longer they are.
func (w *word) common() float64 {
	if k, ok := familiar[w.hash]; ok {
		return k
	}
	n := float64(w.n)
	return min(200, 1000/(n*n))
}
