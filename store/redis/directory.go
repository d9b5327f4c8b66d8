package redis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// Chat implements store.Directory.
func (e *Engine) Chat(ctx context.Context, id int64) (news.Chat, bool, error) {
	f, err := e.client.HGetAll(ctx, e.prefix+"chat:"+code(id)).Result()
	if err != nil {
		return news.Chat{}, false, fmt.Errorf("read chat %d: %w", id, e.explain(err))
	}
	if len(f) == 0 {
		return news.Chat{}, false, nil
	}
	c, err := scanChat(id, f)
	return c, err == nil, err
}

// scanChat reads the fields of a chat.
func scanChat(id int64, f map[string]string) (news.Chat, error) {
	c := news.Chat{ID: id, Kind: f["kind"], Title: f["title"], Lang: f["lang"], State: news.ChatState(f["state"]), Why: f["why"]}
	var err error
	if c.Settings, err = readSettings(f["settings"]); err != nil {
		return news.Chat{}, fmt.Errorf("read settings of chat %d: %w", id, err)
	}
	return c, nil
}

// Chats implements store.Directory.
func (e *Engine) Chats(ctx context.Context, after int64, limit int) ([]news.Chat, error) {
	var found []news.Chat
	err := e.list(ctx, "chats", func(id int64, f map[string]string) error {
		c, err := scanChat(id, f)
		found = append(found, c)
		return err
	}, behind(after), max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read chats: %w", err)
	}
	return found, nil
}

// PutChat implements store.Directory.
func (e *Engine) PutChat(ctx context.Context, c news.Chat) error {
	if c.State == "" {
		c.State = news.ChatActive
	}
	_, err := e.run(ctx, "put_chat", code(c.ID), c.Kind, c.Title, c.Lang, string(c.State), c.Why)
	if err != nil {
		return fmt.Errorf("write chat %d: %w", c.ID, err)
	}
	return nil
}

// SetLang implements store.Directory.
func (e *Engine) SetLang(ctx context.Context, id int64, lang string) error {
	if _, err := e.run(ctx, "set_lang", code(id), lang); err != nil {
		return fmt.Errorf("set language of chat %d: %w", id, err)
	}
	return nil
}

// SetState implements store.Directory.
func (e *Engine) SetState(ctx context.Context, id int64, state news.ChatState, why string) error {
	if state != news.ChatActive && state != news.ChatSuspended {
		return fmt.Errorf("set state of chat %d: it cannot be set to %q", id, state)
	}
	if _, err := e.run(ctx, "set_state", code(id), string(state), why); err != nil {
		return fmt.Errorf("set state of chat %d: %w", id, err)
	}
	return nil
}

// StopChat implements store.Directory.
func (e *Engine) StopChat(ctx context.Context, id int64, why string) error {
	if _, err := e.run(ctx, "stop_chat", e.now(), code(id), why); err != nil {
		return fmt.Errorf("stop chat %d: %w", id, err)
	}
	return nil
}

// MigrateChat implements store.Directory.
func (e *Engine) MigrateChat(ctx context.Context, from, to int64) error {
	if from == to {
		return nil
	}
	if _, err := e.run(ctx, "migrate_chat", append([]any{e.now(), code(from), code(to)}, e.periods()...)...); err != nil {
		return fmt.Errorf("migrate chat %d to %d: %w", from, to, err)
	}
	return nil
}

// Migrated implements store.Directory.
func (e *Engine) Migrated(ctx context.Context, id int64) (int64, error) {
	answer, err := e.run(ctx, "migrated", code(id))
	if err != nil {
		return 0, fmt.Errorf("read where chat %d is: %w", id, err)
	}
	end, err := decode(fmt.Sprint(answer))
	if err != nil {
		return 0, fmt.Errorf("read where chat %d is: %w", id, err)
	}
	return end, nil
}

// PutSubscription implements store.Directory.
func (e *Engine) PutSubscription(ctx context.Context, s news.Subscription) error {
	since, config := micro(s.Since), 0
	if since == 0 {
		since = e.now()
	}
	if s.Config {
		config = 1
	}
	options, filter, err := writeOptions(s)
	own := int64(1)
	if err == nil {
		own, err = e.runInt(ctx, "put_subscription", code(s.Chat), code(int64(s.Thread)), s.Topic, config, since, options, filter)
	}
	if err == nil && own == 0 {
		err = news.ErrUnknownWatch
	}
	if err != nil {
		return fmt.Errorf("subscribe chat %d to %s: %w", s.Chat, s.Topic, err)
	}
	return nil
}

// DeleteSubscription implements store.Directory.
func (e *Engine) DeleteSubscription(ctx context.Context, r news.Recipient, topic string) (bool, error) {
	n, err := e.runInt(ctx, "delete_subscription", code(r.Chat), code(int64(r.Thread)), topic)
	if err != nil {
		return false, fmt.Errorf("unsubscribe chat %d from %s: %w", r.Chat, topic, err)
	}
	return n > 0, nil
}

// Subscriptions implements store.Directory.
func (e *Engine) Subscriptions(ctx context.Context, chat int64) ([]news.Subscription, error) {
	fields, err := e.client.HGetAll(ctx, e.prefix+"subscriptions:"+code(chat)).Result()
	if err != nil {
		return nil, fmt.Errorf("read subscriptions of chat %d: %w", chat, e.explain(err))
	}
	var found []news.Subscription
	for field, value := range fields {
		s, err := scanSubscription(code(chat)+field, value[:1] == "1", value[1:])
		if err != nil {
			return nil, fmt.Errorf("read subscriptions of chat %d: %w", chat, err)
		}
		found = append(found, s)
	}
	slices.SortFunc(found, compare)
	return found, nil
}

// ConfigSubscriptions implements store.Directory.
func (e *Engine) ConfigSubscriptions(ctx context.Context) ([]news.Subscription, error) {
	fields, err := e.client.HGetAll(ctx, e.prefix+"config").Result()
	if err != nil {
		return nil, fmt.Errorf("read configured subscriptions: %w", e.explain(err))
	}
	var found []news.Subscription
	for field, value := range fields {
		s, err := scanSubscription(field, true, value)
		if err != nil {
			return nil, fmt.Errorf("read configured subscriptions: %w", err)
		}
		found = append(found, s)
	}
	slices.SortFunc(found, compare)
	return found, nil
}

// scanSubscription reads a recipient's place with the topic behind it, and
// since when it is subscribed, with its options behind that if it has any.
func scanSubscription(field string, config bool, value string) (news.Subscription, error) {
	const digits = 32
	if len(field) < digits {
		return news.Subscription{}, fmt.Errorf("%q is no subscription", field)
	}
	since, rest := value, ""
	if at := strings.IndexByte(value, '{'); at >= 0 {
		since, rest = value[:at], value[at:]
	}
	s := news.Subscription{Topic: field[digits:], Config: config}
	var errs [3]error
	s.Recipient, errs[0] = recipient(field[:digits])
	s.Since, errs[1] = parseMoment(since)
	errs[2] = readOptions(&s, rest)
	return s, errors.Join(errs[:]...)
}

// compare orders subscriptions by chat, thread and topic.
func compare(a, b news.Subscription) int {
	switch {
	case a.Recipient.Before(b.Recipient):
		return -1
	case b.Recipient.Before(a.Recipient):
		return 1
	}
	return strings.Compare(a.Topic, b.Topic)
}
