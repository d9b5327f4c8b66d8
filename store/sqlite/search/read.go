package search

import (
	"context"
	"database/sql"
)

// A reading is one look at an index.
type reading struct {
	*tables
	standing
	t    *sql.Tx
	view []part
	left int64 // articles that are not in the index yet, about
}

// read takes in what was claimed of late, up to a batch, and looks at what the
// index then holds.
func (x *Index) read(ctx context.Context, look func(*reading) error) error {
	return x.with(ctx, func(db *tables) error {
		begun, err := x.prepare(ctx, db)
		if err != nil {
			return err
		}
		r, err := x.glance(ctx, db)
		if err != nil {
			return err
		}
		defer func() { r.t.Rollback() }()
		last, err := x.archive.LastClaim(ctx) // after r, which stands still
		if err != nil {
			return err
		}
		if !begun && !(x.knows(r.standing) && r.claim == last) {
			r.t.Rollback()
			if _, err := x.take(ctx, db, last); err != nil {
				return err
			}
			x.Kick() // to go on, or to merge
			again, err := x.glance(ctx, db)
			if err != nil {
				return err
			}
			r = again
		}
		if r.left, err = x.left(ctx, r, last); err != nil {
			return err
		}
		return look(r)
	})
}

// prepare prepares the queries of a file that has just been opened. As that needs
// tables, it takes a batch in before.
func (x *Index) prepare(ctx context.Context, db *tables) (begun bool, err error) {
	db.preparing.Lock()
	defer db.preparing.Unlock()
	if db.leaves != nil {
		return false, nil
	}
	if _, err = x.step(ctx, db); err != nil {
		return false, err
	}
	x.Kick()
	if db.idOf, err = db.PrepareContext(ctx, `SELECT id FROM articles WHERE key = ?`); err != nil {
		return false, err
	}
	db.leaves, err = db.PrepareContext(ctx, someOf)
	return true, err
}

// glance begins a look at what the index holds, whose transaction the caller ends.
func (x *Index) glance(ctx context.Context, db *tables) (*reading, error) {
	t, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	r := &reading{tables: db, t: t}
	if r.standing, r.view, err = x.shelf.view(ctx, t); err != nil {
		t.Rollback()
		return nil, err
	}
	if !x.knows(r.standing) { // nor need they be of this archive
		r.standing, r.view = standing{}, nil
	}
	return r, nil
}

// left returns about how many articles a reading leaves out, of those up to a
// claim. Where numbers leap, it is not the claims that are many.
func (x *Index) left(ctx context.Context, r *reading, last int64) (int64, error) {
	left := last - r.claim
	if left <= together {
		return max(0, left), nil
	}
	size, err := x.archive.Size(ctx)
	return min(left, max(1, size-int64(articlesOf(r.view)))), err
}

// articlesOf returns how many articles a view holds.
func articlesOf(view []part) (n int) {
	for _, p := range view {
		n += len(p.keys) - p.dead.len()
	}
	return n
}
