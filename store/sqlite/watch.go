package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// PutWatch implements store.Watches.
func (e *Engine) PutWatch(ctx context.Context, w news.Watch) error {
	since := micro(w.Since)
	if since == 0 {
		since = e.now()
	}
	var foreign bool
	err := e.write(ctx, func(t *tx) error {
		var owner int64
		known, err := t.get(`SELECT chat FROM watches WHERE id = ?`, []any{w.ID}, &owner)
		foreign = known && owner != w.Chat
		switch {
		case err != nil || foreign:
			return err
		case known:
			return editWatch(t, w)
		}
		return addWatch(t, w, since)
	})
	if err == nil && foreign {
		err = news.ErrUnknownWatch
	}
	if err != nil {
		return fmt.Errorf("write watch %s of chat %d: %w", w.ID, w.Chat, err)
	}
	return nil
}

// addWatch writes a new watch with its recipient's subscription.
func addWatch(t *tx, w news.Watch, since int64) error {
	_, err := t.exec(`INSERT INTO watches (id, chat, thread, author, name, query, lang, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		w.ID, w.Chat, w.Thread, w.Author, w.Name, w.Query, w.Lang, since)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO subscriptions (chat, thread, topic, since, config) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING`,
		w.Chat, w.Thread, news.WatchTopic(w.ID), since)
	if err != nil {
		return err
	}
	return changeWatch(t, w.ID)
}

// editWatch writes what may change of a watch, if it does.
func editWatch(t *tx, w news.Watch) error {
	n, err := t.exec(`UPDATE watches SET name = ?1, query = ?2, lang = ?3
		WHERE id = ?4 AND (name, query, lang) <> (?1, ?2, ?3)`, w.Name, w.Query, w.Lang, w.ID)
	if err != nil || n == 0 {
		return err
	}
	return changeWatch(t, w.ID)
}

// changeWatch gives the change of a watch a revision greater than all before.
func changeWatch(t *tx, id string) error {
	_, err := t.exec(`INSERT OR REPLACE INTO watch_changes (watch) VALUES (?)`, id)
	return err
}

// DeleteWatch implements store.Watches.
func (e *Engine) DeleteWatch(ctx context.Context, chat int64, id string) (bool, error) {
	found := false
	err := e.write(ctx, func(t *tx) (err error) {
		found, err = dropWatch(t, chat, id)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("delete watch %s of chat %d: %w", id, chat, err)
	}
	return found, nil
}

// dropWatch removes a chat's watch with the subscriptions to it, and tells
// whether there was one.
func dropWatch(t *tx, chat int64, id string) (bool, error) {
	n, err := t.exec(`DELETE FROM watches WHERE id = ? AND chat = ?`, id, chat)
	if err != nil || n == 0 {
		return false, err
	}
	if _, err := t.exec(`DELETE FROM subscriptions WHERE topic = ?`, news.WatchTopic(id)); err != nil {
		return false, err
	}
	return true, changeWatch(t, id)
}

// ownsWatch tells whether a topic is anything but the watch of another chat,
// or of none.
func ownsWatch(t *tx, chat int64, topic string) (bool, error) {
	id, isWatch := news.WatchOf(topic)
	if !isWatch {
		return true, nil
	}
	var one int
	return t.get(`SELECT 1 FROM watches WHERE id = ? AND chat = ?`, []any{id, chat}, &one)
}

const watchColumns = `w.id, w.chat, w.thread, w.author, w.name, w.query, w.lang, w.since`

// Watch implements store.Watches.
func (e *Engine) Watch(ctx context.Context, id string) (news.Watch, bool, error) {
	found, err := e.watches(ctx, `id = ?`, id)
	if err != nil || len(found) == 0 {
		return news.Watch{}, false, err
	}
	return found[0], true, nil
}

// WatchesOf implements store.Watches.
func (e *Engine) WatchesOf(ctx context.Context, chat int64) ([]news.Watch, error) {
	return e.watches(ctx, `chat = ?`, chat)
}

func (e *Engine) watches(ctx context.Context, where string, arg any) ([]news.Watch, error) {
	var found []news.Watch
	rows, err := e.reads.QueryContext(ctx, `SELECT `+watchColumns+` FROM watches AS w WHERE w.`+where+` ORDER BY w.since, w.id`, arg)
	err = each(rows, err)(func(r *sql.Rows) error {
		var w news.Watch
		var since int64
		err := r.Scan(&w.ID, &w.Chat, &w.Thread, &w.Author, &w.Name, &w.Query, &w.Lang, &since)
		w.Since = moment(since)
		found = append(found, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read watches: %w", e.reading(err))
	}
	return found, nil
}

// WatchChanges implements store.Watches.
func (e *Engine) WatchChanges(ctx context.Context, after int64, limit int) ([]news.WatchChange, error) {
	var changes []news.WatchChange
	rows, err := e.reads.QueryContext(ctx, `SELECT c.revision, c.watch, w.chat, w.thread, w.author, w.name, w.query, w.lang, w.since
		FROM watch_changes AS c LEFT JOIN watches AS w ON w.id = c.watch
		WHERE c.revision > ? ORDER BY c.revision LIMIT ?`, after, max(limit, 0))
	err = each(rows, err)(func(r *sql.Rows) error {
		var c news.WatchChange
		var chat, thread, author, since sql.NullInt64
		var name, query, lang sql.NullString
		err := r.Scan(&c.Revision, &c.Watch.ID, &chat, &thread, &author, &name, &query, &lang, &since)
		if c.Gone = !chat.Valid; !c.Gone {
			c.Watch = news.Watch{
				ID: c.Watch.ID, Recipient: news.Recipient{Chat: chat.Int64, Thread: int(thread.Int64)}, Author: author.Int64,
				Name: name.String, Query: query.String, Lang: lang.String, Since: moment(since.Int64),
			}
		}
		changes = append(changes, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read changes of watches: %w", e.reading(err))
	}
	return changes, nil
}
