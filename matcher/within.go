package matcher

import (
	"slices"
	"sort"

	"github.com/rasadnews/rasad/news"
)

// unitsThat calls yield for the sentences or paragraphs that meet all nodes,
// until it returns false, and tells whether there is one.
func (d *document) unitsThat(n *node, in scope, yield func(span) bool) (met bool) {
	rare, ok := d.rarest(n.nodes)
	if !ok {
		return false
	}
	d.reading.count()
	more := true
	try := func(u span) {
		u.first, u.last = max(u.first, in[u.field].from), min(u.last, in[u.field].to-1)
		if u.first <= u.last && d.meetsAll(n.nodes, u.scope()) {
			met, more = true, yield(u)
		}
	}
	for f := range fields {
		if n.fields>>f&1 == 1 && in[f].from < in[f].to {
			d.eachUnit(n, rare, f, &in, func(u span) bool { try(u); return more && d.spend(1) })
		}
	}
	return met || d.steps < 0 && d.negated
}

// rarest returns that term among some nodes which was found least often, or nil
// if none is a term, and tells whether all of them were found.
func (d *document) rarest(nodes []node) (rare *node, ok bool) {
	for i := range nodes {
		k := &nodes[i]
		if k.op != find {
			continue
		}
		if !d.stands(uint32(k.term), k.fields) {
			return nil, false
		}
		if rare == nil || len(d.spots(k)) < len(d.spots(rare)) {
			rare = k
		}
	}
	return rare, true
}

// eachUnit calls yield for the units of a field that overlap a scope, those in
// which a term begins if there is one, until it returns false.
func (d *document) eachUnit(n, rare *node, f int, in *scope, yield func(span) bool) {
	units := d.reading.units[n.unit][f]
	at := func(token int32) int {
		return sort.Search(len(units), func(i int) bool { return units[i].last >= token })
	}
	if rare == nil {
		for i := at(in[f].from); i < len(units) && units[i].first < in[f].to && yield(units[i]); i++ {
		}
		return
	}
	last := -1
	for _, s := range d.spotsIn(rare, f, in) {
		if last >= 0 && s.first <= units[last].last {
			continue
		}
		if last = at(s.first); !yield(units[last]) {
			return
		}
	}
}

func (d *document) meetsAll(nodes []node, in scope) bool {
	for i := range nodes {
		if !d.meets(&nodes[i], in) {
			return false
		}
	}
	return true
}

// beginnings calls yield for the parts of a scope made of its first words that
// meet the node, until it returns false, and tells whether there is one: those of
// the title, and those of lead and body.
func (d *document) beginnings(n *node, in scope, yield func(scope) bool) (met bool) {
	d.reading.count()
	for _, group := range [][]news.Field{{news.FieldTitle}, {news.FieldLead, news.FieldBody}} {
		part, left := scope{}, int32(n.count)
		for f, name := range fields {
			words := d.reading.words[f]
			from, to := in[f].from, min(in[f].to, int32(len(words)))
			if !slices.Contains(group, name) || n.fields>>f&1 == 0 || from >= to || left <= 0 {
				continue
			}
			end := from + int32(sort.Search(int(to-from), func(i int) bool { return words[from+int32(i)] >= words[from]+left }))
			part[f] = stretch{from, end}
			left -= words[end-1] - words[from] + 1
		}
		if part != (scope{}) && d.meets(&n.nodes[0], part) {
			if met = true; !yield(part) {
				break
			}
		}
	}
	return met
}
