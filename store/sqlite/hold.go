package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// What the column held says of a delivery that was held.
const (
	heldOnce  = 1
	heldAsked = 2 // and somebody asked for it
)

// Hold implements store.Queue.
func (e *Engine) Hold(ctx context.Context, id, token int64, until time.Time) error {
	now, us := e.now(), micro(until)
	err := e.end(ctx, id, token, func(t *tx, s status) error {
		if s.state != news.DeliveryPending {
			return nil
		}
		_, err := t.exec(`UPDATE deliveries SET state = 'held', not_before = ?, held_at = ?, held = ? WHERE id = ?`, us, now, heldOnce, id)
		if err != nil {
			return err
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("hold delivery %d: %w", id, err)
	}
	return nil
}

// LetGo implements store.Queue.
func (e *Engine) LetGo(ctx context.Context, chat int64) error {
	now := e.now()
	err := e.write(ctx, func(t *tx) error { return comeBack(t, heldOnce, now, `chat = ?`, chat) })
	if err != nil {
		return fmt.Errorf("let go what is held for chat %d: %w", chat, err)
	}
	return nil
}

// AskFor implements store.Queue.
func (e *Engine) AskFor(ctx context.Context, to news.Recipient) error {
	now := e.now()
	err := e.write(ctx, func(t *tx) error { return comeBack(t, heldAsked, now, `chat = ? AND thread = ?`, to.Chat, to.Thread) })
	if err != nil {
		return fmt.Errorf("ask for what is held for %+v: %w", to, err)
	}
	return nil
}

// HeldBack implements store.Queue.
func (e *Engine) HeldBack(ctx context.Context, chat int64, limit int) ([]news.Delivery, error) {
	found, err := e.deliveries(ctx, `SELECT `+deliveryColumns+`, d.class FROM deliveries AS d
		WHERE chat = ? AND state = 'held' ORDER BY id LIMIT ?`, chat, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read what is held for chat %d: %w", chat, e.reading(err))
	}
	return found, nil
}

// Drop implements store.Queue.
func (e *Engine) Drop(ctx context.Context, id, token int64, why string) error {
	now := e.now()
	err := e.end(ctx, id, token, func(t *tx, s status) error {
		_, err := t.exec(`UPDATE deliveries SET state = 'dropped', not_before = 0, why = ?, under_way = 0, joined_to = 0, parts = 0, ended_at = ?3
			WHERE id = ?2 OR joined_to = ?2 AND state = 'joined'`, why, id, now)
		if err != nil {
			return err
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("drop delivery %d: %w", id, err)
	}
	return nil
}

// comeBack brings held deliveries that meet a condition back to their lanes.
func comeBack(t *tx, held int, now int64, where string, args ...any) error {
	where = `state = 'held' AND ` + where
	var list []byte
	if _, err := t.get(`SELECT json_group_array(chat) FROM (SELECT DISTINCT chat FROM deliveries WHERE `+where+`)`, args, &list); err != nil {
		return err
	}
	var chats []int64
	if err := json.Unmarshal(list, &chats); err != nil || len(chats) == 0 {
		return err
	}
	_, err := t.exec(`UPDATE deliveries SET state = 'pending', not_before = 0, held_at = 0, held = ? WHERE `+where,
		append([]any{held}, args...)...)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		if err := settleLane(t, chat, now); err != nil {
			return err
		}
	}
	return nil
}

// bringBack brings back the held deliveries whose time has come, and those
// that were held in what is the future since the clock was set back.
func (e *Engine) bringBack(ctx context.Context) error {
	now := e.now()
	ahead := now + setBack.Microseconds()
	for {
		var due, early bool
		err := e.reads.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'held' AND not_before <= ?),
			EXISTS (SELECT 1 FROM deliveries WHERE state = 'held' AND held_at > ?)`, now, ahead).Scan(&due, &early)
		switch {
		case err != nil:
			return e.reading(err)
		case !due && !early:
			return nil
		}
		err = e.write(ctx, func(t *tx) error {
			if early {
				if err := comeBack(t, heldOnce, now, `held_at > ?`, ahead); err != nil {
					return err
				}
			}
			const some = 2000 // so that no transaction is long
			return comeBack(t, heldOnce, now, `id IN
				(SELECT id FROM deliveries WHERE state = 'held' AND not_before <= ? ORDER BY not_before, id LIMIT ?)`, now, some)
		})
		if err != nil {
			return err
		}
	}
}
