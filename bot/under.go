package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// The most terms of a topic, and topics, that a vote counts for.
const votedFor = 20

// keysWord is the word of a screen that shows what can be muted.
const keysWord = "mute"

// told returns the alert that the message of a talk brought, with its article.
// It is errStale for a message that brought none to this chat, or several.
func (b *Bot) told(ctx context.Context, t *talk) (news.Delivery, news.Archived, error) {
	of, err := b.store.DeliveriesOf(ctx, t.to.Chat, t.message)
	if err != nil {
		return news.Delivery{}, news.Archived{}, fmt.Errorf("read what a message brought: %w", err)
	}
	if len(of) != 1 {
		return news.Delivery{}, news.Archived{}, errStale
	}
	a, ok, err := b.store.Archived(ctx, of[0].Article)
	if err != nil {
		return of[0], a, fmt.Errorf("read article: %w", err)
	}
	if !ok {
		return of[0], a, errStale
	}
	return of[0], a, nil
}

// alertKeys are the buttons under an alert: what its readers think of it, why
// it came, and what they do not want of it. The readers of a channel do not
// speak with the bot, so they are not asked what to mute.
func alertKeys(l *message.Locale, kind string, up, down int) [][]telegram.Button {
	counted := func(sign string, n int) string {
		if n == 0 {
			return sign
		}
		return sign + " " + l.Number(int64(n))
	}
	row := []telegram.Button{
		{Text: counted("👍", up), Data: data(actUp)}, {Text: counted("👎", down), Data: data(actDown)},
		{Text: "❓ " + l.Label(message.ButtonWhy), Data: data(actWhy)},
	}
	if kind == telegram.Private || kind == telegram.Group || kind == telegram.Supergroup {
		row = append(row, telegram.Button{Text: "🔕 " + l.Label(message.ButtonMuting), Data: data(actMuting, keysWord)})
	}
	return mirror(l, [][]telegram.Button{row})
}

// votes counts the votes of a chat on an article.
func (b *Bot) votes(ctx context.Context, chat int64, article string) (up, down int, err error) {
	all, err := b.store.VotesOn(ctx, chat, article)
	if err != nil {
		return 0, 0, fmt.Errorf("read votes: %w", err)
	}
	for _, v := range all {
		if v.Up {
			up++
		} else {
			down++
		}
	}
	return up, down, nil
}

// drawAlertKeys is what stands under an alert: its buttons, or those by which
// it is muted.
func (b *Bot) drawAlertKeys(ctx context.Context, t *talk, words []string) (sketch, error) {
	d, a, err := b.told(ctx, t)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	if first(words) == keysWord {
		watches, err := b.watchesAmong(ctx, t.to.Chat, d.Topics)
		return sketch{keyboard: b.mutingKeys(l, d, a, watches)}, err
	}
	up, down, err := b.votes(ctx, t.to.Chat, d.Article)
	return sketch{keyboard: alertKeys(l, t.chat.Kind, up, down)}, err
}

// mutingKeys offer what of an alert can be muted.
func (b *Bot) mutingKeys(l *message.Locale, d news.Delivery, a news.Archived, watches []news.Watch) [][]telegram.Button {
	var rows [][]telegram.Button
	for i, id := range d.Topics[:min(len(d.Topics), 3)] {
		label := l.Label(message.ButtonMuteTopicDay, "Topic", message.HTML(message.TopicLabel(l, b.topicOr(id, watches))))
		rows = append(rows, []telegram.Button{{Text: "🏷 " + label, Data: data(actSilence, string(news.MuteTopic), strconv.Itoa(i))}})
	}
	source := l.Label(message.ButtonMuteSourceDay, "Source", message.HTML(message.OutletName(b.catalog().Source(a.Article.Source))))
	return append(rows,
		[]telegram.Button{{Text: "📰 " + source, Data: data(actSilence, string(news.MuteSource))}},
		[]telegram.Button{{Text: "🧵 " + l.Label(message.ButtonMuteStory), Data: data(actSilence, string(news.MuteStory))}},
		[]telegram.Button{{Text: "↩️ " + l.Label(message.ButtonReturn), Data: data(actMuting)}},
	)
}

// pressMuting shows what can be muted, or the buttons of an alert again.
func (b *Bot) pressMuting(ctx context.Context, t *talk, words []string) (effect, error) {
	_, _, err := b.told(ctx, t)
	return effect{then: &screen{screenAlert, words}}, err
}

// pressUp and pressDown vote for an alert and against it.
func (b *Bot) pressUp(ctx context.Context, t *talk, _ []string) (effect, error) {
	return b.vote(ctx, t, true)
}

func (b *Bot) pressDown(ctx context.Context, t *talk, _ []string) (effect, error) {
	return b.vote(ctx, t, false)
}

// vote counts what a user thinks of an alert, by its topics and by the terms
// that were found.
func (b *Bot) vote(ctx context.Context, t *talk, up bool) (effect, error) {
	d, a, err := b.told(ctx, t)
	if err != nil || t.from == nil {
		return effect{}, stale(err)
	}
	v := news.Vote{Chat: t.to.Chat, User: t.from.ID, Article: d.Article, Up: up, Terms: map[string][]string{}, At: b.now()}
	for _, topic := range d.Topics[:min(len(d.Topics), votedFor)] {
		v.Terms[topic] = []string{}
		for _, m := range a.Matches {
			if m.Topic == topic {
				v.Terms[topic] = termsOf(m)
			}
		}
	}
	if err := b.store.PutVote(ctx, v); err != nil {
		return effect{}, fmt.Errorf("write a vote: %w", err)
	}
	said := message.AlertDisliked
	if up {
		said = message.AlertLiked
	}
	return effect{notice: t.locale().Label(said), then: &screen{name: screenAlert}}, nil
}

// termsOf returns the first terms that were found for a match, each once.
func termsOf(m news.Match) []string {
	terms := []string{}
	for _, h := range m.Hits {
		if len(terms) < votedFor && !slices.Contains(terms, h.Term) {
			terms = append(terms, h.Term)
		}
	}
	return terms
}

// pressSilence mutes a topic, the source or the story of an alert for a while.
func (b *Bot) pressSilence(ctx context.Context, t *talk, words []string) (effect, error) {
	d, a, err := b.told(ctx, t)
	if err != nil {
		return effect{}, err
	}
	l, m, how := t.locale(), news.Mute{Kind: news.MuteKind(first(words))}, snoozeTerm
	until := func() message.HTML { return message.HTML(l.Brief(how.until(b.now(), t.zone()))) }
	notice := ""
	switch m.Kind {
	case news.MuteTopic:
		i, err := pageOf(words[1:])
		if err != nil || i >= len(d.Topics) {
			return effect{}, errStale
		}
		watches, err := b.watchesAmong(ctx, t.to.Chat, d.Topics)
		if err != nil {
			return effect{}, err
		}
		m.ID = d.Topics[i]
		notice = l.Label(message.AlertTopicMuted, "Topics", message.TopicLabel(l, b.topicOr(m.ID, watches)), "Until", until())
	case news.MuteSource:
		m.ID = a.Article.Source
		notice = l.Label(message.AlertSourceMuted, "Source", message.OutletName(b.catalog().Source(m.ID)), "Until", until())
	case news.MuteStory:
		m.ID, how = d.Article, storyTerm
		notice = l.Label(message.AlertStoryMuted, "Until", until())
	default:
		return effect{}, errStale
	}
	done := effect{notice: notice, then: &screen{name: screenAlert}}
	err = b.setMutes(ctx, t, []news.Mute{m}, how)
	if errors.Is(err, errFull) {
		return effect{notice: l.Label(message.MutesFull), loud: true}, nil
	}
	return done, err
}
