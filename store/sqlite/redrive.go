package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
)

// Redrive implements store.Queue.
func (e *Engine) Redrive(ctx context.Context) (int, error) {
	now, count := e.now(), 0
	err := e.write(ctx, func(t *tx) error {
		const waiting = `state = 'buried' AND (expires = 0 OR expires > ?) AND NOT EXISTS
			(SELECT 1 FROM chats WHERE chats.id = deliveries.chat AND chats.state = 'stopped')`
		var list []byte
		_, err := t.get(`SELECT json_group_array(chat) FROM (SELECT DISTINCT chat FROM deliveries WHERE `+waiting+`)`, []any{now}, &list)
		if err != nil {
			return err
		}
		var chats []int64
		if err := json.Unmarshal(list, &chats); err != nil {
			return err
		}
		n, err := t.exec(`UPDATE deliveries SET state = 'pending', attempts = 0, doubts = 0, not_before = 0 WHERE `+waiting, now)
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
