package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A deliveryRow is a delivery on its way into the database.
type deliveryRow struct {
	news.Delivery
	once      any    // the key of Enqueue, or nil
	batch     string // that of EnqueueAll, or empty
	topics    []byte
	notBefore int64
	expires   int64
	now       int64
}

func newDeliveryRow(d news.Delivery, now int64) (deliveryRow, error) {
	topics, err := encode(d.Topics)
	d.Class = d.Class.Valid()
	return deliveryRow{Delivery: d, topics: topics, notBefore: ahead(micro(d.NotBefore), now), expires: micro(d.Expires), now: now}, err
}

// ahead returns a time that lies ahead, else 0.
func ahead(at, now int64) int64 {
	if at <= now {
		return 0
	}
	return at
}

// put writes the delivery, pending, at the end of its lane. One whose article
// its recipient was to be told already, or whose key was used, is left out.
func (r *deliveryRow) put(t *tx) error {
	if r.once != nil {
		if used, err := r.used(t); used || err != nil {
			return err
		}
	}
	if r.Edits > 0 {
		if replaced, err := r.replace(t); replaced || err != nil {
			return err
		}
	}
	var id int64
	added, err := t.get(`INSERT INTO deliveries (once, chat, thread, article, topics, text, markup, state,
			class, expires, edits, edit_only, not_before, created_at, batch)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		[]any{r.once, r.Chat, r.Thread, r.Article, r.topics, r.Text, r.Markup,
			r.Class, r.expires, r.Edits, r.EditOnly, r.notBefore, r.now, r.batch}, &id)
	if err != nil || !added {
		return err
	}
	return extendLane(t, id, r)
}

// used tells whether the key was used.
func (r *deliveryRow) used(t *tx) (used bool, err error) {
	_, err = t.get(`SELECT EXISTS (SELECT 1 FROM spent_keys WHERE once = ?1) OR EXISTS (SELECT 1 FROM deliveries WHERE once = ?1)`,
		[]any{r.once}, &used)
	return used, err
}

// replace gives an edit the place of one of the same message that waits, and
// tells whether there was one.
func (r *deliveryRow) replace(t *tx) (bool, error) {
	var id int64
	found, err := t.get(`UPDATE deliveries SET text = ?, markup = ?, class = min(class, ?), expires = ?, edit_only = ?
		WHERE id = (SELECT id FROM deliveries WHERE chat = ? AND edits > 0 AND edits = ? AND state = 'pending'
			AND state IN ('pending', 'attempting') ORDER BY id DESC LIMIT 1)
		RETURNING id`, []any{r.Text, r.Markup, r.Class, r.expires, r.EditOnly, r.Chat, r.Edits}, &id)
	if err != nil || !found {
		return false, err
	}
	if _, err := t.exec(`INSERT INTO spent_keys (once, at) VALUES (?, ?)`, r.once, r.now); err != nil {
		return true, err
	}
	return true, settleLane(t, r.Chat, r.now)
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

// EnqueueAll implements store.Queue.
func (e *Engine) EnqueueAll(ctx context.Context, key string, d news.Delivery, chats []int64) error {
	if key == "" {
		return errors.New("enqueue for many: a delivery needs a key")
	}
	d.Article, d.Edits, d.Thread = "", 0, 0
	row, err := newDeliveryRow(d, e.now())
	if err == nil {
		err = e.write(ctx, func(t *tx) error {
			for _, chat := range chats {
				own := row
				own.Chat, own.once, own.batch = chat, fmt.Sprintf("%s:%d", key, chat), key
				if err := own.put(t); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("enqueue %s for %d chats: %w", key, len(chats), err)
	}
	return nil
}

// A status is what decides what can be done with a delivery.
type status struct {
	chat  int64
	state news.DeliveryState
	edits int
	parts int
}

// done tells whether nothing is left to do.
func (s status) done() bool {
	return s.state != news.DeliveryPending && s.state != news.DeliveryAttempting
}

// statusOf returns a delivery's status, the zero status if there is none.
func statusOf(t *tx, id int64) (s status, err error) {
	_, err = t.get(`SELECT chat, state, edits, parts FROM deliveries WHERE id = ?`, []any{id}, &s.chat, &s.state, &s.edits, &s.parts)
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
		if err != nil || s.done() && s.state != news.DeliveryBuried && s.state != news.DeliveryHeld {
			return err
		}
		_, err = t.exec(`UPDATE deliveries SET state = 'sent', message_id = ?, not_before = 0, held_at = 0, under_way = 0, why = '', ended_at = ?
			WHERE id = ?`, messageID, now, id)
		if err != nil {
			return err
		}
		if s.parts > 0 {
			if _, err := t.exec(`UPDATE deliveries SET state = 'sent', message_id = ?, ended_at = ? WHERE joined_to = ? AND state = 'joined'`, messageID, now, id); err != nil {
				return err
			}
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("finish delivery %d: %w", id, err)
	}
	return nil
}

// Shorten implements store.Queue.
func (e *Engine) Shorten(ctx context.Context, id, token int64, text string) error {
	now := e.now()
	err := e.end(ctx, id, token, func(t *tx, s status) error {
		_, err := t.exec(`UPDATE deliveries SET state = 'pending', text = ?, attempts = 0, doubts = 0, under_way = 0, not_before = 0, why = ''
			WHERE id = ?`, text, id)
		if err != nil {
			return err
		}
		return settleLane(t, s.chat, now)
	})
	if err != nil {
		return fmt.Errorf("shorten delivery %d: %w", id, err)
	}
	return nil
}

// Retry implements store.Queue.
func (e *Engine) Retry(ctx context.Context, id, token int64, notBefore time.Time, inDoubt bool, why string) error {
	now, state := e.now(), news.DeliveryPending
	until := ahead(micro(notBefore), now)
	if inDoubt {
		state = news.DeliveryAttempting
	}
	err := e.end(ctx, id, token, func(t *tx, s status) error {
		_, err := t.exec(`UPDATE deliveries SET state = ?, not_before = ?, why = ?,
			doubts = doubts + (under_way AND ?), under_way = 0 WHERE id = ?`, state, until, why, inDoubt, id)
		if err != nil {
			return err
		}
		if s.edits == 0 { // an edit holds up no message
			if _, err := t.exec(`UPDATE lanes SET parked = max(parked, ?) WHERE chat = ?`, until, s.chat); err != nil {
				return err
			}
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
		_, err := t.exec(`UPDATE deliveries SET state = CASE WHEN expires > 0 AND expires <= ?1 THEN 'expired' ELSE 'buried' END,
			not_before = 0, why = ?2, under_way = 0, ended_at = ?1 WHERE id = ?3`, now, why, id)
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
