package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// buriedShown is how many deliveries a page of /buried has.
const buriedShown = 6

// buried shows what was given up and can be sent again.
func (b *Bot) buried(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenBuried)
}

// drawBuried is a page of them, the newest first, with buttons to send those
// of a chat again, or all.
func (b *Bot) drawBuried(ctx context.Context, t *talk, words []string) (sketch, error) {
	var before int64
	if len(words) > 0 {
		var err error
		if before, err = strconv.ParseInt(words[0], 10, 64); err != nil || before < 0 {
			return sketch{}, errStale
		}
	}
	found, err := b.store.Buried(ctx, before, buriedShown+1)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	lines := []string{l.Say(message.BuriedTitle)}
	if len(found) == 0 {
		lines = []string{l.Say(message.BuriedNone)}
	}
	more := len(found) > buriedShown
	found = found[:min(len(found), buriedShown)]
	var rows [][]telegram.Button
	offered := map[int64]bool{}
	for _, d := range found {
		c, _, err := b.store.Chat(ctx, d.Chat)
		if err != nil {
			return sketch{}, err
		}
		c.ID = d.Chat
		what, err := b.whatOf(ctx, l, d)
		if err != nil {
			return sketch{}, err
		}
		lines = append(lines, l.Say(message.BuriedLine, "Chat", labelOf(c), "Ago", message.HTML(l.Duration(b.now().Sub(d.CreatedAt))),
			"What", what, "Reason", d.Why))
		if !offered[d.Chat] {
			offered[d.Chat] = true
			rows = append(rows, []telegram.Button{{Text: "↩️ " + labelOf(c), Data: data(actRedrive, strconv.FormatInt(d.Chat, 10))}})
		}
	}
	if len(found) > 0 {
		rows = append(rows, []telegram.Button{{Text: "↩️ " + l.Label(message.ButtonRedriveAll), Data: data(actRedrive, "0")}})
	}
	last := b.stateButton(l)
	if more {
		last = append(last, way(l.Label(message.ButtonNext), screenBuried, strconv.FormatInt(found[len(found)-1].ID, 10)))
	}
	return sketch{strings.Join(lines, "\n\n"), mirror(l, append(rows, last))}, nil
}

// whatOf tells in a few words what a delivery brings.
func (b *Bot) whatOf(ctx context.Context, l *message.Locale, d news.Delivery) (string, error) {
	if d.Article == "" {
		return message.Strip(d.Text), nil
	}
	archived, ok, err := b.store.Archived(ctx, d.Article)
	switch {
	case err != nil:
		return "", fmt.Errorf("read article: %w", err)
	case !ok, strings.TrimSpace(archived.Article.Title) == "":
		return l.Label(message.Untitled), nil
	}
	return archived.Article.Title, nil
}

// pressRedrive sends what was given up again, of a chat or of all.
func (b *Bot) pressRedrive(ctx context.Context, t *talk, words []string) (effect, error) {
	chat, err := strconv.ParseInt(first(words), 10, 64)
	if err != nil {
		return effect{}, errStale
	}
	var n int
	if chat == 0 {
		n, err = b.store.Redrive(ctx)
	} else {
		n, err = b.store.RedriveOf(ctx, chat)
	}
	if err != nil {
		return effect{}, err
	}
	b.log.Info("an admin has what was given up sent again", "admin", t.from.ID, "chat", chat, "count", n)
	b.Nudge()
	return effect{notice: t.locale().Label(message.Redriven, "Count", n), then: &screen{name: screenBuried}}, nil
}
