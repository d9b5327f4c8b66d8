package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
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
	seen := make([]bool, len(keys))
	stmt, err := e.reads.PrepareContext(ctx, `SELECT EXISTS (SELECT 1 FROM seen WHERE key = ?)`)
	if err != nil {
		return nil, fmt.Errorf("look up seen keys: %w", e.reading(err))
	}
	defer stmt.Close()
	for i, k := range keys {
		if err := stmt.QueryRowContext(ctx, identity(k)).Scan(&seen[i]); err != nil {
			return nil, fmt.Errorf("look up seen keys: %w", e.reading(err))
		}
	}
	return seen, nil
}

// MarkSeen implements store.Identities.
func (e *Engine) MarkSeen(ctx context.Context, keys []string) error {
	hashes, now := identities(keys), e.now()
	err := e.write(ctx, func(t *tx) error {
		_, err := mark(t, hashes, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("mark as seen: %w", err)
	}
	return nil
}

// mark marks hashes as seen, counts them, and returns how many had not been.
func mark(t *tx, hashes [][]byte, now int64) (int, error) {
	const most = 8 // that one statement marks, so that there are few statements
	fresh := int64(0)
	for some := range slices.Chunk(hashes, most) {
		args := make([]any, 0, 2*most)
		for _, h := range some {
			args = append(args, h, now)
		}
		rows := strings.Repeat(`(?, ?), `, len(some)-1) + `(?, ?)`
		n, err := t.exec(`INSERT INTO seen (key, at) VALUES `+rows+` ON CONFLICT DO NOTHING`, args...)
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

// Claim implements news.Ledger.
func (e *Engine) Claim(ctx context.Context, c news.Claim) (news.Verdict, error) {
	hashes, now := identities(c.Keys), e.now()
	row, err := newArchiveRow(c, now)
	if err != nil {
		return 0, fmt.Errorf("claim: %w", err)
	}
	var verdict news.Verdict
	err = e.write(ctx, func(t *tx) error {
		verdict = news.Duplicate
		fresh, err := mark(t, hashes, now)
		if err != nil || fresh < len(hashes) {
			return err
		}
		verdict = news.New
		if err := row.put(t); err != nil {
			return err
		}
		if len(row.topics) == 0 {
			return nil
		}
		return addEntry(t, row.id, row.list)
	})
	if err != nil {
		return 0, fmt.Errorf("claim: %w", err)
	}
	if verdict == news.New {
		e.index.Kick()
	}
	return verdict, nil
}
