package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestARepeatedNoticeHoldsUpNoEdit tells an admin of the same thing twice,
// which the store takes once: edits in that chat do not wait for a message that
// never comes.
func TestARepeatedNoticeHoldsUpNoEdit(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		users := s.users(4)
		boss := users[0]
		s.enqueue(boss.ID(), "the story", news.Delivery{})
		s.start(bot.Config{Admins: []int64{boss.ID()}})
		s.settled(time.Minute)
		story := boss.Private().Messages()[len(boss.Private().Messages())-1]
		for _, u := range users[1:] { // two are given up on one day
			s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Gateway, Method: "sendMessage", Chat: u.ID(), Count: 4})
			s.publish("No 1.", news.ClassNormal, news.Recipient{Chat: u.ID()})
			s.settled(time.Hour)
		}
		began := time.Now()
		s.enqueue(boss.ID(), "the story grows", news.Delivery{Edits: story.ID})
		s.settled(time.Hour)
		if waited := time.Since(began); waited > 5*time.Second {
			t.Errorf("an edit waited %s in a quiet chat", waited)
		}
	})
}

// TestAnAnswerInDoubtIsMarked loses Telegram's word that it took an answer: it
// comes again, and says that it may be a repeat.
func TestAnAnswerInDoubtIsMarked(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.start(bot.Config{})
		time.Sleep(time.Second)
		s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Gateway, Method: "sendMessage", Chat: joe.ID(), Delivered: true})
		joe.Say(joe.Private(), "/help")
		time.Sleep(time.Minute)
		var marks []bool
		for _, m := range joe.Private().Messages() {
			if m.FromBot && strings.Contains(m.Text, "What I can do") {
				marks = append(marks, strings.Contains(m.Text, "possible repeat"))
			}
		}
		if len(marks) != 2 || marks[0] || !marks[1] {
			t.Errorf("the answer came %d times, marked %v; want twice, the second marked", len(marks), marks)
		}
	})
}
