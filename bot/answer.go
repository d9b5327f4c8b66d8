package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
		if i == 0 {
			part.ReplyTo = m.ReplyTo
		}
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
		if e.InDoubt {
			if err := b.markRepeat(ctx, &m); err != nil {
				return err
			}
		}
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

// markRepeat marks an answer, of which Telegram did not say whether it arrived,
// as a possible repeat.
func (b *Bot) markRepeat(ctx context.Context, m *telegram.Message) error {
	chat, _, err := b.store.Chat(ctx, m.Chat)
	if err != nil {
		return fmt.Errorf("read chat: %w", err)
	}
	m.Text = marked(chat.Lang, m.Text)
	return nil
}

// marked returns a text that may be a repeat, and says so.
func marked(lang, text string) string {
	return message.In(lang).Say(message.Repeat) + "\n\n" + text
}

// enqueue leaves a text to the queue, once by its key. What follows it goes
// there too while it waits.
func (b *Bot) enqueue(ctx context.Context, key string, d news.Delivery) error {
	if err := b.store.Enqueue(ctx, key, d); err != nil {
		return fmt.Errorf("queue a message: %w", err)
	}
	b.Nudge()
	return b.texts(ctx, d.Chat, b.pace.queued(d.Chat, b.now()))
}

// texts lets answers to a chat go past the queue again if no text waits there
// for it: it may have left already, and a key is enqueued once only. So many
// had gone there before this look.
func (b *Bot) texts(ctx context.Context, chat int64, answers int) error {
	const reach = 100
	lane, err := b.store.Waiting(ctx, chat, reach)
	if err != nil {
		return err
	}
	if len(lane) < reach && !slices.ContainsFunc(lane, isText) {
		b.pace.left(chat, answers)
	}
	return nil
}

// isText tells whether a delivery is a message that brings its own text.
func isText(d news.Delivery) bool {
	return d.Article == "" && len(d.Parts) == 0 && d.Edits == 0
}
