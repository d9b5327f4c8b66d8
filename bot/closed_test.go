package bot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// forum makes a forum with topics that are all subscribed.
func (s *simulation) forum(owner *telegramtest.User, topics ...string) (*telegramtest.Chat, []news.Recipient) {
	forum := s.telegram.Supergroup("Forum", owner)
	forum.AddBot(telegramtest.Admin)
	var all []news.Recipient
	for _, name := range topics {
		to := news.Recipient{Chat: forum.ID(), Thread: forum.Topic(name)}
		s.must(s.store.PutSubscription(s.Context(), news.Subscription{Recipient: to, Topic: "afghanistan"}))
		all = append(all, to)
	}
	return forum, all
}

// TestAClosedTopicGetsDigests closes a topic while alerts come: once it opens
// they arrive once, in silent digests, and hold up no urgent alert to another.
func TestAClosedTopicGetsDigests(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		owner := s.users(1)[0]
		forum, to := s.forum(owner, "One", "Two")
		s.start(bot.Config{})
		time.Sleep(time.Minute)
		forum.AddBot(telegramtest.Member) // an administrator may write all the same
		forum.CloseTopic(to[0].Thread)
		for i := range 30 {
			s.publish(fmt.Sprintf("No %d.", i+1), news.ClassNormal, to[0])
			time.Sleep(time.Minute)
		}
		s.publish("Elsewhere", news.ClassNormal, to[1])
		time.Sleep(time.Minute)
		if _, ok := arrival(forum, "Elsewhere"); !ok {
			t.Error("a closed topic holds up another")
		}
		forum.ReopenTopic(to[0].Thread)
		time.Sleep(time.Second)
		began := time.Now()
		s.publish("Urgent", news.ClassUrgent, to[1])
		s.settled(time.Hour)
		if at, ok := arrival(forum, "Urgent"); !ok || at.Sub(began) > 10*time.Second {
			t.Errorf("an urgent alert waited %s for what was held", at.Sub(began))
		}
		if n, err := s.store.Redrive(s.Context()); n != 0 || err != nil {
			t.Errorf("Redrive = %d, %v, want nothing given up", n, err)
		}
		place{forum, to[0].Thread}.check(t, 30)
		messages := 0
		for _, m := range forum.Messages() {
			if m.FromBot && numbers.MatchString(m.Text) {
				messages++
				if !m.Silent {
					t.Errorf("a digest of silent alerts rings: %s", m.Text)
				}
			}
		}
		if messages > 2 {
			t.Errorf("30 alerts came in %d messages", messages)
		}
	})
}

// TestAnOpenTopicEndsASuspension closes one of two topics, and then leaves the
// other: what was held and what waits in the suspended chat come once it opens.
func TestAnOpenTopicEndsASuspension(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		owner := s.users(1)[0]
		forum, to := s.forum(owner, "One", "Two")
		s.start(bot.Config{})
		time.Sleep(time.Minute)
		forum.AddBot(telegramtest.Member)
		forum.CloseTopic(to[0].Thread)
		s.publish("No 1.", news.ClassNormal, to[0])
		time.Sleep(time.Minute)
		_, err := s.store.DeleteSubscription(s.Context(), to[1], "afghanistan")
		s.must(err)
		s.publish("No 2.", news.ClassNormal, to[0])
		time.Sleep(time.Minute)
		forum.ReopenTopic(to[0].Thread)
		time.Sleep(10 * time.Second)
		place{forum, to[0].Thread}.check(t, 2)
	})
}
