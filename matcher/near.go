package matcher

import (
	"cmp"
	"slices"
	"sort"

	"github.com/rasadnews/rasad/matcher/query"
)

// A search finds where the places of near nodes begin and end. It never lists
// pairs. Of all places of a node that begin at one token only the best is kept:
// the one with the nearest end, or with the farthest. So every list is as long
// as a text has words at most, and is made in one pass over others; how often a
// term's places are gone through is known from the query alone (price.go).
//
// A search can read the text from its end to its beginning. All its spans are
// then turned, by flip, and all else is as before.
type search struct {
	*document
	in   scope
	far  bool // of the places that begin at one token the farthest end is wanted
	back bool // the text is read backwards
}

// A ground is where places may be: stretches of text in order, each of one
// field. A place stands within one of them.
type ground []span

// A chain is what must come after a place for it to be of interest: another
// one, after so many words at most, in the same stretch of a ground.
type chain struct {
	next   []span
	reach  int32
	ground ground
}

// runs returns the shortest places of a node in a scope, in order. The list is to
// be given back.
func (d *document) runs(n *node, in scope) []span {
	d.reading.count()
	if !d.mayStand(n) {
		return d.take()
	}
	q := search{document: d, in: in}
	return q.runs(n, q.wide(), nil)
}

// stand tells whether a near node stands anywhere in a scope. It looks at the
// beginning first, then at ever more.
func (d *document) stand(n *node, in scope) bool {
	d.reading.count()
	if !d.mayStand(n) {
		return false
	}
	q := search{document: d, in: in}
	g := q.wide()
	for most := int32(1 << 10); ; most <<= 4 {
		part, whole := slices.Clone(g), true
		for i, s := range g {
			if s.last-s.first >= most {
				part[i].last, whole = s.first+most-1, false
			}
		}
		places := q.runs(n, part, nil)
		q.giveBack(places)
		if len(places) > 0 || whole || d.steps < 0 {
			return len(places) > 0
		}
	}
}

// mayStand tells whether the terms that a place needs were found.
func (d *document) mayStand(n *node) bool {
	switch n.op {
	case find:
		return d.stands(uint32(n.term), n.fields)
	case some:
		return slices.ContainsFunc(n.nodes, func(k node) bool { return d.mayStand(&k) })
	case near:
		return d.mayStand(&n.nodes[0]) && (n.order == query.Apart || d.mayStand(&n.nodes[1]))
	}
	return true
}

// flip turns a span for a text that is read backwards, and back again.
func (s span) flip() span { return span{^s.last, ^s.first, ^s.field} }

// flipped returns spans turned, in order.
func flipped(spans []span) []span {
	turned := make([]span, len(spans))
	for i, s := range spans {
		turned[len(spans)-1-i] = s.flip()
	}
	return turned
}

// wide returns the ground of the search as a whole.
func (q *search) wide() ground {
	g := make(ground, 0, len(fields))
	for f := range fields {
		if from, to := q.in[f].from, min(q.in[f].to, int32(len(q.reading.words[f]))); from < to {
			g = append(g, span{from, to - 1, uint8(f)})
		}
	}
	if q.back {
		return flipped(g)
	}
	return g
}

// word returns the number of the word that a token of a field is in.
func (q *search) word(field uint8, token int32) int32 {
	if q.back {
		return -q.reading.words[^field][^token]
	}
	return q.reading.words[field][token]
}

// runs returns the places of a node on a ground, in order, the best of those
// that begin at one token. If something must come after a place, its end is the
// best end of that instead. The list is to be given back.
func (q *search) runs(n *node, g ground, then *chain) []span {
	if q.steps < 0 {
		return q.take()
	}
	list := q.follow(q.alone(n, g), then)
	slices.SortFunc(list, q.compare)
	return q.joined(q.best(list), n, g, then)
}

// compare orders places by where they begin, the best first.
func (q *search) compare(a, b span) int {
	if q.far {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last))
	}
	return compareSpans(a, b)
}

// best leaves of the places that begin at one token the first.
func (q *search) best(list []span) []span {
	return slices.CompactFunc(list, func(a, b span) bool { return a.first == b.first && a.field == b.field })
}

// alone returns the places of the terms and patterns of a node, in order.
func (q *search) alone(n *node, g ground) []span {
	list := q.take()
	if len(g) == 0 {
		return list
	}
	eachAlone(n, func(k *node) {
		if q.spot(k).some {
			q.steps = -1
		}
		for _, s := range q.spotsOn(k, g) {
			if k.fields>>s.field&1 == 1 {
				list = append(list, s)
			}
		}
	})
	if q.back {
		for i, s := range list {
			list[i] = s.flip()
		}
	}
	slices.SortFunc(list, compareSpans)
	return q.inside(list, g)
}

// eachAlone calls use for the terms and patterns among the alternatives of a
// place.
func eachAlone(n *node, use func(*node)) {
	switch n.op {
	case find, regex:
		use(n)
	case some:
		for i := range n.nodes {
			eachAlone(&n.nodes[i], use)
		}
	}
}

// spotsOn returns the spots of a term or pattern that may be on a ground.
func (q *search) spotsOn(n *node, g ground) []span {
	from, to := g[0], g[len(g)-1]
	if q.back {
		from, to = to.flip(), from.flip()
	}
	all := q.spots(n)
	i := sort.Search(len(all), func(i int) bool {
		return all[i].field > from.field || all[i].field == from.field && all[i].first >= from.first
	})
	all = all[i:]
	return all[:sort.Search(len(all), func(i int) bool {
		return all[i].field > to.field || all[i].field == to.field && all[i].first > to.last
	})]
}

// inside leaves the places, in order, that stand within a stretch of a ground.
func (q *search) inside(list []span, g ground) []span {
	kept, at := list[:0], 0
	for _, s := range list {
		for at < len(g) && (g[at].field < s.field || g[at].field == s.field && g[at].last < s.first) {
			at++
		}
		if at < len(g) && g[at].field == s.field && g[at].first <= s.first && s.last <= g[at].last {
			kept = append(kept, s)
		}
	}
	q.spend(len(list) + at + 1)
	return kept
}

// joined merges the places of the near nodes among the alternatives of a place
// into a list.
func (q *search) joined(list []span, n *node, g ground, then *chain) []span {
	switch n.op {
	case some:
		for i := range n.nodes {
			list = q.joined(list, &n.nodes[i], g, then)
		}
	case near:
		l, r := q.sides(n)
		switch n.order {
		case query.Apart:
			free := q.free(n, g)
			list = q.merge(list, q.runs(l, free, then))
			q.giveBack(free)
		case query.Either:
			list = q.merge(list, q.before(r, l, n, g, then))
			fallthrough
		default:
			list = q.merge(list, q.before(l, r, n, g, then))
		}
	}
	return list
}

// sides returns the sides of a near node, as they are read.
func (q *search) sides(n *node) (l, r *node) {
	if q.back && n.order == query.Forward {
		return &n.nodes[1], &n.nodes[0]
	}
	return &n.nodes[0], &n.nodes[1]
}

// before returns the places of a near node whose side l comes before r.
func (q *search) before(l, r, n *node, g ground, then *chain) []span {
	next := q.runs(r, g, then)
	defer q.giveBack(next)
	if len(next) == 0 {
		return q.take()
	}
	return q.runs(l, g, &chain{next, int32(n.count), g})
}

// merge merges two lists in order into one.
func (q *search) merge(a, b []span) []span {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == 0 {
			a, b = b, a
		}
		q.giveBack(b)
		return a
	}
	all, i, j := q.take(), 0, 0
	for i < len(a) || j < len(b) {
		if j == len(b) || i < len(a) && q.compare(a[i], b[j]) <= 0 {
			all, i = append(all, a[i]), i+1
		} else {
			all, j = append(all, b[j]), j+1
		}
	}
	q.spend(len(all))
	q.giveBack(a)
	q.giveBack(b)
	return q.best(all)
}
