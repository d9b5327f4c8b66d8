package bot

import (
	"context"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// fillMenu fills the menu of commands in every language. The bot works
// without it too, so trouble is only logged.
func (b *Bot) fillMenu(ctx context.Context) {
	for _, lang := range append([]string{""}, message.Languages()...) {
		if err := b.api.SetMyCommands(ctx, telegram.Scope{}, lang, menu(message.In(lang))); err != nil {
			if ctx.Err() == nil {
				b.log.Warn("the menu of commands could not be set", "lang", lang, "err", err)
			}
			return
		}
	}
}

func menu(l *message.Locale) []telegram.Command {
	return []telegram.Command{
		{Name: "topics", Description: l.Label(message.CommandTopics)},
		{Name: "subscribe", Description: l.Label(message.CommandSubscribe)},
		{Name: "unsubscribe", Description: l.Label(message.CommandUnsub)},
		{Name: "subscriptions", Description: l.Label(message.CommandSubs)},
		{Name: "latest", Description: l.Label(message.CommandLatest)},
		{Name: "status", Description: l.Label(message.CommandStatus)},
		{Name: "language", Description: l.Label(message.CommandLanguage)},
		{Name: "help", Description: l.Label(message.CommandHelp)},
		{Name: "start", Description: l.Label(message.CommandStart)},
	}
}
