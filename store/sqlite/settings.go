package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// ChangeSettings implements store.Directory. The change is made outside of the
// writer, which waits for nobody, and written if nothing else was meanwhile.
func (e *Engine) ChangeSettings(ctx context.Context, id int64, change func(*news.ChatSettings) error) (news.ChatSettings, error) {
	for {
		settings, written, err := e.changeSettings(ctx, id, change)
		if err != nil {
			return settings, fmt.Errorf("change settings of chat %d: %w", id, err)
		}
		if written {
			return settings, nil
		}
	}
}

// changeSettings tries it once, and tells whether it was in time.
func (e *Engine) changeSettings(ctx context.Context, id int64, change func(*news.ChatSettings) error) (news.ChatSettings, bool, error) {
	var was string
	err := e.reads.QueryRowContext(ctx, `SELECT settings FROM chats WHERE id = ?`, id).Scan(&was)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return news.ChatSettings{}, false, e.reading(err)
	}
	settings, err := readSettings(was)
	if err != nil {
		return settings, false, err
	}
	if settings, err = settings.Changed(change, e.clock()); err != nil {
		return settings, false, err
	}
	now, err := writeSettings(settings)
	if err != nil {
		return settings, false, err
	}
	written := false
	err = e.write(ctx, func(t *tx) error {
		n, err := t.exec(`INSERT INTO chats (id, kind, title, lang, state, why, settings) SELECT ?1, '', '', '', 'active', '', ?3
			WHERE ?2 = '' OR EXISTS (SELECT 1 FROM chats WHERE id = ?1)
			ON CONFLICT (id) DO UPDATE SET settings = excluded.settings WHERE settings = ?2`, id, was, now)
		written = n > 0
		return err
	})
	return settings, written, err
}

// readSettings reads settings as the database keeps them: nothing for those
// of a chat that has chosen nothing.
func readSettings(text string) (s news.ChatSettings, err error) {
	if text != "" {
		err = json.Unmarshal([]byte(text), &s)
	}
	return s, err
}

func writeSettings(s news.ChatSettings) (string, error) {
	text, err := encode(s)
	if string(text) == "{}" {
		return "", err
	}
	return string(text), err
}

// readFilter and writeFilter do the same for a subscription's filter.
func readFilter(text string) (f news.Filter, err error) {
	if text != "" {
		err = json.Unmarshal([]byte(text), &f)
	}
	return f, err
}

func writeFilter(f news.Filter) (string, error) {
	if f.IsZero() {
		return "", nil
	}
	text, err := encode(f)
	return string(text), err
}
