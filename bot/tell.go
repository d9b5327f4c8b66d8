package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
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
	return b.sayLatest(ctx, t, ids)
}

// sayLatest shows the newest articles that met any of the topics, which are
// the operator's and the chat's own watches.
func (b *Bot) sayLatest(ctx context.Context, t *talk, topics []string) error {
	archived, err := b.store.Latest(ctx, topics, latestCount)
	if err != nil {
		return fmt.Errorf("read the newest articles: %w", err)
	}
	watches, err := b.watchesAmong(ctx, t.to.Chat, topics)
	if err != nil {
		return err
	}
	var alerts []message.Alert
	for _, a := range archived {
		alert := message.NewAlert(b.catalog(), a, nil, watches...)
		alert.Format = t.chat.Settings.Format
		alerts = append(alerts, alert)
	}
	return b.say(ctx, t, message.Latest(t.locale(), alerts))
}

// status tells whether all is well.
func (b *Bot) status(ctx context.Context, t *talk, _ string) error {
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

// help tells what the bot can do.
func (b *Bot) help(ctx context.Context, t *talk, _ string) error {
	return b.say(ctx, t, t.locale().Say(message.Help, "Example", b.example(t)))
}

// example returns a topic to show how commands are written, in the words of
// the talk's language.
func (b *Bot) example(t *talk) string {
	topics := b.catalog().Topics
	if len(topics) == 0 {
		return "…"
	}
	return topics[0].Label(t.locale().Lang())
}
