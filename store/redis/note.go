package redis

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// PutNote implements store.Notes.
func (e *Engine) PutNote(ctx context.Context, n news.Note) error {
	if _, err := e.run(ctx, "put_note", e.now(), n.Name, code(n.Chat), micro(n.Expires), n.Text); err != nil {
		return fmt.Errorf("write a note of chat %d: %w", n.Chat, err)
	}
	return nil
}

// Note implements store.Notes.
func (e *Engine) Note(ctx context.Context, name string) (news.Note, bool, error) {
	value, err := e.client.Get(ctx, e.prefix+"note:"+name).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return news.Note{}, false, nil
	case err != nil:
		return news.Note{}, false, fmt.Errorf("read a note: %w", e.explain(err))
	}
	n, err := scanNote(name, value)
	if err != nil {
		return news.Note{}, false, fmt.Errorf("read a note: %w", err)
	}
	if !n.Expires.IsZero() && micro(n.Expires) <= e.now() {
		return news.Note{}, false, nil
	}
	return n, true, nil
}

// scanNote reads a note as lua/bot.lua writes it.
func scanNote(name, value string) (news.Note, error) {
	const digits = 16
	head, text, found := strings.Cut(value, " ")
	if !found || len(head) < digits {
		return news.Note{}, fmt.Errorf("%q is no note", value)
	}
	n := news.Note{Name: name, Text: text}
	var errs [2]error
	n.Chat, errs[0] = decode(head[:digits])
	n.Expires, errs[1] = parseMoment(head[digits:])
	return n, errors.Join(errs[:]...)
}

// DeleteNote implements store.Notes.
func (e *Engine) DeleteNote(ctx context.Context, name string) error {
	if _, err := e.run(ctx, "delete_note", name); err != nil {
		return fmt.Errorf("delete a note: %w", err)
	}
	return nil
}
