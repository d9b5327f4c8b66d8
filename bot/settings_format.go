package bot

import (
	"cmp"
	"context"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

var formats = []news.Format{news.FormatFull, news.FormatCompact, news.FormatHeadline}

// format sets how much an alert tells, or offers the formats.
func (b *Bot) format(ctx context.Context, t *talk, args string) error {
	f, ok := formatNamed(args)
	if args != "" && !ok {
		return b.say(ctx, t, t.locale().Say(message.FormatUnclear, "Given", args))
	}
	if ok {
		if err := b.setFormat(ctx, t, f); err != nil {
			return err
		}
	}
	return b.show(ctx, t, screenFormat)
}

func (b *Bot) setFormat(ctx context.Context, t *talk, f news.Format) error {
	return b.change(ctx, t, func(s *news.ChatSettings) error { s.Format = f; return nil })
}

// formatNamed returns the format that a word means.
func formatNamed(word string) (news.Format, bool) {
	switch nameKey(word) {
	case "full", nameKey("کامل"):
		return news.FormatFull, true
	case "compact", "short", nameKey("فشرده"), nameKey("کوتاه"):
		return news.FormatCompact, true
	case "headline", "title", nameKey("تیتر"), nameKey("عنوان"):
		return news.FormatHeadline, true
	}
	return "", false
}

func formatName(l *message.Locale, f news.Format) string {
	switch f {
	case news.FormatCompact:
		return l.Label(message.FormatCompact)
	case news.FormatHeadline:
		return l.Label(message.FormatHeadline)
	}
	return l.Label(message.FormatFull)
}

// drawFormats explains the formats and offers them.
func (b *Bot) drawFormats(_ context.Context, t *talk, _ []string) (sketch, error) {
	l := t.locale()
	now := cmp.Or(t.chat.Settings.Format, news.FormatFull)
	var row []telegram.Button
	for _, f := range formats {
		row = append(row, telegram.Button{Text: checked(formatName(l, f), f == now), Data: data(actFormat, string(f))})
	}
	text := l.Say(message.FormatTitle, "Format", message.HTML(formatName(l, now)))
	return sketch{text, mirror(l, [][]telegram.Button{row, backToSettings(l)})}, nil
}

// pressFormat sets the format that a button names.
func (b *Bot) pressFormat(ctx context.Context, t *talk, words []string) (effect, error) {
	f := news.Format(first(words))
	if !slices.Contains(formats, f) {
		return effect{}, errStale
	}
	if err := b.setFormat(ctx, t, f); err != nil {
		return effect{}, err
	}
	l := t.locale()
	return effect{notice: l.Label(message.SettingsFormat, "Format", message.HTML(formatName(l, f))), then: &screen{name: screenFormat}}, nil
}
