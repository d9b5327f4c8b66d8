package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestCommandsNameChannels holds that a command which begins with a channel is
// about that, in its admins' private chats alone, and that what a channel's
// screens teach does so.
func TestCommandsNameChannels(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}, Library: w.library()})
	owner, joe := w.guest("Owner"), w.guest("Joe")
	channel := w.telegram.Channel("monitor", "Monitor", owner)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "I am now in your channel", "Monitor")
	owner.Say(owner.Private(), "/quiet @monitor 22:00-06:00")
	w.until("quiet", func() bool { return w.settingsOf(channel.ID()).Quiet.From == 22*60 })
	owner.Say(owner.Private(), "/watch @monitor Doha")
	draft := w.hears(owner.Private(), "Doha", "saved")
	w.press(owner, owner.Private(), draft.ID, "💾 Save", "")
	w.until("a watch of the channel", func() bool {
		own, err := w.store.WatchesOf(t.Context(), channel.ID())
		return err == nil && len(own) == 1 && own[0].Query == "Doha"
	})
	if own, err := w.store.WatchesOf(t.Context(), owner.ID()); len(own) > 0 || err != nil {
		t.Errorf("the admin's own chat has the watches %v, %v", own, err)
	}
	owner.Say(owner.Private(), fmt.Sprintf("/watches @%d", channel.ID()))
	w.hears(owner.Private(), "Monitor", fmt.Sprintf("/watch @%d Taliban Kabul", channel.ID()))
	joe.Say(joe.Private(), "/quiet @monitor 01:00-02:00")
	w.hears(joe.Private(), "I don't know a channel", "@monitor")
	if q := w.settingsOf(channel.ID()).Quiet; q.From != 22*60 {
		t.Errorf("a stranger changed a channel to %v", q)
	}
	joe.Say(joe.Private(), "/search @monitor")
	w.hears(joe.Private(), "no concept", "monitor") // it is a query, not a channel of theirs
}

// TestForgottenChannelIsFoundAgain holds that who runs a channel still can when
// all that was stored of it is deleted, and that what the configuration
// subscribes it to comes back by itself.
func TestForgottenChannelIsFoundAgain(t *testing.T) {
	w := newWorld(t)
	owner := w.telegram.User("Owner", "en")
	channel := w.telegram.Channel("monitor", "Monitor", owner)
	channel.AddBot(telegramtest.Admin)
	w.start(bot.Config{Limits: bot.Limits{Off: true}, Channels: []bot.Channel{{Chat: "@monitor", Topics: []string{"terrorism"}}}})
	w.until("subscribed", func() bool { return w.subscribed(channel.ID(), "terrorism") })
	owner.Say(owner.Private(), "/forget @monitor")
	sure := w.hears(owner.Private(), "Monitor", "cannot be undone")
	w.subscribe(channel.ID(), "afghanistan")
	w.press(owner, owner.Private(), sure.ID, "🧹 Yes, delete everything", "")
	gone := w.hears(owner.Private(), "still in the channel", "/channels")
	if strings.Contains(gone.Text, "/start") {
		t.Errorf("a channel is told to write /start: %s", gone.Text)
	}
	w.until("subscribed anew", func() bool { return w.subscribed(channel.ID(), "terrorism") })
	if w.subscribed(channel.ID(), "afghanistan") {
		t.Error("what was chosen by hand was not forgotten")
	}
	owner.Say(owner.Private(), "/channels @monitor")
	w.hears(owner.Private(), "Settings of this chat", "Monitor")
}

// TestShutChannelsAreNotRun holds that nothing of a channel is changed which the
// bot may not serve, by whatever way its admin comes, and that they are told who
// can help; that others learn nothing of it; and that it is run again at once
// when the operator lets it in.
func TestShutChannelsAreNotRun(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	admin, owner, joe := w.guest("Admin"), w.guest("Owner"), w.guest("Joe")
	channel := w.telegram.Channel("monitor", "Monitor", owner)
	channel.AddBot(telegramtest.Admin)
	offer := w.hears(owner.Private(), "now in your channel", "Monitor")
	w.stop()
	w.start(bot.Config{Limits: bot.Limits{Off: true}, Access: bot.AccessList, Admins: []int64{admin.ID()}})
	w.ask(admin, fmt.Sprintf("/allow %d, %d", owner.ID(), joe.ID()))
	id := fmt.Sprint(channel.ID())
	shut := func(when string) {
		t.Helper()
		for _, words := range []string{"/subscribe @monitor terrorism", "/watch @monitor Doha", "/channels @monitor", "/quiet @" + id + " 22-6"} {
			if m := w.ask(owner, words); !strings.Contains(m.Text, "not open to this channel") || !strings.Contains(m.Text, id) {
				t.Errorf("%s: %s is answered %q", when, words, m.Text)
			}
		}
		w.press(owner, owner.Private(), offer.ID, "➕ Terrorism", "not open to this channel")
		list := w.ask(owner, "/channels")
		w.press(owner, owner.Private(), list.ID, "🚫 Monitor", "not open to this channel")
		if m := w.ask(joe, "/subscribe @monitor terrorism"); !strings.Contains(m.Text, "I don't know a channel") {
			t.Errorf("%s: a stranger is told %q", when, m.Text)
		}
		if w.subscribed(channel.ID(), "terrorism") || w.settingsOf(channel.ID()).Quiet.From != 0 {
			t.Errorf("%s: the channel was changed", when)
		}
	}
	shut("allowed by nobody")
	w.ask(admin, "/deny "+id)
	shut("denied")
	w.ask(admin, "/allow "+id)
	w.ask(owner, "/subscribe @monitor terrorism")
	w.until("subscribed", func() bool { return w.subscribed(channel.ID(), "terrorism") })
	w.publish("For the channel", "terrorism")
	w.hears(channel, "For the channel")
}

// withConcept returns a catalog that has a concept.
func withConcept() *news.Catalog {
	c := catalog()
	return news.NewCatalog(c.Sources, []news.Concept{{ID: "isis", Aliases: []string{"ISIS", "داعش"}}}, c.Topics)
}

// asked counts the calls of a method.
func (w *world) asked(method string) (n int) {
	for _, c := range w.telegram.Calls() {
		if c.Method == method {
			n++
		}
	}
	return n
}

// TestQueriesDoNotNeedTelegram holds that a query which begins with a concept is
// answered without a question to Telegram, though somebody's channel has that
// name; and that one which begins with another name is answered though Telegram
// answers nothing.
func TestQueriesDoNotNeedTelegram(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	w.telegram = telegramtest.Start(t, telegramtest.Config{Clock: w.clock.Now})
	w.catalog = withConcept
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	eve, joe := w.guest("Eve"), w.guest("Joe")
	w.telegram.Channel("isis", "Somebody's", eve)
	for _, words := range []string{"/search @isis", "/watch @isis AND Doha", "/search (@isis)", "/unwatch @isis"} {
		if m := w.ask(joe, words); !strings.Contains(m.Text, "isis") || strings.Contains(m.Text, "channel") {
			t.Errorf("%s is answered %q", words, m.Text)
		}
	}
	if n := w.asked("getChat"); n > 0 {
		t.Errorf("Telegram was asked %d times for a concept", n)
	}
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "getChat", Count: -1, RetryAfter: 3000})
	for _, healed := range []bool{false, true} {
		if healed {
			w.telegram.Heal()
		}
		if m := w.ask(joe, "/watch @nobody Doha"); !strings.Contains(m.Text, "There is no concept") {
			t.Errorf("where Telegram answers is %v: %q", healed, m.Text)
		}
	}
}

// TestRetriesCostOnce holds that a command which is tried again, since Telegram
// fails, is counted once among those that cost much.
func TestRetriesCostOnce(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	w.telegram = telegramtest.Start(t, telegramtest.Config{Clock: w.clock.Now})
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	joe := w.guest("Joe")
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Gateway, Method: "getChat", Count: 1})
	for range 5 { // as often as they may, and the first one twice
		before := len(joe.Private().Messages())
		joe.Say(joe.Private(), "/quiet @nobody 22-6")
		if m := w.answer(joe.Private(), before); !strings.Contains(m.Text, "I don't know a channel") {
			t.Errorf("answered %q", m.Text)
		}
	}
}

// TestStrangersChannels holds that a public channel which the bot is not in is
// nobody's here, and stands in no query's way, though Telegram tells only a
// channel's own bots who runs it.
func TestStrangersChannels(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	joe := w.guest("Joe")
	elsewhere := w.telegram.Channel("elsewhere", "Elsewhere", joe) // which he runs
	for _, words := range []string{"/quiet @elsewhere 22-6", "/channels @elsewhere", fmt.Sprintf("/settings @%d", elsewhere.ID())} {
		if m := w.ask(joe, words); !strings.Contains(m.Text, "I don't know a channel") {
			t.Errorf("%s is answered %q", words, m.Text)
		}
	}
	if m := w.ask(joe, "/search @elsewhere"); !strings.Contains(m.Text, "no concept") {
		t.Errorf("a query is answered %q", m.Text)
	}
	ours := w.telegram.Channel("ours", "Ours", joe)
	ours.AddBot(telegramtest.Admin)
	w.hears(joe.Private(), "now in your channel", "Ours")
	ours.AddBot(telegramtest.Member) // which it cannot be elsewhere than here
	if m := w.ask(joe, "/quiet @ours 22-6"); !strings.Contains(m.Text, "Make me an admin") {
		t.Errorf("where the bot lost its rights: %q", m.Text)
	}
}

// TestChannelsNamedLikeConcepts holds that who runs a channel that has a
// concept's name is told with the answer how the concept is meant, and that it is
// meant then.
func TestChannelsNamedLikeConcepts(t *testing.T) {
	w := newWorld(t)
	w.catalog = withConcept
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.guest("Owner")
	channel := w.telegram.Channel("isis", "Ours", owner)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "now in your channel", "Ours")
	long := strings.Repeat("Doha OR ", 60) + "Kabul"
	for words, how := range map[string]string{
		"/watch @isis Doha": "/watch (@isis) Doha", "/watch @ISIS\nDoha": "/watch (@isis) Doha", "/search @isis Doha": "/search (@isis) Doha",
		"/search @isis": "/search (@isis)", "/watch @isis " + long: "/watch (@isis) …", "/watch t.me/isis/5 Doha": "/watch (@isis) Doha",
	} {
		m := w.ask(owner, words)
		if !strings.Contains(m.HTML, "<code>"+how+"</code>") || !strings.Contains(m.Text, "Ours") {
			t.Errorf("%s is answered %q", words, m.HTML)
		}
	}
	for _, words := range []string{"/watch (@isis) Doha", "/search (@isis) Doha", "/quiet @isis 22-6", "/watches @isis"} {
		if m := w.ask(owner, words); strings.Contains(m.Text, "a concept too") || strings.HasPrefix(words, "/watch (") && strings.Contains(m.Text, "Ours") {
			t.Errorf("%s is answered %q", words, m.Text)
		}
	}
}
