package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
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
	w.hears(owner.Private(), "I am in your channel", "Monitor")
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
	w.hears(joe.Private(), "I know no channel", "@monitor")
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
	offer := w.hears(owner.Private(), "I am in your channel", "Monitor")
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
		if m := w.ask(joe, "/subscribe @monitor terrorism"); !strings.Contains(m.Text, "I know no channel") {
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
