package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// An answer that could not be sent for answerLife is worth nothing any more.
const answerLife = 6 * time.Hour

// reply sends an answer, in several messages if it is too long for one. The
// keyboard stands under the last.
func (b *Bot) reply(ctx context.Context, key string, m telegram.Message) error {
	parts := message.Split(m.Text, message.MaxUnits)
	for i, text := range parts {
		part := telegram.Message{Chat: m.Chat, Thread: m.Thread, Text: text}
		if i == len(parts)-1 {
			part.Keyboard = m.Keyboard
		}
		own := key
		if i > 0 {
			own = fmt.Sprintf("%s:%d", key, i+1)
		}
		if err := b.replyOne(ctx, own, part); err != nil {
			return err
		}
	}
	return nil
}

// replyOne sends an answer at once. If Telegram does not take it now, would not
// by its limits, or has yet to get an earlier answer, it goes to the queue
// under the key, so that it is not lost and keeps its place. The error is the
// store's.
func (b *Bot) replyOne(ctx context.Context, key string, m telegram.Message) error {
	if down, _ := b.outage.wait(b.now()); down {
		return b.enqueueAnswer(ctx, key, m)
	}
	delay, ok := b.pace.reserve(m.Chat, b.now())
	if !ok {
		return b.enqueueAnswer(ctx, key, m)
	}
	if !b.await(ctx, delay) {
		return ctx.Err()
	}
	_, err := b.api.SendMessage(ctx, m)
	var e *telegram.Error
	if err == nil || !errors.As(err, &e) {
		return err
	}
	return b.refused(ctx, key, m, e)
}

// await waits for a turn that lies delay ahead by the bot's clock, on which
// less may have passed by then than was slept. It is false if ctx ended before.
func (b *Bot) await(ctx context.Context, delay time.Duration) bool {
	due := b.now().Add(delay)
	for delay > 0 && delay <= longestDelay { // more: the clock was set back
		if !sleep(ctx, delay) {
			return false
		}
		delay = due.Sub(b.now())
	}
	return true
}

// refused does what follows from Telegram's refusal of an answer.
func (b *Bot) refused(ctx context.Context, key string, m telegram.Message, e *telegram.Error) error {
	switch e.Kind {
	case telegram.KindFlood:
		b.flooded(m.Chat, e)
		return b.enqueueAnswer(ctx, key, m)
	case telegram.KindGateway, telegram.KindNetwork:
		b.outage.began(b.now())
		fallthrough
	case telegram.KindUnauthorized:
		b.log.Warn("an answer waits in the queue", "chat", m.Chat, "err", e)
		return b.enqueueAnswer(ctx, key, m)
	case telegram.KindMigrated:
		if e.MigrateTo == 0 {
			break
		}
		if err := b.store.MigrateChat(ctx, m.Chat, e.MigrateTo); err != nil {
			return err
		}
		m.Chat = e.MigrateTo
		return b.enqueueAnswer(ctx, key, m)
	case telegram.KindBlocked, telegram.KindKicked, telegram.KindNotStarted:
		return b.stop(ctx, m.Chat, e)
	case telegram.KindMarkup, telegram.KindLength, telegram.KindKeyboard, telegram.KindOther:
		b.log.Error("a bug: telegram refuses an answer as it was written", "chat", m.Chat, "err", e)
		for i, text := range message.SplitPlain(message.Printable(message.Flatten(m.Text)), message.MaxUnits) {
			plain := telegram.Message{Chat: m.Chat, Thread: m.Thread, Text: message.Escape([]string{text})[0]}
			if err := b.enqueueAnswer(ctx, fmt.Sprintf("%s:plain:%d", key, i), plain); err != nil {
				return err
			}
		}
		return nil
	}
	b.log.Warn("an answer could not be sent", "chat", m.Chat, "err", e)
	return nil
}

// enqueueAnswer leaves an answer to the queue.
func (b *Bot) enqueueAnswer(ctx context.Context, key string, m telegram.Message) error {
	return b.enqueue(ctx, key, news.Delivery{
		Recipient: news.Recipient{Chat: m.Chat, Thread: m.Thread},
		Text:      m.Text, Markup: telegram.Markup(m.Keyboard),
		Class: news.ClassAnswer, Expires: b.now().Add(answerLife),
	})
}

// enqueue leaves a text to the queue, once by its key.
func (b *Bot) enqueue(ctx context.Context, key string, d news.Delivery) error {
	if err := b.store.Enqueue(ctx, key, d); err != nil {
		return fmt.Errorf("queue a message: %w", err)
	}
	b.pace.queued(d.Chat, b.now())
	b.Nudge()
	return nil
}
