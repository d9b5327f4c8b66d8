package bot

import (
	"context"
	"strings"

	"github.com/rasadnews/rasad/bot/telegram"
)

// heard answers a message.
func (b *Bot) heard(ctx context.Context, update int64, m *telegram.Incoming) error {
	switch {
	case m.MigrateTo != 0:
		return b.store.MigrateChat(ctx, m.Chat.ID, m.MigrateTo)
	case m.Reopened:
		return b.opened(ctx, m.Chat.ID)
	case m.Chat.Kind == telegram.Channel, m.From != nil && m.From.IsBot && m.SenderChat == nil:
		return nil
	}
	group := m.Chat.Kind != telegram.Private
	c, ok := parse(m.Text, b.username())
	said := strings.TrimSpace(m.Text)
	if !ok && (said == "" || strings.HasPrefix(said, "/") || group && m.ReplyTo == 0) {
		return nil
	}
	if group && !strings.HasPrefix(said, "/") && m.ReplyTo == 0 {
		return nil // people talking
	}
	if in, err := b.letIn(ctx, update, m.Chat, m.From, c); err != nil || !in {
		return err
	}
	t, err := b.begin(ctx, update, m, m.From)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(said, "/") && (!ok || group) {
		if done, err := b.answered(ctx, t, said); done || group || err != nil {
			return err
		}
	}
	if !ok && said != "" && !strings.HasPrefix(said, "/") {
		return b.offerQuery(ctx, t, said)
	}
	return b.obey(ctx, t, c)
}
