package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// usualZones are the zones that buttons offer.
var usualZones = []string{
	"Asia/Tehran", "Asia/Kabul", "Asia/Baghdad", "Europe/Istanbul", "Asia/Dubai", "Asia/Karachi",
	"Europe/Moscow", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "UTC",
}

// timezone sets the time zone that args mean, or offers some. Of one that does
// not exist it tells which come near.
func (b *Bot) timezone(ctx context.Context, t *talk, args string) error {
	if args == "" {
		return b.show(ctx, t, screenZone)
	}
	zone, ok := zoneNamed(args)
	if !ok {
		return b.zoneUnknown(ctx, t, args)
	}
	if err := b.setZone(ctx, t, zone); err != nil {
		return err
	}
	return b.show(ctx, t, screenZone)
}

// zoneUnknown offers the zones whose names come near.
func (b *Bot) zoneUnknown(ctx context.Context, t *talk, given string) error {
	l := t.locale()
	near := zonesNear(given)
	text := l.Say(message.ZoneUnknown, "Given", given)
	var rows [][]telegram.Button
	if len(near) > 0 {
		var names []string
		for _, zone := range near {
			names = append(names, strings.TrimSpace(zoneLabel(l, zone)))
			rows = append(rows, []telegram.Button{{Text: zoneLabel(l, zone), Data: data(actZone, zone)}})
		}
		text += " " + l.Say(message.ZoneNear, "Zones", l.List(names, len(names)))
	}
	return b.say(ctx, t, text, append(rows, backToSettings(l))...)
}

func (b *Bot) setZone(ctx context.Context, t *talk, zone string) error {
	return b.change(ctx, t, func(s *news.ChatSettings) error { s.Zone = zone; return nil })
}

// drawZones tells the time zone, and what its clocks show, and offers others.
func (b *Bot) drawZones(_ context.Context, t *talk, _ []string) (sketch, error) {
	l := t.locale()
	now := t.chat.Settings.Zone
	if now == "" {
		now = news.DefaultZone(t.chat.Lang)
	}
	var rows [][]telegram.Button
	for three := range slices.Chunk(usualZones, 3) {
		var row []telegram.Button
		for _, zone := range three {
			row = append(row, telegram.Button{Text: checked(zoneCity(l, zone), zone == now), Data: data(actZone, zone)})
		}
		rows = append(rows, row)
	}
	text := l.Say(message.ZoneTitle, "Zone", t.zoneName(), "Time", message.HTML(l.TimeOfDay(minuteAt(b.now(), t.zone()))))
	return sketch{text, mirror(l, append(rows, backToSettings(l)))}, nil
}

// zoneCity is the name of a zone for a small button.
func zoneCity(l *message.Locale, zone string) string {
	name := zoneLabel(l, zone)
	return name[strings.LastIndexByte(name, '/')+1:]
}

// pressZone sets the zone that a button names.
func (b *Bot) pressZone(ctx context.Context, t *talk, words []string) (effect, error) {
	zone := first(words)
	if zone == "" || (news.ChatSettings{Zone: zone}).Validate() != nil {
		return effect{}, errStale
	}
	if err := b.setZone(ctx, t, zone); err != nil {
		return effect{}, err
	}
	l := t.locale()
	notice := l.Label(message.SettingsZone, "Zone", message.HTML(t.zoneName()), "Time", message.HTML(l.TimeOfDay(minuteAt(b.now(), t.zone()))))
	return effect{notice: notice, then: &screen{name: screenZone}}, nil
}
