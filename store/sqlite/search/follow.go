package search

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news/text"
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
	last  int64     // claim when the follower looked last
	since time.Time // when it took in a batch last, or began to look
}

// lasts tells whether the follower should wait on.
func (r *rush) lasts(ctx context.Context, a Archive) bool {
	last, err := a.LastClaim(ctx) // what fails here, fails in the step as well
	var more int64
	if err == nil && r.last > 0 {
		more, err = a.ClaimedSince(ctx, r.last)
	}
	now := time.Now()
	if r.since.IsZero() {
		r.since = now
	}
	on := err == nil && more > together && now.Sub(r.since) < patience
	r.last = last
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
	left, err := x.step(ctx)
	if err != nil {
		return false
	}
	for more := true; more; {
		if more, err = x.tidy(ctx); damaged(err) {
			x.discard()
		}
	}
	if left == 0 {
		_ = x.weed(ctx) // if it fails, it is tried again the next time
	}
	return left > 0
}

// step takes in the next articles, up to a batch, and returns about how many are
// left.
func (x *Index) step(ctx context.Context) (left int64, err error) {
	last, err := x.archive.LastClaim(ctx)
	if err != nil {
		return 0, err
	}
	if x.claim.Load() == last {
		return 0, nil
	}
	x.turn.Lock()
	defer x.turn.Unlock()
	claim, err := x.advance(ctx, last)
	if damaged(err) {
		x.discard()
		claim, err = x.advance(ctx, last)
	}
	if err != nil {
		return 0, fmt.Errorf("bring the search index up to date: %w", err)
	}
	x.claim.Store(claim)
	if claim >= last {
		return 0, nil
	}
	return x.archive.ClaimedSince(ctx, claim)
}

// advance takes in a batch in one transaction and returns the last claim that
// the index then holds. Another process may have moved it meanwhile.
func (x *Index) advance(ctx context.Context, last int64) (int64, error) {
	db, err := x.db(ctx)
	if err != nil {
		return 0, err
	}
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer t.Rollback()
	claim, err := x.begin(ctx, t, last)
	if err != nil {
		return 0, err
	}
	articles, reached, err := x.archive.Claimed(ctx, claim, together)
	if err != nil {
		return 0, err
	}
	view, err := x.shelf.view(ctx, t)
	if err != nil {
		return 0, err
	}
	if err := add(ctx, t, view, articles); err != nil {
		return 0, err
	}
	if claim = reached; reached == 0 {
		claim = last // what came after was claimed anew, or is gone
	}
	if _, err := t.ExecContext(ctx, `UPDATE state SET claim = ?`, claim); err != nil {
		return 0, err
	}
	return claim, t.Commit()
}

// begin returns the last claim that the index holds. One of another version or
// another archive, or one that is ahead of its archive, as after a backup was
// put back, is begun anew.
func (x *Index) begin(ctx context.Context, t *sql.Tx, last int64) (int64, error) {
	name, err := x.archive.Name(ctx)
	if err != nil {
		return 0, err
	}
	const present = version<<16 | text.KeyVersion
	var there bool
	if err := t.QueryRowContext(ctx, hasTables).Scan(&there); err != nil {
		return 0, err
	}
	if there {
		var of string
		var made, claim int64
		err := t.QueryRowContext(ctx, `SELECT version, archive, claim FROM state`).Scan(&made, &of, &claim)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
		if made == present && of == name && claim <= last {
			return claim, nil
		}
	}
	for _, table := range []string{"state", "articles", "topics", "words", "segments", "leaves", "dead", "waste"} {
		if _, err := t.ExecContext(ctx, `DROP TABLE IF EXISTS `+table); err != nil {
			return 0, err
		}
	}
	if _, err = t.ExecContext(ctx, schema); err != nil {
		return 0, err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO state (version, archive, claim, epoch) VALUES (?, ?, 0, ?)`, present, name, rand.Text())
	return 0, err
}

// hasTables tells whether there are tables.
const hasTables = `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'state')`

// change runs a transaction.
func (x *Index) change(ctx context.Context, run func(*sql.Tx) error) error {
	db, err := x.db(ctx)
	if err != nil {
		return err
	}
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if err := run(t); err != nil {
		return err
	}
	return t.Commit()
}
