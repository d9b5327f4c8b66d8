package bot

import (
	"cmp"
	"context"
	"strconv"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// usualQuiet are the quiet hours that buttons offer.
var usualQuiet = []news.Quiet{{From: 22 * 60, To: 6 * 60}, {From: 23 * 60, To: 7 * 60}, {From: 0, To: 8 * 60}, {From: 13 * 60, To: 15 * 60}}

// quiet sets the quiet hours that args name, and the time zone if they name one,
// or shows them.
func (b *Bot) quiet(ctx context.Context, t *talk, args string) error {
	q, zone, ok := quietIn(args)
	if args != "" && !ok && !offName(args) {
		return b.say(ctx, t, t.locale().Say(message.QuietUnclear, "Given", args))
	}
	if args != "" {
		if err := b.setQuiet(ctx, t, q, zone); err != nil {
			return err
		}
	}
	return b.show(ctx, t, screenQuiet)
}

// setQuiet sets quiet hours, by the clock of a zone if one is given.
func (b *Bot) setQuiet(ctx context.Context, t *talk, q news.Quiet, zone string) error {
	return b.change(ctx, t, func(s *news.ChatSettings) error {
		s.Quiet, s.Zone = q, cmp.Or(zone, s.Zone)
		return nil
	})
}

// drawQuiet tells the quiet hours, in which zone they are, and offers others.
func (b *Bot) drawQuiet(_ context.Context, t *talk, _ []string) (sketch, error) {
	l, q := t.locale(), t.chat.Settings.Quiet
	now := message.HTML(l.TimeOfDay(minuteAt(b.now(), t.zone())))
	text := l.Say(message.QuietOff, "Zone", t.zoneName(), "Time", now)
	if q != (news.Quiet{}) {
		text = l.Say(message.QuietOn, "Hours", message.HTML(quietHours(l, q)), "Zone", t.zoneName(), "Time", now)
	}
	var rows [][]telegram.Button
	for i := 0; i < len(usualQuiet); i += 2 {
		var row []telegram.Button
		for _, usual := range usualQuiet[i : i+2] {
			row = append(row, telegram.Button{
				Text: checked(quietHours(l, usual), usual == q),
				Data: data(actQuiet, strconv.Itoa(usual.From), strconv.Itoa(usual.To)),
			})
		}
		rows = append(rows, row)
	}
	rows = append(rows,
		[]telegram.Button{{Text: checked(l.Label(message.Off), q == news.Quiet{}), Data: data(actQuiet, "0", "0")},
			way("🕰 "+l.Label(message.ButtonZone), screenZone)},
		backToSettings(l))
	return sketch{text, mirror(l, rows)}, nil
}

// quietHours writes quiet hours.
func quietHours(l *message.Locale, q news.Quiet) string {
	if q.From == q.To {
		return l.Label(message.Off)
	}
	return l.Label(message.QuietHours, "From", message.HTML(l.TimeOfDay(q.From)), "To", message.HTML(l.TimeOfDay(q.To)))
}

// pressQuiet sets the quiet hours that a button names.
func (b *Bot) pressQuiet(ctx context.Context, t *talk, words []string) (effect, error) {
	var q news.Quiet
	var err error
	if len(words) == 2 {
		q.From, err = strconv.Atoi(words[0])
	}
	if len(words) == 2 && err == nil {
		q.To, err = strconv.Atoi(words[1])
	}
	if len(words) != 2 || err != nil || q.Validate() != nil {
		return effect{}, errStale
	}
	if q.From == q.To {
		q = news.Quiet{}
	}
	if err := b.setQuiet(ctx, t, q, ""); err != nil {
		return effect{}, err
	}
	l := t.locale()
	return effect{notice: l.Label(message.SettingsQuiet, "Hours", message.HTML(quietHours(l, q))), then: &screen{name: screenQuiet}}, nil
}
