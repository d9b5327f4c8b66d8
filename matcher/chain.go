package matcher

import (
	"cmp"
	"slices"
	"sort"
)

// follow leaves of some places those after which comes what must, each with the
// best end of that.
func (q *search) follow(list []span, then *chain) []span {
	if then == nil {
		return list
	}
	kept := list[:0]
	q.afterEach(list, then, func(s span, end int32) { kept = append(kept, span{s.first, end, s.field}) })
	return kept
}

// followed leaves of some places those after which comes what must, as they
// are.
func (q *search) followed(list []span, then *chain) []span {
	if then == nil {
		return list
	}
	kept := list[:0]
	q.afterEach(list, then, func(s span, _ int32) { kept = append(kept, s) })
	return kept
}

// afterEach calls use for the places after which comes what must, with its best
// end. The places are put in the order of their ends, so that what may come
// after them is a window that moves on: of what is in it, those are kept in a
// queue that are better than all behind them.
func (q *search) afterEach(list []span, then *chain, use func(s span, end int32)) {
	if !q.spend(len(list) + len(then.next)) {
		return
	}
	slices.SortFunc(list, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.last, b.last))
	})
	queue, next, stretch := q.take(), 0, 0
	head := 0
	for _, s := range list {
		for g := then.ground; g[stretch].field < s.field || g[stretch].field == s.field && g[stretch].last < s.last; {
			stretch++
		}
		end, farthest := then.ground[stretch].last, q.word(s.field, s.last)+then.reach+1
		for ; next < len(then.next); next++ {
			r := then.next[next]
			if r.field > s.field || r.field == s.field && (r.first > end || q.word(r.field, r.first) > farthest) {
				break
			}
			for len(queue) > head && !q.better(queue[len(queue)-1].last, r.last) {
				queue = queue[:len(queue)-1]
			}
			queue = append(queue, r)
		}
		for head < len(queue) && (queue[head].field < s.field || queue[head].first <= s.last) {
			head++
		}
		if head < len(queue) {
			use(s, queue[head].last)
		}
	}
	q.giveBack(queue)
}

// better tells whether one end is wanted rather than another.
func (q *search) better(a, b int32) bool {
	if q.far {
		return a > b
	}
	return a < b
}

// free returns what is left of a ground for the left side of a node whose right
// side must stand apart: no word of it is as near to any of these. It is to be
// given back.
func (q *search) free(n *node, g ground) ground {
	others := search{document: q.document, in: q.in, far: true, back: q.back}
	taken := others.runs(&n.nodes[1], others.wide(), nil)
	apart := taken[:0]
	for _, s := range taken {
		s = q.widen(s, int32(n.count)+1)
		if last := len(apart) - 1; last >= 0 && apart[last].field == s.field && s.first <= apart[last].last {
			apart[last].last = max(apart[last].last, s.last)
			continue
		}
		apart = append(apart, s)
	}
	defer q.giveBack(taken)
	return q.less(g, apart)
}

// less returns a ground without what is taken of it, both in order.
func (q *search) less(g ground, taken []span) ground {
	free, at := ground(q.take()), 0
	for _, s := range g {
		for at < len(taken) && (taken[at].field < s.field || taken[at].field == s.field && taken[at].last < s.first) {
			at++
		}
		for i := at; i < len(taken) && taken[i].field == s.field && taken[i].first <= s.last; i++ {
			if t := taken[i]; t.first > s.first {
				free = append(free, span{s.first, t.first - 1, s.field})
			}
			s.first = max(s.first, taken[i].last+1)
			at = i // which may reach into the next stretch
		}
		if s.first <= s.last {
			free = append(free, s)
		}
	}
	q.spend(len(taken) + len(g))
	return free
}

// widen returns a span with so many words more on either side.
func (q *search) widen(s span, by int32) span {
	if q.back {
		s = s.flip()
	}
	words := q.reading.words[s.field]
	least, most := words[s.first]-by, words[s.last]+by
	s.first = int32(sort.Search(len(words), func(i int) bool { return words[i] >= least }))
	s.last = int32(sort.Search(len(words), func(i int) bool { return words[i] > most })) - 1
	if q.back {
		s = s.flip()
	}
	return s
}
