package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestHiddenMembers holds that where Telegram tells only admins who the admins
// are, who wants to set the bot up learns at once what helps.
func TestHiddenMembers(t *testing.T) {
	for _, why := range []string{"Bad Request: CHAT_ADMIN_REQUIRED", "Bad Request: member list is inaccessible"} {
		w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
		owner := w.telegram.User("Owner", "en")
		group := w.telegram.Supergroup("Hidden members", owner)
		group.AddBot(telegramtest.Member)
		greeting := w.hears(group, "news alerts")
		w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Method: "getChatMember", Count: -1, Status: 400, Description: why})
		owner.Say(group, "/subscribe@rasad_test_bot terrorism")
		w.hears(group, "Make me an admin")
		w.press(owner, group, greeting.ID, "Topics", "")
		w.press(owner, group, greeting.ID, "➕ Terrorism", "Make me an admin")
		owner.SayAnonymously(group, "/subscribe@rasad_test_bot terrorism")
		w.until("who is seen to be an admin is heeded", func() bool { return w.subscribed(group.ID(), "terrorism") })
		if n := strings.Count(w.log.String(), "could not be handled"); n != 0 {
			t.Errorf("%s: %d attempts failed", why, n)
		}
		w.stop()
	}
}

// TestOneBlindChannelHidesNoOther holds that /channels shows the others where
// the bot is not told any more who runs one.
func TestOneBlindChannelHidesNoOther(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.guest("Owner")
	one, two := w.telegram.Channel("", "One", owner), w.telegram.Channel("", "Two", owner)
	one.AddBot(telegramtest.Admin)
	two.AddBot(telegramtest.Admin)
	w.until("both", func() bool { return w.arrived(owner.Private(), "I am now in your channel") == 2 })
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Method: "getChatMember", Chat: one.ID(), Count: -1, Status: 400, Description: "Bad Request: CHAT_ADMIN_REQUIRED"})
	w.clock.Advance(time.Minute) // what Telegram told before counts no more
	owner.Say(owner.Private(), "/channels")
	list := w.hears(owner.Private(), "Your channels")
	labels := ""
	for _, row := range list.Buttons {
		for _, button := range row {
			labels += button.Text + "\n"
		}
	}
	if strings.Contains(labels, "One") || !strings.Contains(labels, "Two") {
		t.Errorf("the channels are %s", labels)
	}
}

// TestEveryoneHasTheirOwnAllowance holds that those who Telegram shows as one
// user, as anonymous admins are, do not spend each other's allowance.
func TestEveryoneHasTheirOwnAllowance(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	w.clock.Freeze()
	a, b := w.telegram.User("A", "en"), w.telegram.User("B", "en")
	one, two := w.telegram.Supergroup("One", a), w.telegram.Supergroup("Two", b)
	one.AddBot(telegramtest.Admin)
	two.AddBot(telegramtest.Admin)
	w.hears(one, "news alerts")
	w.hears(two, "news alerts")
	for range 6 {
		a.SayAnonymously(one, "/search taliban")
	}
	w.hears(one, "a lot at once")
	before := len(two.Messages())
	b.SayAnonymously(two, "/search taliban")
	if m := w.answer(two, before); strings.Contains(m.Text, "a lot at once") {
		t.Errorf("a first search: %s", m.Text)
	}
	before = len(one.Messages())
	a.Say(one, "/search taliban")
	if m := w.answer(one, before); strings.Contains(m.Text, "a lot at once") {
		t.Errorf("a user's own first search: %s", m.Text)
	}
}

// TestWhyDoesNotFlood holds that why an alert came stands in a group once,
// however often and by how many that is asked, and that a user asks it for many
// alerts only so often.
func TestWhyDoesNotFlood(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner, member := w.telegram.User("Owner", "en"), w.telegram.User("Member", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.AddBot(telegramtest.Admin)
	member.Join(group)
	w.hears(group, "news alerts")
	w.subscribe(group.ID(), "terrorism")
	w.publish("Headline 0", "terrorism")
	alert := w.hears(group, "Headline 0")
	w.finished(1)
	w.clock.Freeze()
	w.press(member, group, alert.ID, "❓ Why?", "")
	w.hears(group, "Why this alert")
	for range 10 {
		w.press(member, group, alert.ID, "❓ Why?", "طالبان")
		w.press(owner, group, alert.ID, "❓ Why?", "طالبان")
	}
	if n := w.arrived(group, "Why this alert"); n != 1 {
		t.Errorf("it was told %d times", n)
	}
	w.clock.Advance(2 * time.Hour)
	w.press(owner, group, alert.ID, "❓ Why?", "")
	w.until("told again after a while", func() bool { return w.arrived(group, "Why this alert") == 2 })
	for i := 1; i <= 6; i++ {
		title := "Headline " + strings.Repeat("I", i) + "."
		w.publish(title, "terrorism")
		m := w.hears(group, title)
		w.finished(int64(i + 1))
		notice := ""
		if i == 6 {
			notice = "a lot at once"
		}
		w.press(member, group, m.ID, "❓ Why?", notice)
	}
	if n := w.arrived(group, "Why this alert"); n != 7 {
		t.Errorf("it was told %d times, want 7", n)
	}
}

// TestStatusInAGroup holds that what only admins are told is not told in a group.
func TestStatusInAGroup(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	group := w.telegram.Supergroup("Group", admin)
	group.AddBot(telegramtest.Admin)
	w.hears(group, "news alerts")
	before := len(group.Messages())
	admin.Say(group, "/status")
	if m := w.answer(group, before); strings.Contains(m.Text, "ubscriptions") {
		t.Errorf("the group reads %q", m.Text)
	}
}
