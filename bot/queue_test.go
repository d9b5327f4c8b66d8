package bot_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestOrderUnderFaults sends many alerts to many chats through every kind of
// fault: each arrives, in its chat's order.
func TestOrderUnderFaults(t *testing.T) {
	const chats, alerts = 8, 12
	w := newWorld(t)
	var users []*telegramtest.User
	for i := range chats {
		u := w.telegram.User(fmt.Sprintf("Reader %d", i), "en")
		u.Say(u.Private(), "hello")
		w.subscribe(u.ID(), "terrorism")
		users = append(users, u)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 30 {
		w.telegram.Fail(telegramtest.Fault{
			Kind:   []telegramtest.FaultKind{telegramtest.Flood, telegramtest.Gateway, telegramtest.Reset, telegramtest.Truncate}[r.IntN(4)],
			Method: "sendMessage", Chat: users[r.IntN(chats)].ID(), RetryAfter: 1 + r.IntN(3), Delivered: r.IntN(2) == 0,
		})
	}
	for i := range alerts {
		w.publish(fmt.Sprintf("Headline %02d.", i), "terrorism")
	}
	w.start(bot.Config{Limits: bot.Limits{Off: true}, Backlog: -1})
	w.until("all is sent", func() bool {
		w.clock.Advance(time.Second)
		c := w.counts()
		return c.Pending+c.Attempting == 0
	})
	for _, u := range users {
		next := 0
		for _, m := range u.Private().Messages() {
			_, headline, ok := strings.Cut(m.Text, "Headline ")
			if !m.FromBot || !ok {
				continue
			}
			var n int
			if _, err := fmt.Sscanf(headline, "%02d.", &n); err != nil {
				t.Fatal(err)
			}
			switch marked := strings.Contains(m.Text, "possible repeat"); {
			case n == next:
				next++
			case n == next-1 && marked: // repeated, and says so
			default:
				t.Fatalf("%s got alert %d, want %d (marked %v)", u.Name(), n, next, marked)
			}
		}
		if next != alerts {
			t.Errorf("%s got %d alerts, want %d", u.Name(), next, alerts)
		}
	}
}

// TestCrashBetweenBeginAndFinish leaves a delivery as a killed process would:
// attempting. It is sent again, and says that it may be a repeat.
func TestCrashBetweenBeginAndFinish(t *testing.T) {
	w := newWorld(t)
	sara := w.telegram.User("Sara", "fa")
	sara.Say(sara.Private(), "hello")
	ctx := t.Context()
	if err := w.store.PutChat(ctx, news.Chat{ID: sara.ID(), Kind: "private", Lang: "fa"}); err != nil {
		t.Fatal(err)
	}
	w.subscribe(sara.ID(), "terrorism")
	w.publish("نشست", "terrorism")
	lease, ok, err := w.store.Acquire(ctx, news.SendLease, "the dead", time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	ready, err := w.store.Reserve(ctx, 1)
	if err != nil || len(ready) != 1 {
		t.Fatal(ready, err)
	}
	if start, err := w.store.Begin(ctx, ready[0].ID, lease.Token); err != nil || start != news.Go {
		t.Fatal(start, err)
	}
	w.clock.Advance(2 * time.Minute) // the lease of the dead ends
	w.start(bot.Config{})
	w.hears(sara.Private(), "نشست", "شاید تکراری")
}

// TestFixedHolder holds that a process with a fixed name need not wait for
// the lease of its dead self.
func TestFixedHolder(t *testing.T) {
	w := newWorld(t)
	if _, ok, err := w.store.Acquire(t.Context(), news.SendLease, "only", time.Hour); err != nil || !ok {
		t.Fatal(ok, err)
	}
	w.start(bot.Config{Holder: "only"})
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/help")
	w.hears(joe.Private(), "/topics")
}

// TestStandBy holds that a second bot takes over when the first one ends, and
// does nothing before.
func TestStandBy(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/help")
	w.hears(joe.Private(), "/topics")
	stopFirst := w.stop
	w.start(bot.Config{})
	stopFirst()
	joe.Say(joe.Private(), "/status")
	w.hears(joe.Private(), "Rasad status")
	if strings.Contains(w.log.String(), "another program reads") {
		t.Error("two bots polled at once")
	}
}

// TestAnswersAreNotLost holds that an answer that Telegram does not take now
// goes out later.
func TestAnswersAreNotLost(t *testing.T) {
	for _, f := range []telegramtest.Fault{
		{Kind: telegramtest.Flood, RetryAfter: 3}, {Kind: telegramtest.Gateway}, {Kind: telegramtest.Reset},
	} {
		w := begin(t, bot.Config{})
		joe := w.telegram.User("Joe", "en")
		f.Method = "sendMessage"
		w.telegram.Fail(f)
		joe.Say(joe.Private(), "/topics")
		m := w.hears(joe.Private(), "of 3")
		if len(m.Buttons) == 0 {
			t.Error("the answer lost its buttons")
		}
	}
}

// TestPollingTrouble holds that the bot outlives what can go wrong with
// updates.
func TestPollingTrouble(t *testing.T) {
	for name, f := range map[string]telegramtest.Fault{
		"webhook": {Kind: telegramtest.Refuse, Status: 409, Description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"},
		"HTML":    {Kind: telegramtest.Gateway},
		"cut":     {Kind: telegramtest.Truncate},
		"flood":   {Kind: telegramtest.Flood, RetryAfter: 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			f.Method = "getUpdates"
			w.telegram.Fail(f)
			joe := w.telegram.User("Joe", "en")
			joe.Say(joe.Private(), "/help")
			w.start(bot.Config{})
			w.hears(joe.Private(), "/topics")
			w.stop()
			w.stop = func() {}
			if n := w.arrived(joe.Private(), "/topics"); n != 1 {
				t.Errorf("%d answers", n)
			}
			w.start(bot.Config{})
			joe.Say(joe.Private(), "/status")
			w.hears(joe.Private(), "Rasad status")
			if n := w.arrived(joe.Private(), "/unsubscribe"); n != 1 {
				t.Errorf("%d answers after a restart: the update was not acknowledged", n)
			}
		})
	}
}

// TestLimits holds that the bot keeps within Telegram's limits: no refusal,
// however long the queue.
func TestLimits(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	w.telegram = telegramtest.Start(t, telegramtest.Config{Limits: true, Clock: w.clock.Now})
	owner := w.telegram.User("Owner", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.AddBot(telegramtest.Admin)
	w.subscribe(group.ID(), "terrorism")
	for i := range 40 {
		u := w.telegram.User(fmt.Sprintf("Reader %d", i), "en")
		u.Say(u.Private(), "hello")
		w.subscribe(u.ID(), "terrorism")
	}
	for i := range 4 {
		w.publish(fmt.Sprintf("Headline %d", i), "terrorism")
	}
	w.start(bot.Config{})
	w.until("all is sent", func() bool {
		w.clock.Advance(50 * time.Millisecond)
		c := w.counts()
		return c.Pending+c.Attempting == 0
	})
	for _, c := range w.telegram.Calls() {
		if c.Status == 429 {
			t.Fatalf("refused: %+v", c)
		}
	}
}
