package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/news"
)

// addEntry puts an article into the outbox, with its topics as JSON. One that
// is there already begins anew with its new topics; whoever was told of it is not
// told again.
func addEntry(t *tx, article string, topics []byte) error {
	_, err := t.exec(`INSERT INTO outbox (article, topics) VALUES (?, ?)
		ON CONFLICT (article) DO UPDATE SET topics = excluded.topics, chunk = chunk + 1, after_chat = 0, after_thread = 0`, article, topics)
	return err
}

// Outbox implements news.Ledger.
func (e *Engine) Outbox(ctx context.Context, limit int) ([]news.Entry, error) {
	var entries []news.Entry
	rows, err := e.reads.QueryContext(ctx, `SELECT article, topics, chunk, after_chat, after_thread
		FROM outbox ORDER BY number LIMIT ?`, max(limit, 0))
	err = each(rows, err)(func(r *sql.Rows) error {
		var n news.Entry
		var topics []byte
		if err := r.Scan(&n.Article, &topics, &n.Chunk, &n.After.Chat, &n.After.Thread); err != nil {
			return err
		}
		entries = append(entries, n)
		return json.Unmarshal(topics, &entries[len(entries)-1].Topics)
	})
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", e.reading(err))
	}
	return entries, nil
}

// Subscribers implements news.Ledger. Each topic gives its first recipients
// after the cursor; among all of these, the first ones are complete.
func (e *Engine) Subscribers(ctx context.Context, topics []string, after news.Recipient, limit int) ([]news.Subscriber, error) {
	if len(topics) == 0 || limit <= 0 {
		return nil, nil
	}
	met := map[news.Recipient]*news.Subscriber{}
	if err := e.meet(ctx, met, topics, after, limit); err != nil {
		return nil, fmt.Errorf("read subscribers: %w", e.reading(err))
	}
	var found []news.Subscriber
	for _, s := range met {
		found = append(found, *s)
	}
	slices.SortFunc(found, func(a, b news.Subscriber) int {
		return cmp.Or(cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.Thread, b.Thread))
	})
	return found[:min(limit, len(found))], nil
}

// meet adds the first recipients of each topic after a cursor, each with its
// topics and what it does not want.
func (e *Engine) meet(ctx context.Context, met map[news.Recipient]*news.Subscriber, topics []string, after news.Recipient, limit int) error {
	stmt, err := e.reads.PrepareContext(ctx, `SELECT s.chat, s.thread, s.filter,
			CASE WHEN c.settings <> '' THEN coalesce(c.settings ->> '$.mutes', '') ELSE '' END
		FROM subscriptions AS s LEFT JOIN chats AS c ON c.id = s.chat
		WHERE s.topic = ? AND (? OR (s.chat, s.thread) > (?, ?)) AND c.state IS NOT 'stopped'
		ORDER BY s.chat, s.thread LIMIT ?`)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, topic := range topics {
		rows, err := stmt.QueryContext(ctx, topic, after == news.Recipient{}, after.Chat, after.Thread, limit)
		err = each(rows, err)(func(rows *sql.Rows) error {
			var r news.Recipient
			var filter, mutes string
			if err := rows.Scan(&r.Chat, &r.Thread, &filter, &mutes); err != nil {
				return err
			}
			if met[r] == nil {
				met[r] = &news.Subscriber{Recipient: r}
			}
			return subscribed(met[r], topic, filter, mutes)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// subscribed adds a topic to those that a subscriber subscribed to, with its
// filter and the chat's mutes as the database keeps them.
func subscribed(s *news.Subscriber, topic, filter, mutes string) error {
	if slices.Contains(s.Topics, topic) {
		return nil
	}
	s.Topics = append(s.Topics, topic)
	if filter != "" {
		f, err := readFilter(filter)
		if err != nil {
			return err
		}
		if s.Filters == nil {
			s.Filters = map[string]news.Filter{}
		}
		s.Filters[topic] = f
	}
	if mutes != "" && s.Mutes == nil {
		return json.Unmarshal([]byte(mutes), &s.Mutes)
	}
	return nil
}

// FanOut implements news.Ledger.
func (e *Engine) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	now := e.now()
	rows := make([]deliveryRow, len(c.Deliveries))
	for i, d := range c.Deliveries {
		d.Article = c.Article
		var err error
		if rows[i], err = newDeliveryRow(d, now); err != nil {
			return false, fmt.Errorf("fan out %s: %w", c.Article, err)
		}
	}
	var moved bool
	err := e.write(ctx, func(t *tx) (err error) {
		if moved, err = moveEntry(t, c); err != nil || !moved {
			return err
		}
		for i := range rows {
			if err := rows[i].put(t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("fan out %s: %w", c.Article, err)
	}
	return moved, nil
}

// moveEntry moves a chunk's entry on, or removes it after the last chunk, and
// tells whether it stood at this chunk.
func moveEntry(t *tx, c news.Chunk) (bool, error) {
	const there = `article = ? AND chunk = ? AND after_chat = ? AND after_thread = ?`
	if c.Last {
		n, err := t.exec(`DELETE FROM outbox WHERE `+there, c.Article, c.Number, c.From.Chat, c.From.Thread)
		return n > 0, err
	}
	n, err := t.exec(`UPDATE outbox SET chunk = chunk + 1, after_chat = ?, after_thread = ? WHERE `+there,
		c.After.Chat, c.After.Thread, c.Article, c.Number, c.From.Chat, c.From.Thread)
	return n > 0, err
}
