package search

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const (
	// together is how many articles are taken in at once.
	together = 256

	// rest is how long the follower waits at least after it was told of claims,
	// and between two batches: what is taken in together costs less.
	rest = 250 * time.Millisecond

	// restFor is how many times as long as a batch took it waits before the next
	// one: those who claim meanwhile keep most of the machine.
	restFor = 4

	// patience is how long the follower lets a rush of claims pass, of more than
	// a batch while it rests, before it takes in a batch in the middle of it.
	patience = 5 * time.Second
)

// Kick tells the index that the archive has grown. It never waits.
func (x *Index) Kick() {
	select {
	case x.kicks <- struct{}{}:
	default:
	}
}

// follow takes in what is claimed until ctx ends: once it is told, or every so
// often.
func (x *Index) follow(ctx context.Context, every time.Duration) {
	defer close(x.done)
	var ticks <-chan time.Time
	if every > 0 {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		ticks = ticker.C
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.kicks:
		case <-ticks:
		}
		wait, r := rest, rush{}
		for more := true; more; {
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
			if r.lasts(ctx, x.archive) {
				continue
			}
			begun := time.Now()
			more = x.catchUp(ctx)
			wait = max(rest, restFor*time.Since(begun))
		}
	}
}

// A rush is many claims in a short time. Those who claim need the machine and
// the disk for themselves then; the index can follow once they are through, or a
// search takes in what it needs.
type rush struct {
	size  int64     // of the archive when the follower looked last
	since time.Time // when it took in a batch last, or began to look
}

// lasts tells whether the follower should wait on.
func (r *rush) lasts(ctx context.Context, a marked) bool {
	size, err := a.Size(ctx) // what fails here, fails in the step as well
	now := time.Now()
	if r.since.IsZero() {
		r.since = now
	}
	on := err == nil && r.size > 0 && size-r.size > together && now.Sub(r.since) < patience
	r.size = size
	if !on {
		r.since = now
	}
	return on
}

// catchUp takes in a batch, merges segments while there are too many, and takes
// out what was purged. It tells whether there is more to take in. What fails here
// is tried again the next time; if the file cannot be written, or the archive not
// be read, the next search fails too, and tells.
func (x *Index) catchUp(ctx context.Context) (more bool) {
	var left int64
	err := x.with(ctx, func(db *tables) (err error) {
		left, err = x.step(ctx, db)
		return err
	})
	if err != nil {
		return false
	}
	for more := true; more && err == nil; {
		err = x.with(ctx, func(db *tables) (err error) {
			more, err = x.tidy(ctx, db)
			return err
		})
	}
	if left == 0 {
		_ = x.with(ctx, func(db *tables) error { return x.weed(ctx, db) })
	}
	return left > 0
}

// step takes in the next articles, up to a batch, if there are any, and returns
// about how many are left.
func (x *Index) step(ctx context.Context, db *tables) (left int64, err error) {
	var s standing
	if err := db.look(ctx, func(t *sql.Tx) (err error) { s, err = stand(ctx, t); return err }); err != nil {
		return 0, err
	}
	last, err := x.archive.LastClaim(ctx)
	if err != nil || x.knows(s) && s.claim == last {
		return 0, err
	}
	claim, err := x.take(ctx, db, last)
	return max(0, last-claim), err
}

// knows tells whether there are tables of this archive.
func (x *Index) knows(s standing) bool {
	of := x.of.Load()
	return of != nil && s.is(*of)
}

// take takes in the next articles, up to a batch, unless another call has taken in
// what is wanted meanwhile, and returns the last claim that the index then holds.
func (x *Index) take(ctx context.Context, db *tables, wanted int64) (claim int64, err error) {
	x.turn.Lock()
	defer x.turn.Unlock()
	err = db.change(ctx, func(t *sql.Tx) error {
		claim, err = x.advance(ctx, t, wanted)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("bring the search index up to date: %w", err)
	}
	return claim, nil
}

// advance does so in a transaction. An index of another version or another
// archive, or one that is ahead of its archive, is begun anew.
func (x *Index) advance(ctx context.Context, t *sql.Tx, wanted int64) (int64, error) {
	name, err := x.archive.Name(ctx)
	if err != nil {
		return 0, err
	}
	x.of.Store(&name)
	s, err := stand(ctx, t)
	if err != nil {
		return 0, err
	}
	last, err := x.archive.LastClaim(ctx) // after s, which stands still until t ends
	if err != nil {
		return 0, err
	}
	switch {
	case !s.is(name), s.claim > last:
		if s, err = begin(ctx, t, name, s); err != nil {
			return 0, err
		}
	case s.claim >= wanted:
		return s.claim, nil
	}
	articles, reached, err := x.archive.Claimed(ctx, s.claim, together)
	if err != nil {
		return 0, err
	}
	if reached == 0 {
		reached = last // what came after was claimed anew, or is gone
	}
	_, view, err := x.shelf.view(ctx, t)
	if err != nil {
		return 0, err
	}
	if err := add(ctx, t, view, articles); err != nil {
		return 0, err
	}
	_, err = t.ExecContext(ctx, `UPDATE state SET claim = ?`, reached)
	return reached, err
}
