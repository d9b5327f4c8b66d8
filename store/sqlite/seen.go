package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

const (
	// renewAfter is how many days (day.go) old a key's day is when a lookup gives it
	// the present one. It is forgotten when its day is twice as old, so not before
	// nobody has looked it up for that long; and few lookups write. The day of one
	// that was seen before there were days is later than the present one.
	renewAfter = 30

	// someKeys are looked at in a step of a purge.
	someKeys = 2000
)

// identity returns what is kept of a key: enough of its hash that no two keys
// will ever share it.
func identity(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:16]
}

// identities returns the hashes of keys, each once.
func identities(keys []string) [][]byte {
	hashes := make([][]byte, len(keys))
	for i, k := range keys {
		hashes[i] = identity(k)
	}
	slices.SortFunc(hashes, bytes.Compare)
	return slices.CompactFunc(hashes, bytes.Equal)
}

// Seen implements store.Identities.
func (e *Engine) Seen(ctx context.Context, keys []string) ([]bool, error) {
	today, err := e.today(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up seen keys: %w", err)
	}
	seen := make([]bool, len(keys))
	var old [][]byte
	stmt, err := e.reads.PrepareContext(ctx, `SELECT count(*), coalesce(max(at), 0) FROM seen WHERE key = ?`)
	if err != nil {
		return nil, fmt.Errorf("look up seen keys: %w", e.reading(err))
	}
	defer stmt.Close()
	for i, k := range keys {
		hash, at := identity(k), int64(0)
		if err := stmt.QueryRowContext(ctx, hash).Scan(&seen[i], &at); err != nil {
			return nil, fmt.Errorf("look up seen keys: %w", e.reading(err))
		}
		if seen[i] && (at < today-renewAfter || at > today) {
			old = append(old, hash)
		}
	}
	for some := range slices.Chunk(old, someRows) {
		err := e.write(ctx, func(t *tx) error {
			_, err := mark(t, some, today) // which a purge may have been about to forget
			return err
		})
		if err != nil && !unwritable(err) { // else the next lookup renews them
			return nil, fmt.Errorf("renew seen keys: %w", err)
		}
	}
	return seen, nil
}

// MarkSeen implements store.Identities.
func (e *Engine) MarkSeen(ctx context.Context, keys []string) error {
	hashes := identities(keys)
	today, err := e.today(ctx)
	if err == nil {
		err = e.write(ctx, func(t *tx) error {
			_, err := mark(t, hashes, today)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("mark as seen: %w", err)
	}
	return nil
}

// mark marks hashes as seen, counts them, and returns how many had not been. It
// renews those that had.
func mark(t *tx, hashes [][]byte, today int64) (int, error) {
	const most = 8 // that one statement marks, so that there are few statements
	fresh := int64(0)
	for some := range slices.Chunk(hashes, most) {
		args := make([]any, 0, 2*most)
		for _, h := range some {
			args = append(args, h, today)
		}
		rows := strings.Repeat(`(?, ?), `, len(some)-1) + `(?, ?)`
		n, err := t.exec(`INSERT INTO seen (key, at) VALUES `+rows+` ON CONFLICT DO NOTHING`, args...)
		if err == nil && n < int64(len(some)) {
			err = renew(t, some, today)
		}
		if err != nil {
			return 0, err
		}
		fresh += n
	}
	if fresh == 0 {
		return 0, nil
	}
	_, err := t.exec(`UPDATE counts SET n = n + ? WHERE what = 'seen'`, fresh)
	return int(fresh), err
}

// renew gives the present day to those of a few hashes whose day is old.
func renew(t *tx, some [][]byte, today int64) error {
	args := []any{today, today - renewAfter, today}
	for _, h := range some {
		args = append(args, h)
	}
	_, err := t.exec(`UPDATE seen SET at = ? WHERE at NOT BETWEEN ? AND ? AND key IN (?`+strings.Repeat(`, ?`, len(some)-1)+`)`, args...)
	return err
}

// purgeSeen forgets the keys that nobody has looked up for long. It goes through
// all of them in their order, as an index by day would cost every claim more.
func (e *Engine) purgeSeen(ctx context.Context) error {
	var today int64
	if err := e.reads.QueryRowContext(ctx, `SELECT day FROM days`).Scan(&today); err != nil {
		return e.reading(err)
	}
	oldest := today - 2*renewAfter
	if oldest <= 0 {
		return nil // what was seen before there were days is not old enough yet
	}
	for last := []byte{}; ; {
		var end []byte
		var old int64
		err := e.reads.QueryRowContext(ctx, `SELECT max(key), coalesce(sum(at NOT BETWEEN ? AND ?), 0) FROM (SELECT key, at FROM seen WHERE key > ? ORDER BY key LIMIT ?)`,
			oldest, today, last, someKeys).Scan(&end, &old)
		if err != nil {
			return e.reading(err)
		}
		if end == nil {
			return nil
		}
		if old > 0 {
			if err := e.write(ctx, func(t *tx) error { return forgetKeys(t, last, end, oldest) }); err != nil {
				return err
			}
		}
		last = end
	}
}

// forgetKeys removes the keys of a span, with its end, whose day is before the
// oldest that is kept or after the present one, and counts them.
func forgetKeys(t *tx, after, end []byte, oldest int64) error {
	n, err := t.exec(`DELETE FROM seen WHERE key > ? AND key <= ? AND at NOT BETWEEN ? AND (SELECT day FROM days)`, after, end, oldest)
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE counts SET n = n - ? WHERE what = 'seen'`, n)
	return err
}
