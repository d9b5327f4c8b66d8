package bot

import (
	"context"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
)

// A commandRow is a command of the bot. Without words a command only shows how
// things stand; with words it may change them, and who it is by decides.
type commandRow struct {
	name   string
	spoken []string    // how it is said in Persian, without a slash
	about  message.Key // its line in the menu of commands, empty if it has none
	by     audience
	dear   bool // it costs much, so a user may ask it only so often
	run    func(b *Bot, ctx context.Context, t *talk, words string) error
}

// An audience says whose words a command or a button heeds.
type audience int

const (
	anyone    audience = iota
	changers           // who may change the chat's settings: anyone in private, a group's admins
	operators          // the admins of the configuration, in private
)

// commands are all commands, in the order of the menu.
func commands() []commandRow {
	return []commandRow{
		{name: "topics", spoken: []string{"موضوعها", "موضوعات"}, about: message.CommandTopics, run: (*Bot).showTopics},
		{name: "subscribe", about: message.CommandSubscribe, by: changers, run: (*Bot).takeTopics},
		{name: "unsubscribe", about: message.CommandUnsub, by: changers, run: (*Bot).leaveTopics},
		{name: "subscriptions", spoken: []string{"اشتراکها"}, about: message.CommandSubs, run: (*Bot).subscriptions},
		{name: "latest", spoken: []string{"تازهها", "تازهترینها"}, about: message.CommandLatest, run: (*Bot).latest},
		{name: "status", spoken: []string{"وضعیت"}, about: message.CommandStatus, run: (*Bot).status},
		{name: "settings", spoken: []string{"تنظیمات"}, about: message.CommandSettings, run: (*Bot).settings},
		{name: "digest", spoken: []string{"خلاصه"}, about: message.CommandDigest, by: changers, run: (*Bot).digest},
		{name: "quiet", spoken: []string{"سکوت"}, about: message.CommandQuiet, by: changers, run: (*Bot).quiet},
		{name: "mute", spoken: []string{"بیصدا"}, about: message.CommandMute, by: changers, run: (*Bot).mute},
		{name: "snooze", about: message.CommandSnooze, by: changers, run: (*Bot).snooze},
		{name: "format", spoken: []string{"قالب"}, about: message.CommandFormat, by: changers, run: (*Bot).format},
		{name: "timezone", about: message.CommandTimezone, by: changers, run: (*Bot).timezone},
		{name: "id", spoken: []string{"شناسه"}, about: message.CommandID, run: (*Bot).id},
		{name: "language", spoken: []string{"زبان"}, about: message.CommandLanguage, by: changers, run: (*Bot).language},
		{name: "help", spoken: []string{"راهنما"}, about: message.CommandHelp, run: (*Bot).help},
		{name: "start", about: message.CommandStart, run: (*Bot).welcome},
	}
}

// commandNamed returns the command of a name.
func commandNamed(name string) (commandRow, bool) {
	all := commands()
	i := slices.IndexFunc(all, func(r commandRow) bool { return r.name == name })
	if i < 0 {
		return commandRow{}, false
	}
	return all[i], true
}

// obey carries out a command for whom it is by.
func (b *Bot) obey(ctx context.Context, t *talk, c command) error {
	row, ok := commandNamed(c.name)
	if !ok || row.by == operators && (t.group || !b.operator(t)) {
		if t.group {
			return nil // most likely another bot's
		}
		return b.say(ctx, t, t.locale().Say(message.UnknownCommand))
	}
	if row.by == changers && c.args != "" {
		may, err := b.mayChange(ctx, t)
		if err != nil {
			return err
		}
		if !may {
			return b.say(ctx, t, t.locale().Say(message.AdminsOnly))
		}
	}
	if row.dear && t.from != nil {
		if wait := b.thrift.ask(t.from.ID, b.now()); wait > 0 {
			return b.say(ctx, t, t.locale().Say(message.TooOften, "Count", seconds(wait)))
		}
	}
	return row.run(b, ctx, t, c.args)
}
