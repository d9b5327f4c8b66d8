package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// redrivable is the condition of what can be redriven at the moment ?1.
const redrivable = `state = 'buried' AND (expires = 0 OR expires > ?1) AND NOT EXISTS
	(SELECT 1 FROM chats WHERE chats.id = deliveries.chat AND chats.state = 'stopped')`

// Redrive implements store.Queue.
func (e *Engine) Redrive(ctx context.Context) (int, error) { return e.redrive(ctx, redrivable) }

// RedriveOf implements store.Queue.
func (e *Engine) RedriveOf(ctx context.Context, chat int64) (int, error) {
	return e.redrive(ctx, redrivable+` AND chat = ?2`, chat)
}

// redrive makes what meets a condition pending again.
func (e *Engine) redrive(ctx context.Context, which string, args ...any) (int, error) {
	now, count := e.now(), 0
	args = append([]any{now}, args...)
	err := e.write(ctx, func(t *tx) error {
		var list []byte
		_, err := t.get(`SELECT json_group_array(chat) FROM (SELECT DISTINCT chat FROM deliveries WHERE `+which+`)`, args, &list)
		if err != nil {
			return err
		}
		var chats []int64
		if err := json.Unmarshal(list, &chats); err != nil {
			return err
		}
		n, err := t.exec(`UPDATE deliveries SET state = 'pending', attempts = 0, doubts = 0, not_before = 0 WHERE `+which, args...)
		if err != nil {
			return err
		}
		count = int(n)
		for _, chat := range chats {
			if err := settleLane(t, chat, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("redrive: %w", err)
	}
	return count, nil
}

// Buried implements store.Queue.
func (e *Engine) Buried(ctx context.Context, before int64, limit int) ([]news.Delivery, error) {
	found, err := e.deliveries(ctx, `SELECT `+deliveryColumns+`, d.class FROM deliveries AS d
		WHERE id IN (SELECT id FROM deliveries WHERE `+redrivable+` AND (?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3)
		ORDER BY id DESC`, e.now(), before, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read what is buried: %w", e.reading(err))
	}
	return found, nil
}
