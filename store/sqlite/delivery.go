package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A deliveryRow is a delivery on its way into the database.
type deliveryRow struct {
	news.Delivery
	once      any // the key of Enqueue, or nil
	topics    []byte
	notBefore int64
	now       int64
}

func newDeliveryRow(d news.Delivery, now int64) (deliveryRow, error) {
	topics, err := encode(d.Topics)
	return deliveryRow{Delivery: d, topics: topics, notBefore: micro(d.NotBefore), now: now}, err
}

// put writes the delivery, pending, at the end of its lane. One whose article
// its recipient was to be told already, or whose key was used, is left out.
func (r *deliveryRow) put(t *tx) error {
	var id int64
	added, err := t.get(`INSERT INTO deliveries (once, chat, thread, article, topics, text, markup, state, not_before, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		[]any{r.once, r.Chat, r.Thread, r.Article, r.topics, r.Text, r.Markup, r.notBefore, r.now}, &id)
	if err != nil || !added {
		return err
	}
	return extendLane(t, r.Chat, id, r.notBefore, r.now)
}

// Enqueue implements store.Queue.
func (e *Engine) Enqueue(ctx context.Context, key string, d news.Delivery) error {
	if key == "" {
		return errors.New("enqueue: a delivery needs a key")
	}
	row, err := newDeliveryRow(d, e.now())
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", key, err)
	}
	row.once = key
	if err := e.write(ctx, row.put); err != nil {
		return fmt.Errorf("enqueue %s: %w", key, err)
	}
	return nil
}

// A status is what decides what can be done with a delivery.
type status struct {
	chat  int64
	state news.DeliveryState
}

// done tells whether nothing is left to do.
func (s status) done() bool {
	return s.state != news.DeliveryPending && s.state != news.DeliveryAttempting
}

// statusOf returns a delivery's status, the zero status if there is none.
func statusOf(t *tx, id int64) (s status, err error) {
	_, err = t.get(`SELECT chat, state FROM deliveries WHERE id = ?`, []any{id}, &s.chat, &s.state)
	return s, err
}

// fenced tells whether a newer token of the lease for sending than this one
// was handed out.
func fenced(t *tx, lease string, token int64) (bool, error) {
	var newest int64
	_, err := t.get(`SELECT token FROM leases WHERE name = ?`, []any{lease}, &newest)
	return token < newest, err
}

// Begin implements store.Queue.
func (e *Engine) Begin(ctx context.Context, id, token int64) (news.Start, error) {
	var start news.Start
	err := e.write(ctx, func(t *tx) error {
		old, err := fenced(t, news.SendLease, token)
		if err != nil || old {
			start = news.Fenced
			return err
		}
		s, err := statusOf(t, id)
		switch {
		case err != nil:
			return err
		case s.done():
			start = news.Done
			return nil
		case s.state == news.DeliveryAttempting:
			start = news.InDoubt
		default:
			start = news.Go
		}
		_, err = t.exec(`UPDATE deliveries SET state = 'attempting', attempts = attempts + 1,
			doubts = doubts + under_way, under_way = 1 WHERE id = ?`, id)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("begin delivery %d: %w", id, err)
	}
	return start, nil
}

// Finish implements store.Queue.
func (e *Engine) Finish(ctx context.Context, id int64, messageID int) error {
	now := e.now()
	err := e.write(ctx, func(t *tx) error {
		s, err := statusOf(t, id)
		if err != nil || s.state == news.DeliverySent || s.state == "" {
			return err
		}
		_, err = t.exec(`UPDATE deliveries SET state = 'sent', message_id = ?, not_before = 0, under_way = 0, why = '' WHERE id = ?`, messageID, id)
		if err != nil {
			return err
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("finish delivery %d: %w", id, err)
	}
	return nil
}

// Retry implements store.Queue.
func (e *Engine) Retry(ctx context.Context, id, token int64, notBefore time.Time, inDoubt bool, why string) error {
	now, until, state := e.now(), micro(notBefore), news.DeliveryPending
	if inDoubt {
		state = news.DeliveryAttempting
	}
	err := e.end(ctx, id, token, func(t *tx, s status) error {
		_, err := t.exec(`UPDATE deliveries SET state = ?, not_before = ?, why = ?,
			doubts = doubts + (under_way AND ?), under_way = 0 WHERE id = ?`, state, until, why, inDoubt, id)
		if err != nil {
			return err
		}
		_, err = t.exec(`UPDATE lanes SET parked = max(parked, ?) WHERE chat = ?`, until, s.chat)
		if err != nil {
			return err
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("put off delivery %d: %w", id, err)
	}
	return nil
}

// end ends a delivery's attempt by a job, unless the token is fenced off or
// the delivery is done.
func (e *Engine) end(ctx context.Context, id, token int64, job func(*tx, status) error) error {
	var old bool
	err := e.write(ctx, func(t *tx) (err error) {
		if old, err = fenced(t, news.SendLease, token); err != nil || old {
			return err
		}
		s, err := statusOf(t, id)
		if err != nil || s.done() {
			return err
		}
		return job(t, s)
	})
	if err == nil && old {
		return news.ErrFenced
	}
	return err
}

// Bury implements store.Queue.
func (e *Engine) Bury(ctx context.Context, id, token int64, why string) error {
	now := e.now()
	err := e.end(ctx, id, token, func(t *tx, s status) error {
		_, err := t.exec(`UPDATE deliveries SET state = 'buried', not_before = 0, why = ?, under_way = 0 WHERE id = ?`, why, id)
		if err != nil {
			return err
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("bury delivery %d: %w", id, err)
	}
	return nil
}

// Redrive implements store.Queue.
func (e *Engine) Redrive(ctx context.Context) (int, error) {
	now, count := e.now(), 0
	err := e.write(ctx, func(t *tx) error {
		const waiting = `state = 'buried' AND NOT EXISTS
			(SELECT 1 FROM chats WHERE chats.id = deliveries.chat AND chats.state = 'stopped')`
		var list []byte
		_, err := t.get(`SELECT json_group_array(chat) FROM (SELECT DISTINCT chat FROM deliveries WHERE `+waiting+`)`, nil, &list)
		if err != nil {
			return err
		}
		var chats []int64
		if err := json.Unmarshal(list, &chats); err != nil {
			return err
		}
		n, err := t.exec(`UPDATE deliveries SET state = 'pending', attempts = 0, doubts = 0, not_before = 0 WHERE ` + waiting)
		if err != nil {
			return err
		}
		count = int(n)
		for _, chat := range chats {
			if err := settleLane(t, chat, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("redrive: %w", err)
	}
	return count, nil
}
