package search

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
)

// A query is a search as terms: of each group one of the prefixes at least, which
// are as least returns them, must begin a term of a document.
type query struct {
	groups [][]string
	most   int // documents that are wanted
	reader *sql.Stmt
}

// in adds the newest documents of a segment that meet a query to a page, as far
// as they belong there.
func (q query) in(ctx context.Context, p part, from, to int64, page []int64) ([]int64, error) {
	if len(page) == q.most {
		from = max(from, page[q.most-1])
	}
	first, last := p.within(from, to)
	if first == last {
		return page, nil
	}
	met, err := q.meet(ctx, p, first, last)
	if err != nil {
		return nil, err
	}
	n := 0
	met.each(func(doc int) bool {
		if !p.dead.has(doc) {
			page = append(page, p.keys[doc])
			n++
		}
		return n < q.most
	})
	slices.SortFunc(page, func(a, b int64) int { return cmp.Compare(b, a) })
	return page[:min(len(page), q.most)], nil
}

// meet returns the documents of a segment, in a span of it, that meet a query: at
// least the newest of them, as many as are wanted.
func (q query) meet(ctx context.Context, p part, first, last int) (set, error) {
	met := newSet(len(p.keys))
	met.addAll(first, last)
	for i, group := range q.groups {
		some := newSet(len(p.keys))
		take := func(doc int) bool { some.add(doc); return doc < last }
		if i == len(q.groups)-1 {
			take = (&newest{set: some, of: met, dead: p.dead, end: last, most: q.most}).take
		}
		err := p.eachTerm(ctx, q.reader, group, func(docs []byte) error { return eachDoc(docs, len(p.keys), take) })
		if err != nil {
			return nil, err
		}
		if !met.keep(some) {
			return met, nil
		}
	}
	return met, nil
}

// Newest are the newest of some documents that live, as many as are wanted at
// least. Of a common word they are at the front of a segment, and what stands
// behind need not be read.
type newest struct {
	set
	of, dead set
	end      int // behind the last one that may be among them
	n, most  int // that are in front of the end; that are wanted
}

// take takes a document, if it is among them, and tells whether one behind it may
// be.
func (s *newest) take(doc int) (more bool) {
	if doc >= s.end {
		return false
	}
	if !s.of.has(doc) || s.dead.has(doc) || s.has(doc) {
		return true
	}
	s.add(doc)
	if s.n++; s.n < 2*s.most {
		return true
	}
	s.n = 0
	s.each(func(doc int) bool {
		s.n, s.end = s.n+1, doc+1
		return s.n < s.most
	})
	return true
}
