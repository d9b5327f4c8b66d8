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
	if args == "" && t.answers == 0 {
		return b.show(ctx, t, screenMutes)
	}
	if no, err := b.forbids(ctx, t); err != nil || no != "" { // an answer to an alert needs no words
		if err == nil {
			err = b.say(ctx, t, l.Say(no))
		}
		return err
	}
	chosen, watches, err := b.interests(ctx, t)
	if err != nil {
		return err
	}
	named := b.mutesNamed(chosen, watches)
	what, how, said := cutTerm(args, func(what string) bool {
		_, unknown := named(what)
		return len(unknown) == 0
	})
	if !said {
		how = usual
	}
	things, unknown := named(what)
	if what == "" && t.answers != 0 {
		things, err = b.storiesOf(ctx, t)
	}
	switch {
	case err != nil:
		return err
	case len(unknown) > 0 && !said && slices.ContainsFunc(unknown, timely):
		return b.say(ctx, t, l.Say(message.MuteTermUnclear, "Given", strings.Join(unknown, " "), "Example", b.example(t)))
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

// mutesNamed returns a function that tells what words want muted, and what of
// them names nothing. Without words it is all that is chosen.
func (b *Bot) mutesNamed(chosen map[string]news.Subscription, watches []news.Watch) func(what string) (things []news.Mute, unknown []string) {
	topics := b.known(chosen, watches...)
	isTopic := map[string]bool{}
	for _, topic := range topics {
		isTopic[topic.ID] = true
	}
	sources := b.sourcesAsTopics()
	all := newFinder(append(topics, slices.DeleteFunc(slices.Clone(sources), func(s news.Topic) bool { return isTopic[s.ID] })...))
	outlets := newFinder(sources)
	return func(what string) (things []news.Mute, unknown []string) {
		if what == "" || everyName(what) {
			for _, id := range slices.Sorted(maps.Keys(chosen)) {
				things = append(things, news.Mute{Kind: news.MuteTopic, ID: id})
			}
			return things, nil
		}
		find, outletsOnly := all, false
		word, rest, _ := strings.Cut(what, " ")
		if key := nameKey(word); rest != "" && (key == "source" || key == nameKey("منبع")) {
			find, what, outletsOnly = outlets, rest, true
		}
		found, unknown := find.find(what)
		for _, f := range found {
			m := news.Mute{Kind: news.MuteSource, ID: f.ID}
			if isTopic[f.ID] && !outletsOnly {
				m.Kind = news.MuteTopic
			}
			things = append(things, m)
		}
		return things, unknown
	}
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

// sourcesAsTopics are the sources as a finder takes them.
func (b *Bot) sourcesAsTopics() []news.Topic {
	var all []news.Topic
	for _, s := range b.catalog().Sources {
		all = append(all, news.Topic{ID: s.ID, Name: map[string]string{"en": s.Name}})
	}
	return all
}

// sourceFinder finds sources by their IDs and names, as if they were topics.
func (b *Bot) sourceFinder() *finder { return newFinder(b.sourcesAsTopics()) }

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
