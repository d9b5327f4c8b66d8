package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// reply sends an answer at once. If Telegram does not take it now, or would
// not by its limits, it goes to the queue under the key, so that it is not lost. The error is the store's.
func (b *Bot) reply(ctx context.Context, key string, m telegram.Message) error {
	delay, ok := b.pace.reserve(m.Chat, b.now())
	if !ok {
		return b.enqueue(ctx, key, m)
	}
	if delay > 0 && !sleep(ctx, delay) {
		return ctx.Err()
	}
	_, err := b.api.SendMessage(ctx, m)
	var e *telegram.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &e):
		return err
	}
	switch e.Kind {
	case telegram.KindFlood, telegram.KindGateway, telegram.KindNetwork, telegram.KindUnauthorized:
		b.log.Warn("an answer waits in the queue", "chat", m.Chat, "err", e)
		return b.enqueue(ctx, key, m)
	case telegram.KindMigrated:
		if e.MigrateTo == 0 {
			break
		}
		if err := b.store.MigrateChat(ctx, m.Chat, e.MigrateTo); err != nil {
			return err
		}
		m.Chat = e.MigrateTo
		return b.enqueue(ctx, key, m)
	case telegram.KindBlocked, telegram.KindKicked, telegram.KindNotStarted:
		return b.stop(ctx, m.Chat, e)
	case telegram.KindMarkup, telegram.KindLength, telegram.KindKeyboard, telegram.KindOther:
		b.log.Error("a bug: telegram refuses an answer as it was written", "chat", m.Chat, "err", e)
		_, err = b.api.SendMessage(ctx, telegram.Message{
			Chat: m.Chat, Thread: m.Thread, Text: message.Shorten(message.Strip(m.Text)), Plain: true,
		})
		if err == nil {
			return nil
		}
	}
	b.log.Warn("an answer could not be sent", "chat", m.Chat, "err", e)
	return nil
}

// enqueue leaves a message to the queue.
func (b *Bot) enqueue(ctx context.Context, key string, m telegram.Message) error {
	d := news.Delivery{
		Recipient: news.Recipient{Chat: m.Chat, Thread: m.Thread},
		Text:      m.Text, Markup: telegram.Markup(m.Keyboard),
	}
	if err := b.store.Enqueue(ctx, key, d); err != nil {
		return fmt.Errorf("queue an answer: %w", err)
	}
	b.Nudge()
	return nil
}
