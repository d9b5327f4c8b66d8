package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// someKeys are how many articles are held against the archive at once.
const someKeys = 500

// Forget takes out those of some articles that the archive holds no more. Until
// it is told, a search passes over them.
func (x *Index) Forget(ctx context.Context, ids []string) error {
	err := x.with(ctx, func(db *tables) error { return x.forget(ctx, db, ids) })
	x.Kick() // to merge what is half dead, or to find out by itself what failed here
	if err != nil {
		return fmt.Errorf("take articles out of the search index: %w", err)
	}
	return nil
}

func (x *Index) forget(ctx context.Context, db *tables, ids []string) error {
	x.turn.Lock()
	defer x.turn.Unlock()
	return db.change(ctx, func(t *sql.Tx) error {
		now, view, err := x.shelf.view(ctx, t)
		if err != nil || now.epoch == "" {
			return err // what is not there yet will not be taken in
		}
		// Nobody takes articles in meanwhile, so one that is claimed anew after
		// this look will be, later.
		missing, err := x.archive.Missing(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range missing {
			if err := drop(ctx, t, view, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// weed takes out what was purged from the archive since the last time, by this
// process or another. Who purges may tell by Forget, or die before; so the whole
// index is held against the archive, a little at a time.
func (x *Index) weed(ctx context.Context, db *tables) error {
	purges, err := x.archive.Purges(ctx)
	if err != nil {
		return err
	}
	var s standing
	err = db.look(ctx, func(t *sql.Tx) (err error) { s, err = stand(ctx, t); return err })
	if err != nil || s.epoch == "" || s.purges == purges {
		return err
	}
	if err := x.weedAll(ctx, db); err != nil {
		return err
	}
	err = db.change(ctx, func(t *sql.Tx) error {
		_, err := t.ExecContext(ctx, `UPDATE state SET purges = ? WHERE epoch = ?`, purges, s.epoch)
		return err
	})
	if err != nil {
		return err
	}
	x.Kick() // to merge what is half dead
	return nil
}

func (x *Index) weedAll(ctx context.Context, db *tables) error {
	const pause = 10 * time.Millisecond
	for after := int64(-1); ; {
		ids, last, err := idsAfter(ctx, db, after)
		if err != nil || len(ids) == 0 {
			return err
		}
		missing, err := x.archive.Missing(ctx, ids)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			if err := x.forget(ctx, db, missing); err != nil {
				return err
			}
		}
		after = last
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// idsAfter returns the IDs of the articles with the next keys, and the last key.
func idsAfter(ctx context.Context, db *tables, after int64) (ids []string, last int64, err error) {
	rows, err := db.QueryContext(ctx, `SELECT key, id FROM articles WHERE key > ? ORDER BY key LIMIT ?`, after, someKeys)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&last, &id); err != nil {
			return nil, 0, err
		}
		ids = append(ids, id)
	}
	return ids, last, rows.Err()
}

// drop takes the article of an ID out, if it is there: its document is dead from
// then on.
func drop(ctx context.Context, t *sql.Tx, view []part, id string) error {
	var key int64
	err := t.QueryRowContext(ctx, `DELETE FROM articles WHERE id = ? RETURNING key`, id).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, p := range view {
		if doc, ok := p.doc(key); ok && !p.dead.has(doc) {
			_, err := t.ExecContext(ctx, `INSERT INTO dead (segment, doc) VALUES (?, ?)`, p.number, doc)
			return err
		}
	}
	return fmt.Errorf("no segment holds article %s: %w", id, errDamaged)
}
