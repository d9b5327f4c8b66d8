package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// Outbox implements news.Ledger. An entry whose record is gone, or cannot be read,
// is taken out, so that those behind it go on.
func (e *Engine) Outbox(ctx context.Context, limit int) ([]news.Entry, error) {
	if limit <= 0 {
		return nil, nil
	}
	for {
		entries, bad, err := e.entries(ctx, limit)
		if err == nil && len(bad) == 0 {
			return entries, nil
		}
		if err == nil {
			err = e.takeOut(ctx, bad)
		}
		if err != nil {
			return nil, fmt.Errorf("read the outbox: %w", err)
		}
	}
}

// A spoiledEntry is one of which there is no record, or none that can be read.
type spoiledEntry struct {
	article string
	fields  []any // of the record, as they were found
	why     error // nil if there is none
}

// entries reads the first entries of the outbox, and which of them are spoiled.
func (e *Engine) entries(ctx context.Context, limit int) (found []news.Entry, bad []spoiledEntry, err error) {
	ids, err := e.client.ZRange(ctx, e.prefix+"outbox", 0, int64(limit)-1).Result()
	if err != nil {
		return nil, nil, e.explain(err)
	}
	answers := make([]*redis.SliceCmd, len(ids))
	_, err = e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, id := range ids {
			answers[i] = p.HMGet(ctx, e.prefix+"entry:"+id, "topics", "chunk", "after")
		}
		return nil
	})
	if err != nil {
		return nil, nil, e.explain(err)
	}
	for i, id := range ids {
		fields := answers[i].Val()
		if !slices.ContainsFunc(fields, func(field any) bool { return field != nil }) {
			bad = append(bad, spoiledEntry{id, fields, nil}) // or fanned out since
			continue
		}
		entry, err := scanEntry(id, fields)
		if err != nil {
			bad = append(bad, spoiledEntry{id, fields, err})
			continue
		}
		found = append(found, entry)
	}
	return found, bad, nil
}

// takeOut takes entries out of the outbox that are as they were found, and says
// of which articles there are no alerts.
func (e *Engine) takeOut(ctx context.Context, bad []spoiledEntry) error {
	var args []any
	for _, s := range bad {
		args = append(args, s.article)
		for _, field := range s.fields {
			text, _ := field.(string)
			args = append(args, text)
		}
	}
	answer, err := e.run(ctx, "take_out", args...)
	if err != nil {
		return err
	}
	taken, _ := answer.([]any)
	var gone []string
	for _, s := range bad {
		switch {
		case !slices.Contains(taken, any(s.article)):
		case s.why == nil:
			gone = append(gone, s.article)
		default:
			e.log.ErrorContext(ctx, "an entry of the outbox cannot be read and is taken out: who was not told of its article yet never is",
				"article", s.article, "err", s.why)
		}
	}
	if len(gone) > 0 {
		e.log.ErrorContext(ctx, "the records of entries of the outbox are gone: who was not told of their articles yet never is; did the server evict them?",
			"articles", gone)
	}
	return nil
}

// scanEntry reads an entry's topics, chunk and cursor.
func scanEntry(id string, fields []any) (news.Entry, error) {
	topics, _ := fields[0].(string)
	chunk, _ := fields[1].(string)
	after, _ := fields[2].(string)
	n := news.Entry{Article: id}
	var errs [3]error
	errs[0] = json.Unmarshal([]byte(topics), &n.Topics)
	n.Chunk, errs[1] = strconv.Atoi(chunk)
	if after != "" {
		n.After, errs[2] = recipient(after)
	}
	return n, errors.Join(errs[:]...)
}

// Subscribers implements news.Ledger. Each topic gives its first recipients
// after the cursor; among all of these, the first ones are complete.
func (e *Engine) Subscribers(ctx context.Context, topics []string, after news.Recipient, limit int) ([]news.Subscriber, error) {
	if limit <= 0 {
		return nil, nil
	}
	m, err := e.meet(ctx, topics, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read subscribers: %w", err)
	}
	places := slices.Sorted(maps.Keys(m.topics))
	var found []news.Subscriber
	for _, p := range places[:min(limit, len(places))] {
		r, err := recipient(p)
		if err != nil {
			return nil, fmt.Errorf("read subscribers: %w", err)
		}
		found = append(found, news.Subscriber{Recipient: r, Topics: m.topics[p]})
	}
	if err := e.unwanted(ctx, found, m.filtered, m.muted); err != nil {
		return nil, fmt.Errorf("read filters and mutes of subscribers: %w", err)
	}
	return found, nil
}

// A meeting is what a first look at the subscribers of topics tells.
type meeting struct {
	topics   map[string][]string // by place
	filtered []string            // the topics that have filters
	muted    bool                // whether any chat has mutes
}

// meet takes the first subscribers of each topic after a cursor.
func (e *Engine) meet(ctx context.Context, topics []string, after news.Recipient, limit int) (meeting, error) {
	from := "-"
	if c := cursor(after); c != "" {
		from = "(" + c
	}
	subscribers := make([]*redis.StringSliceCmd, len(topics))
	filters := make([]*redis.IntCmd, len(topics))
	var mutes *redis.IntCmd
	_, err := e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, topic := range topics {
			subscribers[i] = p.ZRangeByLex(ctx, e.prefix+"subscribers:"+topic,
				&redis.ZRangeBy{Min: from, Max: "+", Count: int64(limit)})
			filters[i] = p.Exists(ctx, e.prefix+"filters:"+topic)
		}
		mutes = p.Exists(ctx, e.prefix+"mutes")
		return nil
	})
	if err != nil {
		return meeting{}, e.explain(err)
	}
	m := meeting{topics: map[string][]string{}, muted: mutes.Val() > 0}
	for i, topic := range topics {
		for _, p := range subscribers[i].Val() {
			if !slices.Contains(m.topics[p], topic) {
				m.topics[p] = append(m.topics[p], topic)
			}
		}
		if filters[i].Val() > 0 && !slices.Contains(m.filtered, topic) {
			m.filtered = append(m.filtered, topic)
		}
	}
	return m, nil
}

// FanOut implements news.Ledger.
func (e *Engine) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	last := 0
	if c.Last {
		last = 1
	}
	args := []any{e.now(), c.Article, c.Number, cursor(c.From), last, cursor(c.After)}
	for _, d := range c.Deliveries {
		body, err := encode(bodyOf(d))
		if err != nil {
			return false, fmt.Errorf("fan out %s: %w", c.Article, err)
		}
		args = append(args, code(d.Chat), code(int64(d.Thread)), body, micro(d.NotBefore), int(d.Class.Valid()), micro(d.Expires))
	}
	moved, err := e.runInt(ctx, "fan_out", args...)
	if err != nil {
		return false, fmt.Errorf("fan out %s: %w", c.Article, err)
	}
	return moved == 1, nil
}

// cursor returns the place of a cursor, empty for the one that begins.
func cursor(r news.Recipient) string {
	if r == (news.Recipient{}) {
		return ""
	}
	return place(r)
}
