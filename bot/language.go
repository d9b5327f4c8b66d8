package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// language sets the language, or offers all of them.
func (b *Bot) language(ctx context.Context, t *talk, args string) error {
	lang, ok := languageNamed(args)
	if !ok && args == "" {
		return b.show(ctx, t, screenLanguage)
	}
	if !ok {
		return b.say(ctx, t, t.locale().Say(message.LanguageUnclear, "Given", args), languageButtons(t)...)
	}
	kept, err := b.speak(ctx, t, lang)
	if err != nil {
		return err
	}
	return b.say(ctx, t, languageSet(t, lang, kept))
}

// languageSet tells that a language was set, and whether the times stay as they
// are for all that: in that language, but of a channel in that of who reads.
func languageSet(t *talk, lang string, kept bool) string {
	l := message.In(lang)
	text := l.Say(message.LanguageSet)
	if t.at != t.to {
		l = t.locale()
		text = l.Say(message.LanguageOfChannel, "Language", message.LanguageName(lang))
	}
	if kept {
		text += " " + l.Say(message.LanguageZoneKept, "Zone", zoneLabel(l, t.chat.Settings.Zone))
	}
	return text
}

// drawLanguages offers the languages, each in its own words.
func (b *Bot) drawLanguages(_ context.Context, t *talk, _ []string) (sketch, error) {
	l := t.locale()
	rows := append(languageButtons(t), append(b.topicsButton(l), backToSettings(l)...))
	return sketch{l.Say(message.LanguageAsk), mirror(l, rows)}, nil
}

// languageButtons are a button for each language.
func languageButtons(t *talk) [][]telegram.Button {
	var rows [][]telegram.Button
	for pair := range slices.Chunk(message.Languages(), 2) {
		var row []telegram.Button
		for _, lang := range pair {
			sign := ""
			if lang == message.Language(t.chat.Lang) {
				sign = "✅ "
			}
			row = append(row, telegram.Button{Text: sign + message.LanguageName(lang), Data: data(actSpeak, lang)})
		}
		rows = append(rows, row)
	}
	return rows
}

// pressSpeak sets the language that a button names.
func (b *Bot) pressSpeak(ctx context.Context, t *talk, words []string) (effect, error) {
	lang := first(words)
	if !slices.Contains(message.Languages(), lang) {
		return effect{}, errStale
	}
	kept, err := b.speak(ctx, t, lang)
	if err != nil {
		return effect{}, err
	}
	return effect{notice: message.Strip(languageSet(t, lang, kept)), then: &screen{name: screenLanguage}}, nil
}

// languageNamed returns the language that a word means: its code, or its name
// in its own words or in English.
func languageNamed(word string) (string, bool) {
	key := nameKey(word)
	for _, lang := range message.Languages() {
		if key != "" && (key == lang || key == nameKey(message.LanguageName(lang))) {
			return lang, true
		}
	}
	lang, ok := languageNames()[key]
	return lang, ok
}

// languageNames are the languages as others call them, by the key of the name.
func languageNames() map[string]string {
	return map[string]string{
		"persian": "fa", "farsi": "fa", "dari": "prs", "pashto": "ps", "arabic": "ar", "urdu": "ur", "russian": "ru", "english": "en",
		nameKey("پشتو"): "ps", nameKey("عربی"): "ar", nameKey("روسی"): "ru", nameKey("انگلیسی"): "en",
	}
}

// speak sets the language of a talk's chat, and tells whether its times stay by
// the clock that they went by, which is not that of the language.
func (b *Bot) speak(ctx context.Context, t *talk, lang string) (kept bool, err error) {
	zone := t.chat.Settings.Zone
	if err := b.chooseLang(ctx, &t.chat, lang); err != nil {
		return false, err
	}
	b.renewOperatorMenu(ctx, t)
	now := t.chat.Settings.Zone
	return now != zone && now != news.DefaultZone(lang), nil
}

// chooseLang sets the language of a chat for good: it stays whatever the apps
// of who speaks there are set to.
func (b *Bot) chooseLang(ctx context.Context, chat *news.Chat, lang string) (err error) {
	if err := b.setLang(ctx, chat, lang); err != nil {
		return err
	}
	chat.Settings, err = b.store.ChangeSettings(ctx, chat.ID, func(s *news.ChatSettings) error { s.Lang = lang; return nil })
	if err != nil {
		return fmt.Errorf("keep a chat's language: %w", err)
	}
	return nil
}

// setLang sets the language of a chat. Where hours were set by the clock of the
// language before, that clock stays: no night and no digest moves.
func (b *Bot) setLang(ctx context.Context, chat *news.Chat, lang string) error {
	timed, err := b.timed(ctx, chat)
	if err != nil {
		return err
	}
	if zone := news.DefaultZone(chat.Lang); timed && zone != news.DefaultZone(lang) {
		chat.Settings, err = b.store.ChangeSettings(ctx, chat.ID, func(s *news.ChatSettings) error {
			s.Zone = cmp.Or(s.Zone, zone)
			return nil
		})
		if err != nil {
			return fmt.Errorf("keep a chat's time zone: %w", err)
		}
	}
	if err := b.store.SetLang(ctx, chat.ID, lang); err != nil {
		return fmt.Errorf("set a chat's language: %w", err)
	}
	chat.Lang = lang
	return nil
}

// timed tells whether a chat has quiet hours, or digests at times of day.
func (b *Bot) timed(ctx context.Context, chat *news.Chat) (bool, error) {
	if chat.Lang == "" { // nobody saw any clock yet
		return false, nil
	}
	if chat.Settings.Quiet != (news.Quiet{}) {
		return true, nil
	}
	all, err := b.store.Subscriptions(ctx, chat.ID)
	if err != nil {
		return false, fmt.Errorf("read subscriptions: %w", err)
	}
	return slices.ContainsFunc(all, func(s news.Subscription) bool { return s.Mode == news.ModeDaily }), nil
}

// followApp speaks to a reader as the reader's app is set, unless the chat
// chose a language, or the app's is none that the bot speaks.
func (b *Bot) followApp(ctx context.Context, chat *news.Chat, app string) error {
	lang := message.Language(app, chat.Lang)
	if chat.Kind != telegram.Private || chat.Settings.Lang != "" || lang == chat.Lang {
		return nil
	}
	return b.setLang(ctx, chat, lang)
}
