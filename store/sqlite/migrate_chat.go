package sqlite

import (
	"context"
	"fmt"
)

// MigrateChat implements store.Directory.
func (e *Engine) MigrateChat(ctx context.Context, from, to int64) error {
	if from == to {
		return nil
	}
	now := e.now()
	err := e.write(ctx, func(t *tx) error {
		to, err := recordMove(t, from, to)
		if err != nil {
			return err
		}
		for _, chat := range []int64{from, to} {
			if err := comeBack(t, heldOnce, now, `chat = ?`, chat); err != nil {
				return err
			}
		}
		for _, step := range []func(t *tx, from, to int64) error{
			moveChat, moveSubscriptions, moveWatches, moveVotes, moveNotes, moveGuest, leaveMessages, moveDeliveries,
		} {
			if err := step(t, from, to); err != nil {
				return err
			}
		}
		if err := catchUp(t, to, now); err != nil {
			return err
		}
		return moveLane(t, from, to, now)
	})
	if err != nil {
		return fmt.Errorf("migrate chat %d to %d: %w", from, to, err)
	}
	return nil
}

// Migrated implements store.Directory.
func (e *Engine) Migrated(ctx context.Context, id int64) (int64, error) {
	end := id
	if err := e.reads.QueryRowContext(ctx, lastMove, id).Scan(&end); err != nil {
		return 0, fmt.Errorf("read where chat %d is: %w", id, e.reading(err))
	}
	return end, nil
}

// lastMove selects where a chat is after all its moves.
const lastMove = `WITH RECURSIVE way (chat, step) AS (
	SELECT ?, 0 UNION ALL SELECT goes_to, step + 1 FROM way JOIN chat_moves USING (chat))
	SELECT chat FROM way ORDER BY step DESC LIMIT 1`

// recordMove writes down that a chat moves, and returns where to: on to where
// that chat has moved itself, unless it moves back to there.
func recordMove(t *tx, from, to int64) (int64, error) {
	var end int64
	if _, err := t.get(lastMove, []any{to}, &end); err != nil {
		return 0, err
	}
	if end != from {
		to = end
	} else if _, err := t.exec(`DELETE FROM chat_moves WHERE chat = ?`, to); err != nil {
		return 0, err
	}
	_, err := t.exec(`INSERT INTO chat_moves (chat, goes_to) VALUES (?, ?)
		ON CONFLICT (chat) DO UPDATE SET goes_to = excluded.goes_to`, from, to)
	return to, err
}

func moveChat(t *tx, from, to int64) error {
	_, err := t.exec(`INSERT INTO chats (id, kind, title, lang, state, why, settings)
		SELECT ?2, kind, title, lang, state, why, settings FROM chats WHERE id = ?1
		ON CONFLICT (id) DO UPDATE SET kind = coalesce(nullif(kind, ''), excluded.kind),
			title = coalesce(nullif(title, ''), excluded.title), lang = coalesce(nullif(lang, ''), excluded.lang),
			settings = coalesce(nullif(settings, ''), excluded.settings)`, from, to)
	if err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM chats WHERE id = ?`, from)
	return err
}

func moveSubscriptions(t *tx, from, to int64) error {
	_, err := t.exec(`INSERT INTO subscriptions (chat, thread, topic, since, config, filter, mode, at)
		SELECT ?2, thread, topic, since, config, filter, mode, at FROM subscriptions WHERE chat = ?1
		ON CONFLICT (chat, thread, topic) DO UPDATE SET since = min(since, excluded.since), config = config AND excluded.config`,
		from, to)
	if err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM subscriptions WHERE chat = ?`, from)
	return err
}

// moveDeliveries gives the deliveries to the new chat. Of two of one article
// the one that came further stays, else the older; if both were sent, or
// others were joined to the other one, it stays too, but no longer as the
// article's.
func moveDeliveries(t *tx, from, to int64) error {
	const (
		rank   = `instr('expired buried pending attempting sent', replace(replace(state, 'joined', 'attempting'), 'dropped', 'expired'))`
		lesser = `SELECT CASE WHEN (a.rank, -a.id) > (b.rank, -b.id) THEN b.id ELSE a.id END
			FROM (SELECT *, ` + rank + ` AS rank FROM deliveries WHERE chat = ?1) AS a
			JOIN (SELECT *, ` + rank + ` AS rank FROM deliveries WHERE chat = ?2) AS b
			ON a.article = b.article AND a.thread = b.thread AND a.article <> ''`
	)
	for _, chat := range []int64{from, to} {
		if err := dissolve(t, chat); err != nil {
			return err
		}
	}
	if _, err := t.exec(`DELETE FROM deliveries WHERE state <> 'sent' AND parts = 0 AND id IN (`+lesser+`)`, from, to); err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE deliveries SET article = '' WHERE id IN (`+lesser+`)`, from, to); err != nil {
		return err
	}
	_, err := t.exec(`UPDATE deliveries SET chat = ? WHERE chat = ?`, to, from)
	return err
}

// catchUp fans out the whole outbox to a chat that has just got its ID. Some
// cursors may have passed its new place before they came to its old one; what
// they still come to is left out then, being there.
func catchUp(t *tx, chat, now int64) error {
	_, err := t.exec(`INSERT INTO deliveries (chat, thread, article, topics, text, markup, state, not_before, created_at)
		SELECT s.chat, s.thread, o.article, json_group_array(s.topic ORDER BY w.key), '', '', 'pending', 0, ?2
		FROM outbox AS o, json_each(o.topics) AS w
		JOIN subscriptions AS s ON s.chat = ?1 AND s.topic = w.value
		WHERE NOT EXISTS (SELECT 1 FROM chats WHERE id = ?1 AND state = 'stopped')
		GROUP BY o.number, s.thread ORDER BY o.number, s.thread
		ON CONFLICT DO NOTHING`, chat, now)
	return err
}

func moveLane(t *tx, from, to, now int64) error {
	var parked int64
	if _, err := t.get(`SELECT coalesce(max(parked), 0) FROM lanes WHERE chat IN (?, ?)`, []any{from, to}, &parked); err != nil {
		return err
	}
	if _, err := t.exec(`DELETE FROM lanes WHERE chat = ?`, from); err != nil {
		return err
	}
	return park(t, to, parked, now)
}
