package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// handling is how many chats are answered at once.
const handling = 8

// poll answers what is written to the bot until ctx ends. The offset moves
// only when every update before it was handled, so a crash loses none.
func (b *Bot) poll(ctx context.Context) {
	if !b.introduce(ctx) {
		return
	}
	allowed := []string{telegram.UpdateMessage, telegram.UpdateCallback, telegram.UpdateMember}
	var offset int64
	var failures int
	for ctx.Err() == nil {
		updates, err := b.api.GetUpdates(ctx, offset, b.config.Poll, allowed)
		if err != nil {
			if ctx.Err() == nil {
				failures++
				sleep(ctx, b.pollTrouble(ctx, err, failures))
			}
			continue
		}
		if failures > 0 {
			b.log.Info("telegram gives updates again")
			failures = 0
		}
		if n := len(updates); n > 0 {
			offset = updates[n-1].ID + 1
		}
		if first, all := b.handleAll(ctx, updates); !all {
			offset = first // and what came after it
		}
	}
	b.acknowledge(ctx, offset, allowed)
}

// introduce finds out the bot's own name and fills the menu of commands. It
// tries until that works or ctx ends.
func (b *Bot) introduce(ctx context.Context) bool {
	for failures := 1; ; failures++ {
		me, err := b.api.GetMe(ctx)
		if err == nil {
			b.mu.Lock()
			b.me = me
			b.mu.Unlock()
			b.log.Info("telegram knows the bot", "name", "@"+me.Username)
			b.fillMenu(ctx)
			return true
		}
		if ctx.Err() != nil || !sleep(ctx, b.pollTrouble(ctx, err, failures)) {
			return false
		}
	}
}

// username returns the bot's own name, without its @.
func (b *Bot) username() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.me.Username
}

// pollTrouble logs why no updates come, does what helps, and returns how long
// to wait.
func (b *Bot) pollTrouble(ctx context.Context, err error, failures int) time.Duration {
	var e *telegram.Error
	if !errors.As(err, &e) {
		e = &telegram.Error{Kind: telegram.KindOther}
	}
	wait := min(backoff(failures), 30*time.Second)
	switch e.Kind {
	case telegram.KindWebhook:
		b.log.Warn("a webhook keeps updates away; it is removed")
		if err := b.api.DeleteWebhook(ctx); err == nil && failures == 1 {
			return 0
		}
	case telegram.KindConflict:
		b.log.Error("another program reads this bot's updates with the same token: stop it, or give rasad a bot of its own", "err", err)
		wait = 10 * time.Second
	case telegram.KindUnauthorized:
		b.log.Error("telegram refuses the bot's token: check RASAD_TELEGRAM_TOKEN", "err", err)
		wait = tokenTime
	case telegram.KindFlood:
		wait = e.RetryAfter + floodMargin
	default:
		if failures == 1 || failures%20 == 0 {
			b.log.Warn("telegram gives no updates", "err", err, "failures", failures)
		}
	}
	return wait
}

// acknowledge tells Telegram which updates were handled, so that the next
// start does not answer them again.
func (b *Bot) acknowledge(ctx context.Context, offset int64, allowed []string) {
	if offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if _, err := b.api.GetUpdates(ctx, offset, 0, allowed); err != nil {
		b.log.Debug("the last updates were not acknowledged", "err", err)
	}
}

// handleAll handles updates, those of one chat in order, different chats at
// once, and returns when all are done; if ctx ended before that, all is false
// and first is the first update that was not handled.
func (b *Bot) handleAll(ctx context.Context, updates []telegram.Update) (first int64, all bool) {
	lanes := map[int64][]telegram.Update{}
	for _, u := range updates {
		lanes[chatOf(u)] = append(lanes[chatOf(u)], u)
	}
	ctx, cancel := b.graceful(ctx)
	defer cancel()
	var workers sync.WaitGroup
	var mu sync.Mutex
	all = true
	room := make(chan struct{}, handling)
	for _, lane := range lanes {
		room <- struct{}{}
		workers.Go(func() {
			defer func() { <-room }()
			for _, u := range lane {
				if b.handle(ctx, u) {
					continue
				}
				mu.Lock()
				defer mu.Unlock()
				if all || u.ID < first {
					first, all = u.ID, false
				}
				return
			}
		})
	}
	workers.Wait()
	return first, all
}

func chatOf(u telegram.Update) int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.Callback != nil && u.Callback.Message != nil:
		return u.Callback.Message.Chat.ID
	case u.Callback != nil:
		return u.Callback.From.ID
	case u.Member != nil:
		return u.Member.Chat.ID
	}
	return 0
}

// handle does what an update asks for. If the store fails it tries again; at
// last it gives up, so that one update never holds up the others for ever. It
// returns false if ctx ended before the update was handled.
func (b *Bot) handle(ctx context.Context, u telegram.Update) bool {
	for try := 1; ctx.Err() == nil; try++ {
		err := b.attempt(ctx, u)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		b.log.Error("an update could not be handled", "update", u.ID, "try", try, "err", err)
		if try == 4 {
			b.apologize(ctx, u)
			return true
		}
		sleep(ctx, backoff(try))
	}
	return false
}

// attempt handles an update once. A panic, which would be a bug, becomes an
// error.
func (b *Bot) attempt(ctx context.Context, u telegram.Update) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a bug: %v\n%s", r, debug.Stack())
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
