package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// purgedNotes is how many notes that expired are deleted when one is written:
// more than one, so that they come to an end.
const purgedNotes = 20

// PutNote implements store.Notes.
func (e *Engine) PutNote(ctx context.Context, n news.Note) error {
	now := e.now()
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO notes (name, chat, text, expires) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET chat = excluded.chat, text = excluded.text, expires = excluded.expires`,
			n.Name, n.Chat, n.Text, micro(n.Expires))
		if err != nil {
			return err
		}
		_, err = t.exec(`DELETE FROM notes WHERE name IN
			(SELECT name FROM notes WHERE expires > 0 AND expires <= ? ORDER BY expires LIMIT ?)`, now, purgedNotes)
		return err
	})
	if err != nil {
		return fmt.Errorf("write a note of chat %d: %w", n.Chat, err)
	}
	return nil
}

// Note implements store.Notes.
func (e *Engine) Note(ctx context.Context, name string) (news.Note, bool, error) {
	n := news.Note{Name: name}
	var expires int64
	err := e.reads.QueryRowContext(ctx, `SELECT chat, text, expires FROM notes WHERE name = ? AND (expires = 0 OR expires > ?)`,
		name, e.now()).Scan(&n.Chat, &n.Text, &expires)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return news.Note{}, false, nil
	case err != nil:
		return news.Note{}, false, fmt.Errorf("read a note: %w", e.reading(err))
	}
	n.Expires = moment(expires)
	return n, true, nil
}

// DeleteNote implements store.Notes.
func (e *Engine) DeleteNote(ctx context.Context, name string) error {
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM notes WHERE name = ?`, name)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete a note: %w", err)
	}
	return nil
}

// moveNotes gives a chat's notes to the new chat.
func moveNotes(t *tx, from, to int64) error {
	_, err := t.exec(`UPDATE notes SET chat = ? WHERE chat = ?`, to, from)
	return err
}
