package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/rasadnews/rasad/news"
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
			`DELETE FROM notes WHERE chat = ?`,
		} {
			if _, err := t.exec(drop, chat); err != nil {
				return err
			}
		}
		if err := forgetDeliveries(t, chat, now); err != nil {
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
	if _, err := t.get(`SELECT json_group_array(id ORDER BY id) FROM watches WHERE chat = ?`, []any{chat}, &list); err != nil {
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

// forgetDeliveries deletes a chat's deliveries. Those that were sent, expired
// or dropped still count, and the keys that deliveries were enqueued with stay used.
func forgetDeliveries(t *tx, chat, now int64) error {
	// Each state by itself, as each has an index of its own. What was joined to
	// a delivery goes with it, before it.
	for _, which := range []struct{ state, where string }{
		{"joined", `state = 'joined' AND chat = ?1 AND joined_to IN
			(SELECT id FROM deliveries WHERE chat = ?1 AND parts > 0 AND state <> 'attempting')`},
		{"pending", `state IN ('pending', 'attempting') AND state = 'pending' AND chat = ?1`},
		{"held", `state = 'held' AND chat = ?1`},
		{"buried", `state = 'buried' AND chat = ?1`},
		{"sent", `state = 'sent' AND chat = ?1`},
		{"expired", `state = 'expired' AND chat = ?1`},
		{"dropped", `state = 'dropped' AND chat = ?1`},
	} {
		_, err := t.exec(`INSERT OR IGNORE INTO spent_keys (once, at) SELECT once, ?2 FROM deliveries WHERE once IS NOT NULL AND `+which.where, chat, now)
		if err != nil {
			return err
		}
		n, err := t.exec(`DELETE FROM deliveries WHERE `+which.where, chat)
		if err != nil {
			return err
		}
		if which.state != "sent" && which.state != "expired" && which.state != "dropped" {
			continue
		}
		if _, err := t.exec(`UPDATE counts SET n = n + ? WHERE what = ?`, n, which.state); err != nil {
			return err
		}
	}
	return nil
}

// Traces implements store.Directory.
func (e *Engine) Traces(ctx context.Context, chat int64) (news.Traces, error) {
	var n news.Traces
	// Each state by itself, as each has an index of its own.
	err := e.reads.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM deliveries WHERE state IN ('pending', 'attempting') AND chat = ?1)
			+ (SELECT count(*) FROM deliveries WHERE state = 'held' AND chat = ?1),
		(SELECT count(*) FROM deliveries WHERE state = 'sent' AND chat = ?1 AND article <> '')
			+ (SELECT count(*) FROM deliveries WHERE state = 'expired' AND chat = ?1 AND article <> '')
			+ (SELECT count(*) FROM deliveries WHERE state = 'dropped' AND chat = ?1 AND article <> '')
			+ (SELECT count(*) FROM deliveries WHERE state = 'buried' AND chat = ?1 AND article <> ''),
		(SELECT count(*) FROM votes WHERE chat = ?1 OR user = ?1),
		(SELECT count(*) FROM notes WHERE chat = ?1 AND (expires = 0 OR expires > ?2))`, chat, e.now()).Scan(&n.Waiting, &n.Told, &n.Votes, &n.Notes)
	if err != nil {
		return n, fmt.Errorf("count what is kept of chat %d: %w", chat, e.reading(err))
	}
	return n, nil
}
