package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// mostHeld is how many of the alerts that are held are counted.
const mostHeld = 1000

// digest sets when all subscriptions here tell, sends what waits, or shows how
// things stand.
func (b *Bot) digest(ctx context.Context, t *talk, args string) error {
	l := t.locale()
	mode, at, ok := rhythmNamed(args)
	switch {
	case args == "":
		return b.show(ctx, t, screenDigest)
	case nowName(args):
		n, err := b.sendHeld(ctx, t)
		if err != nil {
			return err
		}
		return b.say(ctx, t, heldSent(l, n))
	case offName(args):
		mode, at = news.ModeInstant, 0
	case !ok:
		return b.say(ctx, t, l.Say(message.DigestUnclear, "Given", args))
	}
	n, err := b.setRhythm(ctx, t, "", mode, at)
	if err != nil {
		return err
	}
	if n == 0 {
		return b.say(ctx, t, l.Say(message.NoSubscriptions), b.topicsButton(l))
	}
	return b.show(ctx, t, screenDigest)
}

// setRhythm sets when subscriptions tell: that of a topic, or all.
func (b *Bot) setRhythm(ctx context.Context, t *talk, topic string, mode news.Mode, at int) (int, error) {
	return b.changeSubscriptions(ctx, t.to, topic, func(s *news.Subscription) error {
		s.Mode, s.At = mode, at
		return nil
	})
}

// sendHeld sends what is held here, and returns how much that is.
func (b *Bot) sendHeld(ctx context.Context, t *talk) (int, error) {
	held, err := b.store.HeldBack(ctx, t.to.Chat, mostHeld)
	if err != nil {
		return 0, err
	}
	if err := b.store.AskFor(ctx, t.to); err != nil {
		return 0, err
	}
	b.Nudge()
	held = slices.DeleteFunc(held, func(d news.Delivery) bool { return d.Recipient != t.to })
	return len(held), nil
}

func heldSent(l *message.Locale, n int) string {
	if n == 0 {
		return l.Say(message.DigestNothing)
	}
	return l.Say(message.DigestSending, "Count", n)
}

// drawDigest tells when alerts come, and what waits.
func (b *Bot) drawDigest(ctx context.Context, t *talk, _ []string) (sketch, error) {
	chosen, err := b.chosen(ctx, t.to)
	if err != nil {
		return sketch{}, err
	}
	n, next, err := b.waiting(ctx, t, wishes{t.to, t.chat, chosen})
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	lines := []string{l.Say(message.DigestScreen, "When", message.HTML(rhythmOf(l, chosen)), "Zone", t.zoneName())}
	if n > 0 {
		lines = append(lines, l.Say(message.DigestWaiting, "Count", n, "Moment", message.HTML(l.MomentIn(next, t.zone()))))
	} else {
		lines = append(lines, l.Say(message.DigestNothing))
	}
	if times := quietDigests(l, t.chat.Settings.Quiet, chosen); len(times) > 0 {
		lines = append(lines, l.Say(message.DigestInQuiet, "Times", l.List(times, len(usualTimes)), "End", message.HTML(l.TimeOfDay(t.chat.Settings.Quiet.To))))
	}
	rows := rhythmKeys(l, actDigest, nil, func(mode news.Mode, at int) bool {
		for _, s := range chosen {
			if !sameRhythm(s, mode, at) {
				return false
			}
		}
		return len(chosen) > 0
	})
	if n > 0 {
		rows = append(rows, []telegram.Button{{Text: "📤 " + l.Label(message.ButtonSendNow), Data: data(actDigest, "now")}})
	}
	return sketch{strings.Join(lines, "\n\n"), mirror(l, append(rows, backToSettings(l)))}, nil
}

// quietDigests are the times of daily digests that quiet hours hold.
func quietDigests(l *message.Locale, q news.Quiet, chosen map[string]news.Subscription) []string {
	var held []int
	for _, s := range chosen {
		if s.Mode == news.ModeDaily && q.Covers(s.At) {
			held = append(held, s.At)
		}
	}
	slices.Sort(held)
	var times []string
	for _, at := range slices.Compact(held) {
		times = append(times, l.TimeOfDay(at))
	}
	return times
}

// waiting counts what is held for a recipient, with what is about to be as its
// settings were just changed, and tells when the first of it is due.
func (b *Bot) waiting(ctx context.Context, t *talk, w wishes) (n int, next time.Time, err error) {
	lane, err := b.store.Waiting(ctx, t.to.Chat, mostHeld)
	if err != nil {
		return 0, next, err
	}
	held, err := b.store.HeldBack(ctx, t.to.Chat, mostHeld)
	counted := map[int64]bool{} // some may be held in the meantime
	for _, d := range append(held, lane...) {
		if d.Recipient != t.to {
			continue
		}
		due := d.NotBefore
		if d.State == news.DeliveryPending {
			due = w.heldUntil(d, b.catalog().Severity, b.now())
		}
		if due.IsZero() || counted[d.ID] || d.State == news.DeliveryAttempting {
			continue
		}
		counted[d.ID] = true
		n += 1 + len(d.Parts)
		if next.IsZero() || due.Before(next) {
			next = due
		}
	}
	return n, next, err
}

// sameRhythm tells whether a subscription tells by a mode and at a time.
func sameRhythm(s news.Subscription, mode news.Mode, at int) bool {
	own := s.Mode
	if own == "" {
		own = news.ModeInstant
	}
	return own == mode && (mode != news.ModeDaily || s.At == at)
}

// usualTimes are those of daily digests that buttons offer.
var usualTimes = []int{6 * 60, 8 * 60, 12 * 60, 18 * 60, 21 * 60}

// rhythmKeys are the buttons for an act whose words end in a mode and a time.
func rhythmKeys(l *message.Locale, act string, words []string, holds func(news.Mode, int) bool) [][]telegram.Button {
	key := func(label string, mode news.Mode, at int) telegram.Button {
		all := append(slices.Clone(words), string(mode), strconv.Itoa(at))
		return telegram.Button{Text: checked(label, holds(mode, at)), Data: data(act, all...)}
	}
	var daily []telegram.Button
	for _, at := range usualTimes {
		daily = append(daily, key(l.TimeOfDay(at), news.ModeDaily, at))
	}
	return [][]telegram.Button{
		{key(l.Label(message.ModeAtOnce), news.ModeInstant, 0), key(l.Label(message.ModeEveryHour), news.ModeHourly, 0)},
		daily,
	}
}

// rhythmOfWords reads a mode and a time from a button.
func rhythmOfWords(words []string) (news.Mode, int, error) {
	if len(words) != 2 {
		return "", 0, errStale
	}
	mode := news.Mode(words[0])
	at, err := strconv.Atoi(words[1])
	if err != nil || mode == "" || mode.Validate() != nil || at < 0 || at >= int(24*time.Hour/time.Minute) {
		return "", 0, errStale
	}
	return mode, at, nil
}

// pressDigest sets when all subscriptions tell, or sends what waits.
func (b *Bot) pressDigest(ctx context.Context, t *talk, words []string) (effect, error) {
	l := t.locale()
	if first(words) == "now" {
		n, err := b.sendHeld(ctx, t)
		return effect{notice: message.Strip(heldSent(l, n)), then: &screen{name: screenDigest}}, err
	}
	mode, at, err := rhythmOfWords(words)
	if err != nil {
		return effect{}, err
	}
	n, err := b.setRhythm(ctx, t, "", mode, at)
	if err != nil {
		return effect{}, err
	}
	if n == 0 {
		return effect{notice: message.Strip(l.Say(message.NoSubscriptions))}, nil
	}
	return effect{notice: l.Label(message.SettingsDigest, "When", message.HTML(rhythmName(l, mode, at))), then: &screen{name: screenDigest}}, nil
}
