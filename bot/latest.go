package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// latest shows the newest articles that met the topics that args name, else
// those of the chat's topics, else of all.
func (b *Bot) latest(ctx context.Context, t *talk, args string) error {
	l := t.locale()
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return err
	}
	topics := b.known(chosen, watches...)
	find := newFinder(topics)
	found, unknown := find.find(args)
	if everyName(args) {
		found, unknown = b.catalog().Topics, nil
	}
	if args != "" && len(found) == 0 && len(unknown) == 0 {
		unknown = []string{args}
	}
	if len(unknown) > 0 {
		return b.say(ctx, t, settled(l, find, true, nil, nil, unknown))
	}
	ids := idsOf(found)
	if args == "" {
		ids = b.usual(chosen)
	}
	if len(ids) == 0 {
		return b.say(ctx, t, l.Say(message.NoTopics))
	}
	name, err := b.keepNewest(ctx, t, ids)
	if err != nil {
		return err
	}
	return b.show(ctx, t, screenNewest, "0", name)
}

// usual are the topics of which a chat hears when it names none: those it
// chose, else all of the operator's.
func (b *Bot) usual(chosen map[string]news.Subscription) []string {
	if len(chosen) > 0 {
		return slices.Sorted(maps.Keys(chosen))
	}
	return idsOf(b.catalog().Topics)
}

func idsOf(topics []news.Topic) []string {
	var ids []string
	for _, topic := range topics {
		ids = append(ids, topic.ID)
	}
	return ids
}

// interests returns what the talk's recipient subscribed to, by topic, and the
// watches of its chat.
func (b *Bot) interests(ctx context.Context, t *talk) (map[string]news.Subscription, []news.Watch, error) {
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return nil, nil, err
	}
	watches, err := b.store.WatchesOf(ctx, t.to.Chat)
	if err != nil {
		return nil, nil, fmt.Errorf("read watches: %w", err)
	}
	return chosen, watches, nil
}

func (b *Bot) keepNewest(ctx context.Context, t *talk, topics []string) (string, error) {
	return b.keepNote(ctx, note{Kind: noteNewest, Chat: t.to.Chat, Some: topics, Places: []news.Cursor{0}})
}

// drawNewest is a page of the newest articles of some topics.
func (b *Bot) drawNewest(ctx context.Context, t *talk, words []string) (sketch, error) {
	n, page, err := b.leafed(ctx, t, noteNewest, words)
	if err != nil {
		return sketch{}, err
	}
	found, err := b.store.Search(ctx, news.Search{Topics: n.Some, After: n.Places[page], Limit: articlesShown})
	if err != nil {
		return sketch{}, fmt.Errorf("read the newest articles: %w", err)
	}
	watches, err := b.watchesAmong(ctx, t.to.Chat, n.Some)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	p := message.Page{Title: l.Say(message.LatestTitle), First: page*articlesShown + 1, Empty: message.LatestNone, Notes: unindexed(l, found.Left)}
	if len(n.Some) == 1 {
		topic := b.topicOr(n.Some[0], watches)
		p.Title = l.Say(message.LatestOf, "Topics", message.TopicLabel(l, topic))
	}
	for _, a := range found.Articles {
		p.Alerts = append(p.Alerts, message.NewAlert(b.catalog(), a.Archived, nil, watches...))
	}
	keys, err := b.leaves(ctx, l, screenNewest, words[1], n, page, found.Next)
	keys = append(keys, append([]telegram.Button{way("🏷 "+l.Label(message.ButtonByTopic), screenLatest)}, backToSettings(l)...))
	return sketch{text: p.HTML(l), keyboard: mirror(l, keys)}, err
}

// topicOr returns a topic of the catalog, or one of the watches as a topic.
func (b *Bot) topicOr(id string, watches []news.Watch) news.Topic {
	for _, w := range watches {
		if news.WatchTopic(w.ID) == id {
			return message.WatchTopic(w)
		}
	}
	topic, _ := b.catalog().Topic(id)
	return topic
}

// drawLatestTopics asks of which topic or watch the newest are wanted.
func (b *Bot) drawLatestTopics(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	topics := b.known(chosen, watches...)
	page, shown := pageIn(topics, page)
	rows := [][]telegram.Button{{{Text: l.Label(message.ButtonAll), Data: data(actNewest)}}}
	for pair := range slices.Chunk(shown, 2) {
		var row []telegram.Button
		for _, topic := range pair {
			row = append(row, telegram.Button{Text: message.TopicLabel(l, topic), Data: data(actNewest, topicKey(topic.ID))})
		}
		rows = append(rows, row)
	}
	rows = append(rows, pageKeys(l, len(topics), page, screenLatest)...)
	rows = append(rows, backToSettings(l))
	return sketch{text: l.Say(message.LatestWhich), keyboard: mirror(l, rows)}, nil
}

// pressNewest shows the newest of the topic of a key, or of what is usual.
func (b *Bot) pressNewest(ctx context.Context, t *talk, words []string) (effect, error) {
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return effect{}, err
	}
	ids := b.usual(chosen)
	if key := first(words); key != "" {
		ids = slices.DeleteFunc(idsOf(b.known(chosen, watches...)), func(id string) bool { return topicKey(id) != key })
	}
	if len(ids) == 0 {
		return effect{}, errStale
	}
	if tooOften := b.stint(t); tooOften != "" {
		return effect{notice: tooOften}, nil
	}
	name, err := b.keepNewest(ctx, t, ids)
	return effect{then: &screen{screenNewest, []string{"0", name}}}, err
}
