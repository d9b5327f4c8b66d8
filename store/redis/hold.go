package redis

import (
	"context"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Hold implements store.Queue.
func (e *Engine) Hold(ctx context.Context, id, token int64, until time.Time) error {
	passed, err := e.runInt(ctx, "hold", e.now(), id, micro(until), news.SendLease, token)
	if err == nil && passed == 0 {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("hold delivery %d: %w", id, err)
	}
	return nil
}

// LetGo implements store.Queue.
func (e *Engine) LetGo(ctx context.Context, chat int64) error {
	if _, err := e.run(ctx, "let_go", e.now(), code(chat)); err != nil {
		return fmt.Errorf("let go what is held for chat %d: %w", chat, err)
	}
	return nil
}

// AskFor implements store.Queue.
func (e *Engine) AskFor(ctx context.Context, to news.Recipient) error {
	if _, err := e.run(ctx, "ask_for", e.now(), code(to.Chat), code(int64(to.Thread))); err != nil {
		return fmt.Errorf("ask for what is held for %+v: %w", to, err)
	}
	return nil
}

// HeldBack implements store.Queue.
func (e *Engine) HeldBack(ctx context.Context, chat int64, limit int) ([]news.Delivery, error) {
	if limit <= 0 {
		return nil, nil
	}
	answer, err := e.run(ctx, "held_back", code(chat), limit)
	if err != nil {
		return nil, fmt.Errorf("read what is held for chat %d: %w", chat, err)
	}
	list, _ := answer.([]any)
	return e.scanDeliveries(ctx, list), nil
}

// Drop implements store.Queue.
func (e *Engine) Drop(ctx context.Context, id, token int64, why string) error {
	passed, err := e.runInt(ctx, "drop", e.now(), id, news.SendLease, token)
	if err == nil && passed == 0 {
		err = news.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("drop delivery %d (%s): %w", id, why, err)
	}
	return nil
}
