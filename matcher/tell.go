package matcher

import (
	"cmp"
	"slices"

	"github.com/rasadnews/rasad/news"
)

// A hit is a place that is told of. Its term is negative for a pattern.
type hit struct {
	term       int32
	field      uint8
	start, end int32 // bytes of the field
}

// tell returns the matches of the programs that were met.
func (d *document) tell(matches []news.Match) []news.Match {
	for _, p := range d.met {
		matches = append(matches, d.match(p))
	}
	return matches
}

// admit tells of the programs that are unsure.
func (d *document) admit(unsure func(topic string, a *news.Article)) {
	if unsure == nil {
		return
	}
	for _, p := range d.unsure {
		unsure(d.topics[p], d.reading.article)
	}
}

// stepsToTell is what the places of a match are worth: to tell which take part in
// it asks for more than to tell that some do.
const stepsToTell = 16 * mostSteps

// match returns the match of a program that is met.
func (d *document) match(p uint32) news.Match {
	m := news.Match{Topic: d.topics[p]}
	d.hits, d.steps = d.hits[:0], stepsToTell
	d.collect(d.starts[p])
	slices.SortFunc(d.hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.term, b.term))
	})
	kept := d.hits[:0]
	for _, h := range d.hits {
		if !covers(kept, h) {
			kept = append(kept, h)
		}
	}
	m.Hits = make([]news.Hit, len(kept))
	for i, h := range kept {
		m.Hits[i] = news.Hit{Field: fields[h.field], Start: int(h.start), End: int(h.end), Term: d.label(h.term)}
	}
	if c := d.code[d.starts[p]]; c.op() == special && d.specials[c.arg()].op == weigh {
		d.weighed(&m, &d.specials[c.arg()])
	} else {
		d.counted(&m, kept)
	}
	return m
}

// covers tells whether the last of some sorted hits that begin where h does
// tell the same: the same range, or a longer one of the same term.
func covers(hits []hit, h hit) bool {
	for i := len(hits) - 1; i >= 0 && hits[i].field == h.field && hits[i].start == h.start; i-- {
		if hits[i].end == h.end || hits[i].term == h.term {
			return true
		}
	}
	return false
}

// counted scores a match by its distinct terms, in the order in which they are
// found.
func (d *document) counted(m *news.Match, hits []hit) {
	parts := map[int32]int{}
	for _, h := range hits {
		i, ok := parts[h.term]
		if !ok {
			i = len(m.Parts)
			parts[h.term] = i
			m.Parts = append(m.Parts, news.ScorePart{Term: d.label(h.term), Points: 1})
			m.Score++
		}
		m.Parts[i].Count++
	}
}

// weighed scores a match by the weights of what was found.
func (d *document) weighed(m *news.Match, n *node) {
	for i, w := range n.weights {
		times := d.worth(&n.nodes[i], w.PerHit)
		if times == 0 {
			continue
		}
		count := max(1, d.times(&n.nodes[i], everywhere))
		part := news.ScorePart{Term: w.Term, Count: count, Points: w.Weight * float64(times)}
		m.Parts = append(m.Parts, part)
		m.Score += part.Points
	}
}

// collect gathers the places that make the node at a place of the code true.
func (d *document) collect(at uint32) {
	c := d.code[at]
	switch c.op() {
	case find:
		d.collectTerm(int32(c.arg()), c.fields())
	case all, some:
		for k, end := at+1, at+1+c.arg(); k < end; k = d.after(k) {
			if d.holds(k) {
				d.collect(k)
			}
		}
	case special:
		d.collectIn(&d.specials[c.arg()], everywhere)
	}
}

func (d *document) collectTerm(term int32, in fieldSet) {
	if !d.stands(uint32(term), in) {
		return
	}
	for i := d.states[term].last; i >= 0; i = d.occurrences[i].before {
		if s := d.place(i); in>>s.field&1 == 1 {
			d.hit(term, s)
		}
	}
}

// collectSpots is collectTerm within a scope, and for patterns. A node may ask for
// thousands of scopes, so the places are looked up in order.
func (d *document) collectSpots(n *node, in *scope) {
	for field := range fields {
		for _, s := range d.spotsIn(n, field, in) {
			if in.holds(s) {
				d.hit(n.term, s)
			}
		}
	}
}

func (d *document) hit(term int32, s span) {
	tokens := d.reading.texts[s.field].Tokens
	d.hits = append(d.hits, hit{term, s.field, tokens[s.first].Start, tokens[s.last].End})
}

// collectIn gathers what makes a node true within a scope.
func (d *document) collectIn(n *node, in scope) {
	switch n.op {
	case find, regex:
		d.collectSpots(n, &in)
	case all, some, of:
		for i := range n.nodes {
			if d.meets(&n.nodes[i], in) {
				d.collectIn(&n.nodes[i], in)
			}
		}
	case weigh:
		for i := range n.nodes {
			if n.weights[i].Weight > 0 && d.meets(&n.nodes[i], in) {
				d.collectIn(&n.nodes[i], in)
			}
		}
	case times:
		d.collectIn(&n.nodes[0], in)
	case near:
		d.trace(n, in)
	case within:
		d.unitsThat(n, in, func(u span) bool {
			for i := range n.nodes {
				d.collectIn(&n.nodes[i], u.scope())
			}
			return true
		})
	case first:
		d.beginnings(n, in, func(part scope) bool {
			d.collectIn(&n.nodes[0], part)
			return true
		})
	}
}
