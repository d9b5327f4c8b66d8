package bot

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// sharePrefix begins what a link to the bot brings that shares something.
const sharePrefix = "share_"

// mostLinks is to how many things one command makes links.
const mostLinks = 3

// topicMark begins the short name of a topic, which is made of its key.
const topicMark = "t_"

// sharedTopic returns the topic that a short name means.
func (b *Bot) sharedTopic(name string) (news.Topic, bool) {
	key, ok := strings.CutPrefix(name, topicMark)
	for _, topic := range b.catalog().Topics {
		if ok && topicKey(topic.ID) == key {
			return topic, true
		}
	}
	return news.Topic{}, false
}

// share makes links to the first of the topics that args name. Without args it
// asks which.
func (b *Bot) share(ctx context.Context, t *talk, args string) error {
	if args == "" {
		return b.show(ctx, t, screenShares, "0")
	}
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return err
	}
	find := newFinder(b.known(chosen, watches...))
	found, unknown := find.find(args)
	if len(found) == 0 && len(unknown) == 0 {
		unknown = []string{args}
	}
	if len(unknown) > 0 {
		return b.say(ctx, t, settled(t.locale(), find, true, nil, nil, unknown))
	}
	for _, topic := range found[:min(len(found), mostLinks)] {
		if err := b.sayLink(ctx, t, topic, watches); err != nil {
			return err
		}
	}
	return nil
}

// drawShares asks to what a link is wanted: what arrives here.
func (b *Bot) drawShares(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	mine := slices.DeleteFunc(slices.Clone(b.known(chosen, watches...)), func(topic news.Topic) bool {
		_, ok := chosen[topic.ID]
		return !ok
	})
	if len(mine) == 0 {
		return sketch{text: l.Say(message.ShareNothing), keyboard: mirror(l, [][]telegram.Button{append(b.topicsButton(l), backToSettings(l)...)})}, nil
	}
	page, shown := pageIn(mine, page)
	var rows [][]telegram.Button
	for pair := range slices.Chunk(shown, 2) {
		var row []telegram.Button
		for _, topic := range pair {
			row = append(row, b.shareButton(message.TopicLabel(l, topic), topic.ID))
		}
		rows = append(rows, row)
	}
	rows = append(rows, pageKeys(l, len(mine), page, screenShares)...)
	rows = append(rows, backToSettings(l))
	return sketch{text: l.Say(message.ShareWhich), keyboard: mirror(l, rows)}, nil
}

// shareButton makes a link to a topic or watch.
func (b *Bot) shareButton(label, topic string) telegram.Button {
	return telegram.Button{Text: "🔗 " + label, Data: data(actShare, topicKey(topic))}
}

// pressShare makes a link to the topic or watch of a key.
func (b *Bot) pressShare(ctx context.Context, t *talk, words []string) (effect, error) {
	_, watches, err := b.interests(ctx, t)
	if err != nil {
		return effect{}, err
	}
	if tooOften := b.stint(t); tooOften != "" {
		return effect{notice: tooOften}, nil
	}
	for _, w := range watches {
		if topicKey(news.WatchTopic(w.ID)) == first(words) {
			return effect{}, b.sayLink(ctx, t, message.WatchTopic(w), watches)
		}
	}
	for _, topic := range b.catalog().Topics {
		if topicKey(topic.ID) == first(words) {
			return effect{}, b.sayLink(ctx, t, topic, nil)
		}
	}
	return effect{}, errStale
}

// sayLink says a link to a topic, or to a copy of a watch. What a watch asks for
// stays with us; the link holds a short name that nobody can guess.
func (b *Bot) sayLink(ctx context.Context, t *talk, topic news.Topic, watches []news.Watch) error {
	name := topicMark + topicKey(topic.ID)
	for _, w := range watches {
		if news.WatchTopic(w.ID) != topic.ID {
			continue
		}
		var err error
		n := note{Kind: noteShare, Chat: t.to.Chat, Query: w.Query, Name: w.Name, Lang: w.Lang, Watch: w.ID}
		if name, err = b.keepNote(ctx, n); err != nil {
			return err
		}
	}
	l := t.locale()
	link := "https://t.me/" + b.username() + "?start=" + sharePrefix + name
	label := message.TopicLabel(l, topic)
	text := l.Say(message.ShareLink, "Name", label, "Link", message.HTML(message.Escape([]string{link})[0]))
	onward := "https://t.me/share/url?url=" + url.QueryEscape(link) + "&text=" + url.QueryEscape(label)
	return b.say(ctx, t, text, []telegram.Button{{Text: "↗️ " + l.Label(message.ButtonSendOn), URL: onward}})
}

// offer shows what a link shares, and asks whether it shall arrive here.
func (b *Bot) offer(ctx context.Context, t *talk, name string) error {
	l, name := t.locale(), strings.TrimSpace(name)
	if topic, ok := b.sharedTopic(name); ok {
		return b.say(ctx, t, l.Say(message.ShareTopic, "Topic", topic.Label(l.Lang())), mirror(l, [][]telegram.Button{{
			{Text: "✅ " + l.Label(message.ButtonTake), Data: data(actJoin, name)}, way(l.Label(message.ButtonTopics), screenTopics, "0"),
		}})...)
	}
	n, err := b.keptNote(ctx, t, noteShare, name)
	switch {
	case errors.Is(err, errStale):
		return b.say(ctx, t, l.Say(message.ShareGone), b.topicsButton(l))
	case err != nil:
		return err
	case b.config.Library == nil:
		return b.say(ctx, t, l.Say(message.SearchClosed))
	}
	if tooOften := b.stint(t); tooOften != "" {
		return b.say(ctx, t, tooOften)
	}
	draft, err := b.keepDraft(ctx, t, note{Query: n.Query, Name: n.Name})
	if err != nil {
		return err
	}
	return b.show(ctx, t, screenDraft, draft)
}

// pressJoin subscribes to the topic that a link shared.
func (b *Bot) pressJoin(ctx context.Context, t *talk, words []string) (effect, error) {
	topic, known := b.sharedTopic(first(words))
	if !known {
		return effect{}, errStale
	}
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return effect{}, err
	}
	l := t.locale()
	said := message.AlreadySubscribed
	if _, was := chosen[topic.ID]; !was {
		said = message.Subscribed
		if err := b.store.PutSubscription(ctx, news.Subscription{Recipient: t.to, Topic: topic.ID, Since: b.now()}); err != nil {
			return effect{}, fmt.Errorf("subscribe: %w", err)
		}
		if err := b.opened(ctx, t.to.Chat); err != nil {
			return effect{}, err
		}
	}
	return effect{notice: l.Label(said, "Topics", message.HTML(topic.Label(l.Lang()))), then: &screen{screenTopics, []string{"0"}}}, nil
}
