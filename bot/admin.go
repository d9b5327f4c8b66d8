package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// drawState tells an admin how the service is, with the ways to what can be
// done about it.
func (b *Bot) drawState(ctx context.Context, t *talk, _ []string) (sketch, error) {
	counts, err := b.store.Counts(ctx)
	if err != nil {
		return sketch{}, fmt.Errorf("count: %w", err)
	}
	s := b.config.Status(ctx)
	if s.Now.IsZero() {
		s.Now = b.now()
	}
	own, rest, err := b.state(ctx, t.locale(), counts)
	if err != nil {
		return sketch{}, err
	}
	return sketch{s.HTML(t.chat.Lang, counts, true) + "\n" + own, rest}, nil
}

// state tells what only admins want to know.
func (b *Bot) state(ctx context.Context, l *message.Locale, counts news.Counts) (string, [][]telegram.Button, error) {
	oldest, err := b.oldest(ctx)
	if err != nil {
		return "", nil, err
	}
	p, err := b.pausedBy(ctx)
	if err != nil {
		return "", nil, err
	}
	lines := besides(l, counts)
	if oldest >= time.Minute {
		lines = append(lines, l.Say(message.StateOldest, "Age", message.HTML(l.Duration(oldest))))
	}
	lines = append(lines, l.Say(message.StateLeads, "Holder", b.holder)) // who answers is who leads
	pause := telegram.Button{Text: "⏸ " + l.Label(message.ButtonPause), Data: data(actPause, "1")}
	if p.on() {
		lines = append(lines, l.Say(message.StatePaused, "Lasted", message.HTML(l.Duration(b.now().Sub(p.At)))))
		if !p.Until.IsZero() {
			lines = append(lines, l.Say(message.StatePausedEnds, "Until", message.HTML(l.Brief(p.Until))))
		}
		pause = telegram.Button{Text: "▶️ " + l.Label(message.ButtonResume), Data: data(actPause, "0")}
	}
	rows := [][]telegram.Button{
		{way("🔄 "+l.Label(message.ButtonRefresh), screenState), pause},
		{way("👥 "+l.Label(message.ButtonUsers), screenUsers), way("🎟 "+l.Label(message.ButtonInvitations), screenInvitations)},
		{way("🪦 "+l.Label(message.ButtonBuried), screenBuried)},
	}
	if b.config.Reload != nil {
		rows[2] = append(rows[2], telegram.Button{Text: "📥 " + l.Label(message.ButtonReload), Data: data(actReload)})
	}
	return strings.Join(lines, "\n"), mirror(l, rows), nil
}

// besides tells of the messages that neither wait in the queue nor were sent.
func besides(l *message.Locale, counts news.Counts) (lines []string) {
	for _, fate := range []struct {
		say   message.Key
		count int64
	}{
		{message.StateHeld, counts.Held}, {message.StateBuried, counts.Buried},
		{message.StateExpired, counts.Expired}, {message.StateDropped, counts.Dropped},
	} {
		if fate.count > 0 {
			lines = append(lines, l.Say(fate.say, "Number", fate.count))
		}
	}
	return lines
}

// oldest returns how long the oldest of what could go out now has waited.
func (b *Bot) oldest(ctx context.Context) (time.Duration, error) {
	heads, err := b.store.Reserve(ctx, 1)
	if err != nil {
		return 0, fmt.Errorf("read the queue: %w", err)
	}
	var age time.Duration
	for _, d := range heads {
		age = max(age, b.now().Sub(d.CreatedAt))
	}
	return age, nil
}

// Paused says since when, by whom and until when no alerts go out.
type paused struct {
	By    int64     `json:"by"`
	At    time.Time `json:"at"`
	Until time.Time `json:"until,omitzero"` // zero for until they are resumed
}

func (p paused) on() bool { return !p.At.IsZero() }

const pausedKey = "paused"

// pausedBy reads whether alerts are to be sent. A pause whose time is over is
// none any more.
func (b *Bot) pausedBy(ctx context.Context) (p paused, err error) {
	value, err := b.store.Setting(ctx, pausedKey)
	if err == nil && value != "" {
		err = json.Unmarshal([]byte(value), &p)
	}
	if err != nil {
		return paused{}, fmt.Errorf("read whether alerts are paused: %w", err)
	}
	if !p.Until.IsZero() && !b.now().Before(p.Until) {
		return paused{}, nil
	}
	return p, nil
}

// pauseTime is how long an alert is held at a time while alerts are paused.
const pauseTime = 10 * time.Minute

// pause holds all alerts from now on, over restarts too; answers go on, and so
// does watching. Words say for how long; resume lets them go before.
func (b *Bot) pause(ctx context.Context, t *talk, args string) error {
	var until time.Time
	if args != "" {
		how, ok := termNamed(args)
		if !ok {
			return b.unclear(ctx, t, args, "/pause 2h")
		}
		until = how.until(b.now(), t.zone())
	}
	said, err := b.setPaused(ctx, t, true, until)
	if err != nil {
		return err
	}
	l := t.locale()
	if said == message.Paused && !until.IsZero() {
		return b.say(ctx, t, l.Say(message.PausedUntil, "Until", message.HTML(l.Brief(until))))
	}
	return b.say(ctx, t, l.Say(said))
}

func (b *Bot) resume(ctx context.Context, t *talk, args string) error {
	if args != "" {
		return b.unclear(ctx, t, args, "/resume")
	}
	said, err := b.setPaused(ctx, t, false, time.Time{})
	if err != nil {
		return err
	}
	return b.say(ctx, t, t.locale().Say(said))
}

// unclear says of words behind a command that they mean nothing there, and what
// would.
func (b *Bot) unclear(ctx context.Context, t *talk, args, example string) error {
	l := t.locale()
	return b.say(ctx, t, l.Say(message.WordsUnclear, "Given", l.List([]string{args}, 1), "Example", example))
}

// pressPause does the same by a button.
func (b *Bot) pressPause(ctx context.Context, t *talk, words []string) (effect, error) {
	said, err := b.setPaused(ctx, t, first(words) == "1", time.Time{})
	return effect{notice: t.locale().Label(said), then: &screen{name: screenState}}, err
}

// setPaused pauses until a time, or resumes, and returns what there is to say of
// it.
func (b *Bot) setPaused(ctx context.Context, t *talk, on bool, until time.Time) (message.Key, error) {
	p, err := b.pausedBy(ctx)
	switch {
	case err != nil:
		return message.Trouble, err
	case on && p.on() && p.Until.Equal(until):
		return message.PausedAlready, nil
	case !on && !p.on():
		return message.ResumedAlready, nil
	}
	value, said := "", message.Resumed
	if on {
		if !p.on() {
			p.At = b.now().UTC()
		}
		text, err := json.Marshal(paused{t.from.ID, p.At, until.UTC()})
		if err != nil {
			return message.Trouble, err
		}
		value, said = string(text), message.Paused
	}
	if err := b.store.PutSetting(ctx, pausedKey, value); err != nil {
		return message.Trouble, fmt.Errorf("pause or resume: %w", err)
	}
	b.log.Warn("an admin paused alerts, or resumed them", "admin", t.from.ID, "paused", on)
	if !on {
		b.stir()
	}
	return said, nil
}

// letAllGo brings back what was held while alerts were paused, chat by chat.
// What an end of the process leaves held comes back after pauseTime.
func (b *Bot) letAllGo(ctx context.Context) error {
	const page = 500
	for after := int64(0); ; {
		chats, err := b.store.Chats(ctx, after, page)
		if err != nil || len(chats) == 0 {
			return err
		}
		for _, c := range chats {
			if held, err := b.store.HeldBack(ctx, c.ID, 1); err != nil || len(held) == 0 {
				if err != nil {
					return err
				}
				continue
			}
			if err := b.judgeAnew(ctx, c.ID); err != nil {
				return err
			}
		}
		after = chats[len(chats)-1].ID
	}
}

// Reloaded is what came of reading the configuration again: if it has faults
// nothing was changed.
type Reloaded struct {
	Faults  []string // each with its place, as the log tells them: in English
	Restart []string // keys whose changes need a restart
	NoFile  bool     // there is no configuration to read
}

// reload reads the configuration again, and tells all that is wrong with it: its
// faults as the log does, so that an admin finds them there and in the file.
func (b *Bot) reload(ctx context.Context, t *talk, args string) error {
	l := t.locale()
	if args != "" {
		return b.unclear(ctx, t, args, "/reload")
	}
	if b.config.Reload == nil {
		return b.say(ctx, t, l.Say(message.ReloadNever))
	}
	const most = 40
	done := b.config.Reload(ctx)
	if done.NoFile {
		return b.say(ctx, t, l.Say(message.ReloadNever))
	}
	if len(done.Faults) > 0 {
		text := l.Say(message.ReloadFaults, "Count", len(done.Faults)) + "\n" + message.Block(done.Faults[:min(most, len(done.Faults))])
		if more := len(done.Faults) - most; more > 0 {
			text += "\n" + l.Say(message.AndMore, "Count", more)
		}
		return b.say(ctx, t, text)
	}
	text := l.Say(message.ReloadDone)
	if len(done.Restart) > 0 {
		text += "\n" + l.Say(message.ReloadRestart, "Keys", l.Codes(done.Restart))
	}
	return b.say(ctx, t, text)
}

// pressReload does the same by a button.
func (b *Bot) pressReload(ctx context.Context, t *talk, _ []string) (effect, error) {
	return effect{}, b.reload(ctx, t, "")
}
