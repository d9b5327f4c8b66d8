package bot

import (
	"context"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// heard answers a message.
func (b *Bot) heard(ctx context.Context, update int64, m *telegram.Incoming) error {
	switch {
	case m.MigrateTo != 0:
		return b.store.MigrateChat(ctx, m.Chat.ID, m.MigrateTo)
	case m.Reopened:
		return b.opened(ctx, news.Recipient{Chat: m.Chat.ID, Thread: m.Thread})
	case m.Chat.Kind == telegram.Channel, m.From != nil && m.From.IsBot && m.SenderChat == nil:
		return nil
	}
	group := m.Chat.Kind != telegram.Private
	c, ok := parse(m.Text, b.username())
	if !ok && (group || strings.TrimSpace(m.Text) == "" || strings.HasPrefix(m.Text, "/")) {
		return nil
	}
	if group && !strings.HasPrefix(strings.TrimSpace(m.Text), "/") {
		return nil // people talking
	}
	t, err := b.begin(ctx, update, m, m.From)
	if err != nil {
		return err
	}
	return b.obey(ctx, t, c)
}

// obey carries out a command.
func (b *Bot) obey(ctx context.Context, t *talk, c command) error {
	switch c.name {
	case "start":
		return b.welcome(ctx, t)
	case "help":
		return b.say(ctx, t, t.locale().Say(message.Help, "Example", b.example(t)))
	case "topics":
		return b.showTopics(ctx, t)
	case "subscribe":
		return b.settle(ctx, t, c.args, true)
	case "unsubscribe":
		return b.settle(ctx, t, c.args, false)
	case "subscriptions":
		return b.subscriptions(ctx, t)
	case "latest":
		return b.latest(ctx, t, c.args)
	case "status":
		return b.status(ctx, t)
	case "language":
		return b.language(ctx, t, c.args)
	}
	if t.group {
		return nil // most likely another bot's
	}
	return b.say(ctx, t, t.locale().Say(message.UnknownCommand))
}

// example returns a topic to show how commands are written, in the words of
// the talk's language.
func (b *Bot) example(t *talk) string {
	topics := b.catalog().Topics
	if len(topics) == 0 {
		return "…"
	}
	return topics[0].Label(t.locale().Lang())
}
