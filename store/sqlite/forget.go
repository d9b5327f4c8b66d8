package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
)

// Forget implements store.Directory.
func (e *Engine) Forget(ctx context.Context, chat int64) error {
	now := e.now()
	err := e.write(ctx, func(t *tx) error {
		if err := forgetWatches(t, chat); err != nil {
			return err
		}
		for _, drop := range []string{
			`DELETE FROM chats WHERE id = ?`,
			`DELETE FROM subscriptions WHERE chat = ?`,
			`DELETE FROM votes WHERE chat = ?1 OR user = ?1`,
		} {
			if _, err := t.exec(drop, chat); err != nil {
				return err
			}
		}
		if err := forgetDeliveries(t, chat); err != nil {
			return err
		}
		return settleLane(t, chat, now)
	})
	if err != nil {
		return fmt.Errorf("forget chat %d: %w", chat, err)
	}
	return nil
}

func forgetWatches(t *tx, chat int64) error {
	var list []byte
	if _, err := t.get(`SELECT json_group_array(id) FROM watches WHERE chat = ?`, []any{chat}, &list); err != nil {
		return err
	}
	var ids []string
	if err := json.Unmarshal(list, &ids); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := dropWatch(t, chat, id); err != nil {
			return err
		}
	}
	return nil
}

// forgetDeliveries deletes a chat's deliveries. Those that were sent still
// count.
func forgetDeliveries(t *tx, chat int64) error {
	// Each state by itself, as each has an index of its own.
	for _, drop := range []string{
		`DELETE FROM deliveries WHERE state IN ('pending', 'attempting') AND state = 'pending' AND chat = ?`,
		`DELETE FROM deliveries WHERE state = 'buried' AND chat = ?`,
	} {
		if _, err := t.exec(drop, chat); err != nil {
			return err
		}
	}
	sent, err := t.exec(`DELETE FROM deliveries WHERE state = 'sent' AND chat = ?`, chat)
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE counts SET n = n + ? WHERE what = 'sent'`, sent)
	return err
}
