package redis

import (
	"context"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// ChangeSubscription implements store.Directory. A change is written if nothing
// else was since the subscription was read.
func (e *Engine) ChangeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (bool, error) {
	for {
		there, written, err := e.changeSubscription(ctx, r, topic, change)
		if err != nil {
			return false, fmt.Errorf("change the subscription of chat %d to %s: %w", r.Chat, topic, err)
		}
		if !there || written {
			return there, nil
		}
	}
}

// changeSubscription tries it once, and tells whether there is a subscription,
// and whether it was in time.
func (e *Engine) changeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (there, written bool, err error) {
	thread := code(int64(r.Thread))
	was, err := e.client.HGet(ctx, e.prefix+"subscriptions:"+code(r.Chat), thread+topic).Result()
	if errors.Is(err, redis.Nil) {
		return false, false, nil
	}
	if err != nil {
		return false, false, e.explain(err)
	}
	s, err := scanSubscription(place(r)+topic, was[:1] == "1", was[1:])
	if err != nil {
		return true, false, err
	}
	if err := change(&s); err != nil {
		return true, false, err
	}
	options, filter, err := writeOptions(s)
	if err != nil {
		return true, false, err
	}
	config := 0
	if s.Config {
		config = 1
	}
	n, err := e.runInt(ctx, "change_subscription", code(r.Chat), thread, topic, was, config, options, filter)
	return true, n == 1, err
}
