package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
)

// someLeaves are written, or deleted, in one transaction at most: a search that
// has articles to take in waits for it.
const someLeaves = 128

// A merge makes one segment of some, without the documents that are dead.
type merge struct {
	x      *Index
	db     *tables
	epoch  string // of the tables that it is of
	from   []part
	made   *segment
	places [][]int32 // by part and document; -1 for the dead

	written []newLeaf
}

type newLeaf struct {
	number int64
	data   []byte
}

// tidy merges some segments, if there is anything to merge, or clears away what
// merging has left, and tells whether there may be more to do.
func (x *Index) tidy(ctx context.Context, db *tables) (more bool, err error) {
	m, err := x.plan(ctx, db)
	if err != nil {
		return false, err
	}
	if m != nil {
		if err := m.run(ctx); err != nil {
			return false, err
		}
	}
	return m != nil, x.sweep(ctx, db)
}

func (m *merge) run(ctx context.Context) error {
	m.arrange()
	if len(m.made.keys) > 0 {
		err := m.db.look(ctx, func(t *sql.Tx) error { return m.write(ctx, t) })
		if err != nil {
			return err
		}
	}
	return m.swap(ctx) // once nothing is read any more, so that the write-ahead log can be checkpointed
}

// arrange puts the living documents in order, with what there is to count of
// them.
func (m *merge) arrange() {
	type doc struct {
		key      int64
		part, in int
	}
	var docs []doc
	m.places = make([][]int32, len(m.from))
	for i, p := range m.from {
		m.places[i] = make([]int32, len(p.keys))
		for in, key := range p.keys {
			if m.places[i][in] = -1; !p.dead.has(in) {
				docs = append(docs, doc{key, i, in})
			}
		}
	}
	slices.SortFunc(docs, func(a, b doc) int { return cmp.Compare(b.key, a.key) })
	var sources, topics lexicon
	for place, d := range docs {
		p := m.from[d.part]
		m.places[d.part][d.in] = int32(place)
		m.made.keys = append(m.made.keys, d.key)
		m.made.sources = append(m.made.sources, sources.place(p.names[p.sources[d.in]]))
	}
	for i, p := range m.from {
		for _, of := range p.matches {
			if place := m.places[i][of.doc]; place >= 0 {
				m.made.matches = append(m.made.matches, match{place, topics.place(p.topics[of.topic])})
			}
		}
	}
	slices.SortStableFunc(m.made.matches, func(a, b match) int { return cmp.Compare(a.doc, b.doc) })
	m.made.names, m.made.topics = sources.words, topics.words
}

// write writes the leaves of the new segment from those of the old ones.
func (m *merge) write(ctx context.Context, t *sql.Tx) error {
	if now, err := stand(ctx, t); err != nil || now.epoch != m.epoch {
		return errors.Join(errOutdone, err)
	}
	var cursors []*cursor
	defer func() {
		for _, c := range cursors {
			c.rows.Close()
		}
	}()
	for i, p := range m.from {
		rows, err := t.QueryContext(ctx, leavesOf, p.number<<leafBits, (p.number+1)<<leafBits)
		if err != nil {
			return err
		}
		c := &cursor{rows: rows, places: m.places[i]}
		cursors = append(cursors, c)
		if err := c.next(); err != nil {
			return err
		}
	}
	w := leafWriter{full: func(first string, data []byte) error {
		m.written = append(m.written, newLeaf{m.made.nextLeaf(first), slices.Clone(data)})
		if len(m.written) < someLeaves {
			return nil
		}
		return m.flush(ctx)
	}}
	if err := mergeTerms(cursors, &w); err != nil {
		return err
	}
	if err := w.end(); err != nil {
		return err
	}
	return m.flush(ctx)
}

// mergeTerms writes the terms of all cursors in their order.
func mergeTerms(cursors []*cursor, w *leafWriter) error {
	var docs []int32
	for {
		var first *cursor
		for _, c := range cursors {
			if !c.done && (first == nil || string(c.term) < string(first.term)) {
				first = c
			}
		}
		if first == nil {
			return nil
		}
		term := string(first.term)
		docs = docs[:0]
		for _, c := range cursors {
			if c.done || string(c.term) != term {
				continue
			}
			if err := eachDoc(c.docs, len(c.places), func(doc int) bool {
				if place := c.places[doc]; place >= 0 {
					docs = append(docs, place)
				}
				return true
			}); err != nil {
				return err
			}
			if err := c.next(); err != nil {
				return err
			}
		}
		if len(docs) == 0 {
			continue
		}
		slices.Sort(docs)
		if err := w.add(term, docs); err != nil {
			return err
		}
	}
}

// A cursor reads all terms of a segment.
type cursor struct {
	leaf
	rows   *sql.Rows
	data   sql.RawBytes
	places []int32 // of its documents in the new segment
	done   bool
}

func (c *cursor) next() error {
	for {
		more, err := c.leaf.next()
		if more || err != nil {
			return err
		}
		if !c.rows.Next() {
			c.done = true
			return c.rows.Err()
		}
		if err := c.rows.Scan(&c.data); err != nil {
			return err
		}
		c.leaf.rest = c.data
	}
}

// flush writes the leaves that are done.
func (m *merge) flush(ctx context.Context) error {
	m.x.turn.Lock()
	defer m.x.turn.Unlock()
	err := m.db.change(ctx, func(t *sql.Tx) error {
		if err := m.keep(ctx, t); err != nil {
			return err
		}
		put, err := t.PrepareContext(ctx, `INSERT INTO leaves (number, data) VALUES (?, ?)`)
		if err != nil {
			return err
		}
		defer put.Close()
		for _, l := range m.written {
			if _, err := put.ExecContext(ctx, l.number, l.data); err != nil {
				return err
			}
		}
		return nil
	})
	m.written = m.written[:0]
	return err
}

// swap puts the new segment in the place of the old ones. What has died
// meanwhile is dead in it.
func (m *merge) swap(ctx context.Context) error {
	m.x.turn.Lock()
	defer m.x.turn.Unlock()
	return m.db.change(ctx, func(t *sql.Tx) error {
		if err := m.keep(ctx, t); err != nil {
			return err
		}
		for i, p := range m.from {
			if err := m.replace(ctx, t, p, m.places[i]); err != nil {
				return err
			}
		}
		if len(m.made.keys) == 0 {
			return nil
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM waste WHERE segment = ?`, m.made.number); err != nil {
			return err
		}
		return m.made.put(ctx, t)
	})
}

// replace takes an old segment out.
func (m *merge) replace(ctx context.Context, t *sql.Tx, p part, places []int32) error {
	r, err := t.ExecContext(ctx, `DELETE FROM segments WHERE number = ?`, p.number)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errOutdone, err)
	}
	dead, err := numbersOf(ctx, t, `SELECT doc FROM dead WHERE segment = ?`, p.number)
	if err != nil {
		return err
	}
	for _, doc := range dead {
		if p.dead.has(int(doc)) {
			continue
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO dead (segment, doc) VALUES (?, ?)`, m.made.number, places[doc]); err != nil {
			return err
		}
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM dead WHERE segment = ?`, p.number); err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO waste (segment) VALUES (?)`, p.number)
	return err
}
