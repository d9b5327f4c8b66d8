package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// subscriptions lists what arrives here.
func (b *Bot) subscriptions(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenSubscriptions)
}

// drawSubscriptions is a page of the subscriptions, each with the way to its
// own screen.
func (b *Bot) drawSubscriptions(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	if len(chosen) == 0 {
		return sketch{l.Say(message.NoSubscriptions), mirror(l, [][]telegram.Button{b.topicsButton(l), backToSettings(l)})}, nil
	}
	topics := slices.DeleteFunc(b.known(chosen, watches...), func(topic news.Topic) bool { _, ok := chosen[topic.ID]; return !ok })
	page, shown := pageIn(topics, page)
	lines := []string{l.Say(message.Subscriptions, "Count", len(chosen))}
	var rows [][]telegram.Button
	for pair := range slices.Chunk(shown, 2) {
		var row []telegram.Button
		for _, topic := range pair {
			lines = append(lines, b.subscriptionLine(t, topic, chosen[topic.ID]))
			row = append(row, way("⚙️ "+message.TopicLabel(l, topic), screenSubscription, topicKey(topic.ID)))
		}
		rows = append(rows, row)
	}
	rows = append(rows, pageKeys(l, len(topics), page, screenSubscriptions)...)
	rows = append(rows, append(b.topicsButton(l), backToSettings(l)...))
	return sketch{strings.Join(lines, "\n"), mirror(l, rows)}, nil
}

// subscriptionLine names a subscription with what is particular about it.
func (b *Bot) subscriptionLine(t *talk, topic news.Topic, s news.Subscription) string {
	l := t.locale()
	line := message.TopicLine(l, topic)
	var more []string
	if s.Mode == news.ModeHourly || s.Mode == news.ModeDaily {
		more = append(more, rhythmName(l, s.Mode, s.At))
	}
	if !s.Filter.IsZero() {
		more = append(more, l.Label(message.SubscriptionFiltered))
	}
	if news.Muted(t.chat.Settings.Mutes, t.to, news.MuteTopic, topic.ID, b.now()) {
		more = append(more, "🔕")
	}
	if s.Config {
		more = append(more, l.Say(message.ByOperator))
	}
	if len(more) > 0 {
		line += " (" + strings.Join(more, l.Label(message.Comma)) + ")"
	}
	return line
}

// subscriptionOf returns the subscription of the talk's place that a button
// means, the first of its words, and its topic.
func (b *Bot) subscriptionOf(ctx context.Context, t *talk, words []string) (news.Subscription, news.Topic, error) {
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return news.Subscription{}, news.Topic{}, err
	}
	for _, topic := range b.known(chosen, watches...) {
		if s, ok := chosen[topic.ID]; ok && topicKey(topic.ID) == first(words) {
			return s, topic, nil
		}
	}
	return news.Subscription{}, news.Topic{}, errStale
}

// drawSubscription tells all about one subscription.
func (b *Bot) drawSubscription(ctx context.Context, t *talk, words []string) (sketch, error) {
	s, topic, err := b.subscriptionOf(ctx, t, words)
	if err != nil {
		return sketch{}, err
	}
	l, key := t.locale(), topicKey(topic.ID)
	lines := []string{
		"<b>" + message.TopicLine(l, topic) + "</b>", "",
		l.Say(message.SettingsDigest, "When", message.HTML(rhythmName(l, s.Mode, s.At))),
	}
	lines = append(lines, b.filterLines(l, s.Filter)...)
	if m, ok := muteOf(t, news.MuteTopic, topic.ID, b.now()); ok {
		lines = append(lines, "🔕 "+untilName(l, m, t.zone()))
	}
	if s.Config {
		lines = append(lines, "📌 "+l.Say(message.ByOperator))
	}
	rows := rhythmKeys(l, actRhythm, []string{key}, func(mode news.Mode, at int) bool { return sameRhythm(s, mode, at) })
	rows = append(rows,
		[]telegram.Button{way("🔎 "+l.Label(message.ButtonFilters), screenFilter, key),
			way("🔕 "+l.Label(message.ButtonMute), screenMute, string(news.MuteTopic), key)},
		[]telegram.Button{way("🗑 "+l.Label(message.ButtonUnsubscribe), screenLeave, key),
			way("🔔 "+l.Label(message.ButtonSubscriptions), screenSubscriptions)})
	return sketch{strings.Join(lines, "\n"), mirror(l, rows)}, nil
}

// drawLeave asks whether a subscription shall really end.
func (b *Bot) drawLeave(ctx context.Context, t *talk, words []string) (sketch, error) {
	_, topic, err := b.subscriptionOf(ctx, t, words)
	if err != nil {
		return sketch{}, err
	}
	l, key := t.locale(), topicKey(topic.ID)
	return sketch{
		l.Say(message.UnsubscribeAsk, "Topic", message.TopicLabel(l, topic)),
		mirror(l, [][]telegram.Button{{
			{Text: l.Label(message.ButtonYesUnsubscribe), Data: data(actEnd, key)},
			way(l.Label(message.ButtonNo), screenSubscription, key),
		}}),
	}, nil
}

// pressEnd ends the subscription that a button means.
func (b *Bot) pressEnd(ctx context.Context, t *talk, words []string) (effect, error) {
	s, topic, err := b.subscriptionOf(ctx, t, words)
	if err != nil {
		return effect{}, err
	}
	if _, err := b.store.DeleteSubscription(ctx, t.to, s.Topic); err != nil {
		return effect{}, err
	}
	l := t.locale()
	notice := l.Label(message.Unsubscribed, "Topics", message.HTML(message.TopicLabel(l, topic)))
	return effect{notice: notice, then: &screen{name: screenSubscriptions}}, b.judgeAnew(ctx, t.to.Chat)
}

// pressRhythm sets when a subscription tells.
func (b *Bot) pressRhythm(ctx context.Context, t *talk, words []string) (effect, error) {
	s, _, err := b.subscriptionOf(ctx, t, words)
	if err != nil {
		return effect{}, err
	}
	mode, at, err := rhythmOfWords(words[1:])
	if err != nil {
		return effect{}, err
	}
	if _, err := b.setRhythm(ctx, t, s.Topic, mode, at); err != nil {
		return effect{}, err
	}
	l := t.locale()
	notice := l.Label(message.SettingsDigest, "When", message.HTML(rhythmName(l, mode, at)))
	return effect{notice: notice, then: &screen{screenSubscription, words[:1]}}, nil
}
