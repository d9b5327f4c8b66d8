package matcher

import (
	"cmp"
	"slices"

	"github.com/rasadnews/rasad/news"
)

// A document is the state of matching one article. It is reused: marks of
// earlier articles are told by their epoch.
type document struct {
	matcher     *Matcher
	finder      finder
	epoch       uint32
	terms       []termState
	tried       []uint32 // programs, by epoch
	occurrences []occurrence
	present     []int32 // terms that were found
	met         []int32 // programs that were met
	hits        []occurrence
}

// A termState is what one article holds of a term.
type termState struct {
	epoch  uint32
	fields fieldSet
	last   int32 // its last occurrence; each leads to the one before

	counted *program // the last match that counted it in its score
}

func newDocument(m *Matcher) *document {
	return &document{
		matcher: m,
		finder:  finder{index: m.index, terms: m.terms},
		terms:   make([]termState, len(m.terms)),
		tried:   make([]uint32, len(m.programs)),
	}
}

// read finds all terms in an article.
func (d *document) read(a *news.Article, tongues tongueSet) {
	if d.epoch++; d.epoch == 0 {
		clear(d.terms)
		clear(d.tried)
		d.epoch = 1
	}
	d.occurrences, d.present, d.met = d.occurrences[:0], d.present[:0], d.met[:0]
	for i, f := range fields {
		d.finder.find(a.Text(f), tongues, func(term int32, start, end int) {
			d.note(occurrence{term: term, field: uint8(i), start: int32(start), end: int32(end)})
		})
	}
}

// note keeps an occurrence.
func (d *document) note(o occurrence) {
	s := &d.terms[o.term]
	if s.epoch != d.epoch {
		*s = termState{epoch: d.epoch, last: -1}
		d.present = append(d.present, o.term)
	}
	s.fields |= 1 << o.field
	o.before = s.last
	s.last = int32(len(d.occurrences))
	d.occurrences = append(d.occurrences, o)
}

// decide returns the matches of what was read.
func (d *document) decide() []news.Match {
	for _, t := range d.present {
		for _, p := range d.matcher.byTerm[t] {
			d.try(p)
		}
	}
	for _, p := range d.matcher.always {
		d.try(p)
	}
	if len(d.met) == 0 {
		return nil
	}
	slices.Sort(d.met)
	matches := make([]news.Match, len(d.met))
	for i, p := range d.met {
		matches[i] = d.match(&d.matcher.programs[p])
	}
	return matches
}

// try decides one program, once an article.
func (d *document) try(p int32) {
	if d.tried[p] == d.epoch {
		return
	}
	d.tried[p] = d.epoch
	if d.holds(&d.matcher.programs[p].root) {
		d.met = append(d.met, p)
	}
}

// holds tells whether a node is met.
func (d *document) holds(n *node) bool {
	switch n.op {
	case find:
		s := &d.terms[n.term]
		return s.epoch == d.epoch && s.fields&n.fields != 0
	case all:
		for i := range n.nodes {
			if !d.holds(&n.nodes[i]) {
				return false
			}
		}
		return true
	case some:
		for i := range n.nodes {
			if d.holds(&n.nodes[i]) {
				return true
			}
		}
		return false
	}
	return !d.holds(&n.nodes[0])
}

// match returns the match of a program that is met.
func (d *document) match(p *program) news.Match {
	d.hits = d.hits[:0]
	d.collect(&p.root)
	slices.SortFunc(d.hits, func(a, b occurrence) int {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.term, b.term))
	})
	m := news.Match{Topic: p.topic}
	for i, h := range d.hits {
		if i > 0 && covers(d.hits[:i], h) {
			continue
		}
		if s := &d.terms[h.term]; s.counted != p {
			s.counted = p
			m.Score++
		}
		m.Hits = append(m.Hits, news.Hit{
			Field: fields[h.field], Start: int(h.start), End: int(h.end), Term: d.matcher.terms[h.term].name,
		})
	}
	return m
}

// covers tells whether the last of some sorted hits that begin where h does
// tell the same: the same range, or a longer one of the same term.
func covers(hits []occurrence, h occurrence) bool {
	for i := len(hits) - 1; i >= 0 && hits[i].field == h.field && hits[i].start == h.start; i-- {
		if hits[i].end == h.end || hits[i].term == h.term {
			return true
		}
	}
	return false
}

// collect gathers the occurrences of the terms that make a node true.
func (d *document) collect(n *node) {
	switch n.op {
	case find:
		for i := d.terms[n.term].last; i >= 0; i = d.occurrences[i].before {
			if o := d.occurrences[i]; n.fields>>o.field&1 == 1 {
				d.hits = append(d.hits, o)
			}
		}
	case all, some:
		for i := range n.nodes {
			if d.holds(&n.nodes[i]) {
				d.collect(&n.nodes[i])
			}
		}
	}
}
