package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// outlets shows the sources, or those that a word is about.
func (b *Bot) outlets(ctx context.Context, t *talk, word string) error {
	if word == "" {
		return b.show(ctx, t, screenOutlets, "0")
	}
	if len(b.outletsOf(t.locale(), word)) == 0 {
		return b.say(ctx, t, t.locale().Say(message.OutletsNone, "Word", word))
	}
	name, err := b.keepNote(ctx, note{Kind: noteWord, Chat: t.to.Chat, Query: word})
	if err != nil {
		return err
	}
	return b.show(ctx, t, screenOutlets, "0", name)
}

// outletsOf returns the sources that a word is about, all if it is empty.
func (b *Bot) outletsOf(l *message.Locale, word string) []news.Source {
	all := b.catalog().Sources
	if word == "" {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(s news.Source) bool { return !l.Matches(s, word, nameKey) })
}

// drawOutlets is a page of the sources: who they are, and whether they answer.
func (b *Bot) drawOutlets(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	var n note
	if len(words) > 1 {
		if n, err = b.keptNote(ctx, t, noteWord, words[1]); err != nil {
			return sketch{}, err
		}
	}
	all := b.outletsOf(l, n.Query)
	page, shown := pageIn(all, page)
	parts := []string{l.Say(message.OutletsTitle, "Count", len(all))}
	if n.Query != "" {
		parts[0] = l.Say(message.OutletsOf, "Count", len(all), "Word", n.Query)
	}
	for _, s := range shown {
		state, err := b.store.SourceState(ctx, s.ID)
		if err != nil {
			return sketch{}, fmt.Errorf("read the state of a source: %w", err)
		}
		parts = append(parts, message.Outlet(l, s, state))
	}
	if n.Query == "" {
		parts = append(parts, l.Say(message.OutletsHow))
	}
	keys := append(pageKeys(l, len(all), page, screenOutlets, words[min(1, len(words)):]...), backToSettings(l))
	return sketch{text: strings.Join(parts, "\n\n"), keyboard: mirror(l, keys)}, nil
}
