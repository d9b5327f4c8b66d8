package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

const (
	mostWatches = 50                 // of a chat
	previewed   = 7 * 24 * time.Hour // on which a query is tried before it is saved
)

// watch tries a query on the last days, and offers to save it. Without one it
// shows the watches.
func (b *Bot) watch(ctx context.Context, t *talk, query string) error {
	if query == "" {
		return b.show(ctx, t, screenWatches)
	}
	if b.config.Library == nil {
		return b.say(ctx, t, t.locale().Say(message.SearchClosed))
	}
	name, err := b.keepDraft(ctx, t, note{Query: query})
	if err != nil {
		return err
	}
	return b.show(ctx, t, screenDraft, name)
}

// drawDraft is a query that was tried: what is wrong with it, or what it would
// have found. Of a draft nothing is saved yet; of a watch it shows how it does.
func (b *Bot) drawDraft(ctx context.Context, t *talk, words []string) (sketch, error) {
	name := first(words)
	n, err := b.keptNote(ctx, t, noteDraft, name)
	if err != nil || b.config.Library == nil {
		return sketch{}, stale(err)
	}
	tried, err := b.config.Library.Preview(ctx, n.Query, b.now().Add(-previewed))
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	if refused(tried.Problems) {
		return sketch{text: message.Wrong(l, n.Query, tried.Problems)}, nil
	}
	p := message.Page{Title: draftTitle(l, n, tried), First: 1, Empty: message.SearchNone, Notes: unindexed(l, tried.Left)}
	for _, f := range tried.Examples {
		p.Alerts = append(p.Alerts, message.Found(b.catalog(), f))
	}
	if n.Watch != "" {
		return sketch{text: p.HTML(l), keyboard: mirror(l, [][]telegram.Button{{way(l.Label(message.ButtonReturn), screenWatch, n.Watch)}})}, nil
	}
	p.Notes = append(p.Notes, l.Say(message.WatchUnsaved))
	return sketch{text: p.HTML(l), keyboard: mirror(l, [][]telegram.Button{
		{{Text: "💾 " + l.Label(message.ButtonSave), Data: data(actSave, name)}},
		{{Text: "✏️ " + l.Label(message.ButtonName), Data: data(actCall, noteDraft, name)}, {Text: "✖️ " + l.Label(message.ButtonCancel), Data: data(actDiscard, name)}},
	})}, nil
}

// draftTitle tells what a query is called and says, what is doubtful about it,
// and how much it found.
func draftTitle(l *message.Locale, n note, tried news.Preview) string {
	title := l.Say(message.WatchDraft, "Name", watchName(n.Name, n.Query))
	if n.Watch != "" {
		title = l.Say(message.WatchOf, "Name", watchName(n.Name, n.Query))
	}
	lines := []string{title, l.Say(message.WatchQuery, "Query", message.Query(n.Query, 300))}
	if len(tried.Problems) > 0 {
		lines = append(lines, message.Wrong(l, n.Query, tried.Problems[:min(len(tried.Problems), 2)]))
	}
	found, limit := message.WatchTried, ""
	if tried.More {
		found, limit = message.WatchTriedSome, " "+l.Say(message.WatchTriedNewest, "Count", tried.Tried)
	}
	count := counted(l, found, message.WatchTriedNone, tried.Count) + limit
	return strings.Join(append(lines, count), "\n")
}

// watchName is what a watch is called that its author gave a name, or none.
func watchName(name, query string) string {
	return message.TopicLabel(message.In("en"), message.WatchTopic(news.Watch{Name: name, Query: query}))
}

// pressSave saves the draft of a name, once: its ID is written down before the
// watch is, so that a press that is handled twice saves the same one. So does
// one of the same draft by another name, which becomes the watch's.
func (b *Bot) pressSave(ctx context.Context, t *talk, words []string) (effect, error) {
	n, err := b.keptNote(ctx, t, noteDraft, first(words))
	if err != nil || n.Watch != "" || b.config.Library == nil {
		return effect{}, stale(err)
	}
	if found, err := b.config.Library.Search(ctx, n.Query, news.Search{}); err != nil || refused(found.Problems) {
		return effect{}, stale(err)
	}
	key := savedKey(n, first(words))
	id, err := b.noteOf(ctx, key)
	if err != nil {
		return effect{}, fmt.Errorf("read a draft: %w", err)
	}
	own, err := b.store.WatchesOf(ctx, t.to.Chat)
	if err != nil {
		return effect{}, fmt.Errorf("read watches: %w", err)
	}
	l := t.locale()
	old := slices.IndexFunc(own, func(w news.Watch) bool { return w.ID == id })
	if old < 0 && len(own) >= mostWatches {
		return effect{notice: l.Label(message.WatchesFull, "Count", mostWatches), loud: true}, nil
	}
	if id == "" {
		id = news.NewWatchID()
		if err := b.putNote(ctx, t.to.Chat, key, id, noteTime); err != nil {
			return effect{}, fmt.Errorf("keep the ID of a watch: %w", err)
		}
	}
	w := news.Watch{ID: id, Recipient: t.to, Author: t.from.ID, Name: n.Name, Query: n.Query, Lang: t.chat.Lang, Since: b.now()}
	if old >= 0 {
		w = own[old]
		w.Name = cmp.Or(n.Name, w.Name)
	}
	err = b.store.PutWatch(ctx, w)
	if err == nil && old >= 0 {
		err = b.hear(ctx, t, w) // it may have been left meanwhile
	}
	if err != nil {
		return effect{}, fmt.Errorf("save a watch: %w", err)
	}
	if err := b.opened(ctx, t.to.Chat); err != nil {
		return effect{}, err
	}
	return effect{notice: l.Label(message.WatchSaved, "Name", watchName(w.Name, w.Query)), then: &screen{screenWatch, []string{id}}}, nil
}

// savedKey names the note that holds the ID of a draft's watch. It lives as long
// as the draft and those that name it.
func savedKey(n note, draft string) string { return "saved:" + cmp.Or(n.Draft, draft) }

// hear has a watch that is there arrive at the talk's place, if it does not.
func (b *Bot) hear(ctx context.Context, t *talk, w news.Watch) error {
	topic := news.WatchTopic(w.ID)
	chosen, err := b.chosen(ctx, t.to)
	if _, ok := chosen[topic]; ok || err != nil {
		return err
	}
	return b.store.PutSubscription(ctx, news.Subscription{Recipient: t.to, Topic: topic, Since: b.now()})
}

// pressDiscard gives a draft up.
func (b *Bot) pressDiscard(ctx context.Context, t *talk, words []string) (effect, error) {
	if _, err := b.keptNote(ctx, t, noteDraft, first(words)); err != nil {
		return effect{}, err
	}
	return effect{notice: t.locale().Label(message.WatchDiscarded), then: &screen{name: screenWatches}}, nil
}
