package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// How long after a failure what the bot shows of itself is tried again: twice as
// long each time, and not before Telegram says.
const (
	presentTime     = time.Minute
	longestPresents = time.Hour
)

// A presented is a part of what the bot shows of itself, brought up to date by
// calls of few methods: Telegram bounds each method by itself.
type presented struct {
	update func(context.Context) error
	next   time.Time // not before
}

// present shows the bot to Telegram's users: its menus of commands and, unless
// its owner keeps that, its name and what it says of itself. What is so already
// is left alone, as Telegram lets it be changed a few times a day only. The bot
// works without it, so trouble is only logged, and each part tried again by
// itself until ctx ends.
func (b *Bot) present(ctx context.Context) {
	parts := b.presents()
	for wait := presentTime; ; wait = min(2*wait, longestPresents) {
		parts = slices.DeleteFunc(parts, func(p *presented) bool {
			if ctx.Err() != nil || time.Now().Before(p.next) {
				return false
			}
			err := p.update(ctx)
			var e *telegram.Error
			if errors.As(err, &e) {
				p.next = time.Now().Add(e.RetryAfter)
			}
			if err != nil && ctx.Err() == nil {
				b.log.Warn("the bot's menus or profile could not be set yet", "err", err)
			}
			return err == nil
		})
		if len(parts) == 0 || !sleep(ctx, wait) {
			return
		}
	}
}

// presents returns all parts, those first that matter most.
func (b *Bot) presents() []*presented {
	var parts []*presented
	add := func(update func(context.Context) error) { parts = append(parts, &presented{update: update}) }
	for _, admin := range b.config.Admins {
		add(func(ctx context.Context) error { return b.fillOperatorMenu(ctx, admin) })
	}
	add(b.clearOperatorMenus)
	add(b.fillMenus)
	if b.config.OwnProfile {
		return parts
	}
	add(b.showButton)
	add(func(ctx context.Context) error {
		return b.showText(ctx, message.ProfileName, b.api.MyName, b.api.SetMyName)
	})
	add(func(ctx context.Context) error {
		return b.showText(ctx, message.ProfileAbout, b.api.MyDescription, b.api.SetMyDescription)
	})
	add(func(ctx context.Context) error {
		return b.showText(ctx, message.ProfileShort, b.api.MyShortDescription, b.api.SetMyShortDescription)
	})
	return parts
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
	if err := b.noteOperatorMenus(ctx, func(ids []int64) []int64 { return slices.Compact(slices.Sorted(slices.Values(append(ids, admin)))) }); err != nil {
		return err
	}
	all := menu(message.In(chat.Lang), func(commandRow) bool { return true })
	err = b.fillMenu(ctx, operatorMenu(admin), "", all)
	if telegram.Is(err, telegram.KindChatNotFound) || telegram.Is(err, telegram.KindOther) {
		return nil
	}
	return err
}

func operatorMenu(admin int64) telegram.Scope {
	return telegram.Scope{Kind: telegram.InChat, Chat: admin}
}

func withoutID(ids []int64, id int64) []int64 {
	return slices.DeleteFunc(ids, func(each int64) bool { return each == id })
}

// clearOperatorMenus takes the menu of admins back from those who are none any
// more.
func (b *Bot) clearOperatorMenus(ctx context.Context) error {
	var former []int64
	err := b.noteOperatorMenus(ctx, func(ids []int64) []int64 {
		former = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return slices.Contains(b.config.Admins, id) })
		return ids
	})
	for _, id := range former {
		if err == nil {
			err = b.api.DeleteMyCommands(ctx, operatorMenu(id), "")
		}
		if err == nil || telegram.Is(err, telegram.KindChatNotFound) || telegram.Is(err, telegram.KindOther) {
			err = b.noteOperatorMenus(ctx, func(ids []int64) []int64 { return withoutID(ids, id) })
		}
	}
	return err
}

// operatorMenusKey names the setting that holds whose chats have the menu of
// admins.
const operatorMenusKey = "operator menus"

// noteOperatorMenus changes what is known of that.
func (b *Bot) noteOperatorMenus(ctx context.Context, change func([]int64) []int64) error {
	b.noting.Lock()
	defer b.noting.Unlock()
	value, err := b.store.Setting(ctx, operatorMenusKey)
	var ids []int64
	if err == nil && value != "" {
		err = json.Unmarshal([]byte(value), &ids)
	}
	if err != nil {
		return fmt.Errorf("read who has the admins' menu: %w", err)
	}
	now, err := json.Marshal(change(slices.Clone(ids)))
	if err != nil || string(now) == value {
		return err
	}
	return b.store.PutSetting(ctx, operatorMenusKey, string(now))
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

// showText says something of the bot in every language that does not say so yet.
func (b *Bot) showText(ctx context.Context, say message.Key, now func(context.Context, string) (string, error), set func(context.Context, string, string) error) error {
	for _, lang := range menuLanguages() {
		is, err := now(ctx, lang)
		if want := message.In(lang).Label(say); err == nil && is != want {
			err = set(ctx, lang, want)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// showButton has the button beside the input field open the menu.
func (b *Bot) showButton(ctx context.Context) error {
	opens, err := b.api.OpensCommands(ctx)
	if err != nil || opens {
		return err
	}
	return b.api.SetMenuButton(ctx, 0, telegram.MenuButton{})
}
