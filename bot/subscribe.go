package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// takeTopics subscribes to the topics that args name, leaveTopics unsubscribes
// from them.
func (b *Bot) takeTopics(ctx context.Context, t *talk, args string) error {
	return b.settle(ctx, t, args, true)
}

func (b *Bot) leaveTopics(ctx context.Context, t *talk, args string) error {
	return b.settle(ctx, t, args, false)
}

// settle subscribes to the topics that args name, with the options that stand
// beside them, or unsubscribes from them, and tells what came of each. Without
// args it shows the buttons. An option that makes no sense changes nothing.
func (b *Bot) settle(ctx context.Context, t *talk, args string, on bool) error {
	if args == "" {
		return b.showTopics(ctx, t, "")
	}
	l := t.locale()
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return err
	}
	if on {
		watches = nil // they arrive since they were saved
	}
	topics := b.known(chosen, watches...)
	find := newFinder(topics)
	var o options
	if on {
		o, args = b.cutOptions(args)
	}
	found, unknown := find.find(args)
	if on {
		unknown = o.takeModes(unknown)
	}
	if everyName(strings.Join(unknown, " ")) && len(found) == 0 {
		found, unknown = topics, nil
	}
	if len(o.unclear) > 0 {
		return b.say(ctx, t, l.Say(message.OptionsUnclear, "Given", strings.Join(o.unclear, " ")))
	}
	changed, same, err := b.settleAll(ctx, t, found, on, chosen, o)
	if err != nil {
		return err
	}
	text := settled(l, find, on, changed, same, unknown)
	if !o.given() || len(found) == 0 {
		return b.say(ctx, t, text)
	}
	return b.say(ctx, t, text+"\n"+b.optionsSet(ctx, t, found[0]), mirror(l, [][]telegram.Button{
		{way("🔔 "+l.Label(message.ButtonSubscriptions), screenSubscriptions)},
	})...)
}

// optionsSet tells how the subscription to a topic stands after options were
// given.
func (b *Bot) optionsSet(ctx context.Context, t *talk, topic news.Topic) string {
	l := t.locale()
	chosen, err := b.chosen(ctx, t.to)
	s, ok := chosen[topic.ID]
	if err != nil || !ok {
		return ""
	}
	lines := append([]string{l.Say(message.SettingsDigest, "When", message.HTML(rhythmName(l, s.Mode, s.At)))}, b.filterLines(l, s.Filter)...)
	return strings.Join(lines, "\n")
}

// settleAll subscribes to topics or unsubscribes from them, and returns the
// names of those for which that changed something, and of the others. Whoever
// subscribes in a forum's topic means it to be open.
func (b *Bot) settleAll(ctx context.Context, t *talk, topics []news.Topic, on bool, chosen map[string]news.Subscription, o options) (changed, same []string, err error) {
	for _, topic := range topics {
		did, err := b.subscribe(ctx, t.to, topic.ID, on, chosen, o)
		if err != nil {
			return nil, nil, err
		}
		name := topic.Label(t.locale().Lang())
		if did {
			changed = append(changed, name)
		} else {
			same = append(same, name)
		}
	}
	if on && len(topics) > 0 {
		err = b.opened(ctx, t.to.Chat)
	}
	if err == nil && (o.given() || !on && len(changed) > 0) {
		err = b.judgeAnew(ctx, t.to.Chat)
	}
	return changed, same, err
}

// settled tells what was changed, what was so already, and what names no
// topic.
func settled(l *message.Locale, find *finder, on bool, changed, same, unknown []string) string {
	const most = 12
	did, was := message.Subscribed, message.AlreadySubscribed
	if !on {
		did, was = message.Unsubscribed, message.NotSubscribed
	}
	var lines []string
	if len(changed) > 0 {
		lines = append(lines, l.Say(did, "Topics", l.List(changed, most)))
	}
	if len(same) > 0 {
		lines = append(lines, l.Say(was, "Topics", l.List(same, most)))
	}
	for i, word := range unknown {
		if i == 3 {
			break
		}
		line := l.Say(message.UnknownTopic, "Topic", word)
		if topic, ok := find.suggest(word); ok {
			line += " " + l.Say(message.DidYouMean, "Topic", topic.Label(l.Lang()))
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return l.Say(message.NoTopics)
	}
	return strings.Join(lines, "\n")
}

// subscribe makes or ends one subscription and tells whether that made or ended
// it. One that is there keeps what the options leave alone. One of the
// configuration that is taken by hand becomes the reader's own; the
// configuration can no longer end it.
func (b *Bot) subscribe(ctx context.Context, to news.Recipient, topic string, on bool, chosen map[string]news.Subscription, o options) (bool, error) {
	old, was := chosen[topic]
	if !on {
		if !was {
			return false, nil
		}
		_, err := b.store.DeleteSubscription(ctx, to, topic)
		return true, err
	}
	if was && !old.Config && !o.given() {
		return false, nil
	}
	if was {
		there, err := b.store.ChangeSubscription(ctx, to, topic, func(s *news.Subscription) error {
			s.Config = false
			o.apply(s)
			return nil
		})
		if there || err != nil {
			return false, err
		}
	}
	s := news.Subscription{Recipient: to, Topic: topic, Since: b.now()}
	o.apply(&s)
	return true, b.store.PutSubscription(ctx, s)
}

// chosen returns a recipient's subscriptions by topic.
func (b *Bot) chosen(ctx context.Context, to news.Recipient) (map[string]news.Subscription, error) {
	all, err := b.store.Subscriptions(ctx, to.Chat)
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", err)
	}
	own := map[string]news.Subscription{}
	for _, s := range all {
		if s.Recipient == to {
			own[s.Topic] = s
		}
	}
	return own, nil
}

// known returns the topics of the catalog, and those that are gone from it
// but still subscribed, so that they can be left. Watches are known by their
// names: those that are given, and are subscribed, come last. The slice is the
// caller's own.
func (b *Bot) known(chosen map[string]news.Subscription, watches ...news.Watch) []news.Topic {
	c := b.catalog()
	topics := slices.Clone(c.Topics)
	for _, id := range slices.Sorted(maps.Keys(chosen)) {
		_, watch := news.WatchOf(id)
		if t, ok := c.Topic(id); !ok && !watch {
			topics = append(topics, t)
		}
	}
	for _, w := range watches {
		if _, ok := chosen[news.WatchTopic(w.ID)]; ok {
			topics = append(topics, message.WatchTopic(w))
		}
	}
	return topics
}
