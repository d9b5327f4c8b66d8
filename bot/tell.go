package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// latestCount is how many articles /latest shows.
const latestCount = 5

// latest shows the newest articles that met the topics that args name, else
// those of the chat's topics, else of all.
func (b *Bot) latest(ctx context.Context, t *talk, args string) error {
	l := t.locale()
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return err
	}
	topics := b.known(chosen)
	find := newFinder(topics)
	found, unknown := find.find(args)
	if everyName(args) {
		found, unknown = topics, nil
	}
	if len(unknown) > 0 {
		return b.say(ctx, t, settled(l, find, true, nil, nil, unknown))
	}
	var ids []string
	for _, topic := range found {
		ids = append(ids, topic.ID)
	}
	if args == "" {
		ids = slices.AppendSeq(ids, maps.Keys(chosen))
	}
	if len(ids) == 0 {
		for _, topic := range topics {
			ids = append(ids, topic.ID)
		}
	}
	if len(ids) == 0 {
		return b.say(ctx, t, l.Say(message.NoTopics))
	}
	archived, err := b.store.Latest(ctx, ids, latestCount)
	if err != nil {
		return fmt.Errorf("read the newest articles: %w", err)
	}
	return b.say(ctx, t, message.Latest(l, b.catalog(), archived))
}

// status tells whether all is well.
func (b *Bot) status(ctx context.Context, t *talk) error {
	counts, err := b.store.Counts(ctx)
	if err != nil {
		return fmt.Errorf("count: %w", err)
	}
	s := b.config.Status(ctx)
	if s.Now.IsZero() {
		s.Now = b.now()
	}
	return b.say(ctx, t, s.HTML(t.chat.Lang, counts, b.operator(t)))
}

// language sets the language, or offers all of them.
func (b *Bot) language(ctx context.Context, t *talk, args string) error {
	lang, ok := languageNamed(args)
	if !ok {
		v := view{name: viewTopics}
		row := []telegram.Button{
			{Text: "English", Data: v.data(actSpeak, 0, "en")},
			{Text: "فارسی", Data: v.data(actSpeak, 0, "fa")},
		}
		return b.say(ctx, t, t.locale().Say(message.LanguageUnknown), row)
	}
	may, err := b.mayChange(ctx, t)
	if err != nil {
		return err
	}
	if !may {
		return b.say(ctx, t, t.locale().Say(message.AdminsOnly))
	}
	if err := b.speak(ctx, t, lang); err != nil {
		return err
	}
	return b.say(ctx, t, t.locale().Say(message.LanguageSet))
}

// languageNamed returns the language that a word means.
func languageNamed(word string) (string, bool) {
	switch nameKey(word) {
	case "fa", "persian", "farsi", nameKey("فارسی"):
		return "fa", true
	case "en", "english", nameKey("انگلیسی"):
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
	return nil
}
