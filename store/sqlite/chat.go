package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// Chat implements store.Directory.
func (e *Engine) Chat(ctx context.Context, id int64) (news.Chat, bool, error) {
	found, err := e.chats(ctx, `id = ?`, id)
	if err != nil {
		return news.Chat{}, false, fmt.Errorf("read chat %d: %w", id, err)
	}
	if len(found) == 0 {
		return news.Chat{}, false, nil
	}
	return found[0], true, nil
}

// Chats implements store.Directory.
func (e *Engine) Chats(ctx context.Context, after int64, limit int) ([]news.Chat, error) {
	found, err := e.chats(ctx, `(? OR id > ?) ORDER BY id LIMIT ?`, after == 0, after, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read chats: %w", err)
	}
	return found, nil
}

func (e *Engine) chats(ctx context.Context, where string, args ...any) ([]news.Chat, error) {
	var found []news.Chat
	rows, err := e.reads.QueryContext(ctx, `SELECT id, kind, title, lang, state, why, settings FROM chats WHERE `+where, args...)
	err = each(rows, err)(func(r *sql.Rows) error {
		var c news.Chat
		var settings string
		err := r.Scan(&c.ID, &c.Kind, &c.Title, &c.Lang, &c.State, &c.Why, &settings)
		if err == nil {
			c.Settings, err = readSettings(settings)
		}
		found = append(found, c)
		return err
	})
	return found, e.reading(err)
}

// PutChat implements store.Directory.
func (e *Engine) PutChat(ctx context.Context, c news.Chat) error {
	if c.State == "" {
		c.State = news.ChatActive
	}
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO chats (id, kind, title, lang, state, why) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title,
				lang = coalesce(nullif(lang, ''), excluded.lang)`,
			c.ID, c.Kind, c.Title, c.Lang, c.State, c.Why)
		return err
	})
	if err != nil {
		return fmt.Errorf("write chat %d: %w", c.ID, err)
	}
	return nil
}

// SetLang implements store.Directory.
func (e *Engine) SetLang(ctx context.Context, id int64, lang string) error {
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO chats (id, kind, title, lang, state, why) VALUES (?, '', '', ?, 'active', '')
			ON CONFLICT (id) DO UPDATE SET lang = excluded.lang`, id, lang)
		return err
	})
	if err != nil {
		return fmt.Errorf("set language of chat %d: %w", id, err)
	}
	return nil
}

// SetState implements store.Directory.
func (e *Engine) SetState(ctx context.Context, id int64, state news.ChatState, why string) error {
	if state != news.ChatActive && state != news.ChatSuspended {
		return fmt.Errorf("set state of chat %d: it cannot be set to %q", id, state)
	}
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO chats (id, kind, title, lang, state, why) VALUES (?, '', '', '', ?, ?)
			ON CONFLICT (id) DO UPDATE SET state = excluded.state, why = excluded.why
			WHERE excluded.state = 'active' OR state <> 'stopped'`, id, state, why)
		return err
	})
	if err != nil {
		return fmt.Errorf("set state of chat %d: %w", id, err)
	}
	return nil
}

// StopChat implements store.Directory.
func (e *Engine) StopChat(ctx context.Context, id int64, why string) error {
	now := e.now()
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO chats (id, kind, title, lang, state, why) VALUES (?, '', '', '', 'stopped', ?)
			ON CONFLICT (id) DO UPDATE SET state = excluded.state, why = excluded.why`, id, why)
		if err != nil {
			return err
		}
		_, err = t.exec(`UPDATE deliveries SET state = 'buried', not_before = 0, why = ?, under_way = 0
			WHERE chat = ? AND state IN ('pending', 'attempting')`, why, id)
		if err != nil {
			return err
		}
		_, err = t.exec(`UPDATE deliveries SET state = 'buried', not_before = 0, held_at = 0, why = ? WHERE chat = ? AND state = 'held'`, why, id)
		if err != nil {
			return err
		}
		return settleLane(t, id, now)
	})
	if err != nil {
		return fmt.Errorf("stop chat %d: %w", id, err)
	}
	return nil
}
