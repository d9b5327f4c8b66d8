package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// sweep deletes the leaves that are of no use, a few at a time, and gives the
// disk back what is free.
func (x *Index) sweep(ctx context.Context, db *tables) error {
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if more, err = x.sweepSome(ctx, db); err != nil {
			return err
		}
	}
	for more := true; more; {
		var err error
		if more, err = x.shrink(ctx, db); err != nil {
			return err
		}
	}
	return nil
}

// shrink gives some pages back, if a quarter of the file is free: what merging
// frees is soon written again, what was purged is not. It tells whether there is
// more to give.
func (x *Index) shrink(ctx context.Context, db *tables) (more bool, err error) {
	const some, few, share = 500, 100, 4
	x.turn.Lock()
	defer x.turn.Unlock()
	err = db.change(ctx, func(t *sql.Tx) error {
		var free, all int64
		err := t.QueryRowContext(ctx, `SELECT f.freelist_count, p.page_count FROM pragma_freelist_count AS f, pragma_page_count AS p`).Scan(&free, &all)
		if more = free*share > all && free > few; err != nil || !more {
			return err
		}
		rows, err := t.QueryContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", some))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() { // it frees a page with every row
		}
		return rows.Err()
	})
	return more, err
}

func (x *Index) sweepSome(ctx context.Context, db *tables) (more bool, err error) {
	x.turn.Lock()
	defer x.turn.Unlock()
	err = db.change(ctx, func(t *sql.Tx) error {
		more = false
		if now, err := stand(ctx, t); err != nil || now.epoch == "" {
			return err
		}
		waste, err := numbersOf(ctx, t, `SELECT segment FROM waste LIMIT 1`)
		if err != nil || len(waste) == 0 {
			return err
		}
		if err := x.lead(ctx, t); err != nil {
			return err
		}
		more = true
		r, err := t.ExecContext(ctx, `DELETE FROM leaves WHERE number IN
			(SELECT number FROM leaves WHERE number >= ? AND number < ? LIMIT ?)`, waste[0]<<leafBits, (waste[0]+1)<<leafBits, someLeaves)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n > 0 {
			return err
		}
		_, err = t.ExecContext(ctx, `DELETE FROM waste WHERE segment = ?`, waste[0])
		return err
	})
	if errors.Is(err, errOutdone) {
		return false, nil
	}
	return more, err
}
