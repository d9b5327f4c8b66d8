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

// TestLongTextsAreSplit sends a text that is too long for a message.
func TestLongTextsAreSplit(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.start(bot.Config{})
		s.enqueue(joe.ID(), "<b>"+strings.Repeat("a paragraph of a long text\n\n", 400)+"</b>the end", news.Delivery{
			Markup: `{"inline_keyboard":[[{"text":"Read","url":"https://a.example/"}]]}`})
		s.settled(time.Minute)
		var all strings.Builder
		messages := joe.Private().Messages()[1:]
		for _, m := range messages {
			all.WriteString(m.Text + "\n\n")
		}
		if n := strings.Count(all.String(), "a paragraph of a long text"); n != 400 || len(messages) != 3 {
			t.Errorf("%d paragraphs came in %d messages", n, len(messages))
		}
		if last := messages[len(messages)-1]; !strings.HasSuffix(last.Text, "the end") || len(last.Buttons) != 1 || len(messages[0].Buttons) != 0 {
			t.Errorf("the last message is %+v", last)
		}
	})
}

// TestALongTextComesInOnePiece holds that the parts of a long text follow each
// other, whatever waits behind it and whatever happens to them, each once.
func TestALongTextComesInOnePiece(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.enqueue(joe.ID(), strings.Repeat("a paragraph\n\n", 800), news.Delivery{})
		for i := range 3 {
			s.enqueue(joe.ID(), fmt.Sprint("later ", i), news.Delivery{})
		}
		s.start(bot.Config{})
		time.Sleep(500 * time.Millisecond)
		s.stop()
		s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendMessage", Chat: joe.ID(), RetryAfter: 3, Count: 2})
		s.start(bot.Config{})
		s.settled(time.Hour)
		paragraphs, order := 0, ""
		for _, m := range joe.Private().Messages()[1:] {
			paragraphs += strings.Count(m.Text, "a paragraph")
			order += m.Text[:1]
		}
		if paragraphs != 800 || order != "aaalll" {
			t.Errorf("%d paragraphs came, in the order %s", paragraphs, order)
		}
	})
}

// TestAPlainDigestKeepsItsOrder lets Telegram refuse a digest's markup: what
// goes out in its place stays silent, and before what comes later.
func TestAPlainDigestKeepsItsOrder(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.start(bot.Config{})
		s.must(s.store.Park(s.Context(), joe.ID(), s.now().Add(time.Hour)))
		for i := range 40 {
			s.publish(fmt.Sprintf("No %d. %s", i+1, strings.Repeat("long headline ", 14)), news.ClassNormal, news.Recipient{Chat: joe.ID()})
			time.Sleep(time.Minute)
		}
		s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Status: 400, Method: "sendMessage", Chat: joe.ID(),
			Description: `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`})
		s.settled(2 * time.Hour)
		messages, late := 0, false
		for _, m := range joe.Private().Messages()[1:] {
			if !m.Silent {
				t.Errorf("a part of a silent digest rings: %s", m.Text)
			}
			early := strings.Contains(m.Text, "No 1.") || strings.Contains(m.Text, "No 20.")
			if early && late {
				t.Errorf("a part of the first digest came after the second: %s", m.Text)
			}
			late = late || strings.Contains(m.Text, "No 40.")
			messages++
		}
		if messages < 3 {
			t.Errorf("the digests came in %d messages, want the first in parts", messages)
		}
		if c, err := s.store.Counts(s.Context()); err != nil || c.Sent != 40 {
			t.Errorf("Counts = %+v, %v, want all sent", c, err)
		}
	})
}

// TestALongEditIsCut edits a message twice with more than fits: it shows the
// last text as far as there is room, and no other message comes of it.
func TestALongEditIsCut(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.enqueue(joe.ID(), "the story", news.Delivery{})
		s.start(bot.Config{})
		s.settled(time.Minute)
		story := len(joe.Private().Messages()) - 1
		for _, what := range []string{"old", "new"} {
			s.enqueue(joe.ID(), strings.Repeat(what+" paragraph\n\n", 400), news.Delivery{Edits: joe.Private().Messages()[story].ID})
			time.Sleep(time.Minute)
		}
		s.settled(time.Hour)
		all := joe.Private().Messages()
		if len(all) != story+1 || !strings.HasPrefix(all[story].Text, "new") || strings.Count(all[story].Text, "new") < 250 {
			t.Errorf("%d messages, the last is %s", len(all)-story, all[len(all)-1].Text)
		}
	})
}
