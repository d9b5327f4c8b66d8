package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// language sets the language, or offers all of them.
func (b *Bot) language(ctx context.Context, t *talk, args string) error {
	lang, ok := languageNamed(args)
	if !ok {
		return b.show(ctx, t, screenLanguage)
	}
	if err := b.speak(ctx, t, lang); err != nil {
		return err
	}
	return b.say(ctx, t, t.locale().Say(message.LanguageSet))
}

// drawLanguages offers the languages, each in its own words.
func (b *Bot) drawLanguages(_ context.Context, t *talk, _ []string) (sketch, error) {
	l := t.locale()
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
	rows = append(rows, append(b.topicsButton(l), backToSettings(l)...))
	return sketch{l.Say(message.LanguageUnknown), mirror(l, rows)}, nil
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
	switch key {
	case "persian", "farsi":
		return "fa", true
	case "english", nameKey("انگلیسی"):
		return "en", true
	}
	return "", false
}

// speak sets the language of a chat.
func (b *Bot) speak(ctx context.Context, t *talk, lang string) error {
	t.chat.Lang = message.Language(lang)
	if err := b.store.SetLang(ctx, t.chat.ID, t.chat.Lang); err != nil {
		return fmt.Errorf("set a chat's language: %w", err)
	}
	b.renewOperatorMenu(ctx, t)
	return nil
}
