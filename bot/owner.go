package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// tellOwner queues a notice about a chat to its owner, once by key. It reaches
// only an owner who has written to the bot, and has not blocked it; nobody else
// can be sent to. That Telegram does not tell who the owner is holds up
// nothing: the error is the store's.
func (b *Bot) tellOwner(ctx context.Context, key string, chat news.Chat, k message.Key, e *telegram.Error) error {
	admins, err := b.api.GetChatAdministrators(ctx, chat.ID)
	i := slices.IndexFunc(admins, func(m telegram.Member) bool { return m.Status == "creator" })
	if err != nil || i < 0 {
		b.log.Warn("a chat's owner is unknown", "chat", chat.ID, "err", err)
		return nil
	}
	owner := admins[i].User
	known, ok, err := b.store.Chat(ctx, owner.ID)
	if err != nil || !ok || known.State == news.ChatStopped {
		return err
	}
	d := news.Delivery{
		Recipient: news.Recipient{Chat: owner.ID}, Class: news.ClassUrgent,
		Text: message.In(known.Lang).Say(k, "Chat", chat.Title, "Reason", e.Description),
	}
	return b.enqueue(ctx, fmt.Sprintf("owner:%s:%d", key, owner.ID), d)
}
