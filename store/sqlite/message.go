package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// DeliveriesOf implements store.Queue.
func (e *Engine) DeliveriesOf(ctx context.Context, chat int64, messageID int) ([]news.Delivery, error) {
	if messageID == 0 {
		return nil, nil
	}
	var found []news.Delivery
	rows, err := e.reads.QueryContext(ctx, `SELECT id, thread, article, topics, state FROM deliveries
		WHERE state = 'sent' AND chat = ? AND message_id = ? AND article <> '' ORDER BY id`, chat, messageID)
	err = each(rows, err)(func(r *sql.Rows) error {
		d := news.Delivery{Recipient: news.Recipient{Chat: chat}, MessageID: messageID}
		var topics []byte
		err := r.Scan(&d.ID, &d.Thread, &d.Article, &topics, &d.State)
		err = errors.Join(err, json.Unmarshal(topics, &d.Topics))
		found = append(found, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what message %d of chat %d brought: %w", messageID, chat, e.reading(err))
	}
	return found, nil
}
