package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/rasadnews/rasad/news"
)

// Waiting implements store.Queue.
func (e *Engine) Waiting(ctx context.Context, chat int64, limit int) ([]news.Delivery, error) {
	if limit <= 0 {
		return nil, nil
	}
	answer, err := e.run(ctx, "waiting", code(chat), limit)
	if err != nil {
		return nil, fmt.Errorf("read the lane of chat %d: %w", chat, err)
	}
	list, _ := answer.([]any)
	return e.scanDeliveries(ctx, list), nil
}

// scanDeliveries reads what deliveries.lua tells. What cannot be read is told to
// the log and left out, so that the rest goes on.
func (e *Engine) scanDeliveries(ctx context.Context, list []any) []news.Delivery {
	found, unread := scanEach(list)
	for _, d := range unread {
		e.log.ErrorContext(ctx, "a delivery cannot be read", "delivery", d.id, "err", d.why)
	}
	return found
}

// A spoiled is a delivery that cannot be read as a whole.
type spoiled struct {
	id   string        // empty if not even that can be
	rest news.Delivery // what can be read of it
	why  error
}

// scanEach returns the deliveries that can be read, and those that cannot.
func scanEach(list []any) (found []news.Delivery, unread []spoiled) {
	for _, item := range list {
		fields, _ := item.([]any)
		if len(fields) != 4 {
			unread = append(unread, spoiled{why: fmt.Errorf("answered %v", item)})
			continue
		}
		d, err := scanDelivery(fields[0], fields[1], fields[2])
		if err == nil {
			d.Parts, err = scanParts(fields[3])
		}
		if err != nil {
			unread = append(unread, spoiled{fmt.Sprint(fields[0]), d, err})
			continue
		}
		found = append(found, d)
	}
	return found, unread
}

func scanDelivery(id, class, fields any) (news.Delivery, error) {
	var f [15]string // as deliveries.lua names them
	values, _ := fields.([]any)
	for i := range min(len(f), len(values)) {
		f[i], _ = values[i].(string)
	}
	var d news.Delivery
	var b body
	var errs []error
	number := func(s string) int64 {
		if s == "" {
			return 0
		}
		n, err := strconv.ParseInt(s, 10, 64)
		errs = append(errs, err)
		return n
	}
	var err error
	d.Recipient, err = recipient(f[0] + f[1])
	errs = append(errs, err, json.Unmarshal([]byte(f[3]), &b))
	d.ID, d.Class = number(fmt.Sprint(id)), news.Class(number(fmt.Sprint(class)))
	d.Article, d.Topics, d.Text, d.Markup = f[2], b.Topics, b.Text, b.Markup
	d.State, d.Attempts, d.Doubts, d.Why = news.DeliveryState(f[4]), int(number(f[5])), int(number(f[9])), f[8]
	d.NotBefore, d.CreatedAt, d.Expires = moment(number(f[6])), moment(number(f[7])), moment(number(f[11]))
	d.Edits, d.EditOnly = int(number(f[12])), f[13] == "1"
	d.Held, d.Asked = f[14] != "", f[14] == "2"
	return d, errors.Join(errs...)
}

// scanParts reads IDs, articles and bodies, by turns.
func scanParts(list any) ([]news.Part, error) {
	var parts []news.Part
	for fields, _ := list.([]any); len(fields) >= 3; fields = fields[3:] {
		var b body
		id, err := strconv.ParseInt(fmt.Sprint(fields[0]), 10, 64)
		text, _ := fields[2].(string)
		if err = errors.Join(err, json.Unmarshal([]byte(text), &b)); err != nil {
			return nil, err
		}
		parts = append(parts, news.Part{ID: id, Article: fmt.Sprint(fields[1]), Topics: b.Topics})
	}
	return parts, nil
}
