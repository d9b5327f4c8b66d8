package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// Acquire implements store.Leases. The processes agree about when a lease ends
// by the server's time, so that it does not matter if their clocks differ; what
// the caller is told is by its own.
func (e *Engine) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error) {
	expires := moment(micro(e.clock().Add(ttl)))
	answer, err := e.run(ctx, "acquire", e.serverNow(), name, holder, ttl.Microseconds())
	if err != nil {
		return news.Lease{}, false, fmt.Errorf("acquire lease %s: %w", name, err)
	}
	token, got := answer.(int64)
	if !got {
		return news.Lease{}, false, nil
	}
	return news.Lease{Name: name, Holder: holder, Token: token, Expires: expires}, true, nil
}

// serverNow returns the injected clock's time, or nothing, for the server's.
func (e *Engine) serverNow() any {
	if e.injected {
		return e.now()
	}
	return ""
}

// Renew implements store.Leases.
func (e *Engine) Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error) {
	held, err := e.runInt(ctx, "renew", e.serverNow(), l.Name, l.Holder, l.Token, ttl.Microseconds())
	if err != nil {
		return false, fmt.Errorf("renew lease %s: %w", l.Name, err)
	}
	return held == 1, nil
}

// Release implements store.Leases.
func (e *Engine) Release(ctx context.Context, l news.Lease) error {
	if _, err := e.run(ctx, "release", l.Name, l.Holder, l.Token); err != nil {
		return fmt.Errorf("release lease %s: %w", l.Name, err)
	}
	return nil
}

// Held implements store.Leases.
func (e *Engine) Held(ctx context.Context, names []string) ([]news.Lease, error) {
	args := []any{e.serverNow()}
	for _, name := range names {
		args = append(args, name)
	}
	answer, err := e.run(ctx, "held", args...)
	if err != nil {
		return nil, fmt.Errorf("look up leases: %w", err)
	}
	fields, _ := answer.([]any)
	var leases []news.Lease
	for ; len(fields) >= 4; fields = fields[4:] {
		l := news.Lease{Name: fmt.Sprint(fields[0]), Holder: fmt.Sprint(fields[1])}
		l.Token, _ = strconv.ParseInt(fmt.Sprint(fields[2]), 10, 64)
		if l.Expires, err = parseMoment(fmt.Sprint(fields[3])); err != nil {
			return nil, fmt.Errorf("look up lease %s: %w", l.Name, err)
		}
		leases = append(leases, l)
	}
	return leases, nil
}

// SourceState implements store.Memory.
func (e *Engine) SourceState(ctx context.Context, id string) (news.SourceState, error) {
	s := news.SourceState{Source: id}
	state, err := e.client.HGet(ctx, e.prefix+"sources", id).Bytes()
	switch {
	case errors.Is(err, redis.Nil):
		return s, nil
	case err != nil:
		return s, fmt.Errorf("read state of source %s: %w", id, e.explain(err))
	}
	if err := json.Unmarshal(state, &s); err != nil {
		return s, fmt.Errorf("read state of source %s: %w", id, err)
	}
	return s, nil
}

// PutSourceState implements store.Memory.
func (e *Engine) PutSourceState(ctx context.Context, s news.SourceState, under news.Lease) error {
	state, err := encode(s)
	passed := int64(1)
	if err == nil {
		passed, err = e.runInt(ctx, "put_source", s.Source, state, under.Name, under.Token)
	}
	if err == nil && passed == 0 {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("write state of source %s: %w", s.Source, err)
	}
	return nil
}

// Setting implements store.Memory.
func (e *Engine) Setting(ctx context.Context, key string) (string, error) {
	value, err := e.client.HGet(ctx, e.prefix+"settings", key).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", fmt.Errorf("read setting %s: %w", key, e.explain(err))
	}
	return value, nil
}

// PutSetting implements store.Memory.
func (e *Engine) PutSetting(ctx context.Context, key, value string) error {
	if _, err := e.run(ctx, "put_setting", key, value); err != nil {
		return fmt.Errorf("write setting %s: %w", key, err)
	}
	return nil
}

// Counts implements store.Store. All of them are of one moment. It is a script, as
// a server that is out of memory refuses plain commands in one transaction, even
// if they only read.
func (e *Engine) Counts(ctx context.Context) (news.Counts, error) {
	answer, err := e.run(ctx, "counts")
	if err != nil {
		return news.Counts{}, fmt.Errorf("count: %w", err)
	}
	n := map[string]int64{}
	for list, _ := answer.([]any); len(list) >= 2; list = list[2:] {
		n[fmt.Sprint(list[0])], _ = strconv.ParseInt(fmt.Sprint(list[1]), 10, 64)
	}
	return news.Counts{
		Seen: n["seen"], Articles: n["articles"], Outbox: n["outbox"],
		Pending: n["pending"], Attempting: n["attempting"], Sent: n["sent"], Buried: n["buried"], Expired: n["expired"],
		Joined: n["joined"], Held: n["held"], Dropped: n["dropped"],
		Chats: n["chats"], Subscriptions: n["subscriptions"], Watches: n["watches"],
	}, nil
}
