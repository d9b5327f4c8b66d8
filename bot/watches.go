package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// watches shows the watches of the chat.
func (b *Bot) watches(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenWatches)
}

// unwatch asks whether the watch that args name shall be deleted. Without args
// it shows the watches.
func (b *Bot) unwatch(ctx context.Context, t *talk, args string) error {
	if args == "" {
		return b.show(ctx, t, screenWatches)
	}
	own, err := b.store.WatchesOf(ctx, t.to.Chat)
	if err != nil {
		return fmt.Errorf("read watches: %w", err)
	}
	for _, w := range own {
		if w.ID == args || nameKey(watchName(w.Name, w.Query)) == nameKey(args) || w.Query == args {
			return b.show(ctx, t, screenUnwatch, w.ID)
		}
	}
	return b.say(ctx, t, t.locale().Say(message.WatchUnknown, "Name", args))
}

// drawWatches is a page of the watches, with a way to each.
func (b *Bot) drawWatches(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	own, err := b.store.WatchesOf(ctx, t.to.Chat)
	if err != nil {
		return sketch{}, fmt.Errorf("read watches: %w", err)
	}
	l := t.locale()
	text := counted(l, message.WatchesTitle, message.WatchesNone, len(own))
	page, shown := pageIn(own, page)
	var rows [][]telegram.Button
	for _, w := range shown {
		rows = append(rows, []telegram.Button{way("🔭 "+watchName(w.Name, w.Query), screenWatch, w.ID)})
	}
	rows = append(rows, pageKeys(l, len(own), page, screenWatches)...)
	rows = append(rows, backToSettings(l))
	return sketch{text: text + "\n\n" + l.Say(message.WatchHow), keyboard: mirror(l, rows)}, nil
}

// ownWatch returns a watch of the talk's chat, or errStale if it has none of
// that ID.
func (b *Bot) ownWatch(ctx context.Context, t *talk, id string) (news.Watch, error) {
	own, err := b.store.WatchesOf(ctx, t.to.Chat)
	if err != nil {
		return news.Watch{}, fmt.Errorf("read watches: %w", err)
	}
	for _, w := range own {
		if w.ID == id {
			return w, nil
		}
	}
	return news.Watch{}, errStale
}

// drawWatch is one watch, and what can be done with it.
func (b *Bot) drawWatch(ctx context.Context, t *talk, words []string) (sketch, error) {
	w, err := b.ownWatch(ctx, t, first(words))
	if err != nil {
		return sketch{}, err
	}
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	lines := []string{
		l.Say(message.WatchOf, "Name", watchName(w.Name, w.Query)),
		l.Say(message.WatchQuery, "Query", message.Query(w.Query, 2000)),
		l.Say(message.WatchSince, "Moment", message.HTML(l.Moment(w.Since))),
	}
	arrives := []telegram.Button{way("🔔 "+l.Label(message.ButtonWhen), screenSubscription, topicKey(news.WatchTopic(w.ID)))}
	if _, ok := chosen[news.WatchTopic(w.ID)]; !ok {
		lines = append(lines, "🔕 "+l.Say(message.WatchSilent))
		arrives = []telegram.Button{{Text: "▶️ " + l.Label(message.ButtonHear), Data: data(actHear, w.ID)}}
	}
	return sketch{text: strings.Join(lines, "\n"), keyboard: mirror(l, [][]telegram.Button{
		arrives,
		{
			{Text: "✏️ " + l.Label(message.ButtonRename), Data: data(actCall, askWatch, w.ID)},
			{Text: "🔁 " + l.Label(message.ButtonTryAgain), Data: data(actTry, w.ID)},
		},
		{
			{Text: "🔗 " + l.Label(message.ButtonShare), Data: data(actShare, topicKey(news.WatchTopic(w.ID)))},
			way("🗑 "+l.Label(message.ButtonUnwatch), screenUnwatch, w.ID),
		},
		{way("🔭 "+l.Label(message.ButtonWatches), screenWatches)},
	})}, nil
}

// pressHear has a watch arrive here that does not, or not any more.
func (b *Bot) pressHear(ctx context.Context, t *talk, words []string) (effect, error) {
	w, err := b.ownWatch(ctx, t, first(words))
	if err == nil {
		err = b.hear(ctx, t, w)
	}
	if err == nil {
		err = b.opened(ctx, t.to.Chat)
	}
	name := message.HTML(watchName(w.Name, w.Query))
	return effect{notice: t.locale().Label(message.Subscribed, "Topics", name), then: &screen{screenWatch, []string{w.ID}}}, err
}

// drawUnwatch asks whether a watch shall be deleted.
func (b *Bot) drawUnwatch(ctx context.Context, t *talk, words []string) (sketch, error) {
	w, err := b.ownWatch(ctx, t, first(words))
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	return sketch{text: l.Say(message.WatchDeleteAsk, "Name", watchName(w.Name, w.Query)), keyboard: mirror(l, [][]telegram.Button{{
		{Text: "🗑 " + l.Label(message.ButtonYesDelete), Data: data(actUnwatch, w.ID)},
		way(l.Label(message.ButtonKeep), screenWatch, w.ID),
	}})}, nil
}

// pressUnwatch deletes a watch.
func (b *Bot) pressUnwatch(ctx context.Context, t *talk, words []string) (effect, error) {
	w, err := b.ownWatch(ctx, t, first(words))
	if err != nil {
		return effect{}, err
	}
	if _, err := b.store.DeleteWatch(ctx, t.to.Chat, w.ID); err != nil {
		return effect{}, fmt.Errorf("delete a watch: %w", err)
	}
	return effect{notice: t.locale().Label(message.WatchDeleted, "Name", watchName(w.Name, w.Query)), then: &screen{name: screenWatches}}, nil
}

// pressTry tries a watch on the last days again.
func (b *Bot) pressTry(ctx context.Context, t *talk, words []string) (effect, error) {
	w, err := b.ownWatch(ctx, t, first(words))
	if err != nil {
		return effect{}, err
	}
	if tooOften := b.stint(t); tooOften != "" {
		return effect{notice: tooOften}, nil
	}
	name, err := b.keepDraft(ctx, t, note{Query: w.Query, Name: w.Name, Watch: w.ID})
	return effect{then: &screen{screenDraft, []string{name}}}, err
}

// watchesButton is a row with the way to the watches.
func (b *Bot) watchesButton(t *talk) []telegram.Button {
	return []telegram.Button{way("🔭 "+t.locale().Label(message.ButtonWatches), screenWatches)}
}
