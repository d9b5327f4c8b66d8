package matcher

import (
	"slices"
	"sort"

	"github.com/rasadnews/rasad/news"
)

// unitsThat calls yield for the sentences or paragraphs that meet all nodes.
func (d *document) unitsThat(n *node, in scope, yield func(span) bool) {
	for i := range n.nodes { // what is nowhere is in no unit
		if k := &n.nodes[i]; k.op == find && !d.stands(uint32(k.term), k.fields) {
			return
		}
	}
	d.reading.count()
	for f := range fields {
		if n.fields>>f&1 == 0 {
			continue
		}
		for _, u := range d.reading.units[n.unit][f] {
			u.first, u.last = max(u.first, in[f].from), min(u.last, in[f].to-1)
			if u.first > u.last {
				continue
			}
			if d.searches < 0 {
				return
			}
			if d.meetsAll(n.nodes, u.scope()) && !yield(u) {
				return
			}
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
// meet the node: those of the title, and those of lead and body.
func (d *document) beginnings(n *node, in scope, yield func(scope) bool) {
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
		if part != (scope{}) && d.meets(&n.nodes[0], part) && !yield(part) {
			return
		}
	}
}
