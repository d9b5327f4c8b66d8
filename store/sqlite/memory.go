package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// SourceState implements store.Memory.
func (e *Engine) SourceState(ctx context.Context, id string) (news.SourceState, error) {
	s := news.SourceState{Source: id}
	var state []byte
	err := e.reads.QueryRowContext(ctx, `SELECT state FROM sources WHERE id = ?`, id).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(state, &s)
	}
	if err != nil {
		return s, fmt.Errorf("read state of source %s: %w", id, e.reading(err))
	}
	return s, nil
}

// PutSourceState implements store.Memory.
func (e *Engine) PutSourceState(ctx context.Context, s news.SourceState, under news.Lease) error {
	state, err := encode(s)
	old := false
	if err == nil {
		err = e.write(ctx, func(t *tx) (err error) {
			if old, err = fenced(t, under.Name, under.Token); err != nil || old {
				return err
			}
			_, err = t.exec(`INSERT INTO sources (id, state) VALUES (?, ?)
				ON CONFLICT (id) DO UPDATE SET state = excluded.state`, s.Source, state)
			return err
		})
	}
	if err == nil && old {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("write state of source %s: %w", s.Source, err)
	}
	return nil
}

// Setting implements store.Memory.
func (e *Engine) Setting(ctx context.Context, key string) (string, error) {
	var value string
	err := e.reads.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = ?`, key).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read setting %s: %w", key, e.reading(err))
	}
	return value, nil
}

// PutSetting implements store.Memory.
func (e *Engine) PutSetting(ctx context.Context, key, value string) error {
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO settings (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
		return err
	})
	if err != nil {
		return fmt.Errorf("write setting %s: %w", key, err)
	}
	return nil
}

// Counts implements store.Store. Triggers keep the counts.
func (e *Engine) Counts(ctx context.Context) (news.Counts, error) {
	n := map[string]int64{}
	err := each(e.reads.QueryContext(ctx, `SELECT what, n FROM counts`))(func(r *sql.Rows) error {
		var what string
		var count int64
		err := r.Scan(&what, &count)
		n[what] = count
		return err
	})
	if err != nil {
		return news.Counts{}, fmt.Errorf("count: %w", e.reading(err))
	}
	return news.Counts{
		Seen: n["seen"], Articles: n["articles"], Outbox: n["outbox"],
		Pending: n["pending"], Attempting: n["attempting"], Sent: n["sent"], Buried: n["buried"],
		Expired: n["expired"], Joined: n["joined"], Held: n["held"], Dropped: n["dropped"],
		Chats: n["chats"], Subscriptions: n["subscriptions"], Watches: n["watches"],
	}, nil
}
