package matcher

import (
	"cmp"
	"math"
	"slices"
	"sort"
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

// spots are the places of a term or pattern, as a range of document.places.
type spots struct {
	epoch, first, last uint32
	some               bool // there are more, too many to look for
}

// spots returns where a term or pattern stands, in order, each place once.
func (d *document) spots(n *node) []span {
	s := d.spot(n)
	return d.places[s.first:s.last]
}

// spot is spots, as they are remembered.
func (d *document) spot(n *node) *spots {
	if d.spotted == nil {
		d.spotted = make([]spots, len(d.terms)+len(d.patterns))
	}
	i := int(n.term)
	if n.op == regex {
		i = len(d.terms) + int(^n.term)
	}
	s := &d.spotted[i]
	if s.epoch != d.epoch {
		from, all := len(d.places), true
		if n.op == regex {
			d.places, all = d.matches(n, d.places)
		} else {
			d.placesOf(n.term)
		}
		slices.SortFunc(d.places[from:], compareSpans)
		d.places = d.places[:from+len(slices.Compact(d.places[from:]))]
		*s = spots{d.epoch, uint32(from), uint32(len(d.places)), !all}
	}
	return s
}

// placesOf appends where a term stands to the places.
func (d *document) placesOf(term int32) {
	if !d.stands(uint32(term), allFields) {
		return
	}
	for i := d.states[term].last; i >= 0; i = d.occurrences[i].before {
		d.places = append(d.places, d.place(i))
	}
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

// spotsIn returns the spots of a term or pattern that stand in a field of a
// scope, as far as one sees without looking at their ends.
func (d *document) spotsIn(n *node, field int, in *scope) []span {
	if n.fields>>field&1 == 0 || in[field].from >= in[field].to {
		return nil
	}
	all := d.spots(n)
	from := sort.Search(len(all), func(i int) bool {
		return all[i].field > uint8(field) || all[i].field == uint8(field) && all[i].first >= in[field].from
	})
	to := from + sort.Search(len(all)-from, func(i int) bool {
		s := &all[from+i]
		return s.field > uint8(field) || s.first >= in[field].to
	})
	return all[from:to]
}

// meets tells whether a node is met within a scope.
func (d *document) meets(n *node, in scope) bool {
	if !d.spend(1) {
		return d.negated
	}
	switch n.op {
	case find, regex:
		return d.standsIn(n, &in)
	case all:
		return !slices.ContainsFunc(n.nodes, func(k node) bool { return !d.meets(&k, in) })
	case some:
		return slices.ContainsFunc(n.nodes, func(k node) bool { return d.meets(&k, in) })
	case not:
		d.negated = !d.negated
		met := d.meets(&n.nodes[0], in)
		d.negated = !d.negated
		return !met
	case filter:
		return d.reading.passes(n.name, n.value)
	case of:
		return d.count(n.nodes, in) >= n.count
	case near:
		return d.surely(d.stand(n, in))
	case times:
		return d.surely(d.times(&n.nodes[0], in) >= n.count)
	case within:
		return d.unitsThat(n, in, func(span) bool { return false })
	case first:
		return d.beginnings(n, in, func(scope) bool { return false })
	}
	return d.surely(d.weigh(n) >= n.threshold-rounding)
}

// surely tells whether a node is met, of which it was found whether it is if
// there were steps enough.
func (d *document) surely(met bool) bool {
	if d.steps < 0 {
		return d.negated
	}
	return met
}

// count counts the nodes that are met within a scope.
func (d *document) count(nodes []node, in scope) (met int) {
	for i := range nodes {
		if d.meets(&nodes[i], in) {
			met++
		}
	}
	return met
}

func (d *document) standsIn(n *node, in *scope) bool {
	if n.op == find {
		if !d.stands(uint32(n.term), n.fields) {
			return false
		}
		if *in == everywhere {
			return true
		}
	}
	for f := range fields {
		spots := d.spotsIn(n, f, in)
		if d.spend(len(spots)); slices.ContainsFunc(spots, in.holds) {
			return true
		}
	}
	if n.op == regex && d.spot(n).some {
		d.steps = -1
	}
	return d.steps < 0 && d.negated
}

// list returns the places of a node in a scope: where it stands, or the units and
// beginnings that meet it. Of those that begin at one token only the shortest is
// listed. The list is to be given back.
func (d *document) list(n *node, in scope) []span {
	var places []span
	switch n.op {
	case find, regex, near:
		return d.runs(n, in)
	case some, all:
		places = d.take()
		for i := range n.nodes {
			each := d.list(&n.nodes[i], in)
			places = append(places, each...)
			d.giveBack(each)
		}
	case within:
		places = d.take()
		d.unitsThat(n, in, func(u span) bool { places = append(places, u); return true })
	case first:
		places = d.take()
		d.beginnings(n, in, func(part scope) bool {
			for f := range fields {
				if part[f].from < part[f].to {
					places = append(places, span{part[f].from, part[f].to - 1, uint8(f)})
				}
			}
			return true
		})
	}
	return places
}

// take returns memory for a list, giveBack lets it be used again.
func (d *document) take() []span {
	k := len(d.lists)
	if k == 0 {
		return nil
	}
	list := d.lists[k-1][:0]
	d.lists = d.lists[:k-1]
	return list
}

func (d *document) giveBack(list []span) {
	if cap(list) > 0 {
		d.lists = append(d.lists, list)
	}
}

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
