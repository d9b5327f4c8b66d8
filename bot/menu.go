package bot

import (
	"context"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// present shows the bot to Telegram's users: its menus of commands and, unless
// its owner keeps that, its name and what it says of itself. What is so already
// is left alone, as Telegram lets it be changed a few times a day only. The bot
// works without it, so trouble is only logged.
func (b *Bot) present(ctx context.Context) {
	err := b.fillMenus(ctx)
	if err == nil && !b.config.OwnProfile {
		err = b.showProfile(ctx)
	}
	for _, admin := range b.config.Admins {
		if err == nil {
			err = b.fillOperatorMenu(ctx, admin)
		}
	}
	if err != nil && ctx.Err() == nil {
		b.log.Warn("the bot's menus or profile could not be set", "err", err)
	}
}

// menuLanguages are the languages that Telegram tells apart in menus and
// profiles: those with a code of two letters, and none for all others, who get
// English.
func menuLanguages() []string {
	langs := []string{""}
	for _, lang := range message.Languages() {
		if len(lang) == 2 {
			langs = append(langs, lang)
		}
	}
	return langs
}

// fillMenus fills the menus of commands in every language: for private chats,
// for groups, and for those who run a group.
func (b *Bot) fillMenus(ctx context.Context) error {
	for _, lang := range menuLanguages() {
		for scope, shown := range map[string]func(commandRow) bool{
			telegram.Everywhere:   func(r commandRow) bool { return r.by != operators },
			telegram.InGroups:     func(r commandRow) bool { return r.by == anyone && !r.alone },
			telegram.ForAllAdmins: func(r commandRow) bool { return r.by != operators && !r.alone },
		} {
			if err := b.fillMenu(ctx, telegram.Scope{Kind: scope}, lang, menu(message.In(lang), shown)); err != nil {
				return err
			}
		}
	}
	return nil
}

// fillMenu fills a menu that is not so already.
func (b *Bot) fillMenu(ctx context.Context, scope telegram.Scope, lang string, rows []telegram.Command) error {
	now, err := b.api.MyCommands(ctx, scope, lang)
	if err != nil || slices.Equal(now, rows) {
		return err
	}
	return b.api.SetMyCommands(ctx, scope, lang, rows)
}

// fillOperatorMenu fills the menu of an admin's own chat, with what only admins
// can do, in the chat's language. There may be no such chat yet.
func (b *Bot) fillOperatorMenu(ctx context.Context, admin int64) error {
	chat, known, err := b.store.Chat(ctx, admin)
	if err != nil || !known {
		return err
	}
	all := menu(message.In(chat.Lang), func(commandRow) bool { return true })
	err = b.fillMenu(ctx, telegram.Scope{Kind: telegram.InChat, Chat: admin}, "", all)
	if telegram.Is(err, telegram.KindChatNotFound) || telegram.Is(err, telegram.KindOther) {
		return nil
	}
	return err
}

// renewOperatorMenu does so when an admin writes, or chooses a language.
func (b *Bot) renewOperatorMenu(ctx context.Context, t *talk) {
	if !t.private() || !b.operator(t) {
		return
	}
	if err := b.fillOperatorMenu(ctx, t.at.Chat); err != nil && ctx.Err() == nil {
		b.log.Warn("an admin's menu could not be set", "admin", t.at.Chat, "err", err)
	}
}

// menu returns the commands of a menu.
func menu(l *message.Locale, shown func(commandRow) bool) []telegram.Command {
	var rows []telegram.Command
	for _, row := range commands() {
		if shown(row) {
			rows = append(rows, telegram.Command{Name: row.name, Description: l.Label(row.about)})
		}
	}
	return rows
}

// showProfile says in every language what the bot is called and does, and has
// the button beside the input field open the menu.
func (b *Bot) showProfile(ctx context.Context) error {
	for _, lang := range menuLanguages() {
		l := message.In(lang)
		for _, text := range []struct {
			say message.Key
			now func(context.Context, string) (string, error)
			set func(context.Context, string, string) error
		}{
			{message.ProfileName, b.api.MyName, b.api.SetMyName},
			{message.ProfileAbout, b.api.MyDescription, b.api.SetMyDescription},
			{message.ProfileShort, b.api.MyShortDescription, b.api.SetMyShortDescription},
		} {
			now, err := text.now(ctx, lang)
			if want := l.Label(text.say); err == nil && now != want {
				err = text.set(ctx, lang, want)
			}
			if err != nil {
				return err
			}
		}
	}
	opens, err := b.api.OpensCommands(ctx)
	if err != nil || opens {
		return err
	}
	return b.api.SetMenuButton(ctx, 0, telegram.MenuButton{})
}
