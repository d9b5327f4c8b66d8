package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestConfiguredChannelsStay holds that a channel of the configuration may use
// the bot whoever adds it, whether it was found before or not; and that only an
// admin shuts it out.
func TestConfiguredChannelsStay(t *testing.T) {
	w := newWorld(t)
	admin, owner := w.telegram.User("Admin", "en"), w.telegram.User("Owner", "en")
	channel := w.telegram.Channel("monitoring", "Monitoring", owner)
	group := w.telegram.Supergroup("Desk", owner)
	w.start(bot.Config{Access: bot.AccessList, Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}, Channels: []bot.Channel{
		{Chat: "@monitoring", Topics: []string{"terrorism"}, Lang: "en"},
		{Chat: fmt.Sprint(group.ID()), Topics: []string{"terrorism"}, Lang: "en"},
	}})
	for n := range 2 {
		for _, c := range []*telegramtest.Chat{channel, group} {
			c.AddBot(telegramtest.Admin)
			w.until("subscribed", func() bool { return w.subscribed(c.ID(), "terrorism") && w.state(c.ID()) == news.ChatActive })
		}
		w.until("greeted", func() bool { return w.arrived(group, "news alerts") == n+1 })
		title := fmt.Sprint("Headline ", n)
		w.publish(title, "terrorism")
		for _, c := range []*telegramtest.Chat{channel, group} {
			w.hears(c, title)
			if g, known, err := w.store.Guest(t.Context(), c.ID()); known || err != nil {
				t.Errorf("%s was decided about: %+v, %v", c.Title(), g, err)
			}
			c.RemoveBot()
			w.until("stopped", func() bool { return w.state(c.ID()) == news.ChatStopped })
		}
	}
	admin.Say(admin.Private(), fmt.Sprint("/deny ", channel.ID()))
	w.hears(admin.Private(), "can no longer use")
	channel.AddBot(telegramtest.Admin)
	group.AddBot(telegramtest.Admin)
	w.until("the group is back", func() bool { return w.state(group.ID()) == news.ChatActive })
	w.publish("Not for the channel", "terrorism")
	w.hears(group, "Not for the channel")
	if w.arrived(channel, "Not for the channel") != 0 {
		t.Error("a channel that an admin denied gets alerts")
	}
}

// TestDeniedUsersShutNobodyOut holds that a group stays in whoever adds the bot
// again, that whom an admin denied brings it into no other, and that this is
// nobody's decision: the next who adds it there may be welcome.
func TestDeniedUsersShutNobodyOut(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	joe, ann := w.guest("Joe"), w.guest("Ann")
	old, fresh := w.telegram.Supergroup("Old", joe), w.telegram.Supergroup("Fresh", joe)
	old.AddBot(telegramtest.Admin)
	w.hears(old, "news alerts")
	w.subscribe(old.ID(), "terrorism")
	admin.Say(admin.Private(), fmt.Sprint("/deny ", joe.ID()))
	w.hears(admin.Private(), "can no longer use")
	old.RemoveBot()
	old.AddBot(telegramtest.Admin)
	w.until("greeted again", func() bool { return w.arrived(old, "news alerts") == 2 })
	w.publish("For the old group", "terrorism")
	w.hears(old, "For the old group")
	fresh.AddBot(telegramtest.Admin)
	w.hears(fresh, "not open to this group")
	ann.Say(fresh, "/topics@rasad_test_bot")
	w.looks(5)
	if w.arrived(fresh, "of 3") != 0 {
		t.Error("a group is served that a denied user brought the bot to")
	}
	g, known, err := w.store.Guest(t.Context(), fresh.ID())
	if err != nil || !known || g.By != 0 {
		t.Errorf("Guest = %+v, %v, %v: in somebody's name", g, known, err)
	}
	admin.Say(admin.Private(), fmt.Sprint("/users ", fresh.ID()))
	fresh.RemoveBot()
	fresh.Promote(joe, telegramtest.Member)
	fresh.Promote(ann, telegramtest.Owner)
	fresh.AddBot(telegramtest.Admin)
	w.hears(fresh, "news alerts")
}

// TestHiddenAdminsBringTheBot holds that an admin who remains anonymous can add
// the bot, if one of those is allowed.
func TestHiddenAdminsBringTheBot(t *testing.T) {
	w := newWorld(t)
	admin, joe, eve := w.telegram.User("Admin", "en"), w.telegram.User("Joe", "en"), w.telegram.User("Eve", "en")
	ours, theirs := w.telegram.Supergroup("Ours", joe), w.telegram.Supergroup("Theirs", eve)
	w.start(bot.Config{Access: bot.AccessList, Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	admin.Say(admin.Private(), fmt.Sprint("/allow ", joe.ID()))
	w.hears(admin.Private(), "can use")
	theirs.Promote(joe, telegramtest.Admin) // in the open: it was not he
	ours.Hide(joe)
	theirs.Hide(eve)
	theirs.AddBot(telegramtest.Member)
	w.hears(theirs, "not open to this group")
	ours.AddBot(telegramtest.Member)
	w.hears(ours, "news alerts")
}

// TestAllowCountsAtOnce holds that whom an admin lets in again gets alerts,
// though they blocked the bot and let it in meanwhile, and that a block holds.
func TestAllowCountsAtOnce(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	back, gone := w.guest("Back"), w.guest("Gone")
	for _, u := range []*telegramtest.User{back, gone} {
		w.subscribe(u.ID(), "terrorism")
		admin.Say(admin.Private(), fmt.Sprint("/deny ", u.ID()))
		w.hears(admin.Private(), "can no longer use", u.Name())
		u.Block()
	}
	w.until("blocked", func() bool { return strings.Contains(w.why(back.ID())+w.why(gone.ID()), "kickedthe") })
	back.Unblock()
	w.until("let in again", func() bool { return strings.Contains(w.why(back.ID()), "denied") })
	for _, u := range []*telegramtest.User{back, gone} {
		admin.Say(admin.Private(), fmt.Sprint("/allow ", u.ID()))
		w.hears(admin.Private(), "can use the bot", u.Name())
	}
	if b, g := w.state(back.ID()), w.state(gone.ID()); b != news.ChatActive || g != news.ChatStopped {
		t.Errorf("who came back is %s, who blocks the bot %s", b, g)
	}
	w.publish("For those who are back", "terrorism")
	w.hears(back.Private(), "For those who are back")
}

// why returns why a chat is not sent to.
func (w *world) why(chat int64) string {
	w.t.Helper()
	c, _, err := w.store.Chat(w.t.Context(), chat)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Why
}

// TestInvitationsSayWhatIsWrong holds that who brings an invitation that lets
// in nobody any more is told so, though they were told before that the bot is
// not for them, and that only that is said.
func TestInvitationsSayWhatIsWrong(t *testing.T) {
	w := newWorld(t)
	admin, joe := w.telegram.User("Admin", "en"), w.telegram.User("Joe", "en")
	w.start(bot.Config{Access: bot.AccessInvite, Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	admin.Say(admin.Private(), "/invite 1 1")
	link := token.FindString(w.hears(admin.Private(), "t.me/rasad_test_bot").Text)
	w.clock.Advance(25 * time.Hour)
	joe.Say(joe.Private(), "/start "+link)
	w.hears(joe.Private(), "has expired")
	joe.Say(joe.Private(), "/start")
	w.hears(joe.Private(), "not open to everyone")
	joe.Say(joe.Private(), "/start "+link)
	w.until("told again", func() bool { return w.arrived(joe.Private(), "has expired") == 2 })
	w.looks(5)
	if n := len(joe.Private().Messages()); n != 6 {
		t.Errorf("the talk has %d messages: %s", n, joe.Private().Transcript())
	}
}

// TestEveryInvitationCanBeRevoked holds that all invitations are listed, page by
// page, and that who revokes one stays on its page.
func TestEveryInvitationCanBeRevoked(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Access: bot.AccessInvite, Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	const made = 11
	for range made {
		w.ask(admin, "/invite 1 1")
	}
	list := w.ask(admin, "/invite")
	w.press(admin, admin.Private(), list.ID, "Next ▶️", "")
	w.press(admin, admin.Private(), list.ID, fmt.Sprintf("🗑 Revoke no. %d", made), "")
	w.until("one less", func() bool {
		all, err := w.store.Invitations(t.Context())
		return err == nil && len(all) == made-1
	})
	w.press(admin, admin.Private(), list.ID, fmt.Sprintf("🗑 Revoke no. %d", made-1), "")
}

// TestWordsAreSaidBackAsTyped holds that an admin reads again what was not
// understood, and that numbers may be written in any digits.
func TestWordsAreSaidBackAsTyped(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	for _, word := range []string{"Reza", "رضایي", "۱۲x"} {
		if m := w.ask(admin, "/deny 5, "+word); !strings.Contains(m.Text, word) {
			t.Errorf("/deny %s: %q", word, m.Text)
		}
	}
	if m := w.ask(admin, "/deny \u2068۵\u2069، −100۷"); !strings.Contains(m.Text, "5") || !strings.Contains(m.Text, "-1007") {
		t.Errorf("two numbers: %q", m.Text)
	}
}

// TestLongWordsAreNotSaidBack holds that what an admin wrote and the bot did not
// understand is said back in short.
func TestLongWordsAreNotSaidBack(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	for _, command := range []string{"/deny", "/allow"} {
		m := w.ask(admin, command+" "+strings.Repeat("7", 4090-len(command)))
		if n := strings.Count(m.Text, "7"); n == 0 || n > 70 {
			t.Errorf("%s: %d digits are said back", command, n)
		}
	}
}
