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
	slash := strings.HasPrefix(strings.TrimLeft(said, marks), "/")
	if !ok && (said == "" || slash) {
		return nil
	}
	question := ""
	if !slash {
		var err error
		if question, err = b.askedFor(ctx, m); err != nil {
			return err
		}
		if group && question == "" {
			return nil // people talking
		}
	}
	if in, err := b.letIn(ctx, update, m.Chat, m.From, c); err != nil || !in {
		return err
	}
	t, err := b.begin(ctx, update, m, m.From)
	if err != nil {
		return err
	}
	if question != "" {
		return b.answered(ctx, t, question, said)
	}
	if !group {
		if err := b.closeQuestion(ctx, t.at); err != nil {
			return err
		}
	}
	if !ok {
		return b.offerQuery(ctx, t, said)
	}
	return b.obey(ctx, t, c)
}
