package redis

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// A wording is what may change of a watch.
type wording struct {
	Name  string `json:"name,omitempty"`
	Query string `json:"query"`
	Lang  string `json:"lang,omitempty"`
}

// PutWatch implements store.Watches.
func (e *Engine) PutWatch(ctx context.Context, w news.Watch) error {
	since := micro(w.Since)
	if since == 0 {
		since = e.now()
	}
	own := int64(1)
	rest, err := encode(wording{w.Name, w.Query, w.Lang})
	if err == nil {
		own, err = e.runInt(ctx, "put_watch", w.ID, code(w.Chat), code(int64(w.Thread)), since, w.Author, rest)
	}
	if err == nil && own == 0 {
		err = news.ErrUnknownWatch
	}
	if err != nil {
		return fmt.Errorf("write watch %s of chat %d: %w", w.ID, w.Chat, err)
	}
	return nil
}

// DeleteWatch implements store.Watches.
func (e *Engine) DeleteWatch(ctx context.Context, chat int64, id string) (bool, error) {
	n, err := e.runInt(ctx, "delete_watch", code(chat), id)
	if err != nil {
		return false, fmt.Errorf("delete watch %s of chat %d: %w", id, chat, err)
	}
	return n == 1, nil
}

// Watch implements store.Watches.
func (e *Engine) Watch(ctx context.Context, id string) (news.Watch, bool, error) {
	value, err := e.client.HGet(ctx, e.prefix+"watches", id).Result()
	if errors.Is(err, redis.Nil) {
		return news.Watch{}, false, nil
	}
	if err != nil {
		return news.Watch{}, false, fmt.Errorf("read watch %s: %w", id, e.explain(err))
	}
	w, err := scanWatch(id, value)
	return w, err == nil, err
}

// WatchesOf implements store.Watches.
func (e *Engine) WatchesOf(ctx context.Context, chat int64) ([]news.Watch, error) {
	ids, err := e.client.SMembers(ctx, e.prefix+"watches:"+code(chat)).Result()
	if err != nil {
		return nil, fmt.Errorf("read watches of chat %d: %w", chat, e.explain(err))
	}
	if len(ids) == 0 {
		return nil, nil
	}
	values, err := e.client.HMGet(ctx, e.prefix+"watches", ids...).Result()
	if err != nil {
		return nil, fmt.Errorf("read watches of chat %d: %w", chat, e.explain(err))
	}
	var found []news.Watch
	for i, value := range values {
		text, there := value.(string)
		if !there {
			continue // deleted since
		}
		w, err := scanWatch(ids[i], text)
		if err != nil {
			return nil, err
		}
		found = append(found, w)
	}
	slices.SortFunc(found, func(a, b news.Watch) int {
		return cmp.Or(a.Since.Compare(b.Since), strings.Compare(a.ID, b.ID))
	})
	return found, nil
}

// WatchChanges implements store.Watches.
func (e *Engine) WatchChanges(ctx context.Context, after int64, limit int) ([]news.WatchChange, error) {
	answer, err := e.run(ctx, "watch_changes", after, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read changes of watches: %w", err)
	}
	list, _ := answer.([]any)
	var changes []news.WatchChange
	for _, entry := range list {
		c, err := scanChange(entry)
		if err != nil {
			return nil, fmt.Errorf("read changes of watches: %w", err)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

func scanChange(entry any) (c news.WatchChange, err error) {
	fields, _ := entry.([]any)
	if len(fields) < 2 {
		return c, fmt.Errorf("%v is no change", entry)
	}
	c.Watch.ID = fmt.Sprint(fields[0])
	if c.Revision, err = strconv.ParseInt(fmt.Sprint(fields[1]), 10, 64); err != nil {
		return c, err
	}
	c.Gone = true
	if len(fields) > 2 {
		if value, there := fields[2].(string); there {
			c.Gone = false
			c.Watch, err = scanWatch(c.Watch.ID, value)
		}
	}
	return c, err
}

// scanWatch reads a watch as put_watch.lua writes it.
func scanWatch(id, value string) (news.Watch, error) {
	const digits = 32
	w := news.Watch{ID: id}
	fields := strings.SplitN(value[min(digits, len(value)):], " ", 3)
	if len(fields) < 3 {
		return w, fmt.Errorf("read watch %s: %q is none", id, value)
	}
	var text wording
	var errs [4]error
	w.Recipient, errs[0] = recipient(value[:digits])
	w.Since, errs[1] = parseMoment(fields[0])
	w.Author, errs[2] = strconv.ParseInt(fields[1], 10, 64)
	errs[3] = json.Unmarshal([]byte(fields[2]), &text)
	w.Name, w.Query, w.Lang = text.Name, text.Query, text.Lang
	if err := errors.Join(errs[:]...); err != nil {
		return w, fmt.Errorf("read watch %s: %w", id, err)
	}
	return w, nil
}
