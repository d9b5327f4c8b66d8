package sqlite

import (
	"context"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// Claim implements news.Ledger.
func (e *Engine) Claim(ctx context.Context, c news.Claim) (news.Verdict, error) {
	hashes := identities(c.Keys)
	row, err := newArchiveRow(c, e.now())
	if err != nil {
		return 0, fmt.Errorf("claim: %w", err)
	}
	today, err := e.today(ctx)
	if err != nil {
		return 0, fmt.Errorf("claim: %w", err)
	}
	var verdict news.Verdict
	err = e.write(ctx, func(t *tx) error {
		verdict = news.Duplicate
		fresh, err := mark(t, hashes, today)
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
