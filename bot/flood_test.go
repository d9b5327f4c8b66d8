package bot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// group makes a supergroup in which the bot is an administrator.
func (s *simulation) group(owner *telegramtest.User) *telegramtest.Chat {
	group := s.telegram.Supergroup("Group", owner)
	group.AddBot(telegramtest.Admin)
	return group
}

// TestOneChatsFloodHoldsUpNoOther lets a group refuse everything for an hour:
// alerts to others arrive all the same, and bulk waits for a minute at most.
func TestOneChatsFloodHoldsUpNoOther(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		users := s.users(4)
		group := s.group(users[0])
		s.start(bot.Config{})
		time.Sleep(time.Minute)
		s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendMessage", Chat: group.ID(), RetryAfter: 3600})
		s.publish("No 1.", news.ClassNormal, news.Recipient{Chat: group.ID()})
		time.Sleep(2 * time.Second)
		began := time.Now()
		for i, c := range []news.Class{news.ClassUrgent, news.ClassNormal, news.ClassBroadcast} {
			s.publish(fmt.Sprintf("No %d.", i+2), c, news.Recipient{Chat: users[i+1].ID()})
		}
		s.settled(2 * time.Hour)
		for i, most := range []time.Duration{time.Second, time.Second, time.Minute + time.Second} {
			at, ok := arrival(users[i+1].Private(), fmt.Sprintf("No %d.", i+2))
			if waited := at.Sub(began); !ok || waited > most {
				t.Errorf("alert %d waited %s, want %s at most", i+2, waited, most)
			}
		}
		if at, ok := arrival(group, "No 1."); !ok || at.Sub(began) < 59*time.Minute {
			t.Errorf("the group's alert came %s after the refusal", at.Sub(began))
		}
	})
}

// TestAStormHalvesTheRateOnce lets Telegram refuse a burst of messages: that is
// one incident, however many they are.
func TestAStormHalvesTheRateOnce(t *testing.T) {
	took := map[int]time.Duration{}
	for _, storm := range []int{2, 16} {
		simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
			var to []news.Recipient
			for _, u := range s.users(600) {
				to = append(to, news.Recipient{Chat: u.ID()})
			}
			s.publish("No 1.", news.ClassNormal, to...)
			s.start(bot.Config{})
			time.Sleep(5 * time.Second)
			s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendMessage", RetryAfter: 1, Count: storm})
			began := time.Now()
			s.settled(time.Hour)
			took[storm] = time.Since(began)
		})
	}
	if longer := took[16] - took[2]; longer > 16*time.Second {
		t.Errorf("16 refusals cost %s, 2 cost %s", took[16], took[2])
	}
}

// TestAFloodOpensNoSuspendedChat holds that a 429 to an answer does not end the
// time for which a chat's alerts wait, as the bot may not write there.
func TestAFloodOpensNoSuspendedChat(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		owner := s.users(1)[0]
		group := s.group(owner)
		s.start(bot.Config{})
		time.Sleep(time.Minute)
		s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Status: 400, Method: "sendMessage", Chat: group.ID(),
			Description: "Bad Request: not enough rights to send text messages to the chat"})
		s.publish("No 1.", news.ClassNormal, news.Recipient{Chat: group.ID()})
		time.Sleep(time.Minute)
		s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendMessage", Chat: group.ID(), RetryAfter: 2})
		owner.Say(group, "/help")
		time.Sleep(30 * time.Minute)
		if _, ok := arrival(group, "No 1."); ok {
			t.Error("a 429 opened a chat that is suspended")
		}
		s.settled(time.Hour)
	})
}
