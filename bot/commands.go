package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
)

// A commandRow is a command of the bot. Without words a command only shows how
// things stand; with words it may change them, and who it is by decides.
type commandRow struct {
	name   string
	spoken []string    // how it is said in Persian, without a slash
	about  message.Key // its line in the menu of commands and in /help
	group  message.Key // under which title of /help it stands
	by     audience
	dear   bool // it costs much, so a user may ask it only so often
	alone  bool // it makes sense in private chats alone
	free   bool // its words may be any, such as "@name"
	query  bool // they are a query
	run    func(b *Bot, ctx context.Context, t *talk, words string) error
}

// An audience says whose words a command or a button heeds.
type audience int

const (
	anyone    audience = iota // who speaks with the bot
	changers                  // who may change the chat's settings: anyone in private, a group's admins
	readers                   // anyone, and who reads a channel, where nobody speaks with the bot
	operators                 // the admins of the configuration, in private
)

// commands are all commands, in the order of the menu and of /help.
func commands() []commandRow {
	return []commandRow{
		{name: "topics", spoken: []string{"موضوعها", "موضوعات"}, about: message.CommandTopics, group: message.HelpTopics, run: (*Bot).showTopics},
		{name: "subscribe", about: message.CommandSubscribe, group: message.HelpTopics, by: changers, run: (*Bot).takeTopics},
		{name: "unsubscribe", about: message.CommandUnsub, group: message.HelpTopics, by: changers, run: (*Bot).leaveTopics},
		{name: "subscriptions", spoken: []string{"اشتراکها"}, about: message.CommandSubs, group: message.HelpTopics, run: (*Bot).subscriptions},
		{name: "watch", about: message.CommandWatch, group: message.HelpTopics, free: true, query: true, by: changers, dear: true, run: (*Bot).watch},
		{name: "watches", spoken: []string{"دیدهبانها"}, about: message.CommandWatches, group: message.HelpTopics, run: (*Bot).watches},
		{name: "unwatch", about: message.CommandUnwatch, group: message.HelpTopics, free: true, query: true, by: changers, run: (*Bot).unwatch},

		{name: "latest", spoken: []string{"تازهها", "تازهترینها"}, about: message.CommandLatest, group: message.HelpNews, dear: true, run: (*Bot).latest},
		{name: "search", about: message.CommandSearch, group: message.HelpNews, free: true, query: true, dear: true, run: (*Bot).search},
		{name: "why", spoken: []string{"چرا"}, about: message.CommandWhy, group: message.HelpNews, dear: true, run: (*Bot).why},
		{name: "stats", spoken: []string{"آمار"}, about: message.CommandStats, group: message.HelpNews, dear: true, run: (*Bot).stats},
		{name: "export", about: message.CommandExport, group: message.HelpNews, dear: true, run: (*Bot).export},
		{name: "sources", spoken: []string{"رسانهها", "منبعها"}, about: message.CommandSources, group: message.HelpNews, free: true, run: (*Bot).outlets},

		{name: "settings", spoken: []string{"تنظیمات"}, about: message.CommandSettings, group: message.HelpSettings, run: (*Bot).settings},
		{name: "digest", spoken: []string{"خلاصه"}, about: message.CommandDigest, group: message.HelpSettings, by: changers, run: (*Bot).digest},
		{name: "quiet", spoken: []string{"سکوت"}, about: message.CommandQuiet, group: message.HelpSettings, by: changers, run: (*Bot).quiet},
		{name: "mute", spoken: []string{"بیصدا"}, about: message.CommandMute, group: message.HelpSettings, by: changers, run: (*Bot).mute},
		{name: "snooze", about: message.CommandSnooze, group: message.HelpSettings, by: changers, run: (*Bot).snooze},
		{name: "format", spoken: []string{"قالب"}, about: message.CommandFormat, group: message.HelpSettings, by: changers, run: (*Bot).format},
		{name: "timezone", about: message.CommandTimezone, group: message.HelpSettings, by: changers, run: (*Bot).timezone},
		{name: "language", spoken: []string{"زبان"}, about: message.CommandLanguage, group: message.HelpSettings, by: changers, run: (*Bot).language},

		{name: "share", about: message.CommandShare, group: message.HelpChat, dear: true, run: (*Bot).share},
		{name: "channels", spoken: []string{"کانالها"}, about: message.CommandChannels, group: message.HelpChat, dear: true, alone: true, run: (*Bot).channelsOf},
		{name: "status", spoken: []string{"وضعیت"}, about: message.CommandStatus, group: message.HelpChat, run: (*Bot).status},
		{name: "id", spoken: []string{"شناسه"}, about: message.CommandID, group: message.HelpChat, run: (*Bot).id},
		{name: "privacy", about: message.CommandPrivacy, group: message.HelpChat, run: (*Bot).privacy},
		{name: "forget", about: message.CommandForget, group: message.HelpChat, run: (*Bot).forget},
		{name: "help", spoken: []string{"راهنما"}, about: message.CommandHelp, group: message.HelpChat, run: (*Bot).help},
		{name: "start", about: message.CommandStart, group: message.HelpChat, run: (*Bot).welcome},

		{name: "users", about: message.CommandUsers, group: message.HelpOperators, by: operators, dear: true, run: (*Bot).users},
		{name: "allow", about: message.CommandAllow, group: message.HelpOperators, by: operators, run: (*Bot).allow},
		{name: "deny", about: message.CommandDeny, group: message.HelpOperators, by: operators, run: (*Bot).deny},
		{name: "invite", about: message.CommandInvite, group: message.HelpOperators, by: operators, run: (*Bot).invite},
		{name: "broadcast", about: message.CommandBroadcast, group: message.HelpOperators, by: operators, run: (*Bot).announce},
		{name: "buried", about: message.CommandBuried, group: message.HelpOperators, by: operators, run: (*Bot).buried},
		{name: "pause", about: message.CommandPause, group: message.HelpOperators, by: operators, run: (*Bot).pause},
		{name: "resume", about: message.CommandResume, group: message.HelpOperators, by: operators, run: (*Bot).resume},
		{name: "reload", about: message.CommandReload, group: message.HelpOperators, by: operators, run: (*Bot).reload},
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

// hides tells whether a command is for operators, and a talk is not one's.
func (b *Bot) hides(t *talk, row commandRow) bool {
	return row.by == operators && (t.group || !b.operator(t))
}

// obey carries out a command for whom it is by.
func (b *Bot) obey(ctx context.Context, t *talk, c command) error {
	row, ok := commandNamed(c.name)
	if !ok || b.hides(t, row) {
		if t.group {
			return nil // most likely another bot's
		}
		return b.say(ctx, t, t.locale().Say(message.UnknownCommand))
	}
	channel, args := t.aimed(row, c.args)
	if channel != "" {
		maybe := c.spoken && b.concept(channel) != "" // it may be a query
		row.free = row.free || maybe
		if tooOften := b.stint(t); tooOften != "" {
			return b.say(ctx, t, tooOften)
		}
		refused, err := b.aim(ctx, t, row, channel, args)
		if err != nil {
			return err
		}
		if refused != "" {
			return b.say(ctx, t, refused)
		}
		if t.at == t.to {
			args = c.args
		} else {
			t.answers = 0 // which is a message of the private chat, not of the channel
		}
		if t.at == t.to && maybe {
			return b.offerQuery(ctx, t, strings.TrimSpace(t.heard.Text))
		}
	}
	if row.by == changers && args != "" {
		switch no, err := b.forbids(ctx, t); {
		case err != nil:
			return err
		case no != "":
			return b.say(ctx, t, t.locale().Say(no))
		}
	}
	if row.dear {
		if tooOften := b.stint(t); tooOften != "" {
			return b.say(ctx, t, tooOften)
		}
	}
	return row.run(b, ctx, t, args)
}
