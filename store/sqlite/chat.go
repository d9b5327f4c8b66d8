package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// Chat implements store.Directory.
func (e *Engine) Chat(ctx context.Context, id int64) (news.Chat, bool, error) {
	var c news.Chat
	err := e.reads.QueryRowContext(ctx, `SELECT id, kind, title, lang, state, why FROM chats WHERE id = ?`, id).
		Scan(&c.ID, &c.Kind, &c.Title, &c.Lang, &c.State, &c.Why)
	if errors.Is(err, sql.ErrNoRows) {
		return news.Chat{}, false, nil
	}
	if err != nil {
		return news.Chat{}, false, fmt.Errorf("read chat %d: %w", id, e.reading(err))
	}
	return c, true, nil
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
		return settleLane(t, id, now)
	})
	if err != nil {
		return fmt.Errorf("stop chat %d: %w", id, err)
	}
	return nil
}
