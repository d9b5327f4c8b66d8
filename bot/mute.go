package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// mute mutes the topics and sources that args name, or, in answer to an alert,
// its story, for as long as they say, else until that is ended. Without args it
// shows what is muted.
func (b *Bot) mute(ctx context.Context, t *talk, args string) error {
	return b.silence(ctx, t, args, term{forever: true})
}

// snooze does the same for a day if nothing is said of how long. Where nothing
// is named everything that is subscribed here is snoozed.
func (b *Bot) snooze(ctx context.Context, t *talk, args string) error {
	return b.silence(ctx, t, args, snoozeTerm)
}

func (b *Bot) silence(ctx context.Context, t *talk, args string, usual term) error {
	l := t.locale()
	what, how, said := cutTerm(args)
	if !said {
		how = usual
	}
	if args == "" && t.answers == 0 {
		return b.show(ctx, t, screenMutes)
	}
	if no, err := b.forbids(ctx, t); err != nil || no != "" { // an answer to an alert needs no words
		if err == nil {
			err = b.say(ctx, t, l.Say(no))
		}
		return err
	}
	things, unknown, err := b.meant(ctx, t, what)
	switch {
	case err != nil:
		return err
	case len(unknown) > 0:
		return b.say(ctx, t, b.unknownThings(l, unknown))
	case len(things) == 0:
		return b.show(ctx, t, screenMutes)
	}
	switch err := b.setMutes(ctx, t, things, how); {
	case errors.Is(err, errFull):
		return b.say(ctx, t, l.Say(message.MutesFull))
	case err != nil:
		return err
	}
	var names []string
	for _, m := range things {
		names = append(names, b.muteName(ctx, l, m))
	}
	until := news.Mute{Until: how.until(b.now(), t.zone())}
	text := l.Say(message.MuteSet, "Names", l.List(names, 12), "Until", message.HTML(untilName(l, until, t.zone())))
	return b.say(ctx, t, text, mirror(l, [][]telegram.Button{{way("🔕 "+l.Label(message.ButtonMutes), screenMutes)}})...)
}

// meant returns what is to be muted: what words name, the story of the alert
// that they answer, or, where neither says, all that is subscribed here. What
// names nothing is unknown.
func (b *Bot) meant(ctx context.Context, t *talk, what string) (things []news.Mute, unknown []string, err error) {
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	if what == "" && t.answers != 0 {
		things, err = b.storiesOf(ctx, t)
		return things, nil, err
	}
	if what == "" || everyName(what) {
		for _, id := range slices.Sorted(maps.Keys(chosen)) {
			things = append(things, news.Mute{Kind: news.MuteTopic, ID: id})
		}
		return things, nil, nil
	}
	sourcesOnly := false
	word, rest, _ := strings.Cut(what, " ")
	if key := nameKey(word); rest != "" && (key == "source" || key == nameKey("منبع")) {
		what, sourcesOnly = rest, true
	}
	unknown = []string{what}
	if !sourcesOnly {
		var topics []news.Topic
		topics, unknown = newFinder(b.known(chosen, watches...)).find(what)
		for _, topic := range topics {
			things = append(things, news.Mute{Kind: news.MuteTopic, ID: topic.ID})
		}
	}
	sources, unknown := b.sourceFinder().find(strings.Join(unknown, " "))
	for _, s := range sources {
		things = append(things, news.Mute{Kind: news.MuteSource, ID: s.ID})
	}
	return things, unknown, nil
}

// storiesOf returns the stories of the alerts that a message brought which the
// talk answers.
func (b *Bot) storiesOf(ctx context.Context, t *talk) ([]news.Mute, error) {
	found, err := b.store.DeliveriesOf(ctx, t.to.Chat, t.answers)
	var stories []news.Mute
	for _, d := range found {
		stories = append(stories, news.Mute{Kind: news.MuteStory, ID: d.Article})
	}
	return stories, err
}

// sourceFinder finds sources by their IDs and names, as if they were topics.
func (b *Bot) sourceFinder() *finder {
	var all []news.Topic
	for _, s := range b.catalog().Sources {
		all = append(all, news.Topic{ID: s.ID, Name: map[string]string{"en": s.Name}})
	}
	return newFinder(all)
}

// unknownThings tells what names neither a topic nor a source.
func (b *Bot) unknownThings(l *message.Locale, unknown []string) string {
	const most = 3
	topics := newFinder(b.catalog().Topics)
	var lines []string
	for _, word := range unknown[:min(most, len(unknown))] {
		line := l.Say(message.MuteUnknown, "Name", word)
		if near, ok := topics.suggest(word); ok {
			line += " " + l.Say(message.DidYouMean, "Topic", near.Label(l.Lang()))
		} else if near, ok := b.sourceFinder().suggest(word); ok {
			line += " " + l.Say(message.DidYouMean, "Topic", near.Label(l.Lang()))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
