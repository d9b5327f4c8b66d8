package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestChannelsAsPeopleNameThem names a channel in every way that people write
// and paste, to /channels and to another command.
func TestChannelsAsPeopleNameThem(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.guest("Owner")
	channel := w.telegram.Channel("monitor", "Monitor", owner)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "now in your channel", "Monitor")
	number := fmt.Sprint(channel.ID())
	short := strings.TrimPrefix(number, "-100")
	names := []string{
		"@monitor", "@MONITOR", "\u2068@monitor\u2069", "\u200f@monitor", "@" + number, "@" + short, "@100" + short, number, "@−۱۰۰" + short,
		"t.me/monitor", "https://t.me/monitor", "http://t.me/monitor", "https://T.me/Monitor/", "https://t.me/monitor/15", "t.me/s/monitor",
		"https://telegram.me/monitor?single", "@t.me/monitor", "\u2068https://t.me/monitor\u2069", "t.me/c/" + short, "https://t.me/c/" + short + "/5",
	}
	for i, name := range names {
		if m := w.ask(owner, "/channels "+name); !strings.Contains(m.Text, "Settings of this chat") || !strings.Contains(m.Text, "Monitor") {
			t.Errorf("/channels %q is answered %q", name, m.Text)
		}
		w.ask(owner, fmt.Sprintf("/quiet %s 22:%02d-06:00", name, i))
		if q := w.settingsOf(channel.ID()).Quiet; q.From != 22*60+i {
			t.Errorf("/quiet %q sets %v", name, q)
		}
	}
	for _, name := range []string{"monitor", short, "100" + short} {
		if m := w.ask(owner, "/channels "+name); !strings.Contains(m.Text, "Settings of this chat") || !strings.Contains(m.Text, "Monitor") {
			t.Errorf("/channels %q is answered %q", name, m.Text)
		}
	}
	before := w.asked("getChat")
	for _, name := range []string{"@", "@x", "@" + strings.Repeat("a", 4000), "@monitor@monitor", "https://t.me/", "https://t.me/+AbCdEfGh", "@0", "@99999999999999999999999", "@" + strings.Repeat("<", 900)} {
		for _, words := range []string{"/channels " + name, "/settings " + name} {
			if m := w.ask(owner, words); !strings.Contains(m.Text, "I don't know a channel") || len(m.Text) > 500 {
				t.Errorf("%.40q is answered %q", words, m.Text)
			}
		}
	}
	if n := w.asked("getChat") - before; n > 0 {
		t.Errorf("Telegram was asked %d times for what is no channel's name", n)
	}
}

// TestSpokenCommandsNameChannels holds that every command which is said in
// Persian without a slash takes a channel, that one which is none of theirs is
// answered as such, and that other words and concepts are still looked for.
func TestSpokenCommandsNameChannels(t *testing.T) {
	w := newWorld(t)
	w.catalog = withConcept
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.telegram.User("Owner", "fa")
	owner.Say(owner.Private(), "/start")
	w.hears(owner.Private(), "رصد")
	channel := w.telegram.Channel("monitor", "Monitor", owner)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "حالا در کانال شما", "Monitor")
	for _, said := range []string{
		"موضوع\u200cها", "اشتراک\u200cها", "دیده\u200cبان\u200cها", "تازه\u200cها", "چرا", "آمار", "رسانه\u200cها", "تنظیمات", "خلاصه", "سکوت",
		"بی\u200cصدا", "قالب", "زبان", "وضعیت", "شناسه", "راهنما",
	} {
		for _, name := range []string{" @monitor", "\nhttps://t.me/monitor", "  \u2068@monitor\u2069"} {
			if m := w.ask(owner, said+name); !strings.Contains(m.Text, "Monitor") {
				t.Errorf("%q is answered %q", said+name, m.Text)
			}
		}
		if m := w.ask(owner, said+" @elsewhere"); !strings.Contains(m.Text, "@elsewhere") {
			t.Errorf("%s of a channel that is not theirs: %q", said, m.Text)
		}
		if m := w.ask(owner, said+" @isis"); strings.Contains(m.Text, "کانال") {
			t.Errorf("%s of a concept: %q", said, m.Text)
		}
	}
	if m := w.ask(owner, "کانال\u200cها @monitor"); !strings.Contains(m.Text, "Monitor") {
		t.Errorf("the channel itself: %q", m.Text)
	}
	w.ask(owner, "سکوت @monitor ۲۲ تا ۶")
	if q := w.settingsOf(channel.ID()).Quiet; q.From != 22*60 {
		t.Errorf("quiet hours are %v", q)
	}
	if m := w.ask(owner, "سکوت سنگین شب"); strings.Contains(m.Text, "Monitor") || w.settingsOf(owner.ID()).Quiet.From != 0 {
		t.Errorf("other words: %q", m.Text)
	}
}

// TestNamesAreRemembered holds that a channel which the bot was added to, or
// which the configuration names, is known by its public name though Telegram
// does not tell now whose that is, also after a restart; and that queries ask
// Telegram only whether it is theirs.
func TestNamesAreRemembered(t *testing.T) {
	w := newWorld(t)
	owner := w.telegram.User("Owner", "en")
	channel, ours := w.telegram.Channel("monitor", "Monitor", owner), w.telegram.Channel("ours", "Ours", owner)
	ours.AddBot(telegramtest.Admin)
	c := bot.Config{Limits: bot.Limits{Off: true}, Channels: []bot.Channel{{Chat: "@ours", Topics: []string{"terrorism"}}}}
	w.start(c)
	w.until("subscribed", func() bool { return w.subscribed(ours.ID(), "terrorism") })
	owner.Say(owner.Private(), "/start")
	w.hears(owner.Private(), "Rasad")
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "now in your channel", "Monitor")
	w.stop()
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "getChat", Count: -1, RetryAfter: 3000})
	w.start(c)
	for words, want := range map[string]string{
		"/quiet @monitor 22-6": "Monitor", "/search @Monitor Doha": "Monitor", "/channels monitor": "Monitor",
		"/quiet @ours 22-6": "Ours", "/watch @ours Doha": "Ours",
	} {
		if m := w.ask(owner, words); !strings.Contains(m.Text, want) {
			t.Errorf("%s is answered %q", words, m.Text)
		}
	}
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "getChatMember", Count: -1, RetryAfter: 3000})
	if m := w.ask(owner, "/search @monitor"); !strings.Contains(m.Text, "no concept") {
		t.Errorf("where Telegram does not tell whose it is: %q", m.Text)
	}
}

// TestLeftChannelsAreNoQueries holds that who ran a channel is told that the bot
// is no longer in it, where strangers look for a concept of that name.
func TestLeftChannelsAreNoQueries(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner, joe := w.guest("Owner"), w.guest("Joe")
	channel := w.telegram.Channel("monitor", "Monitor", owner)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "now in your channel", "Monitor")
	channel.RemoveBot()
	w.until("left", func() bool { return w.state(channel.ID()) == news.ChatStopped })
	for _, words := range []string{"/watch @monitor Doha", "/search @monitor Doha", "/watch t.me/monitor Doha"} {
		if m := w.ask(owner, words); !strings.Contains(m.Text, "I don't know a channel \u2068@monitor\u2069 that you manage") {
			t.Errorf("its owner's %s is answered %q", words, m.Text)
		}
	}
	if m := w.ask(joe, "/watch @monitor Doha"); !strings.Contains(m.Text, "no concept") {
		t.Errorf("a stranger is answered %q", m.Text)
	}
}
