package bot

import (
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
	if err := b.speak(ctx, t, lang); err != nil {
		return err
	}
	return b.say(ctx, t, t.locale().Say(message.LanguageSet))
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
	if err := b.speak(ctx, t, lang); err != nil {
		return effect{}, err
	}
	return effect{notice: message.In(lang).Label(message.LanguageSet), then: &screen{name: screenLanguage}}, nil
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

// speak sets the language of a talk's chat.
func (b *Bot) speak(ctx context.Context, t *talk, lang string) (err error) {
	t.chat.Lang = lang
	if t.chat.Settings, err = b.chooseLang(ctx, t.chat.ID, lang); err != nil {
		return err
	}
	b.renewOperatorMenu(ctx, t)
	return nil
}

// chooseLang sets the language of a chat for good: it stays whatever the apps
// of who speaks there are set to.
func (b *Bot) chooseLang(ctx context.Context, chat int64, lang string) (news.ChatSettings, error) {
	if err := b.store.SetLang(ctx, chat, lang); err != nil {
		return news.ChatSettings{}, fmt.Errorf("set a chat's language: %w", err)
	}
	settings, err := b.store.ChangeSettings(ctx, chat, func(s *news.ChatSettings) error { s.Lang = lang; return nil })
	if err != nil {
		return news.ChatSettings{}, fmt.Errorf("keep a chat's language: %w", err)
	}
	return settings, nil
}

// followApp speaks to a reader as the reader's app is set, unless the chat
// chose a language, or the app's is none that the bot speaks.
func (b *Bot) followApp(ctx context.Context, chat *news.Chat, app string) error {
	lang := message.Language(app, chat.Lang)
	if chat.Kind != telegram.Private || chat.Settings.Lang != "" || lang == chat.Lang {
		return nil
	}
	if err := b.store.SetLang(ctx, chat.ID, lang); err != nil {
		return fmt.Errorf("set a chat's language: %w", err)
	}
	chat.Lang = lang
	return nil
}
