package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// ChangeSettings implements store.Directory. A change is written if nothing
// else was since its settings were read.
func (e *Engine) ChangeSettings(ctx context.Context, id int64, change func(*news.ChatSettings) error) (news.ChatSettings, error) {
	for {
		settings, written, err := e.changeSettings(ctx, id, change)
		if err != nil {
			return settings, fmt.Errorf("change settings of chat %d: %w", id, err)
		}
		if written {
			return settings, nil
		}
	}
}

// changeSettings tries it once, and tells whether it was in time.
func (e *Engine) changeSettings(ctx context.Context, id int64, change func(*news.ChatSettings) error) (news.ChatSettings, bool, error) {
	was, err := e.client.HGet(ctx, e.prefix+"chat:"+code(id), "settings").Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return news.ChatSettings{}, false, e.explain(err)
	}
	settings, err := readSettings(was)
	if err != nil {
		return settings, false, err
	}
	if settings, err = settings.Changed(change, e.clock()); err != nil {
		return settings, false, err
	}
	now, err := encode(settings)
	if err != nil {
		return settings, false, err
	}
	if string(now) == "{}" {
		now = nil
	}
	var mutes []byte
	if len(settings.Mutes) > 0 {
		if mutes, err = encode(settings.Mutes); err != nil {
			return settings, false, err
		}
	}
	written, err := e.runInt(ctx, "put_settings", code(id), was, now, mutes)
	return settings, written == 1, err
}

// readSettings reads settings as the server keeps them: nothing for those of a
// chat that has chosen nothing.
func readSettings(text string) (s news.ChatSettings, err error) {
	if text != "" {
		err = json.Unmarshal([]byte(text), &s)
	}
	return s, err
}

// options are what a subscription has beside its since.
type options struct {
	Filter news.Filter `json:"filter,omitzero"`
	Mode   news.Mode   `json:"mode,omitempty"`
	At     int         `json:"at,omitempty"`
}

// readOptions reads a subscription's options as the server keeps them.
func readOptions(s *news.Subscription, text string) error {
	if text == "" {
		return nil
	}
	var o options
	err := json.Unmarshal([]byte(text), &o)
	s.Filter, s.Mode, s.At = o.Filter, o.Mode, o.At
	return err
}

// writeOptions returns a subscription's options, and its filter, each as JSON,
// or empty if there are none.
func writeOptions(s news.Subscription) (all, filter []byte, err error) {
	if all, err = encode(options{s.Filter, s.Mode, s.At}); err != nil {
		return nil, nil, err
	}
	if string(all) == "{}" {
		return nil, nil, nil
	}
	if !s.Filter.IsZero() {
		filter, err = encode(s.Filter)
	}
	return all, filter, err
}

// unwanted adds to subscribers their filters of the topics that have some, and
// their chats' mutes if any chat has.
func (e *Engine) unwanted(ctx context.Context, found []news.Subscriber, topics []string, muted bool) error {
	if len(found) == 0 || len(topics) == 0 && !muted {
		return nil
	}
	places, chats := make([]string, len(found)), make([]string, len(found))
	for i, s := range found {
		places[i], chats[i] = place(s.Recipient), code(s.Chat)
	}
	filters := make([]*redis.SliceCmd, len(topics))
	var mutes *redis.SliceCmd
	_, err := e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, topic := range topics {
			filters[i] = p.HMGet(ctx, e.prefix+"filters:"+topic, places...)
		}
		if muted {
			mutes = p.HMGet(ctx, e.prefix+"mutes", chats...)
		}
		return nil
	})
	if err != nil {
		return e.explain(err)
	}
	var errs []error
	for t, answer := range filters {
		for i, value := range answer.Val() {
			errs = append(errs, addFilter(&found[i], topics[t], value))
		}
	}
	if muted {
		for i, value := range mutes.Val() {
			if text, ok := value.(string); ok {
				errs = append(errs, json.Unmarshal([]byte(text), &found[i].Mutes))
			}
		}
	}
	return errors.Join(errs...)
}

// addFilter adds a filter, if there is one.
func addFilter(s *news.Subscriber, topic string, value any) error {
	text, ok := value.(string)
	if !ok {
		return nil
	}
	var f news.Filter
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return err
	}
	if s.Filters == nil {
		s.Filters = map[string]news.Filter{}
	}
	s.Filters[topic] = f
	return nil
}
