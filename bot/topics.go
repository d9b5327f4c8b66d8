package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// pageSize is how many things a keyboard shows at once.
const pageSize = 10

// welcome greets and shows the topics, or what a link shares.
func (b *Bot) welcome(ctx context.Context, t *talk, payload string) error {
	if name, ok := strings.CutPrefix(payload, sharePrefix); ok {
		return b.offer(ctx, t, name)
	}
	b.renewOperatorMenu(ctx, t)
	return b.show(ctx, t, screenStart)
}

// showTopics shows the topics.
func (b *Bot) showTopics(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenTopics)
}

// drawStart is the greeting, with a page of the topics under it.
func (b *Bot) drawStart(ctx context.Context, t *talk, words []string) (sketch, error) {
	look, err := b.drawTopicsOn(ctx, t, screenStart, words)
	if t.group {
		look.text = t.locale().Say(message.GroupGreeting)
	} else {
		look.text = t.locale().Say(message.Welcome, "Example", b.example(t))
	}
	look.keyboard = append(look.keyboard, mirror(t.locale(), b.archiveKeys(t.locale()))...)
	return look, err
}

// drawTopics is a page of the topics, each with a button to take or leave it.
func (b *Bot) drawTopics(ctx context.Context, t *talk, words []string) (sketch, error) {
	return b.drawTopicsOn(ctx, t, screenTopics, words)
}

func (b *Bot) drawTopicsOn(ctx context.Context, t *talk, name string, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	topics := b.known(chosen)
	taken := 0
	for _, topic := range topics {
		if _, ok := chosen[topic.ID]; ok {
			taken++
		}
	}
	look := sketch{text: l.Say(message.TopicsTitle, "Chosen", taken, "All", len(topics))}
	if len(topics) == 0 {
		look.text = l.Say(message.NoTopics)
	}
	look.keyboard = topicKeys(l, name, topics, chosen, page)
	return look, nil
}

// topicKeys draws the topics of a page of a screen, two to a row, then the ways
// to other pages and to the languages.
func topicKeys(l *message.Locale, name string, topics []news.Topic, chosen map[string]news.Subscription, page int) [][]telegram.Button {
	page, shown := pageIn(topics, page)
	var rows [][]telegram.Button
	for pair := range slices.Chunk(shown, 2) {
		var row []telegram.Button
		for _, topic := range pair {
			sign, act := "➕ ", actTake
			if _, ok := chosen[topic.ID]; ok {
				sign, act = "✅ ", actLeave
			}
			row = append(row, telegram.Button{
				Text: sign + message.TopicLabel(l, topic),
				Data: data(act, topicKey(topic.ID), strconv.Itoa(page), name),
			})
		}
		rows = append(rows, row)
	}
	rows = append(rows, pageKeys(l, len(topics), page, name)...)
	rows = append(rows, append(backToSettings(l), way("🌐 "+l.Label(message.ButtonLanguage), screenLanguage)))
	return mirror(l, rows)
}

// pageIn returns the things of a page, and the page, which is brought into
// the bounds.
func pageIn[T any](all []T, page int) (int, []T) {
	last := max(0, (len(all)-1)/pageSize)
	page = min(max(page, 0), last)
	return page, all[page*pageSize : min(len(all), (page+1)*pageSize)]
}

// pageKeys is a row with the ways to the pages before and after, if there are
// any, of a screen whose first word is its page.
func pageKeys(l *message.Locale, count, page int, name string, words ...string) [][]telegram.Button {
	var ways []telegram.Button
	turn := func(key message.Key, page int) {
		ways = append(ways, way(l.Label(key), name, append([]string{strconv.Itoa(page)}, words...)...))
	}
	if page > 0 {
		turn(message.ButtonBack, page-1)
	}
	if (page+1)*pageSize < count {
		turn(message.ButtonNext, page+1)
	}
	if len(ways) == 0 {
		return nil
	}
	return [][]telegram.Button{ways}
}

// mirror turns the rows of a keyboard for languages that are read from right
// to left, as Telegram never does.
func mirror(l *message.Locale, rows [][]telegram.Button) [][]telegram.Button {
	if l.RTL() {
		for _, row := range rows {
			slices.Reverse(row)
		}
	}
	return rows
}

// topicsButton is a row with the way to the topics.
func (b *Bot) topicsButton(l *message.Locale) []telegram.Button {
	return []telegram.Button{way(l.Label(message.ButtonTopics), screenTopics, "0")}
}

// topicKey stands for a topic's ID, which can be longer than a button's data.
func topicKey(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}

// pressTake takes a topic, pressLeave leaves it.
func (b *Bot) pressTake(ctx context.Context, t *talk, words []string) (effect, error) {
	return b.choose(ctx, t, words, true)
}

func (b *Bot) pressLeave(ctx context.Context, t *talk, words []string) (effect, error) {
	return b.choose(ctx, t, words, false)
}

// choose takes or leaves the topic of a key, the first of the words. Leaving
// one that was fitted to its reader has to be confirmed.
func (b *Bot) choose(ctx context.Context, t *talk, words []string, on bool) (effect, error) {
	key := first(words)
	page, err := pageOf(words[min(1, len(words)):])
	if key == "" || err != nil {
		return effect{}, errStale
	}
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return effect{}, err
	}
	l := t.locale()
	for _, topic := range b.known(chosen) {
		if topicKey(topic.ID) != key {
			continue
		}
		if s := chosen[topic.ID]; !on && (!s.Filter.IsZero() || s.Mode != "" && s.Mode != news.ModeInstant) {
			return effect{then: &screen{screenLeave, []string{key}}}, nil
		}
		_, err := b.subscribe(ctx, t.to, topic.ID, on, chosen, options{})
		switch {
		case err == nil && on:
			err = b.opened(ctx, t.to.Chat)
		case err == nil:
			err = b.judgeAnew(ctx, t.to.Chat)
		}
		said := message.Unsubscribed
		if on {
			said = message.Subscribed
		}
		shown := screen{screenTopics, []string{strconv.Itoa(page)}}
		if len(words) > 2 && words[2] == screenStart {
			shown.name = screenStart
		}
		return effect{notice: l.Label(said, "Topics", message.HTML(message.TopicLabel(l, topic))), then: &shown}, err
	}
	return effect{}, errStale
}
