package bot

import (
	"context"
	"fmt"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// moved follows what becomes of the bot in a chat: blocked and kicked, it
// stops; unblocked and added, it begins again with what was set before.
func (b *Bot) moved(ctx context.Context, update int64, m *telegram.MemberChange) error {
	if !m.New.Present() {
		b.log.Info("the bot was removed from a chat", "chat", m.Chat.ID, "kind", m.Chat.Kind)
		return b.store.StopChat(ctx, m.Chat.ID, whyGone+m.New.Status)
	}
	added := !m.Old.Present()
	in, err := b.allowed(ctx, m.Chat.ID)
	if added && m.Chat.Kind != telegram.Private {
		in, err = b.joined(ctx, update, m)
	}
	if err == nil && !in {
		err = b.stillDenied(ctx, m.Chat.ID)
	}
	if err != nil || !in {
		return err
	}
	chat, err := b.revive(ctx, m.Chat, &m.From)
	if err != nil {
		return err
	}
	if err := b.store.Park(ctx, m.Chat.ID, b.now()); err != nil { // its rights may have changed
		return fmt.Errorf("open a chat's lane: %w", err)
	}
	b.Nudge()
	switch {
	case !added || m.Chat.Kind == telegram.Private:
		return nil
	case m.Chat.Kind == telegram.Channel:
		return b.joinedChannel(ctx, update, m)
	}
	return b.greet(ctx, update, m, chat)
}

// stillDenied notes of a chat that lets the bot in again why it is not sent to
// even so: what an admin decides then counts at once.
func (b *Bot) stillDenied(ctx context.Context, chat int64) error {
	c, known, err := b.store.Chat(ctx, chat)
	if err != nil || !known || c.State != news.ChatStopped {
		return err
	}
	g, decided, err := b.store.Guest(ctx, chat)
	if err != nil {
		return err
	}
	why := whyNotAllowed
	if decided && g.State == news.GuestDenied {
		why = whyDenied
	}
	return b.store.StopChat(ctx, chat, why)
}

// greet says hello to a group, and how to speak to the bot if it does not see
// all that is said there: in privacy mode, without being an admin.
func (b *Bot) greet(ctx context.Context, update int64, m *telegram.MemberChange, chat news.Chat) error {
	l := message.In(chat.Lang)
	text := l.Say(message.GroupGreeting)
	if me := b.self(); !me.ReadsAll && !m.New.Admin() {
		text += "\n\n" + l.Say(message.GroupPrivacyMode, "Bot", message.HTML(me.Username))
	}
	return b.reply(ctx, fmt.Sprintf("update:%d", update), telegram.Message{
		Chat: m.Chat.ID, Text: text, Keyboard: [][]telegram.Button{b.topicsButton(l)},
	})
}
