package bot_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// operates runs a conversation with an admin of the configuration in each
// language and compares it with its golden.
func operates(t *testing.T, name string, c bot.Config, talk func(r *record, fa bool)) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			w := newWorld(t)
			w.clock.Freeze()
			admin := w.telegram.User("Sara", lang)
			c.Admins, c.Holder = []int64{admin.ID()}, "first-process"
			w.start(c)
			r := w.record(admin)
			talk(r, lang == "fa")
			r.golden(name + "." + lang)
		})
	}
}

// ask says something, writes down what the bot answers and lets a minute pass:
// what is told of times is the same in every run.
func (r *record) ask(text string) {
	r.t.Helper()
	before := len(r.chat.Messages())
	r.user.Say(r.chat, text)
	m := r.answer(r.chat, before)
	r.last = m.ID
	r.text.WriteString("> " + text + "\n\n" + masked(look(m)) + "\n")
	r.clock.Advance(time.Minute)
}

// tap presses a button of the bot's last message, as press does, and lets a
// minute pass only afterwards.
func (r *record) tap(label string) {
	r.t.Helper()
	before := look(r.message(r.last))
	q, err := r.user.Press(r.chat, r.last, label)
	if err != nil {
		r.t.Fatal(err)
	}
	a, err := q.Answer(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	r.text.WriteString("(press) " + label + "\n")
	if a.Text != "" {
		r.text.WriteString("(notice) " + a.Text + "\n")
	}
	r.until("drawn anew after "+label, func() bool {
		r.clock.Advance(20 * time.Millisecond)
		return look(r.message(r.last)) != before
	})
	r.text.WriteString("\n" + look(r.message(r.last)) + "\n")
	r.clock.Advance(time.Minute)
}

// more writes down what the bot says beside its last message.
func (r *record) more() {
	r.t.Helper()
	var next telegramtest.Message
	r.until("another message", func() bool {
		for _, m := range r.chat.Messages() {
			if m.FromBot && m.ID > r.last {
				next = m
				return true
			}
		}
		return false
	})
	r.last = next.ID
	r.text.WriteString(masked(look(next)) + "\n")
	r.clock.Advance(time.Minute)
}

var token = regexp.MustCompile(`i_[A-Z2-7]{26}`)

// masked hides what is of chance in a transcript.
func masked(s string) string { return token.ReplaceAllString(s, "i_TOKEN") }

// guest makes a reader who has spoken to the bot and been answered.
func (w *world) guest(name string) *telegramtest.User {
	w.t.Helper()
	u := w.telegram.User(name, "en")
	u.Say(u.Private(), "/start")
	w.hears(u.Private())
	return u
}

func TestAdminTranscript(t *testing.T) {
	loads := 0
	c := bot.Config{Reload: func(context.Context) bot.Reloaded {
		if loads++; loads%2 == 1 {
			return bot.Reloaded{Faults: []string{`config.yaml:7:3: unknown key "soruces" (did you mean "sources"?)`, "config.yaml:9:1: <b>"}}
		}
		return bot.Reloaded{Restart: []string{"store", "telegram"}}
	}}
	operates(t, "admin", c, func(r *record, _ bool) {
		reza, mina := r.guest("Reza <b>"), r.guest("Mina")
		r.subscribe(mina.ID(), "terrorism")
		r.ask("/status")
		r.tap(pick(r, "👥"))
		r.tap(pick(r, "Mina"))
		r.tap(pick(r, "⛔️"))
		r.ask("/users reza")
		r.ask("/users nobody like this")
		r.ask(fmt.Sprintf("/allow %d", mina.ID()))
		r.ask("/allow")
		r.ask("/deny Reza")
		r.ask(fmt.Sprintf("/deny %d", reza.ID()))
		r.ask(fmt.Sprintf("/deny %d", r.user.ID()))
		r.ask("/pause")
		r.ask("/pause")
		r.ask("/status")
		r.ask("/resume")
		r.ask("/resume")
		r.ask("/reload")
		r.ask("/reload")
		r.ask("/buried")
	})
}

// pick returns the label of the last message's button that holds a part.
func pick(r *record, part string) string {
	r.t.Helper()
	for _, row := range r.message(r.last).Buttons {
		for _, b := range row {
			if strings.Contains(b.Text, part) {
				return b.Text
			}
		}
	}
	r.t.Fatalf("no button with %q:\n%s", part, look(r.message(r.last)))
	return ""
}

func TestInviteTranscript(t *testing.T) {
	operates(t, "invite", bot.Config{Access: bot.AccessInvite}, func(r *record, fa bool) {
		r.ask("/invite")
		label := pick(r, "🎟")
		r.text.WriteString("(press) " + label + "\n\n")
		if _, err := r.user.Press(r.chat, r.last, label); err != nil {
			r.t.Fatal(err)
		}
		r.more()
		r.ask("/invite")
		r.tap(pick(r, "🗑"))
		r.ask("/invite nonsense")
		r.ask("/invite 0 3")
		r.text.WriteString("> /invite ۵ ۳ <b>desk\n\n")
		r.user.Say(r.chat, "/invite ۵ ۳ <b>desk")
		r.more()
		r.ask("/invite")
	})
}

// TestInvitations lets in whom an invitation is for, once, and nobody else.
func TestInvitations(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Access: bot.AccessInvite, Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	admin.Say(admin.Private(), "/invite 1 1")
	link := token.FindString(w.hears(admin.Private(), "t.me/rasad_test_bot").Text)
	first, second, other := w.telegram.User("First", "en"), w.telegram.User("Second", "fa"), w.telegram.User("Other", "en")
	other.Say(other.Private(), "/start i_"+strings.Repeat("A", 26))
	refusal := w.hears(other.Private(), "not open to everyone", fmt.Sprint(other.ID()))
	first.Say(first.Private(), "/start "+link)
	w.hears(first.Private(), "Rasad")
	first.Say(first.Private(), "/start "+link) // again: it is theirs
	second.Say(second.Private(), "/start "+link)
	w.hears(second.Private(), "پر شده")
	other.Say(other.Private(), "/help")
	other.Say(other.Private(), "/subscribe terrorism")
	w.clock.Advance(25 * time.Hour)
	admin.Say(admin.Private(), "/invite 1 1")
	w.until("a second link", func() bool { return w.arrived(admin.Private(), "t.me/") == 2 })
	w.looks(5)
	if n := len(other.Private().Messages()); n != 4 || w.subscribed(other.ID(), "terrorism") {
		t.Errorf("who is not let in got more than one answer, or was heeded: %s", other.Private().Transcript())
	}
	if _, known, _ := w.store.Chat(t.Context(), other.ID()); known {
		t.Error("who is not let in is remembered")
	}
	if len(refusal.Buttons) > 0 {
		t.Error("who is not let in got buttons")
	}
	for _, call := range w.telegram.Calls() {
		if strings.Contains(fmt.Sprint(call.Params), "start=") && call.Method == "sendMessage" && !strings.Contains(fmt.Sprint(call.Params["chat_id"]), fmt.Sprint(admin.ID())) {
			t.Error("a link went to somebody else")
		}
	}
}

// TestAccessList lets in whom an admin allows, and takes alerts away from whom
// one denies.
func TestAccessList(t *testing.T) {
	w := newWorld(t)
	admin, joe := w.telegram.User("Admin", "en"), w.telegram.User("Joe", "en")
	w.subscribe(joe.ID(), "terrorism") // of a time when all were let in
	joe.Say(joe.Private(), "/help")
	w.start(bot.Config{Access: bot.AccessList, Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	w.hears(joe.Private(), "not open")
	w.publish("Nothing for him", "terrorism")
	w.until("dropped", func() bool { c, err := w.store.Counts(t.Context()); return err == nil && c.Dropped == 1 })
	admin.Say(admin.Private(), fmt.Sprint("/allow ", joe.ID()))
	w.hears(admin.Private(), "can use the bot")
	joe.Say(joe.Private(), "/help")
	w.hears(joe.Private(), "What I can do")
	w.publish("For him", "terrorism")
	w.hears(joe.Private(), "For him")
	admin.Say(admin.Private(), fmt.Sprint("/deny ", joe.ID()))
	w.hears(admin.Private(), "can no longer use the bot")
	w.publish("Not for him again", "terrorism")
	joe.Say(joe.Private(), "/topics")
	w.hears(admin.Private(), "can no longer use the bot")
	w.looks(5)
	if w.arrived(joe.Private(), "Nothing for him")+w.arrived(joe.Private(), "Not for him again")+w.arrived(joe.Private(), "of 3") != 0 {
		t.Errorf("who is denied was told: %s", joe.Private().Transcript())
	}
}

// TestGroupsByWhoAddsTheBot lets a group in that somebody allowed added the
// bot to, and no other.
func TestGroupsByWhoAddsTheBot(t *testing.T) {
	w := newWorld(t)
	admin, joe := w.telegram.User("Admin", "en"), w.telegram.User("Joe", "en")
	ours, theirs := w.telegram.Supergroup("Ours", admin), w.telegram.Supergroup("Theirs", joe)
	w.start(bot.Config{Access: bot.AccessList, Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	ours.AddBot(telegramtest.Member)
	theirs.AddBot(telegramtest.Member)
	w.hears(ours, "news alerts", "/topics@rasad_test_bot")
	w.hears(theirs, "not open to this group", fmt.Sprint(theirs.ID()))
	joe.Say(theirs, "/topics@rasad_test_bot")
	joe.Say(ours, "/topics@rasad_test_bot")
	w.hears(ours, "of 3")
	admin.Say(admin.Private(), fmt.Sprint("/deny ", joe.ID()))
	w.hears(admin.Private(), "can no longer use")
	joe.Say(ours, "/help@rasad_test_bot")
	w.looks(5)
	if w.arrived(theirs, "of 3") != 0 || w.arrived(ours, "What I can do") != 0 {
		t.Error("somebody was answered who should not be")
	}
}

// TestPause holds alerts over a restart, and answers meanwhile; /resume lets
// everything go.
func TestPause(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	c := bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}}
	w.start(c)
	joe := w.guest("Joe")
	w.subscribe(joe.ID(), "terrorism")
	admin.Say(admin.Private(), "/pause")
	w.hears(admin.Private(), "Alerts are paused")
	w.publish("While paused", "terrorism")
	w.until("held", func() bool { n, err := w.store.Counts(t.Context()); return err == nil && n.Held == 1 })
	w.stop()
	w.start(c)
	w.clock.Advance(11 * time.Minute) // its time comes, and it is held again
	w.until("held again", func() bool {
		held, err := w.store.HeldBack(t.Context(), joe.ID(), 1)
		return err == nil && len(held) == 1 && held[0].NotBefore.After(w.clock.Now())
	})
	joe.Say(joe.Private(), "/help")
	w.hears(joe.Private(), "What I can do")
	if w.arrived(joe.Private(), "While paused") != 0 {
		t.Fatal("an alert went out while alerts were paused")
	}
	admin.Say(admin.Private(), "/status")
	w.hears(admin.Private(), "Alerts are paused")
	admin.Say(admin.Private(), "/resume")
	w.hears(joe.Private(), "While paused")
}

// TestRedrive sends again what was given up, by a button.
func TestRedrive(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.subscribe(7, "terrorism")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	admin.Say(admin.Private(), "/start") // so that he can be told of what goes wrong
	w.hears(admin.Private(), "Rasad")
	joe := w.guest("Joe")
	w.subscribe(joe.ID(), "terrorism")
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Method: "sendMessage", Chat: joe.ID(), Count: 2, Status: 400, Description: "Bad Request: something new"})
	w.publish("Given up", "terrorism")
	w.until("buried", func() bool { found, err := w.store.Buried(t.Context(), 0, 9); return err == nil && len(found) == 1 })
	admin.Say(admin.Private(), "/buried")
	list := w.hears(admin.Private(), "Joe", "Given up", "something new")
	w.press(admin, admin.Private(), list.ID, "↩️ Joe", "1 message")
	w.hears(joe.Private(), "Given up")
	w.hears(admin.Private(), "There are no undelivered messages")
}

// TestOnlyOperatorsOperate holds that nobody else gets at what is the admins',
// by words or by buttons that they make up.
func TestOnlyOperatorsOperate(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	joe := w.guest("Joe")
	group := w.telegram.Supergroup("Group", admin)
	group.AddBot(telegramtest.Admin)
	w.hears(group, "news alerts")
	for _, command := range []string{"/users", "/allow 5", "/deny 5", "/invite", "/invite 5 5", "/broadcast hello", "/pause", "/resume", "/reload", "/buried"} {
		before := len(joe.Private().Messages())
		joe.Say(joe.Private(), command)
		if m := w.answer(joe.Private(), before); !strings.Contains(m.Text, "I don't know this command") {
			t.Errorf("%s by a reader: %s", command, m.Text)
		}
		admin.Say(group, command+"@rasad_test_bot") // not where all read along
	}
	w.looks(5)
	if n := w.arrived(group, ""); n != 1 {
		t.Errorf("an admin was answered in a group: %s", group.Transcript())
	}
	if _, known, err := w.store.Guest(t.Context(), 5); known || err != nil {
		t.Errorf("a reader decided: %v", err)
	}
	if list, err := w.store.Invitations(t.Context()); len(list) > 0 || err != nil {
		t.Errorf("Invitations = %v, %v", list, err)
	}
	if s, err := w.store.Setting(t.Context(), "paused"); s != "" || err != nil {
		t.Errorf("paused = %q, %v", s, err)
	}
}
