package search

import (
	"context"
	"database/sql"
	"errors"
	"math/bits"
	"time"
)

const (
	// fanIn is how many segments of a size are merged. An article is written
	// anew some eight times until it stands in one that is full.
	fanIn = 4

	// fullSegment is how many articles a segment has that is not merged any more.
	fullSegment = 1 << 14

	// mergeLease is for how long a process that is merging keeps others from it
	// after its last sign of life.
	mergeLease = time.Minute
)

// errOutdone says that another process merges now, or that the tables are others.
var errOutdone = errors.New("another process merges the search index")

// plan takes the lease for merging and decides what to merge, nil for nothing.
func (x *Index) plan(ctx context.Context, db *tables) (m *merge, err error) {
	x.turn.Lock()
	defer x.turn.Unlock()
	err = db.change(ctx, func(t *sql.Tx) error {
		m = nil
		now, view, err := x.shelf.view(ctx, t)
		if err != nil {
			return err
		}
		from := choose(view)
		if len(from) == 0 {
			return nil
		}
		if err := x.lead(ctx, t); err != nil {
			return err
		}
		number, err := nextNumber(ctx, t)
		if err != nil {
			return err
		}
		m = &merge{x: x, db: db, epoch: now.epoch, from: from, made: &segment{number: number}}
		_, err = t.ExecContext(ctx, `INSERT INTO waste (segment) VALUES (?)`, number) // until it is whole
		return err
	})
	if errors.Is(err, errOutdone) {
		return nil, nil
	}
	return m, err
}

// lead takes the lease for merging.
func (x *Index) lead(ctx context.Context, t *sql.Tx) error {
	now := time.Now()
	r, err := t.ExecContext(ctx, `UPDATE state SET merger = ?1, until = ?2 WHERE merger = ?1 OR until < ?3 OR until > ?2 + 60`,
		x.name, now.Add(mergeLease).Unix(), now.Unix())
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errOutdone, err)
	}
	return nil
}

// keep keeps the lease that a merge was planned with. What it has in mind is of the
// tables of then, and what it has written may be swept by whoever leads next.
func (m *merge) keep(ctx context.Context, t *sql.Tx) error {
	r, err := t.ExecContext(ctx, `UPDATE state SET until = ? WHERE merger = ? AND epoch = ?`,
		time.Now().Add(mergeLease).Unix(), m.x.name, m.epoch)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errOutdone, err)
	}
	return nil
}

// choose returns the segments to merge: those of the smallest size of which
// there are enough, or one that is half dead. Sizes are powers of four.
func choose(view []part) []part {
	const sizes = 32
	var bySize [sizes][]part
	for _, p := range view {
		if 2*p.dead.len() >= len(p.keys) {
			return []part{p}
		}
		if len(p.keys) < fullSegment {
			size := bits.Len(uint(len(p.keys))) / 2
			bySize[size] = append(bySize[size], p)
		}
	}
	for _, some := range bySize {
		if len(some) >= fanIn {
			return some[:min(len(some), 4*fanIn)]
		}
	}
	return nil
}
