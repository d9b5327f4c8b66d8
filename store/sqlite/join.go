package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// Join implements store.Queue.
func (e *Engine) Join(ctx context.Context, id, token int64, ids []int64) error {
	now := e.now()
	list, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("join to delivery %d: %w", id, err)
	}
	err = e.end(ctx, id, token, func(t *tx, s status) error {
		// Both must be alerts that wait and that no attempt may have brought.
		const alert = `state = 'pending' AND article <> '' AND doubts = 0 AND edits = 0 AND expires = 0`
		joined, err := t.exec(`UPDATE deliveries SET state = 'joined', joined_to = ?1, not_before = 0
			WHERE id IN (SELECT value FROM json_each(?2)) AND id > ?1 AND parts = 0 AND not_before <= ?3 AND `+alert+`
			AND (chat, thread) = (SELECT chat, thread FROM deliveries WHERE id = ?1 AND `+alert+`)`, id, string(list), now)
		if err != nil || joined == 0 {
			return err
		}
		_, err = t.exec(`UPDATE deliveries SET parts = parts + ?2,
			class = min(class, (SELECT min(class) FROM deliveries WHERE joined_to = ?1 AND state = 'joined')) WHERE id = ?1`, id, joined)
		if err != nil {
			return err
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("join to delivery %d: %w", id, err)
	}
	return nil
}

// parts returns what was joined to a delivery.
func (e *Engine) parts(ctx context.Context, id int64) ([]news.Part, error) {
	var parts []news.Part
	rows, err := e.reads.QueryContext(ctx, `SELECT id, article, topics FROM deliveries WHERE joined_to = ? AND state = 'joined' ORDER BY id`, id)
	err = each(rows, err)(func(r *sql.Rows) error {
		var p news.Part
		var topics []byte
		if err := r.Scan(&p.ID, &p.Article, &topics); err != nil {
			return err
		}
		parts = append(parts, p)
		return json.Unmarshal(topics, &parts[len(parts)-1].Topics)
	})
	return parts, err
}

// dissolve makes deliveries of their own again of what was joined to others
// of a chat, unless a message with it may be under way.
func dissolve(t *tx, chat int64) error {
	const whole = `chat = ?1 AND parts > 0 AND state IN ('pending', 'buried')`
	_, err := t.exec(`UPDATE deliveries SET state = (SELECT o.state FROM deliveries AS o WHERE o.id = deliveries.joined_to), joined_to = 0
		WHERE state = 'joined' AND joined_to IN (SELECT id FROM deliveries WHERE `+whole+`)`, chat)
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE deliveries SET parts = 0 WHERE `+whole, chat)
	return err
}
