package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestOneRefusalSpoilsNoMenu holds that what Telegram does not let the bot say of
// itself now keeps no other part from being shown, and is tried again.
func TestOneRefusalSpoilsNoMenu(t *testing.T) {
	simulate(t, telegramtest.Config{}, func(s *simulation) {
		admin := s.telegram.User("Admin", "en")
		admin.Say(admin.Private(), "/start")
		s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "setMyName", Count: 1, RetryAfter: 100})
		s.start(bot.Config{Admins: []int64{admin.ID()}})
		time.Sleep(time.Minute)
		if s.telegram.Profile("ru").ShortDescription == s.telegram.Profile("en").ShortDescription || menuCalls(s.telegram, "setMyCommands", admin.ID()) == 0 {
			s.Error("a refusal of the name kept others from being shown")
		}
		if s.telegram.Profile("fa").Name == "رصد" {
			s.Error("the name is there, though it was refused")
		}
		time.Sleep(3 * time.Minute)
		if s.telegram.Profile("fa").Name != "رصد" {
			s.Error("the name was not tried again")
		}
	})
}

// TestFormerAdminsLoseTheirMenu holds that who is no admin any more has the
// menu of everybody.
func TestFormerAdminsLoseTheirMenu(t *testing.T) {
	w := newWorld(t)
	admin, next := w.telegram.User("Admin", "en"), w.telegram.User("Next", "en")
	w.start(bot.Config{Admins: []int64{admin.ID(), next.ID()}, Limits: bot.Limits{Off: true}})
	for _, u := range []*telegramtest.User{admin, next} {
		u.Say(u.Private(), "/start")
		w.until("an admin's menu", func() bool { return menuCalls(w.telegram, "setMyCommands", u.ID()) > 0 })
	}
	w.stop()
	w.start(bot.Config{Admins: []int64{next.ID()}, Limits: bot.Limits{Off: true}})
	w.until("it is taken back", func() bool { return menuCalls(w.telegram, "deleteMyCommands", admin.ID()) == 1 })
	w.stop()
	w.start(bot.Config{Admins: []int64{next.ID()}, Limits: bot.Limits{Off: true}})
	w.until("once", func() bool { return w.telegram.Profile("fa").Name == "رصد" })
	w.looks(5)
	if n, other := menuCalls(w.telegram, "deleteMyCommands", admin.ID()), menuCalls(w.telegram, "deleteMyCommands", next.ID()); n != 1 || other != 0 {
		t.Errorf("the menu was taken back %d times, and that of an admin %d times", n, other)
	}
}

// menuCalls counts the calls of a method for the menu of one chat.
func menuCalls(s *telegramtest.Server, method string, chat int64) int {
	n := 0
	for _, c := range s.Calls() {
		if c.Method == method && strings.Contains(c.Params["scope"], fmt.Sprint(chat)) {
			n++
		}
	}
	return n
}
