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
	filter, err := writeFilter(s.Filter)
	if err == nil {
		err = e.putSubscription(ctx, s, since, filter)
	}
	if err != nil {
		return fmt.Errorf("subscribe chat %d to %s: %w", s.Chat, s.Topic, err)
	}
	return nil
}

func (e *Engine) putSubscription(ctx context.Context, s news.Subscription, since int64, filter string) error {
	var own bool
	err := e.write(ctx, func(t *tx) (err error) {
		if own, err = ownsWatch(t, s.Chat, s.Topic); err != nil || !own {
			return err
		}
		_, err = t.exec(`INSERT INTO subscriptions (chat, thread, topic, since, config, filter, mode, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (chat, thread, topic) DO UPDATE SET
				config = excluded.config, filter = excluded.filter, mode = excluded.mode, at = excluded.at`,
			s.Chat, s.Thread, s.Topic, since, s.Config, filter, s.Mode, s.At)
		return err
	})
	if err == nil && !own {
		return news.ErrUnknownWatch
	}
	return err
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
	rows, err := e.reads.QueryContext(ctx, `SELECT chat, thread, topic, since, config, filter, mode, at FROM subscriptions
		WHERE `+where+` ORDER BY chat, thread, topic`, args...)
	err = each(rows, err)(func(r *sql.Rows) error {
		var s news.Subscription
		var since int64
		var filter string
		err := r.Scan(&s.Chat, &s.Thread, &s.Topic, &since, &s.Config, &filter, &s.Mode, &s.At)
		if err == nil {
			s.Filter, err = readFilter(filter)
		}
		s.Since = moment(since)
		found = append(found, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", e.reading(err))
	}
	return found, nil
}
