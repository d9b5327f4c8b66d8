package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestAFileInDoubtIsMarked ends the process while a file is on its way, which
// arrives: it comes again with the next start, and says that it may be a repeat.
// One that arrived without trouble does not.
func TestAFileInDoubtIsMarked(t *testing.T) {
	for command, method := range map[string]string{"/stats": "sendPhoto", "/export 7": "sendDocument"} {
		simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
			t := s.T
			joe := s.users(1)[0]
			s.publish("No 1.", news.ClassNormal, news.Recipient{Chat: joe.ID()})
			s.start(bot.Config{})
			s.settled(time.Hour)
			s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Hang, Method: method, Chat: joe.ID(), Delivered: true, Count: 1})
			joe.Say(joe.Private(), command)
			time.Sleep(2 * time.Second)
			s.stop()
			s.start(bot.Config{})
			time.Sleep(time.Minute)
			joe.Say(joe.Private(), command)
			time.Sleep(time.Minute)
			var marks []bool
			for _, m := range joe.Private().Messages() {
				if m.FromBot && m.File != nil {
					marks = append(marks, strings.Contains(m.Text, "possible repeat"))
				}
			}
			if len(marks) != 3 || marks[0] || !marks[1] || marks[2] {
				t.Errorf("%s: files arrived marked %v; want three, the second alone marked", command, marks)
			}
			s.stop()
			if traces, err := s.store.Traces(s.Context(), joe.ID()); traces.Notes != 0 || err != nil {
				t.Errorf("%s: %d notes are left, %v", command, traces.Notes, err)
			}
		})
	}
}
