package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A Library answers readers who ask the archive in the query language. If one
// of the problems is no warning, nothing was looked for.
type Library interface {
	// Search returns one page of the articles that meet a query. With a Limit
	// of 0 it only tells what is wrong with the query.
	Search(ctx context.Context, query string, within news.Search) (news.Answer, error)

	// Preview counts the articles since a time that meet a query, and shows the
	// newest.
	Preview(ctx context.Context, query string, since time.Time) (news.Preview, error)
}

// articlesShown is how many articles stand on a page.
const articlesShown = 5

// search looks for a query in the archive.
func (b *Bot) search(ctx context.Context, t *talk, query string) error {
	if query == "" {
		return b.show(ctx, t, screenAsk, noteSearch)
	}
	if b.config.Library == nil {
		return b.say(ctx, t, t.locale().Say(message.SearchClosed))
	}
	name, err := b.keepNote(ctx, note{Kind: noteSearch, Chat: t.to.Chat, Query: query, Places: []news.Cursor{0}})
	if err != nil {
		return err
	}
	return b.show(ctx, t, screenFound, "0", name)
}

// longestOffer bounds a text that is offered to be looked for, in letters.
const longestOffer = 200

// offerQuery answers a text that is no command: it may be what its writer looks
// for, if it can be.
func (b *Bot) offerQuery(ctx context.Context, t *talk, text string) error {
	l := t.locale()
	unknown := func() error { return b.say(ctx, t, l.Say(message.UnknownCommand)) }
	if b.config.Library == nil || utf8.RuneCountInString(text) > longestOffer {
		return unknown()
	}
	if found, err := b.config.Library.Search(ctx, text, news.Search{}); err != nil || refused(found.Problems) {
		return unknown()
	}
	search, err := b.keepNote(ctx, note{Kind: noteSearch, Chat: t.to.Chat, Query: text, Places: []news.Cursor{0}})
	if err != nil {
		return err
	}
	draft, err := b.keepDraft(ctx, t, note{Query: text})
	if err != nil {
		return err
	}
	return b.say(ctx, t, l.Say(message.QueryOffer, "Query", message.Query(text, longestOffer)), mirror(l, [][]telegram.Button{
		{way("🔎 "+l.Label(message.ButtonSearch), screenFound, "0", search), way("🔭 "+l.Label(message.ButtonMakeWatch), screenDraft, draft)},
	})...)
}

// drawAsk tells how a query is written, for a search or a watch.
func (b *Bot) drawAsk(_ context.Context, t *talk, words []string) (sketch, error) {
	l := t.locale()
	text := l.Say(message.SearchHow)
	if first(words) != noteSearch {
		text = l.Say(message.WatchHow)
	}
	return sketch{text: text, keyboard: mirror(l, append(b.archiveKeys(l), backToSettings(l)))}, nil
}

// drawFound is a page of what a query finds.
func (b *Bot) drawFound(ctx context.Context, t *talk, words []string) (sketch, error) {
	n, page, err := b.leafed(ctx, t, noteSearch, words)
	if err != nil || b.config.Library == nil {
		return sketch{}, stale(err)
	}
	found, err := b.config.Library.Search(ctx, n.Query, news.Search{After: n.Places[page], Limit: articlesShown})
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	if refused(found.Problems) {
		return sketch{text: message.Wrong(l, n.Query, found.Problems)}, nil
	}
	p := message.Page{Title: l.Say(message.SearchTitle, "Query", message.Query(n.Query, 200)), First: page*articlesShown + 1, Empty: message.SearchNone}
	for _, f := range found.Findings {
		p.Alerts = append(p.Alerts, message.Found(b.catalog(), f))
	}
	if found.Cut {
		p.Notes = append(p.Notes, l.Say(message.SearchCut, "Count", found.Tried))
	}
	p.Notes = append(p.Notes, unindexed(l, found.Left)...)
	if len(found.Problems) > 0 && page == 0 {
		p.Title = message.Wrong(l, n.Query, found.Problems[:1]) + "\n\n" + p.Title
	}
	draft, err := b.keepDraft(ctx, t, note{Query: n.Query})
	if err != nil {
		return sketch{}, err
	}
	keys, err := b.leaves(ctx, l, screenFound, words[1], n, page, found.Next)
	keys = append(keys, []telegram.Button{{Text: "🔭 " + l.Label(message.ButtonMakeWatch), Data: data(actAnew, screenDraft, draft)}})
	return sketch{text: p.HTML(l), keyboard: mirror(l, keys)}, err
}

// refused tells whether a query cannot be asked.
func refused(problems []news.Problem) bool {
	return slices.ContainsFunc(problems, func(p news.Problem) bool { return !p.Warning })
}

// unindexed tells how much of the archive was not looked at, if anything.
func unindexed(l *message.Locale, left int64) []string {
	if left == 0 {
		return nil
	}
	return []string{l.Say(message.SearchLeft, "Count", int(left))}
}

// stale returns an error, or errStale if there is none.
func stale(err error) error {
	if err == nil {
		return errStale
	}
	return err
}

// leafed reads the words of a screen that shows a page of something: the page,
// and the name of a note of that kind.
func (b *Bot) leafed(ctx context.Context, t *talk, kind string, words []string) (note, int, error) {
	page, err := pageOf(words)
	if err != nil || len(words) < 2 {
		return note{}, 0, errStale
	}
	n, err := b.keptNote(ctx, t, kind, words[1])
	if err == nil && page >= len(n.Places) {
		err = errStale
	}
	return n, page, err
}

// leaves are the ways to the pages before and after one of a note that is kept
// by a name, if there are any. Where the next page begins is kept with its way.
func (b *Bot) leaves(ctx context.Context, l *message.Locale, screen, name string, n note, page int, next news.Cursor) ([][]telegram.Button, error) {
	var row []telegram.Button
	if page > 0 {
		row = append(row, way(l.Label(message.ButtonBack), screen, strconv.Itoa(page-1), name))
	}
	if next != 0 {
		n.Places = append(slices.Clone(n.Places[:page+1]), next)
		longer, err := b.keepNote(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("keep the next page: %w", err)
		}
		row = append(row, way(l.Label(message.ButtonNext), screen, strconv.Itoa(page+1), longer))
	}
	if len(row) == 0 {
		return nil, nil
	}
	return [][]telegram.Button{row}, nil
}

// archiveKeys are the ways to all that the archive can tell a chat.
func (b *Bot) archiveKeys(l *message.Locale) [][]telegram.Button {
	return [][]telegram.Button{
		{way("🔭 "+l.Label(message.ButtonWatches), screenWatches), way("🔎 "+l.Label(message.ButtonSearch), screenAsk, noteSearch)},
		{way("🆕 "+l.Label(message.ButtonLatest), screenLatest), {Text: "📊 " + l.Label(message.ButtonStats), Data: data(actAnew, screenStats, "7")}},
		{way("📄 "+l.Label(message.ButtonExport), screenExport), way("📰 "+l.Label(message.ButtonOutlets), screenOutlets)},
		{way("🔗 "+l.Label(message.ButtonShare), screenShares)},
	}
}
