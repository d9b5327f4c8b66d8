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

// pageSize is how many topics a keyboard shows at once.
const pageSize = 10

// A view is a message with the topics as buttons. Its text and page travel in
// the data of its buttons, so that a press can draw it again.
type view struct {
	name string // viewStart or viewTopics
	page int
}

const (
	viewStart  = "s"
	viewTopics = "t"
)

// The actions of buttons, the first part of their data. Data says what to
// bring about, not what to toggle: a press that is handled twice does no
// harm.
const (
	actTake  = "+" // view, page, topic
	actLeave = "-" // view, page, topic
	actShow  = "v" // view, page
	actSpeak = "l" // view, page, language
)

// welcome greets and shows the topics.
func (b *Bot) welcome(ctx context.Context, t *talk) error {
	return b.show(ctx, t, view{name: viewStart})
}

// showTopics shows the topics.
func (b *Bot) showTopics(ctx context.Context, t *talk) error {
	return b.show(ctx, t, view{name: viewTopics})
}

// show sends a view as a new message.
func (b *Bot) show(ctx context.Context, t *talk, v view) error {
	text, keyboard, err := b.draw(ctx, t, v)
	if err != nil {
		return err
	}
	return b.say(ctx, t, text, keyboard...)
}

// draw returns the text and the buttons of a view.
func (b *Bot) draw(ctx context.Context, t *talk, v view) (string, [][]telegram.Button, error) {
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return "", nil, err
	}
	l := t.locale()
	topics := b.known(chosen)
	text := l.Say(message.TopicsTitle, "Chosen", len(chosen), "Count", len(topics))
	switch {
	case v.name == viewStart && t.group:
		text = l.Say(message.GroupGreeting)
	case v.name == viewStart:
		text = l.Say(message.Welcome, "Example", b.example(t))
	case len(topics) == 0:
		text = l.Say(message.NoTopics)
	}
	return text, v.keyboard(l, topics, chosen), nil
}

// keyboard draws the topics of a page, two to a row, then the ways to other
// pages and the other language. Telegram never mirrors keyboards, so rows are
// turned here for languages that are read from right to left.
func (v view) keyboard(l *message.Locale, topics []news.Topic, chosen map[string]news.Subscription) [][]telegram.Button {
	pages := max(1, (len(topics)+pageSize-1)/pageSize)
	v.page = min(max(v.page, 0), pages-1)
	shown := topics[v.page*pageSize : min(len(topics), (v.page+1)*pageSize)]

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
				Data: v.data(act, v.page, topicKey(topic.ID)),
			})
		}
		rows = append(rows, row)
	}
	var ways []telegram.Button
	if v.page > 0 {
		ways = append(ways, telegram.Button{Text: l.Label(message.ButtonBack), Data: v.data(actShow, v.page-1, "")})
	}
	if v.page < pages-1 {
		ways = append(ways, telegram.Button{Text: l.Label(message.ButtonNext), Data: v.data(actShow, v.page+1, "")})
	}
	if len(ways) > 0 {
		rows = append(rows, ways)
	}
	rows = append(rows, []telegram.Button{{
		Text: l.Label(message.ButtonLanguage), Data: v.data(actSpeak, v.page, otherLanguage(l.Lang())),
	}})
	if l.RTL() {
		for _, row := range rows {
			slices.Reverse(row)
		}
	}
	return rows
}

// topicsButton is a row with the way to the topics.
func (b *Bot) topicsButton(l *message.Locale) []telegram.Button {
	v := view{name: viewTopics}
	return []telegram.Button{{Text: l.Label(message.ButtonTopics), Data: v.data(actShow, 0, "")}}
}

// otherLanguage returns the language after l in the list of Languages.
func otherLanguage(l string) string {
	all := message.Languages()
	return all[(slices.Index(all, l)+1)%len(all)]
}

// data writes what a button sends, always well below Telegram's 64 bytes.
func (v view) data(act string, page int, what string) string {
	return strings.Join([]string{act, v.name, strconv.Itoa(page), what}, ":")
}

// topicKey stands for a topic's ID, which can be longer than a button's data.
func topicKey(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}
