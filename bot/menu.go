package bot

import (
	"context"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// fillMenu fills the menu of commands in every language that Telegram knows:
// those with a code of two letters, so that readers of Dari see Persian. The
// bot works without it too, so trouble is only logged.
func (b *Bot) fillMenu(ctx context.Context) {
	for _, lang := range append([]string{""}, message.Languages()...) {
		if len(lang) > 2 {
			continue
		}
		if err := b.api.SetMyCommands(ctx, telegram.Scope{}, lang, menu(message.In(lang))); err != nil {
			if ctx.Err() == nil {
				b.log.Warn("the menu of commands could not be set", "lang", lang, "err", err)
			}
			return
		}
	}
}

func menu(l *message.Locale) []telegram.Command {
	var rows []telegram.Command
	for _, row := range commands() {
		if row.about != "" && row.by != operators {
			rows = append(rows, telegram.Command{Name: row.name, Description: l.Label(row.about)})
		}
	}
	return rows
}
