package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// How often an update is tried that Telegram does not let us answer, or that
// the store does not take although it takes other things.
const (
	telegramTries = 4
	storeTries    = 20
	longestPause  = 10 * time.Second
)

// handle does what an update asks for. While the store is out of order it
// tries again and again: an outage loses no update. It gives up only what is at
// fault itself, so that one update never holds up the others for ever. It
// returns false if ctx ended before the update was handled.
func (b *Bot) handle(ctx context.Context, u telegram.Update) bool {
	own := 0 // failures that say something of the update
	for try := 1; ctx.Err() == nil; try++ {
		err := b.attempt(ctx, u)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		b.log.Error("an update could not be handled", "update", u.ID, "try", try, "err", err)
		most := storeTries
		var e *telegram.Error
		switch {
		case errors.Is(err, errBug):
			own = most
		case errors.As(err, &e):
			own, most = own+1, telegramTries
		case b.storeTakes(ctx):
			own++
		}
		if own >= most {
			b.apologize(ctx, u)
			return true
		}
		sleep(ctx, min(backoff(try), longestPause))
	}
	return false
}

// storeTakes reports whether the store works, as far as a small write can
// tell.
func (b *Bot) storeTakes(ctx context.Context) bool {
	return b.store.PutSetting(ctx, "alive", b.now().UTC().Format(time.RFC3339)) == nil
}

// attempt handles an update once. A panic, which would be a bug, becomes an
// error.
func (b *Bot) attempt(ctx context.Context, u telegram.Update) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v\n%s", errBug, r, debug.Stack())
		}
	}()
	switch {
	case u.Err != nil:
		b.log.Warn("an update could not be read; it is left out", "update", u.ID, "err", u.Err)
	case u.Message != nil:
		return b.heard(ctx, u.ID, u.Message)
	case u.Callback != nil:
		return b.pressed(ctx, u.ID, u.Callback)
	case u.Member != nil:
		return b.moved(ctx, u.ID, u.Member)
	}
	return nil
}

// apologize tells that an update could not be handled.
func (b *Bot) apologize(ctx context.Context, u telegram.Update) {
	switch {
	case u.Callback != nil:
		if err := b.api.AnswerCallback(ctx, u.Callback.ID, b.localeOf(ctx, chatOf(u), &u.Callback.From).Label(message.Trouble), true); err != nil {
			b.log.Warn("an answer could not be sent", "err", err)
		}
	case u.Message != nil && u.Message.From != nil:
		l := b.localeOf(ctx, u.Message.Chat.ID, u.Message.From)
		m := telegram.Message{Chat: u.Message.Chat.ID, Thread: u.Message.Thread, Text: l.Say(message.Trouble)}
		if _, err := b.api.SendMessage(ctx, m); err != nil {
			b.log.Warn("an answer could not be sent", "err", err)
		}
	}
}
