package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// PutSubscription implements store.Directory.
func (e *Engine) PutSubscription(ctx context.Context, s news.Subscription) error {
	since := micro(s.Since)
	if since == 0 {
		since = e.now()
	}
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO subscriptions (chat, thread, topic, since, config) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (chat, thread, topic) DO UPDATE SET config = excluded.config`,
			s.Chat, s.Thread, s.Topic, since, s.Config)
		return err
	})
	if err != nil {
		return fmt.Errorf("subscribe chat %d to %s: %w", s.Chat, s.Topic, err)
	}
	return nil
}

// DeleteSubscription implements store.Directory.
func (e *Engine) DeleteSubscription(ctx context.Context, r news.Recipient, topic string) (bool, error) {
	found := false
	err := e.write(ctx, func(t *tx) error {
		n, err := t.exec(`DELETE FROM subscriptions WHERE chat = ? AND thread = ? AND topic = ?`, r.Chat, r.Thread, topic)
		found = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("unsubscribe chat %d from %s: %w", r.Chat, topic, err)
	}
	return found, nil
}

// Subscriptions implements store.Directory.
func (e *Engine) Subscriptions(ctx context.Context, chat int64) ([]news.Subscription, error) {
	return e.subscriptions(ctx, `chat = ?`, chat)
}

// ConfigSubscriptions implements store.Directory.
func (e *Engine) ConfigSubscriptions(ctx context.Context) ([]news.Subscription, error) {
	return e.subscriptions(ctx, `config`)
}

func (e *Engine) subscriptions(ctx context.Context, where string, args ...any) ([]news.Subscription, error) {
	var found []news.Subscription
	rows, err := e.reads.QueryContext(ctx, `SELECT chat, thread, topic, since, config FROM subscriptions
		WHERE `+where+` ORDER BY chat, thread, topic`, args...)
	err = each(rows, err)(func(r *sql.Rows) error {
		var s news.Subscription
		var since int64
		if err := r.Scan(&s.Chat, &s.Thread, &s.Topic, &since, &s.Config); err != nil {
			return err
		}
		s.Since = moment(since)
		found = append(found, s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", e.reading(err))
	}
	return found, nil
}
