package matcher

import (
	"sort"

	"github.com/rasadnews/rasad/matcher/query"
)

// pairs calls yield for the places of a near node's two sides that stand as it
// wants; where they must stand apart, for the left ones that do, twice.
func (d *document) pairs(n *node, in scope, yield func(l, r span) bool) {
	d.reading.count()
	left := d.list(&n.nodes[0], in)
	defer d.giveBack(left)
	right := d.list(&n.nodes[1], in)
	defer d.giveBack(right)
	longest := int32(0)
	for _, r := range right {
		longest = max(longest, r.last-r.first)
	}
	for _, l := range left {
		met := false
		ended := !d.beside(n, l, right, longest, func(r span) bool {
			met = true
			return n.order != query.Apart && yield(l, r)
		})
		if n.order == query.Apart {
			ended = !met && !yield(l, l)
		}
		if ended || d.searches < 0 {
			return
		}
	}
}

// beside calls yield for the places among right that stand to l as a near node
// wants, until it returns false, and tells whether it did not.
func (d *document) beside(n *node, l span, right []span, longest int32, yield func(span) bool) bool {
	words := d.reading.words[l.field]
	reach := int32(n.count)
	from := sort.Search(len(right), func(i int) bool {
		r := right[i]
		return r.field > l.field || r.field == l.field && words[r.first]+longest+reach+1 >= words[l.first]
	})
	for _, r := range right[from:] {
		if r.field != l.field || words[r.first] > words[l.last]+reach+1 {
			break
		}
		d.searches--
		fits := false
		switch {
		case r.first > l.last:
			fits = words[r.first]-words[l.last]-1 <= reach
		case r.last < l.first:
			fits = n.order != query.Forward && words[l.first]-words[r.last]-1 <= reach
		default:
			fits = n.order == query.Apart
		}
		if fits && !yield(r) {
			return false
		}
	}
	return true
}
