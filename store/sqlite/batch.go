package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// Batch implements store.Queue. Triggers keep the counts.
func (e *Engine) Batch(ctx context.Context, key string) (news.Batch, error) {
	var b news.Batch
	err := e.reads.QueryRowContext(ctx, `SELECT written, waiting, sent, dropped FROM batches WHERE key = ?`, key).
		Scan(&b.Written, &b.Waiting, &b.Sent, &b.Dropped)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return news.Batch{}, fmt.Errorf("count what was enqueued under %s: %w", key, e.reading(err))
	}
	return b, nil
}
