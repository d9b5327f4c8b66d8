package search

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// A part is a segment with those of its documents that are dead: that the
// archive holds no more, at least not as they are here.
type part struct {
	*segment
	dead set // nil if none is
}

// A shelf holds the segments of an index in memory, without their leaves: some
// 20 bytes for an article. Each is read once.
type shelf struct {
	mu    sync.Mutex
	epoch string         // of the tables that they are from
	parts map[int64]part // by number
	dead  int64          // the last row of the table that was read
}

// view returns how far an index is, and its parts, as a transaction sees them that
// has read nothing before, or may write; the part with the newest article first.
func (s *shelf) view(ctx context.Context, t *sql.Tx) (standing, []part, error) {
	s.mu.Lock() // also so that no transaction is older than what is on the shelf
	defer s.mu.Unlock()
	now, err := stand(ctx, t)
	if err != nil || now.epoch == "" {
		return standing{}, nil, err
	}
	if now.epoch != s.epoch {
		s.epoch, s.parts, s.dead = now.epoch, map[int64]part{}, 0
	}
	view, err := s.refresh(ctx, t)
	return now, view, err
}

// refresh reads what has changed, and returns the parts.
func (s *shelf) refresh(ctx context.Context, t *sql.Tx) ([]part, error) {
	numbers, err := numbersOf(ctx, t, `SELECT number FROM segments`)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(s.parts, func(n int64, _ part) bool { return !slices.Contains(numbers, n) })
	view := make([]part, 0, len(numbers))
	for _, n := range numbers {
		if _, ok := s.parts[n]; !ok {
			segment, err := load(ctx, t, n)
			if err != nil {
				return nil, err
			}
			s.parts[n] = part{segment: segment}
		}
	}
	if err := s.bury(ctx, t); err != nil {
		return nil, err
	}
	for _, p := range s.parts {
		view = append(view, p)
	}
	slices.SortFunc(view, func(a, b part) int { return cmp.Compare(b.keys[0], a.keys[0]) })
	return view, nil
}

// bury marks the documents that have died since the last time. Who looks at a
// view keeps the marks that it was made with.
func (s *shelf) bury(ctx context.Context, t *sql.Tx) error {
	rows, err := t.QueryContext(ctx, `SELECT number, segment, doc FROM dead WHERE number > ? ORDER BY number`, s.dead)
	if err != nil {
		return err
	}
	defer rows.Close()
	own := map[int64]bool{}
	for rows.Next() {
		var n int64
		var doc int
		if err := rows.Scan(&s.dead, &n, &doc); err != nil {
			return err
		}
		p, ok := s.parts[n]
		if !ok {
			continue // it has been merged
		}
		if doc < 0 || doc >= len(p.keys) {
			return errDamaged
		}
		if !own[n] {
			own[n] = true
			if p.dead = slices.Clone(p.dead); p.dead == nil {
				p.dead = newSet(len(p.keys))
			}
			s.parts[n] = p
		}
		p.dead.add(doc)
	}
	return rows.Err()
}

// load reads a segment.
func load(ctx context.Context, t *sql.Tx, number int64) (*segment, error) {
	var columns, terms []byte
	err := t.QueryRowContext(ctx, `SELECT columns, terms FROM segments WHERE number = ?`, number).Scan(&columns, &terms)
	if err != nil {
		return nil, err
	}
	s, err := readSegment(number, columns, terms)
	if err != nil {
		return nil, fmt.Errorf("segment %d: %w", number, err)
	}
	return s, nil
}

func numbersOf(ctx context.Context, t *sql.Tx, query string, args ...any) ([]int64, error) {
	rows, err := t.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, rows.Err()
}

// leafBits are those of a leaf's number below its segment's.
const leafBits = 24

// eachTerm calls use with the documents of every term of a segment that begins
// with one of some prefixes, which are sorted, none the beginning of another. A
// reader is the statement that reads leaves: all that are needed at once.
func (s *segment) eachTerm(ctx context.Context, reader *sql.Stmt, prefixes []string, use func(docs []byte) error) error {
	var leaves []int64
	next := 0
	for _, prefix := range prefixes {
		first, last := s.leavesOf(prefix)
		for next = max(next, first); next < last; next++ {
			leaves = append(leaves, s.number<<leafBits+int64(next))
		}
	}
	if len(leaves) == 0 {
		return nil
	}
	list, err := json.Marshal(leaves)
	if err != nil {
		return err
	}
	rows, err := reader.QueryContext(ctx, string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var data sql.RawBytes
		if err := rows.Scan(&data); err != nil {
			return err
		}
		if err := eachOf(data, prefixes, use); err != nil {
			return fmt.Errorf("segment %d: %w", s.number, err)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if n < len(leaves) {
		return fmt.Errorf("segment %d lacks leaves: %w", s.number, errDamaged)
	}
	return nil
}

// eachOf is eachTerm for one leaf.
func eachOf(data []byte, prefixes []string, use func(docs []byte) error) error {
	l := leaf{rest: data}
	for {
		switch more, err := l.next(); {
		case err != nil:
			return err
		case !more:
			return nil
		}
		for len(prefixes) > 0 && string(l.term[:min(len(l.term), len(prefixes[0]))]) > prefixes[0] {
			prefixes = prefixes[1:] // nothing begins with it from here on
		}
		if len(prefixes) == 0 {
			return nil
		}
		if len(l.term) >= len(prefixes[0]) && string(l.term[:len(prefixes[0])]) == prefixes[0] {
			if err := use(l.docs); err != nil {
				return err
			}
		}
	}
}
