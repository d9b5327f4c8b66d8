package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// A body is what of a delivery never changes, but by Shorten.
type body struct {
	Topics []string `json:"topics,omitempty"`
	Text   string   `json:"text,omitempty"`
	Markup string   `json:"markup,omitempty"`
}

func bodyOf(d news.Delivery) body { return body{d.Topics, d.Text, d.Markup} }

// Enqueue implements store.Queue. A key is remembered for 62 days.
func (e *Engine) Enqueue(ctx context.Context, key string, d news.Delivery) error {
	const remembered = 62 * 24 * 3600
	if key == "" {
		return errors.New("enqueue: a delivery needs a key")
	}
	text, err := encode(bodyOf(d))
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", key, err)
	}
	_, err = e.run(ctx, "enqueue", e.now(), key, remembered, code(d.Chat), code(int64(d.Thread)), d.Article, text, micro(d.NotBefore),
		int(d.Class.Valid()), micro(d.Expires), d.Edits, d.EditOnly)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", key, err)
	}
	return nil
}

// Reserve implements store.Queue. Lanes whose time has come are opened first,
// a thousand at once.
func (e *Engine) Reserve(ctx context.Context, limit int) ([]news.Delivery, error) {
	if limit <= 0 {
		return nil, nil
	}
	for {
		answer, err := e.run(ctx, "reserve", e.now(), limit)
		if err != nil {
			return nil, fmt.Errorf("reserve deliveries: %w", err)
		}
		list, ok := answer.([]any)
		if !ok || len(list) == 0 {
			return nil, fmt.Errorf("reserve deliveries: answered %v", answer)
		}
		if list[0] == int64(1) {
			continue
		}
		return scanDeliveries(list[1:])
	}
}

// Begin implements store.Queue.
func (e *Engine) Begin(ctx context.Context, id, token int64) (news.Start, error) {
	start, err := e.runInt(ctx, "begin", id, token, news.SendLease, nonce())
	if err != nil {
		return 0, fmt.Errorf("begin delivery %d: %w", id, err)
	}
	return news.Start(start), nil
}

// Finish implements store.Queue.
func (e *Engine) Finish(ctx context.Context, id int64, messageID int) error {
	if _, err := e.run(ctx, "finish", e.now(), id, messageID); err != nil {
		return fmt.Errorf("finish delivery %d: %w", id, err)
	}
	return nil
}

// Retry implements store.Queue.
func (e *Engine) Retry(ctx context.Context, id, token int64, notBefore time.Time, inDoubt bool, why string) error {
	state := news.DeliveryPending
	if inDoubt {
		state = news.DeliveryAttempting
	}
	passed, err := e.runInt(ctx, "retry", e.now(), id, micro(notBefore), string(state), why, news.SendLease, token)
	if err == nil && passed == 0 {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("put off delivery %d: %w", id, err)
	}
	return nil
}

// Shorten implements store.Queue.
func (e *Engine) Shorten(ctx context.Context, id, token int64, text string) error {
	passed, err := e.runInt(ctx, "shorten", e.now(), id, text, news.SendLease, token)
	if err == nil && passed == 0 {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("shorten delivery %d: %w", id, err)
	}
	return nil
}

// Bury implements store.Queue.
func (e *Engine) Bury(ctx context.Context, id, token int64, why string) error {
	passed, err := e.runInt(ctx, "bury", e.now(), id, why, news.SendLease, token)
	if err == nil && passed == 0 {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("bury delivery %d: %w", id, err)
	}
	return nil
}

// Redrive implements store.Queue, chat by chat.
func (e *Engine) Redrive(ctx context.Context) (int, error) {
	chats, err := e.client.SMembers(ctx, e.prefix+"graves").Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return 0, fmt.Errorf("redrive: %w", e.explain(err))
	}
	total := 0
	for _, chat := range chats {
		for last := "0"; ; {
			answer, err := e.run(ctx, "redrive", e.now(), chat, last)
			if err != nil {
				return total, fmt.Errorf("redrive: %w", err)
			}
			list, _ := answer.([]any)
			if len(list) != 2 {
				return total, fmt.Errorf("redrive: answered %v", answer)
			}
			n, _ := list[0].(int64)
			total += int(n)
			if last = fmt.Sprint(list[1]); last == "0" {
				break
			}
		}
	}
	return total, nil
}

// Join implements store.Queue.
func (e *Engine) Join(ctx context.Context, id, token int64, ids []int64) error {
	args := []any{e.now(), id, news.SendLease, token}
	for _, part := range ids {
		args = append(args, part)
	}
	passed, err := e.runInt(ctx, "join", args...)
	if err == nil && passed == 0 {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("join to delivery %d: %w", id, err)
	}
	return nil
}

// Park implements store.Queue.
func (e *Engine) Park(ctx context.Context, chat int64, until time.Time) error {
	if _, err := e.run(ctx, "park", e.now(), code(chat), micro(until)); err != nil {
		return fmt.Errorf("park chat %d: %w", chat, err)
	}
	return nil
}
