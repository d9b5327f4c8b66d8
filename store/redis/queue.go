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

// remembered is for how many seconds the key of a delivery is: 62 days.
const remembered = 62 * 24 * 3600

// Enqueue implements store.Queue.
func (e *Engine) Enqueue(ctx context.Context, key string, d news.Delivery) error {
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

// EnqueueAll implements store.Queue.
func (e *Engine) EnqueueAll(ctx context.Context, key string, d news.Delivery, chats []int64) error {
	if key == "" {
		return errors.New("enqueue for many: a delivery needs a key")
	}
	text, err := encode(bodyOf(d))
	if err == nil {
		args := []any{e.now(), key, remembered, text, micro(d.NotBefore), int(d.Class.Valid()), micro(d.Expires)}
		for _, chat := range chats {
			args = append(args, code(chat), chat)
		}
		_, err = e.run(ctx, "enqueue_all", args...)
	}
	if err != nil {
		return fmt.Errorf("enqueue %s for %d chats: %w", key, len(chats), err)
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
		list, _ := answer.([]any)
		if len(list) == 1 { // there is more to open
			continue
		}
		if len(list) < 2 {
			return nil, fmt.Errorf("reserve deliveries: answered %v", answer)
		}
		lost, _ := list[1].([]any)
		if err := e.tellLost(ctx, lost); err != nil {
			return nil, fmt.Errorf("reserve deliveries: %w", err)
		}
		found, unread := scanEach(list[2:])
		if err := e.setAside(ctx, unread); err != nil {
			return nil, fmt.Errorf("reserve deliveries: %w", err)
		}
		return found, nil
	}
}

// tellLost tells the log of deliveries that are lost, and only then forgets them: a
// process that ends meanwhile leaves them to the next one.
func (e *Engine) tellLost(ctx context.Context, ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	e.log.ErrorContext(ctx, "the records of deliveries are gone, which are never sent: did the server evict them?", "deliveries", ids)
	_, err := e.run(ctx, "tell_lost", ids...)
	return err
}

// setAside buries deliveries that cannot be read, under no lease: they fail by
// themselves, and their lanes go on.
func (e *Engine) setAside(ctx context.Context, unread []spoiled) error {
	for _, d := range unread {
		e.log.ErrorContext(ctx, "a delivery cannot be read and is buried", "delivery", d.id, "err", d.why)
		if _, err := e.run(ctx, "bury", e.now(), d.id, "cannot be read: "+d.why.Error(), "", 0); err != nil {
			return err
		}
	}
	return nil
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
		n, err := e.redrive(ctx, chat)
		total += n
		if err != nil {
			return total, fmt.Errorf("redrive: %w", err)
		}
	}
	return total, nil
}

// RedriveOf implements store.Queue.
func (e *Engine) RedriveOf(ctx context.Context, chat int64) (int, error) {
	n, err := e.redrive(ctx, code(chat))
	if err != nil {
		return n, fmt.Errorf("redrive chat %d: %w", chat, err)
	}
	return n, nil
}

// redrive goes through what is buried of a chat.
func (e *Engine) redrive(ctx context.Context, chat string) (int, error) {
	total := 0
	for last := "0"; ; {
		answer, err := e.run(ctx, "redrive", e.now(), chat, last)
		if err != nil {
			return total, err
		}
		list, _ := answer.([]any)
		if len(list) != 2 {
			return total, fmt.Errorf("answered %v", answer)
		}
		n, _ := list[0].(int64)
		total += int(n)
		if last = fmt.Sprint(list[1]); last == "0" {
			return total, nil
		}
	}
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
