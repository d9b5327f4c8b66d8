package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
)

// extendLane adds a delivery, newer than all others, to its chat's lane.
func extendLane(t *tx, id int64, r *deliveryRow) error {
	var head, edits int64
	var class news.Class
	found, err := t.get(`SELECT head, lanes.class, coalesce(edits, 0) FROM lanes LEFT JOIN deliveries ON id = head WHERE lanes.chat = ?`,
		[]any{r.Chat}, &head, &class, &edits)
	switch {
	case err != nil:
		return err
	case found && (head == 0 || edits > 0 || r.Class < class):
		return settleLane(t, r.Chat, r.now)
	case !found:
		until, since := r.notBefore, r.now
		if until <= r.now {
			until, since = 0, 0
		}
		_, err = t.exec(`INSERT INTO lanes (chat, head, parked, until, since, class) VALUES (?, ?, 0, ?, ?, ?)`,
			r.Chat, id, until, since, r.Class)
	}
	return err
}

// settleLane finds the head of a chat's lane, when it may begin and the lane's
// class, after something about its deliveries or its parking has changed. A
// lane that is neither used nor parked goes. That a head's time has come is
// written down: should the clock be set back, it has come all the same.
func settleLane(t *tx, chat, now int64) error {
	var head, notBefore, parked int64
	_, err := t.get(`SELECT id, not_before FROM deliveries
		WHERE chat = ? AND state IN ('pending', 'attempting') ORDER BY edits > 0, id LIMIT 1`, []any{chat}, &head, &notBefore)
	if err != nil {
		return err
	}
	if _, err := t.get(`SELECT parked FROM lanes WHERE chat = ?`, []any{chat}, &parked); err != nil {
		return err
	}
	if parked <= now {
		parked = 0
	}
	until, since := max(parked, notBefore), now
	if until <= now {
		until, since = 0, 0
	}
	if notBefore > 0 && notBefore <= now {
		if _, err := t.exec(`UPDATE deliveries SET not_before = 0 WHERE id = ?`, head); err != nil {
			return err
		}
	}
	if head == 0 && until == 0 {
		_, err = t.exec(`DELETE FROM lanes WHERE chat = ?`, chat)
		return err
	}
	_, err = t.exec(`INSERT INTO lanes (chat, head, parked, until, since, class) VALUES (?1, ?, ?, ?, ?,
			coalesce((SELECT min(class) FROM deliveries WHERE chat = ?1 AND state IN ('pending', 'attempting')), 0))
		ON CONFLICT (chat) DO UPDATE SET head = excluded.head, parked = excluded.parked, until = excluded.until, class = excluded.class,
			since = CASE excluded.until WHEN 0 THEN 0 ELSE max(since, excluded.since) END`,
		chat, head, parked, until, since)
	return err
}

// Park implements store.Queue.
func (e *Engine) Park(ctx context.Context, chat int64, until time.Time) error {
	now, us := e.now(), micro(until)
	err := e.write(ctx, func(t *tx) error { return park(t, chat, us, now) })
	if err != nil {
		return fmt.Errorf("park chat %d: %w", chat, err)
	}
	return nil
}

func park(t *tx, chat, until, now int64) error {
	_, err := t.exec(`INSERT INTO lanes (chat, head, parked, until) VALUES (?1, 0, ?2, ?2)
		ON CONFLICT (chat) DO UPDATE SET parked = excluded.parked`, chat, until)
	if err != nil {
		return err
	}
	return settleLane(t, chat, now)
}

// Reserve implements store.Queue. Lanes whose time has come are opened first,
// so that the open ones stand together in the order of their heads, and what
// is parked costs nothing.
func (e *Engine) Reserve(ctx context.Context, limit int) ([]news.Delivery, error) {
	if err := e.bringBack(ctx); err != nil {
		return nil, fmt.Errorf("bring back what was held: %w", err)
	}
	if err := e.openLanes(ctx); err != nil {
		return nil, fmt.Errorf("reserve deliveries: %w", err)
	}
	found, err := e.deliveries(ctx, `SELECT `+deliveryColumns+`, l.class FROM (`+heads()+`) AS l
		CROSS JOIN deliveries AS d ON d.id = l.head ORDER BY l.class, l.head`, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("reserve deliveries: %w", e.reading(err))
	}
	return found, nil
}

// heads selects the heads of the open lanes, up to the first parameter's
// number of each class, and none beyond them is looked at.
func heads() string {
	var parts []string
	for _, c := range news.Classes() {
		parts = append(parts, fmt.Sprintf(
			`SELECT * FROM (SELECT class, head FROM lanes WHERE until = 0 AND class = %d AND head > 0 ORDER BY head LIMIT ?1)`, c))
	}
	return strings.Join(parts, ` UNION ALL `)
}

// Waiting implements store.Queue.
func (e *Engine) Waiting(ctx context.Context, chat int64, limit int) ([]news.Delivery, error) {
	found, err := e.deliveries(ctx, `SELECT `+deliveryColumns+`, d.class FROM deliveries AS d
		WHERE chat = ? AND state IN ('pending', 'attempting') ORDER BY edits > 0, id LIMIT ?`, chat, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read the lane of chat %d: %w", chat, e.reading(err))
	}
	return found, nil
}

// openLanes opens the lanes whose time has come, and those that were closed in
// what is the future since the clock was set back. It drops the open ones that
// hold nothing.
func (e *Engine) openLanes(ctx context.Context) error {
	now := e.now()
	ahead := now + setBack.Microseconds()
	var due, early bool
	err := e.reads.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM lanes WHERE until > 0 AND until <= ?),
		EXISTS (SELECT 1 FROM lanes WHERE until > 0 AND since > ?)`, now, ahead).Scan(&due, &early)
	if err != nil {
		return e.reading(err)
	}
	if !due && !early {
		return nil
	}
	return e.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE deliveries SET not_before = 0
			WHERE not_before > 0 AND id IN (SELECT head FROM lanes WHERE until > 0 AND (until <= ? OR since > ?))`, now, ahead)
		if err != nil {
			return err
		}
		if _, err := t.exec(`UPDATE lanes SET parked = 0, until = ?, since = 0 WHERE until > 0 AND since > ?`, now, ahead); err != nil {
			return err
		}
		if _, err := t.exec(`DELETE FROM lanes WHERE head = 0 AND until > 0 AND until <= ?`, now); err != nil {
			return err
		}
		_, err = t.exec(`UPDATE lanes SET parked = 0, until = 0, since = 0 WHERE until > 0 AND until <= ?`, now)
		return err
	})
}

// setBack is how far ahead a time that was the present must lie before the
// clock counts as set back, and not as merely read late.
const setBack = time.Minute

// deliveryColumns are what scanDelivery reads, but for the class.
const deliveryColumns = `d.id, d.chat, d.thread, d.article, d.topics, d.text, d.markup, d.state, d.attempts, d.doubts,
	d.not_before, d.created_at, d.message_id, d.why, d.expires, d.edits, d.edit_only, d.held, d.parts`

// deliveries reads deliveries with what was joined to them.
func (e *Engine) deliveries(ctx context.Context, query string, args ...any) ([]news.Delivery, error) {
	var found []news.Delivery
	var full []int // those that others were joined to
	rows, err := e.reads.QueryContext(ctx, query, args...)
	err = each(rows, err)(func(r *sql.Rows) error {
		d, parts, err := scanDelivery(r)
		if parts > 0 {
			full = append(full, len(found))
		}
		found = append(found, d)
		return err
	})
	for _, i := range full {
		if err == nil {
			found[i].Parts, err = e.parts(ctx, found[i].ID)
		}
	}
	return found, err
}

func scanDelivery(r *sql.Rows) (d news.Delivery, parts int, err error) {
	var topics []byte
	var notBefore, createdAt, expires, held int64
	err = r.Scan(&d.ID, &d.Chat, &d.Thread, &d.Article, &topics, &d.Text, &d.Markup, &d.State, &d.Attempts, &d.Doubts,
		&notBefore, &createdAt, &d.MessageID, &d.Why, &expires, &d.Edits, &d.EditOnly, &held, &parts, &d.Class)
	if err != nil {
		return d, parts, err
	}
	d.Held, d.Asked = held >= heldOnce, held == heldAsked
	d.NotBefore, d.CreatedAt, d.Expires = moment(notBefore), moment(createdAt), moment(expires)
	return d, parts, json.Unmarshal(topics, &d.Topics)
}
