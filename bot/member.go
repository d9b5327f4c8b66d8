package bot

import (
	"context"
	"fmt"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// moved follows what becomes of the bot in a chat: blocked and kicked, it
// stops; unblocked and added, it begins again with what was set before.
func (b *Bot) moved(ctx context.Context, update int64, m *telegram.MemberChange) error {
	if !m.New.Present() {
		b.log.Info("the bot was removed from a chat", "chat", m.Chat.ID, "kind", m.Chat.Kind)
		return b.store.StopChat(ctx, m.Chat.ID, "the bot is "+m.New.Status)
	}
	chat, err := b.revive(ctx, m.Chat, &m.From)
	if err != nil {
		return err
	}
	if err := b.store.Park(ctx, m.Chat.ID, b.now()); err != nil { // its rights may have changed
		return fmt.Errorf("open a chat's lane: %w", err)
	}
	b.Nudge()
	added := !m.Old.Present()
	if !added || (m.Chat.Kind != telegram.Group && m.Chat.Kind != telegram.Supergroup) {
		return nil
	}
	l := message.In(chat.Lang)
	return b.reply(ctx, fmt.Sprintf("update:%d", update), telegram.Message{
		Chat: m.Chat.ID, Text: l.Say(message.GroupGreeting), Keyboard: [][]telegram.Button{b.topicsButton(l)},
	})
}
