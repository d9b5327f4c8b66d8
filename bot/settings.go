package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// settings shows all settings, with the ways to their screens.
func (b *Bot) settings(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenSettings)
}

// drawSettings tells what is chosen, and leads to where it can be changed.
func (b *Bot) drawSettings(ctx context.Context, t *talk, _ []string) (sketch, error) {
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return sketch{}, err
	}
	l, s := t.locale(), t.chat.Settings
	lines := []string{
		l.Say(message.SettingsTitle),
		counted(l, message.SettingsSubs, message.SettingsNoSubs, len(chosen)),
		l.Say(message.SettingsDigest, "When", message.HTML(rhythmOf(l, chosen))),
		l.Say(message.SettingsQuiet, "Hours", message.HTML(quietHours(l, s.Quiet))),
		counted(l, message.SettingsMutes, message.MutesNone, len(b.mutesOf(t))),
		l.Say(message.SettingsFormat, "Format", message.HTML(formatName(l, s.Format))),
		l.Say(message.SettingsLanguage, "Language", message.LanguageName(l.Lang())),
		l.Say(message.SettingsZone, "Zone", t.zoneName(), "Time", message.HTML(l.TimeOfDay(minuteAt(b.now(), t.zone())))),
	}
	rows := [][]telegram.Button{
		{way("📚 "+l.Label(message.ButtonTopics), screenTopics), way("🔔 "+l.Label(message.ButtonSubscriptions), screenSubscriptions)},
		{way("🗂 "+l.Label(message.ButtonDigest), screenDigest), way("🌙 "+l.Label(message.ButtonQuiet), screenQuiet)},
		{way("🔕 "+l.Label(message.ButtonMutes), screenMutes), way("📄 "+l.Label(message.ButtonFormat), screenFormat)},
		{way("🌐 "+l.Label(message.ButtonLanguage), screenLanguage), way("🕰 "+l.Label(message.ButtonZone), screenZone)},
		{way("🔐 "+l.Label(message.ButtonPrivacy), screenPrivacy)},
	}
	if t.private() {
		rows[4] = append(rows[4], way("📣 "+l.Label(message.ButtonChannels), screenChannels))
	}
	if t.private() && b.operator(t) {
		rows = append(rows, b.stateButton(l))
	} else {
		rows = append(rows, []telegram.Button{way("📡 "+l.Label(message.CommandStatus), screenStatus)})
	}
	rows = append(rows, b.archiveKeys(l)...)
	rows = append(rows, []telegram.Button{way("❓ "+l.Label(message.CommandHelp), screenHelp), way("🆔 "+l.Label(message.ButtonID), screenID)})
	return sketch{strings.Join(lines, "\n"), mirror(l, rows)}, nil
}

// counted says how many there are, or that there is none.
func counted(l *message.Locale, some, none message.Key, n int) string {
	if n == 0 {
		return l.Say(none)
	}
	return l.Say(some, "Count", n)
}

// backToSettings is a row with the way back.
func backToSettings(l *message.Locale) []telegram.Button {
	return []telegram.Button{way("⚙️ "+l.Label(message.ButtonSettings), screenSettings)}
}

// zone returns the time zone of the talk's chat.
func (t *talk) zone() *time.Location { return t.chat.Settings.Location(t.chat.Lang) }

// zoneName is how the talk's reader knows it.
func (t *talk) zoneName() string {
	zone := t.chat.Settings.Zone
	if zone == "" {
		zone = news.DefaultZone(t.chat.Lang)
	}
	return zoneLabel(t.locale(), zone)
}

// minuteAt returns what a zone's clocks show, in minutes after midnight.
func minuteAt(now time.Time, zone *time.Location) int {
	now = now.In(zone)
	return now.Hour()*60 + now.Minute()
}

// change changes the settings of the talk's chat. What is held for the chat is
// judged anew by them.
func (b *Bot) change(ctx context.Context, t *talk, change func(*news.ChatSettings) error) error {
	settings, err := b.store.ChangeSettings(ctx, t.to.Chat, change)
	if err != nil {
		return fmt.Errorf("change settings: %w", err)
	}
	t.chat.Settings = settings
	return b.judgeAnew(ctx, t.to.Chat)
}

// judgeAnew has the sender ask again what a chat wants when.
func (b *Bot) judgeAnew(ctx context.Context, chat int64) error {
	b.judged.Add(1)
	if err := b.store.LetGo(ctx, chat); err != nil {
		return err
	}
	b.Nudge()
	return nil
}

// changeSubscriptions changes those of a recipient's subscriptions that have a
// topic, or all if topic is empty, and returns how many there are. Two who
// change them at once both have their way, and none that was ended meanwhile
// comes back.
func (b *Bot) changeSubscriptions(ctx context.Context, to news.Recipient, topic string, change func(*news.Subscription) error) (int, error) {
	chosen, err := b.chosen(ctx, to)
	if err != nil {
		return 0, err
	}
	n := 0
	for id := range chosen {
		if topic != "" && topic != id {
			continue
		}
		there, err := b.store.ChangeSubscription(ctx, to, id, change)
		if err != nil {
			return n, err
		}
		if there {
			n++
		}
	}
	return n, b.judgeAnew(ctx, to.Chat)
}

// rhythmName says when a subscription tells.
func rhythmName(l *message.Locale, mode news.Mode, at int) string {
	switch mode {
	case news.ModeHourly:
		return l.Label(message.ModeEveryHour)
	case news.ModeDaily:
		return l.Label(message.ModeEveryDay, "Time", message.HTML(l.TimeOfDay(at)))
	}
	return l.Label(message.ModeAtOnce)
}

// rhythmOf says when subscriptions tell, if all tell at the same times.
func rhythmOf(l *message.Locale, chosen map[string]news.Subscription) string {
	var names []string
	for _, s := range chosen {
		if name := rhythmName(l, s.Mode, s.At); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch len(names) {
	case 0:
		return rhythmName(l, news.ModeInstant, 0)
	case 1:
		return names[0]
	}
	return l.Label(message.ModeVarious)
}

// checked marks a button's label as what holds now.
func checked(label string, on bool) string {
	if on {
		return "✅ " + label
	}
	return label
}

// id tells the numbers by which Telegram knows chat, thread and user.
func (b *Bot) id(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenID)
}

func (b *Bot) drawID(_ context.Context, t *talk, _ []string) (sketch, error) {
	l := t.locale()
	code := func(n int64) message.HTML { return message.HTML(fmt.Sprintf("<code>%d</code>", n)) }
	lines := []string{l.Say(message.IDChat, "ID", code(t.to.Chat))}
	if t.to.Thread != 0 {
		lines = append(lines, l.Say(message.IDThread, "ID", code(int64(t.to.Thread))))
	}
	if t.from != nil && t.as == nil {
		lines = append(lines, l.Say(message.IDUser, "ID", code(t.from.ID)))
	}
	return sketch{strings.Join(lines, "\n"), mirror(l, [][]telegram.Button{backToSettings(l)})}, nil
}
