package bot

import (
	"context"
	"fmt"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// status tells whether all is well.
func (b *Bot) status(ctx context.Context, t *talk, _ string) error {
	if t.private() && b.operator(t) {
		return b.show(ctx, t, screenState)
	}
	return b.show(ctx, t, screenStatus)
}

// drawStatus tells readers whether all is well.
func (b *Bot) drawStatus(ctx context.Context, t *talk, _ []string) (sketch, error) {
	counts, err := b.store.Counts(ctx)
	if err != nil {
		return sketch{}, fmt.Errorf("count: %w", err)
	}
	s := b.config.Status(ctx)
	if s.Now.IsZero() {
		s.Now = b.now()
	}
	l := t.locale()
	return sketch{s.HTML(t.locale().Lang(), counts, false), mirror(l, [][]telegram.Button{backToSettings(l)})}, nil
}

// help tells what the bot can do.
func (b *Bot) help(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenHelp)
}

// drawHelp names all commands that would be heeded here.
func (b *Bot) drawHelp(_ context.Context, t *talk, _ []string) (sketch, error) {
	h := message.Help{Example: b.example(t)}
	for _, row := range commands() {
		if b.hides(t, row) || row.alone && t.group {
			continue
		}
		c := message.HelpCommand{Name: row.name, About: row.about}
		if last := len(h.Groups) - 1; last >= 0 && h.Groups[last].Title == row.group {
			h.Groups[last].Commands = append(h.Groups[last].Commands, c)
		} else {
			h.Groups = append(h.Groups, message.HelpGroup{Title: row.group, Commands: []message.HelpCommand{c}})
		}
	}
	l := t.locale()
	return sketch{h.HTML(l), mirror(l, [][]telegram.Button{append(b.topicsButton(l), backToSettings(l)...)})}, nil
}

// example returns a topic to show how commands are written, in the words of
// the talk's language.
func (b *Bot) example(t *talk) string {
	topics := b.catalog().Topics
	if len(topics) == 0 {
		return "…"
	}
	return topics[0].Label(t.locale().Lang())
}
