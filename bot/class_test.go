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

// enqueue writes a delivery with a text, which is its key too.
func (s *simulation) enqueue(chat int64, text string, d news.Delivery) {
	s.Helper()
	d.Chat, d.Text = chat, text
	s.must(s.store.Enqueue(s.Context(), fmt.Sprint(chat, text), d))
	if s.bot != nil {
		s.bot.Nudge()
	}
}

// sent returns the texts that were sent or edited, in the order of the calls.
func (s *simulation) sent() []string {
	var texts []string
	for _, c := range s.telegram.Calls() {
		if (c.Method == "sendMessage" || c.Method == "editMessageText") && c.Status == 200 {
			texts = append(texts, c.Params["text"])
		}
	}
	return texts
}

// TestBulkLeavesRoom sends a broadcast to many: it takes no more than 22 turns
// a second, and none of the better classes waits for it.
func TestBulkLeavesRoom(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		users := s.users(300)
		for _, u := range users {
			s.enqueue(u.ID(), "to all", news.Delivery{Class: news.ClassBroadcast})
		}
		s.start(bot.Config{})
		time.Sleep(3 * time.Second)
		for i, c := range []news.Class{news.ClassUrgent, news.ClassNormal, news.ClassAnswer} {
			s.enqueue(users[290+i].ID(), fmt.Sprint("of class ", c), news.Delivery{Class: c})
		}
		time.Sleep(time.Second)
		for i, c := range []news.Class{news.ClassUrgent, news.ClassNormal, news.ClassAnswer} {
			if _, ok := arrival(users[290+i].Private(), fmt.Sprint("of class ", c)); !ok {
				t.Errorf("what is of class %d waits behind a broadcast", c)
			}
		}
		s.settled(time.Minute)
		var first, last time.Time
		for _, u := range users {
			at, _ := arrival(u.Private(), "to all")
			if first.IsZero() || at.Before(first) {
				first = at
			}
			if at.After(last) {
				last = at
			}
		}
		if rate := 300 / last.Sub(first).Seconds(); rate > 22.5 || rate < 20 {
			t.Errorf("the broadcast went at %.1f a second, want 22", rate)
		}
	})
}

// TestNoClassStarves keeps more urgent alerts waiting than can go out.
func TestNoClassStarves(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		users := s.users(600)
		for i, u := range users {
			class := news.ClassUrgent
			if i%6 == 0 {
				class = []news.Class{news.ClassNormal, news.ClassDigest, news.ClassBroadcast}[i/6%3]
			}
			s.enqueue(u.ID(), fmt.Sprint("class ", class), news.Delivery{Class: class})
		}
		s.start(bot.Config{})
		time.Sleep(10 * time.Second) // 280 turns, and 500 urgent alerts
		s.stop()
		got := map[string]int{}
		for _, text := range s.sent() {
			got[text]++
		}
		for class, least := range map[news.Class]int{news.ClassNormal: 25, news.ClassDigest: 12, news.ClassBroadcast: 12, news.ClassUrgent: 200} {
			if n := got[fmt.Sprint("class ", class)]; n < least {
				t.Errorf("%d of class %d were sent, want %d at least: %v", n, class, least, got)
			}
		}
	})
}

// TestExpiredIsNotSent holds that what is worth nothing any more is given up
// and says why, and that the next goes on.
func TestExpiredIsNotSent(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.enqueue(joe.ID(), "too late", news.Delivery{Expires: s.now().Add(time.Hour)})
		s.enqueue(joe.ID(), "in time", news.Delivery{Expires: s.now().Add(3 * time.Hour)})
		time.Sleep(2 * time.Hour)
		s.start(bot.Config{})
		s.settled(time.Minute)
		if n, err := s.store.Redrive(s.Context()); n != 0 || err != nil {
			t.Errorf("Redrive = %d, %v, want none", n, err)
		}
		if got := strings.Join(s.sent(), ","); got != "in time" {
			t.Errorf("%q were sent", got)
		}
		if c, err := s.store.Counts(s.Context()); err != nil || c.Expired != 1 || c.Sent != 1 {
			t.Errorf("Counts = %+v, %v", c, err)
		}
	})
}

// TestEditsComeTogether holds that of many edits of a message the last one is
// made, and that none delays a message.
func TestEditsComeTogether(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		owner := s.users(1)[0]
		group := s.telegram.Supergroup("Group", owner)
		group.AddBot(telegramtest.Admin)
		s.enqueue(group.ID(), "the story", news.Delivery{})
		s.start(bot.Config{})
		s.settled(time.Minute)
		story := group.Messages()[len(group.Messages())-1]
		for i := range 30 {
			s.enqueue(group.ID(), fmt.Sprint("the story grows ", i), news.Delivery{Edits: story.ID})
		}
		began := time.Now()
		s.enqueue(group.ID(), "other news", news.Delivery{})
		s.settled(time.Minute)
		if at, ok := arrival(group, "other news"); !ok || at.Sub(began) > 2*time.Second {
			t.Errorf("a message waited %s behind edits", at.Sub(began))
		}
		if at, ok := arrival(group, "the story grows 29"); !ok || !at.Equal(story.SentAt) {
			t.Errorf("the message does not show the last edit: %+v", group.Messages())
		}
		edits := 0
		for _, c := range s.telegram.Calls() {
			if c.Method == "editMessageText" {
				edits++
			}
		}
		if edits > 2 {
			t.Errorf("%d edits, want the first and the last at most", edits)
		}
		s.enqueue(group.ID(), "the story grows 29 ", news.Delivery{Edits: story.ID}) // not modified
		s.enqueue(group.ID(), "anew", news.Delivery{Edits: 4711})
		s.enqueue(group.ID(), "dropped", news.Delivery{Edits: 4712, EditOnly: true})
		s.settled(time.Minute)
		if _, ok := arrival(group, "anew"); !ok {
			t.Error("the edit of a message that is gone was not sent anew")
		}
		if _, ok := arrival(group, "dropped"); ok {
			t.Error("an edit that is of no use any more was sent")
		}
		if c, err := s.store.Counts(s.Context()); err != nil || c.Buried != 1 {
			t.Errorf("Counts = %+v, %v, want one buried", c, err)
		}
	})
}

// TestABacklogIsOneMessage parks a chat while alerts come: they arrive as one
// message, but for the urgent one, which rings in its place.
func TestABacklogIsOneMessage(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.start(bot.Config{})
		s.must(s.store.Park(s.Context(), joe.ID(), s.now().Add(time.Hour)))
		for i := range 12 {
			class := news.ClassNormal
			if i == 6 {
				class = news.ClassUrgent
			}
			s.publish(fmt.Sprintf("No %d.", i+1), class, news.Recipient{Chat: joe.ID()})
			time.Sleep(time.Minute)
		}
		s.settled(2 * time.Hour)
		var got []string
		for _, m := range joe.Private().Messages() {
			if m.FromBot {
				got = append(got, fmt.Sprint(len(numbers.FindAllString(m.Text, -1)), " ", m.Silent))
			}
		}
		if want := "[6 true 1 true 5 true]"; fmt.Sprint(got) != want { // the topic of all rings for none
			t.Errorf("the messages bring %v, want %v", got, want)
		}
		place{joe.Private(), 0}.check(t, 12)
		if c, err := s.store.Counts(s.Context()); err != nil || c.Sent != 12 {
			t.Errorf("Counts = %+v, %v, want all sent", c, err)
		}
	})
}

// TestAnIdleClassGathersNoTurns sends many urgent alerts, and then some with a
// broadcast: the broadcast, the first of its class, goes behind them.
func TestAnIdleClassGathersNoTurns(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		users := s.users(60)
		for _, u := range users[:40] {
			s.enqueue(u.ID(), "before", news.Delivery{Class: news.ClassUrgent})
		}
		s.start(bot.Config{})
		s.settled(time.Minute)
		from := len(s.sent())
		for _, u := range users[41:51] {
			s.enqueue(u.ID(), "urgent", news.Delivery{Class: news.ClassUrgent})
		}
		s.enqueue(users[40].ID(), "broadcast", news.Delivery{Class: news.ClassBroadcast})
		s.settled(time.Minute)
		if got := s.sent()[from:]; len(got) != 11 || got[10] != "broadcast" {
			t.Errorf("they went as %q", got)
		}
	})
}

// TestNothingUrgentWaitsForABusyGroup publishes more than a group may get: an
// urgent alert waits for what is before it in digests, not one by one.
func TestNothingUrgentWaitsForABusyGroup(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		group := s.group(s.users(1)[0])
		s.start(bot.Config{})
		time.Sleep(time.Minute)
		for n := 1; n <= 150; n++ { // the group may get 20 a minute
			s.publish(fmt.Sprintf("No %d.", n), news.ClassNormal, news.Recipient{Chat: group.ID()})
			time.Sleep(2 * time.Second)
		}
		began := time.Now()
		s.publish("Urgent", news.ClassUrgent, news.Recipient{Chat: group.ID()})
		s.settled(time.Hour)
		if at, ok := arrival(group, "Urgent"); !ok || at.Sub(began) > 20*time.Second {
			t.Errorf("an urgent alert waited %s", at.Sub(began))
		}
		place{group, 0}.check(t, 150)
	})
}
