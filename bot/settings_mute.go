package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// usualTerms are how long buttons mute, by what stands in their data.
var usualTerms = []struct {
	word string
	term term
}{
	{"1h", term{length: time.Hour}}, {"8h", term{length: 8 * time.Hour}},
	{"1d", term{length: 24 * time.Hour}}, {"7d", term{length: 7 * 24 * time.Hour}},
	{"0", term{forever: true}},
}

// snoozeTerm is how long a snooze lasts if nothing else was said.
var snoozeTerm = term{length: 24 * time.Hour}

// storyTerm is how long a story is muted from under an alert: nobody tells of an
// event for longer.
var storyTerm = term{length: 7 * 24 * time.Hour}

// mutesOf returns the mutes that hold where the talk is, now.
func (b *Bot) mutesOf(t *talk) []news.Mute {
	now := b.now()
	return slices.DeleteFunc(slices.Clone(t.chat.Settings.Mutes), func(m news.Mute) bool { return !m.Covers(t.to) || !m.InForce(now) })
}

// muteOf returns the mute of a thing, if one holds.
func muteOf(t *talk, kind news.MuteKind, id string, now time.Time) (news.Mute, bool) {
	for _, m := range t.chat.Settings.Mutes {
		if m.Kind == kind && m.ID == id && m.Covers(t.to) && m.InForce(now) {
			return m, true
		}
	}
	return news.Mute{}, false
}

// untilName says when a mute ends.
func untilName(l *message.Locale, m news.Mute, zone *time.Location) string {
	if m.Until.IsZero() {
		return l.Label(message.MuteForever)
	}
	return l.Label(message.MuteUntil, "Moment", message.HTML(l.MomentIn(m.Until, zone)))
}

// errFull is what comes of a mute beyond the most that a chat can have.
var errFull = errors.New("the chat has as many mutes as it can")

// setMutes mutes things for a term where the talk is, each in the place of what
// was said of it before.
func (b *Bot) setMutes(ctx context.Context, t *talk, things []news.Mute, how term) error {
	now := b.now()
	until := how.until(now, t.zone())
	return b.change(ctx, t, func(s *news.ChatSettings) error {
		s.Mutes = slices.DeleteFunc(s.Mutes, func(m news.Mute) bool { return !m.InForce(now) })
		for _, m := range things {
			s.Mutes = without(s.Mutes, t.to, m)
			m.Until = until
			if t.group {
				m.Thread = max(t.to.Thread, 1)
			}
			s.Mutes = append(s.Mutes, m)
		}
		if s.Validate() != nil {
			return errFull
		}
		return nil
	})
}

// without takes the mutes of a thing that cover a recipient out of those of its
// chat.
func without(mutes []news.Mute, to news.Recipient, of news.Mute) []news.Mute {
	return slices.DeleteFunc(mutes, func(m news.Mute) bool { return m.Kind == of.Kind && m.ID == of.ID && m.Covers(to) })
}

// muteName is how a reader knows what a mute is about.
func (b *Bot) muteName(ctx context.Context, l *message.Locale, m news.Mute) string {
	switch m.Kind {
	case news.MuteSource:
		return "📰 " + sourceLabel(l, b.catalog().Source(m.ID))
	case news.MuteStory:
		if a, ok, err := b.store.Archived(ctx, m.ID); err == nil && ok {
			return "🧵 " + message.TopicLabel(l, news.Topic{ID: m.ID, Name: map[string]string{"en": a.Article.Title}})
		}
		return "🧵 " + m.ID
	}
	topic, _ := b.catalog().Topic(m.ID)
	if id, ok := news.WatchOf(m.ID); ok {
		if w, found, err := b.store.Watch(ctx, id); err == nil && found {
			topic = message.WatchTopic(w)
		}
	}
	return "📚 " + message.TopicLabel(l, topic)
}

// drawMutes lists the mutes, each with a button that ends it.
func (b *Bot) drawMutes(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil {
		return sketch{}, err
	}
	l, mutes := t.locale(), b.mutesOf(t)
	page, shown := pageIn(mutes, page)
	lines := []string{counted(l, message.MutesTitle, message.MutesNone, len(mutes))}
	var rows [][]telegram.Button
	for _, m := range shown {
		name := b.muteName(ctx, l, m)
		lines = append(lines, l.Say(message.MuteLine, "Name", name, "Until", message.HTML(untilName(l, m, t.zone()))))
		rows = append(rows, []telegram.Button{{
			Text: "🔔 " + l.Label(message.ButtonUnmute, "Name", message.HTML(name)), Data: data(actUnmute, string(m.Kind), topicKey(m.ID)),
		}})
	}
	lines = append(lines, "", l.Say(message.MuteHint, "Example", b.example(t)))
	rows = append(rows, pageKeys(l, len(mutes), page, screenMutes)...)
	rows = append(rows, []telegram.Button{
		way("📚 "+l.Label(message.ButtonMuteTopic), screenMuteWhat, "0", string(news.MuteTopic)),
		way("📰 "+l.Label(message.ButtonMuteSource), screenMuteWhat, "0", string(news.MuteSource)),
	}, backToSettings(l))
	return sketch{strings.Join(lines, "\n"), mirror(l, rows)}, nil
}

// drawMuteWhat is a page of the topics or sources that can be muted.
func (b *Bot) drawMuteWhat(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil || len(words) < 2 {
		return sketch{}, errStale
	}
	kind := news.MuteKind(words[1])
	things, err := b.mutable(ctx, t, kind)
	if err != nil || kind == news.MuteStory {
		return sketch{}, errors.Join(err, errStale)
	}
	l := t.locale()
	page, shown := pageIn(things, page)
	var rows [][]telegram.Button
	for pair := range slices.Chunk(shown, 2) {
		var row []telegram.Button
		for _, m := range pair {
			row = append(row, way(b.muteName(ctx, l, m), screenMute, string(kind), topicKey(m.ID)))
		}
		rows = append(rows, row)
	}
	rows = append(rows, pageKeys(l, len(things), page, screenMuteWhat, string(kind))...)
	rows = append(rows, []telegram.Button{way("↩️ "+l.Label(message.ButtonMutes), screenMutes)})
	return sketch{l.Say(message.MuteWhat), mirror(l, rows)}, nil
}

// mutable returns what of a kind can be muted: sources, and topics with what
// the chat subscribed to. Of stories it is those that are muted.
func (b *Bot) mutable(ctx context.Context, t *talk, kind news.MuteKind) ([]news.Mute, error) {
	var things []news.Mute
	switch kind {
	case news.MuteTopic:
		chosen, watches, err := b.interests(ctx, t)
		if err != nil {
			return nil, err
		}
		for _, topic := range b.known(chosen, watches...) {
			things = append(things, news.Mute{Kind: kind, ID: topic.ID})
		}
	case news.MuteSource:
		for _, s := range b.catalog().Sources {
			things = append(things, news.Mute{Kind: kind, ID: s.ID})
		}
	case news.MuteStory:
	default:
		return nil, errStale
	}
	for _, m := range b.mutesOf(t) {
		if m.Kind == kind && !slices.ContainsFunc(things, func(o news.Mute) bool { return o.ID == m.ID }) {
			things = append(things, m)
		}
	}
	return things, nil
}

// thingOf returns what a button means: a kind and a key. A story can be named
// by its article's ID, which is as short.
func (b *Bot) thingOf(ctx context.Context, t *talk, words []string) (news.Mute, error) {
	if len(words) < 2 {
		return news.Mute{}, errStale
	}
	kind := news.MuteKind(words[0])
	things, err := b.mutable(ctx, t, kind)
	if err != nil {
		return news.Mute{}, err
	}
	for _, m := range things {
		if topicKey(m.ID) == words[1] {
			return news.Mute{Kind: kind, ID: m.ID}, nil
		}
	}
	if kind == news.MuteStory {
		if _, ok, err := b.store.Archived(ctx, words[1]); ok || err != nil {
			return news.Mute{Kind: kind, ID: words[1]}, err
		}
	}
	return news.Mute{}, errStale
}

// drawMute asks for how long a thing is to be muted.
func (b *Bot) drawMute(ctx context.Context, t *talk, words []string) (sketch, error) {
	m, err := b.thingOf(ctx, t, words)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	text := l.Say(message.MuteHowLong, "Name", b.muteName(ctx, l, m))
	key := func(label, word string) telegram.Button {
		return telegram.Button{Text: label, Data: data(actMute, words[0], words[1], word)}
	}
	rows := [][]telegram.Button{
		{key(l.Label(message.Hours, "Count", 1), "1h"), key(l.Label(message.Hours, "Count", 8), "8h")},
		{key(l.Label(message.Days, "Count", 1), "1d"), key(l.Label(message.Days, "Count", 7), "7d")},
		{key(l.Label(message.MuteForever), "0")},
	}
	if old, ok := muteOf(t, m.Kind, m.ID, b.now()); ok {
		text += "\n🔕 " + untilName(l, old, t.zone())
		rows = append(rows, []telegram.Button{{Text: "🔔 " + l.Label(message.ButtonUnmuteThis), Data: data(actUnmute, words[0], topicKey(m.ID))}})
	}
	rows = append(rows, []telegram.Button{way("↩️ "+l.Label(message.ButtonMutes), screenMutes)})
	return sketch{text, mirror(l, rows)}, nil
}

// pressMute mutes what a button means.
func (b *Bot) pressMute(ctx context.Context, t *talk, words []string) (effect, error) {
	m, err := b.thingOf(ctx, t, words)
	if err != nil || len(words) != 3 {
		return effect{}, errors.Join(err, errStale)
	}
	i := slices.IndexFunc(usualTerms, func(u struct {
		word string
		term term
	}) bool {
		return u.word == words[2]
	})
	if i < 0 {
		return effect{}, errStale
	}
	l := t.locale()
	switch err := b.setMutes(ctx, t, []news.Mute{m}, usualTerms[i].term); {
	case errors.Is(err, errFull):
		return effect{notice: l.Label(message.MutesFull), loud: true}, nil
	case err != nil:
		return effect{}, err
	}
	m.Until = usualTerms[i].term.until(b.now(), t.zone())
	notice := l.Label(message.MuteSet, "Names", message.HTML(b.muteName(ctx, l, m)), "Until", message.HTML(untilName(l, m, t.zone())))
	return effect{notice: notice, then: &screen{name: screenMutes}}, nil
}

// pressUnmute ends a mute.
func (b *Bot) pressUnmute(ctx context.Context, t *talk, words []string) (effect, error) {
	m, err := b.thingOf(ctx, t, words)
	if err != nil {
		return effect{}, err
	}
	err = b.change(ctx, t, func(s *news.ChatSettings) error { s.Mutes = without(s.Mutes, t.to, m); return nil })
	l := t.locale()
	return effect{notice: l.Label(message.MuteEnded, "Name", message.HTML(b.muteName(ctx, l, m))), then: &screen{name: screenMutes}}, err
}
