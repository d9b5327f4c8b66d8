package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestTopicsAreNoAnswers holds that in a forum's topic, where Telegram has every
// message answer the one that made the topic, commands do what they do
// elsewhere without an answer.
func TestTopicsAreNoAnswers(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.telegram.User("Owner", "en")
	forum := w.telegram.Forum("Forum", owner)
	forum.AddBot(telegramtest.Admin)
	w.hears(forum, "news alerts")
	thread := forum.Topic("Alerts")
	to := news.Recipient{Chat: forum.ID(), Thread: thread}
	if err := w.store.PutSubscription(t.Context(), news.Subscription{Recipient: to, Topic: "terrorism"}); err != nil {
		t.Fatal(err)
	}
	said := func(text string) string {
		before := len(forum.Messages())
		owner.SayIn(forum, thread, text)
		return w.answer(forum, before).Text
	}
	if text := said("/why"); !strings.Contains(text, "as a reply to an alert") {
		t.Errorf("/why without an alert says %q", text)
	}
	said("/snooze 2h")
	if mutes := w.settingsOf(forum.ID()).Mutes; !news.Muted(mutes, news.Recipient{Chat: forum.ID(), Thread: thread}, news.MuteTopic, "terrorism", w.clock.Now().Add(time.Hour)) {
		t.Errorf("/snooze 2h muted %v", mutes)
	}
	before := len(forum.Messages())
	owner.SayIn(forum, thread, "Shall we have lunch?")
	owner.SayIn(forum, thread, "/id")
	if m := w.answer(forum, before); !strings.Contains(m.Text, "ID") {
		t.Errorf("people talking are answered: %q", m.Text)
	}
}
