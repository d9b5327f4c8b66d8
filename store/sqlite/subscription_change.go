package sqlite

import (
	"context"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// ChangeSubscription implements store.Directory. The change is made outside of
// the writer, which waits for nobody, and written if nothing else was meanwhile.
func (e *Engine) ChangeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (bool, error) {
	for {
		there, written, err := e.changeSubscription(ctx, r, topic, change)
		if err != nil {
			return false, fmt.Errorf("change the subscription of chat %d to %s: %w", r.Chat, topic, err)
		}
		if !there || written {
			return there, nil
		}
	}
}

// changeSubscription tries it once, and tells whether there is a subscription,
// and whether it was in time.
func (e *Engine) changeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (there, written bool, err error) {
	found, err := e.subscriptions(ctx, `chat = ? AND thread = ? AND topic = ?`, r.Chat, r.Thread, topic)
	if err != nil || len(found) == 0 {
		return false, false, err
	}
	was, s := found[0], found[0]
	before, err := writeFilter(was.Filter) // which change may write into
	if err != nil {
		return true, false, err
	}
	if err := change(&s); err != nil {
		return true, false, err
	}
	after, err := writeFilter(s.Filter)
	if err != nil {
		return true, false, err
	}
	err = e.write(ctx, func(t *tx) error {
		n, err := t.exec(`UPDATE subscriptions SET config = ?, filter = ?, mode = ?, at = ?
			WHERE chat = ? AND thread = ? AND topic = ? AND config = ? AND filter = ? AND mode = ? AND at = ?`,
			s.Config, after, s.Mode, s.At, r.Chat, r.Thread, topic, was.Config, before, was.Mode, was.At)
		written = n > 0
		return err
	})
	return true, written, err
}
