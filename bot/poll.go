package bot

import (
	"context"
	"errors"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// poll answers what is written to the bot until ctx ends. The offset moves
// only when every update before it was handled, so a crash loses none.
func (b *Bot) poll(ctx context.Context) {
	if !b.introduce(ctx) {
		return
	}
	in := b.newInbox()
	own, cancel := b.graceful(ctx)
	defer cancel()
	var failures int
	for ctx.Err() == nil {
		updates, err := b.api.GetUpdates(ctx, in.offset(), b.config.Poll, allowed)
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
		in.take(own, updates)
		in.settle(ctx)
	}
	in.workers.Wait()
	b.acknowledge(ctx, in.offset())
}

// allowed are the kinds of update that the bot asks for.
var allowed = []string{telegram.UpdateMessage, telegram.UpdateCallback, telegram.UpdateMember}

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
			b.presenting.Go(func() { b.present(ctx) })
			return true
		}
		if ctx.Err() != nil || !sleep(ctx, b.pollTrouble(ctx, err, failures)) {
			return false
		}
	}
}

// self returns the bot's own account.
func (b *Bot) self() telegram.User {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.me
}

// username returns the bot's own name, without its @.
func (b *Bot) username() string { return b.self().Username }

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
func (b *Bot) acknowledge(ctx context.Context, offset int64) {
	if offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if _, err := b.api.GetUpdates(ctx, offset, 0, allowed); err != nil {
		b.log.Debug("the last updates were not acknowledged", "err", err)
	}
}
