package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// watchID saves a watch of a chat and returns its ID.
func (w *world) watchID(chat int64, name string) string {
	w.t.Helper()
	id, _ := news.WatchOf(w.watch(chat, name))
	return id
}

// named waits until a watch has a name.
func (w *world) named(id, name string) {
	w.t.Helper()
	w.until("the watch is called "+name, func() bool {
		own, _, err := w.store.Watch(w.t.Context(), id)
		return err == nil && own.Name == name
	})
}

// nameOf returns what a watch is called.
func (w *world) nameOf(id string) string {
	w.t.Helper()
	own, _, err := w.store.Watch(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return own.Name
}

// rename has a user press the button that asks for a watch's name, and returns
// the question.
func (w *world) rename(u *telegramtest.User, c *telegramtest.Chat, id string) telegramtest.Message {
	w.t.Helper()
	before := len(c.Messages())
	w.press(u, c, w.offer(c, "wc:watch:"+id).ID, "x", "")
	var asked telegramtest.Message
	w.until("a question", func() bool {
		for _, m := range c.Messages()[before:] {
			if strings.Contains(m.Text, "new name of") {
				asked = m
			}
		}
		return asked.ID != 0
	})
	return asked
}

// TestOnlyAnswersName holds that in a group nothing is a watch's name but an
// answer to the question, by the admin who was asked, of any number of them.
func TestOnlyAnswersName(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner, other, member := w.telegram.User("Owner", "en"), w.telegram.User("Other", "en"), w.telegram.User("Member", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.Promote(other, telegramtest.Admin)
	group.AddBot(telegramtest.Admin)
	member.Join(group)
	greeting := w.hears(group, "news alerts")
	one, two := w.watchID(group.ID(), "One"), w.watchID(group.ID(), "Two")
	first, second := w.rename(owner, group, one), w.rename(other, group, two)
	human := owner.Say(group, "Shall we have lunch?")
	other.Reply(group, human.ID, "Yes, at one please")
	owner.Reply(group, greeting.ID, "Nice bot")
	member.Reply(group, first.ID, "My name")
	other.Reply(group, first.ID, "His name")
	owner.Say(group, "Talk")
	owner.Say(group, "/id@rasad_test_bot")
	w.hears(group, "ID of this chat")
	if n, m := w.nameOf(one), w.nameOf(two); n != "One" || m != "Two" {
		t.Fatalf("the watches are called %q and %q by people talking", n, m)
	}
	other.Reply(group, second.ID, "Second")
	w.named(two, "Second")
	owner.Reply(group, first.ID, "First")
	w.named(one, "First")
	again := w.rename(owner, group, one)
	owner.ReplyAnonymously(group, again.ID, "By nobody")
	w.named(one, "By nobody")
}

// TestTheNextTextNames holds that in a private chat the text after the question
// is the name, also one that is a command without a slash; that a command takes
// the question back, and so do its button and time.
func TestTheNextTextNames(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	joe := w.guest("Joe")
	id := w.watchID(joe.ID(), "Old")
	w.rename(joe, joe.Private(), id)
	joe.Say(joe.Private(), "آمار")
	w.named(id, "آمار")
	for what, back := range map[string]func(asked telegramtest.Message){
		"a command": func(telegramtest.Message) { w.ask(joe, "/id") },
		"its button": func(asked telegramtest.Message) {
			w.press(joe, joe.Private(), asked.ID, "✖️ Cancel", "")
			w.until("cancelled", func() bool { return strings.Contains(joe.Private().Transcript(), "Cancelled") })
		},
		"time": func(telegramtest.Message) { w.clock.Advance(time.Hour) },
	} {
		back(w.rename(joe, joe.Private(), id))
		w.ask(joe, "Something else")
		if name := w.nameOf(id); name != "آمار" {
			t.Errorf("after %s the watch is called %q", what, name)
		}
	}
}

// TestChannelWatchesAreNamed holds that a watch of a channel is named from the
// private chat of an admin.
func TestChannelWatchesAreNamed(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.guest("Owner")
	channel := w.telegram.Channel("", "Channel", owner)
	channel.AddBot(telegramtest.Admin)
	offer := w.hears(owner.Private(), "I am now in your channel")
	id := w.watchID(channel.ID(), "Old")
	mark, _, _ := strings.Cut(offer.Buttons[0][0].Data, ":")
	before := len(owner.Private().Messages())
	w.press(owner, owner.Private(), w.offer(owner.Private(), mark+":wc:watch:"+id).ID, "x", "")
	w.until("a question", func() bool {
		return strings.Contains(looksSince(owner.Private(), before), "Cancel")
	})
	owner.Say(owner.Private(), "New")
	w.named(id, "New")
	if all, err := w.store.WatchesOf(t.Context(), channel.ID()); err != nil || len(all) != 1 || all[0].Recipient != (news.Recipient{Chat: channel.ID()}) {
		t.Errorf("the channel's watches are %v, %v", all, err)
	}
}

// looksSince returns the labels of the buttons of the messages after the first n.
func looksSince(c *telegramtest.Chat, n int) string {
	labels := ""
	for _, m := range c.Messages()[n:] {
		for _, row := range m.Buttons {
			for _, button := range row {
				labels += button.Text + "\n"
			}
		}
	}
	return labels
}
