package matcher

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/rasadnews/rasad/matcher/query"
)

// A scope is the part of an article in which a node must be met: a range of
// tokens of each field, its end excluded.
type scope [len(fields)]stretch

type stretch struct{ from, to int32 }

var everywhere = scope{{0, math.MaxInt32}, {0, math.MaxInt32}, {0, math.MaxInt32}}

// scope returns the scope that is one span alone.
func (s span) scope() scope {
	var in scope
	in[s.field] = stretch{s.first, s.last + 1}
	return in
}

func (in *scope) holds(s span) bool {
	return s.first >= in[s.field].from && s.last < in[s.field].to
}

// The steps that an article is worth to all queries that ask where terms
// stand, and to each of them. Only a text made to stall them needs more.
const (
	patienceOfAll = 1 << 24
	patienceOfOne = 1 << 20
)

// allot gives a program its steps, from those that are left.
func (d *document) allot() { d.searches = min(d.left, patienceOfOne) }

// account takes the steps that a program needed from those that are left.
func (d *document) account() { d.left -= min(d.left, patienceOfOne) - max(d.searches, 0) }

// spots are the places of a term, as a range of document.places.
type spots struct{ epoch, first, last uint32 }

// spots returns where a term stands, in order, each place once.
func (d *document) spots(term int32) []span {
	if d.spotted == nil {
		d.spotted = make([]spots, len(d.terms))
	}
	s := &d.spotted[term]
	if s.epoch != d.epoch {
		from := len(d.places)
		if d.stands(uint32(term), allFields) {
			for i := d.states[term].last; i >= 0; i = d.occurrences[i].before {
				d.places = append(d.places, d.place(i))
			}
		}
		slices.SortFunc(d.places[from:], compareSpans)
		d.places = d.places[:from+len(slices.Compact(d.places[from:]))]
		*s = spots{d.epoch, uint32(from), uint32(len(d.places))}
	}
	return d.places[s.first:s.last]
}

func compareSpans(a, b span) int {
	return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
}

// place returns the tokens of an occurrence, the inflections after it counted.
func (d *document) place(i int32) span {
	o := &d.occurrences[i]
	if o.open {
		d.turn(o.field)
		o.last = int32(d.reach(int(o.last), d.of(&d.terms[o.term])[0].script))
		o.open = false
	}
	return span{o.first, o.last, o.field}
}

// spotsIn returns the spots of a term that stand in a scope and in some fields,
// as far as one sees without looking at their ends.
func (d *document) spotsIn(term int32, field int, in *scope) []span {
	all := d.spots(term)
	from := sort.Search(len(all), func(i int) bool {
		return all[i].field > uint8(field) || all[i].field == uint8(field) && all[i].first >= in[field].from
	})
	to := from
	for to < len(all) && all[to].field == uint8(field) && all[to].first < in[field].to {
		to++
	}
	d.searches -= to - from + 1
	return all[from:to]
}

// meets tells whether a node is met within a scope.
func (d *document) meets(n *node, in scope) bool {
	if d.searches < 0 {
		return false
	}
	d.searches--
	switch n.op {
	case find:
		return d.standsIn(n, &in)
	case all:
		return !slices.ContainsFunc(n.nodes, func(k node) bool { return !d.meets(&k, in) })
	case some:
		return slices.ContainsFunc(n.nodes, func(k node) bool { return d.meets(&k, in) })
	case not:
		return !d.meets(&n.nodes[0], in)
	case filter:
		return d.reading.passes(n.name, n.value)
	case of:
		met := 0
		for i := range n.nodes {
			if d.meets(&n.nodes[i], in) {
				met++
			}
		}
		return met >= n.count
	case times:
		return d.times(&n.nodes[0], in) >= n.count
	case weigh:
		return d.weigh(n) >= n.threshold-rounding
	}
	met := false
	d.each(n, in, func(span) bool { met = true; return false })
	return met
}

func (d *document) standsIn(n *node, in *scope) bool {
	if !d.stands(uint32(n.term), n.fields) {
		return false
	}
	if *in == everywhere {
		return true
	}
	for f := range fields {
		if n.fields>>f&1 == 0 || in[f].from >= in[f].to {
			continue
		}
		if slices.ContainsFunc(d.spotsIn(n.term, f, in), in.holds) {
			return true
		}
	}
	return false
}

// each calls yield for the places of a node in a scope until it returns false:
// where it stands, or the units and beginnings that meet it.
func (d *document) each(n *node, in scope, yield func(span) bool) {
	switch n.op {
	case find:
		for f := range fields {
			if n.fields>>f&1 == 0 || in[f].from >= in[f].to || !d.stands(uint32(n.term), n.fields) {
				continue
			}
			for _, s := range d.spotsIn(n.term, f, &in) {
				if in.holds(s) && !yield(s) {
					return
				}
			}
		}
	case some, all:
		more := true
		for i := 0; i < len(n.nodes) && more; i++ {
			d.each(&n.nodes[i], in, func(s span) bool { more = yield(s); return more })
		}
	case near:
		d.pairs(n, in, func(l, r span) bool {
			if n.order == query.Apart {
				return yield(l)
			}
			return yield(span{min(l.first, r.first), max(l.last, r.last), l.field})
		})
	case regex:
		d.matches(n, in, yield)
	case within:
		d.unitsThat(n, in, yield)
	case first:
		d.beginnings(n, in, func(part scope) bool {
			for f := range fields {
				if part[f].from < part[f].to && !yield(span{part[f].from, part[f].to - 1, uint8(f)}) {
					return false
				}
			}
			return true
		})
	}
}

// list returns the places of a node, sorted, each once, in memory that is to be
// given back.
func (d *document) list(n *node, in scope) []span {
	var places []span
	if k := len(d.lists); k > 0 {
		places, d.lists = d.lists[k-1][:0], d.lists[:k-1]
	}
	d.each(n, in, func(s span) bool {
		places = append(places, s)
		d.searches--
		return d.searches > 0
	})
	slices.SortFunc(places, compareSpans)
	return slices.Compact(places)
}

// giveBack lets the memory of a list be used again.
func (d *document) giveBack(places []span) { d.lists = append(d.lists, places) }

// times counts the places of a node; of those that overlap one counts.
func (d *document) times(n *node, in scope) int {
	places := d.list(n, in)
	defer d.giveBack(places)
	return apart(places)
}

// apart counts how many of some places there are beside one another.
func apart(places []span) int {
	slices.SortFunc(places, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.last, b.last))
	})
	n := 0
	var end span
	for i, p := range places {
		if i == 0 || p.field != end.field || p.first > end.last {
			n, end = n+1, p
		}
	}
	return n
}
