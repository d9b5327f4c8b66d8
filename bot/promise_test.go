package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// calls counts the calls of a method for a chat.
func (w *world) calls(method string, chat int64) int {
	n := 0
	for _, c := range w.telegram.Calls() {
		if strings.EqualFold(c.Method, method) && c.Params["chat_id"] == fmt.Sprint(chat) {
			n++
		}
	}
	return n
}

// mash presses whatever the first button of a message is, and waits for the
// answer.
func (w *world) mash(u *telegramtest.User, c *telegramtest.Chat, message int) {
	w.t.Helper()
	q, err := u.Press(c, message, "➕ Terrorism")
	if err != nil {
		q, err = u.Press(c, message, "✅ Terrorism")
	}
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	if _, err := q.Answer(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// TestButtonsNeverDelayAlerts holds that, however often buttons are pressed, a
// group's alert waits for two turns at most; and that presses that are refused
// draw nothing.
func TestButtonsNeverDelayAlerts(t *testing.T) {
	w := begin(t, bot.Config{})
	owner, stranger := w.telegram.User("Owner", "en"), w.telegram.User("Stranger", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.AddBot(telegramtest.Member)
	stranger.Join(group)
	w.hears(group, "news alerts")
	owner.Say(group, "/topics")
	topics := w.hears(group, "of 3")
	w.clock.Freeze()
	w.clock.Advance(time.Minute)
	for range 10 {
		w.mash(stranger, group, topics.ID)
	}
	if n := w.calls("editMessageText", group.ID()); n != 0 {
		t.Errorf("presses that were refused drew %d times", n)
	}
	w.subscribe(group.ID(), "afghanistan")
	for range 30 {
		w.mash(owner, group, topics.ID)
	}
	w.publish("Urgent news", "afghanistan")
	began := w.clock.Now()
	w.until("the alert is there", func() bool {
		w.mash(owner, group, topics.ID)
		w.clock.Advance(100 * time.Millisecond)
		return w.arrived(group, "Urgent news") == 1
	})
	if took := w.clock.Now().Sub(began); took > 7*time.Second {
		t.Errorf("the alert waited %s behind edits", took)
	}
	w.clock.Advance(time.Minute)
	want := "➕ Terrorism"
	if w.subscribed(group.ID(), "terrorism") {
		want = "✅ Terrorism"
	}
	w.until("the keyboard shows the last press", func() bool {
		_, err := owner.Press(group, topics.ID, want)
		return err == nil
	})
}

// TestAnswersKeepTheirOrder holds that a 429 to an answer gates its chat, and
// that the answers after it keep their places.
func TestAnswersKeepTheirOrder(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/start")
	w.hears(joe.Private(), "Rasad")
	w.clock.Freeze()
	w.clock.Advance(time.Minute)
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendMessage", Chat: joe.ID(), RetryAfter: 20})
	before := w.calls("sendMessage", joe.ID())
	for _, text := range []string{"/help", "/status", "/subscriptions", "/topics"} {
		joe.Say(joe.Private(), text)
	}
	w.until("all are in the queue, and the first was refused", func() bool {
		return w.counts().Pending == 4 && w.calls("sendMessage", joe.ID()) > before
	})
	w.looks(10)
	if n := w.calls("sendMessage", joe.ID()) - before; n != 1 {
		t.Errorf("%d calls in a gated chat, want 1", n)
	}
	w.until("all are sent", func() bool {
		w.clock.Advance(time.Second)
		return w.counts().Pending+w.counts().Attempting == 0
	})
	var got []string
	for _, m := range joe.Private().Messages() {
		for _, word := range []string{"What I can do", "Rasad status", "No alerts", "0 of 3"} {
			if m.FromBot && strings.Contains(m.Text, word) {
				got = append(got, word)
			}
		}
	}
	if fmt.Sprint(got) != "[What I can do Rasad status No alerts 0 of 3]" {
		t.Errorf("the answers came as %q", got)
	}
}

// brittle is a store that is out of order for a while.
type brittle struct {
	bot.Store
	down atomic.Bool
	met  atomic.Int32 // calls that met the outage
}

func (b *brittle) Subscriptions(ctx context.Context, chat int64) ([]news.Subscription, error) {
	if b.down.Load() {
		b.met.Add(1)
		return nil, errors.New("disk is full")
	}
	return b.Store.Subscriptions(ctx, chat)
}

// TestStoreOutageLosesNoUpdate holds that what was written to the bot while
// the store is out of order is done later, even by another process.
func TestStoreOutageLosesNoUpdate(t *testing.T) {
	w := newWorld(t)
	books := &brittle{Store: w.store}
	w.books = books
	w.start(bot.Config{})
	joe := w.telegram.User("Joe", "en")
	books.down.Store(true)
	joe.Say(joe.Private(), "/subscribe terrorism")
	w.until("the store was asked", func() bool { return books.met.Load() >= 2 })
	w.stop()
	books.down.Store(false)
	w.start(bot.Config{})
	w.hears(joe.Private(), "✅", "Terrorism")
	if n := w.arrived(joe.Private(), "Nothing was changed"); n != 0 {
		t.Error("the bot gave the update up")
	}
}

// TestRepeatsAreFew lets every message to a chat arrive and every answer be
// lost: it arrives a few times, all but the first marked, and is given up.
func TestRepeatsAreFew(t *testing.T) {
	w := newWorld(t)
	joe, boss := w.telegram.User("Joe", "en"), w.telegram.User("Boss", "en")
	w.start(bot.Config{Admins: []int64{boss.ID()}})
	for _, u := range []*telegramtest.User{joe, boss} {
		u.Say(u.Private(), "/start")
		w.hears(u.Private(), "Rasad")
	}
	w.subscribe(joe.ID(), "terrorism")
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Gateway, Method: "sendMessage", Chat: joe.ID(), Count: 8, Delivered: true})
	w.publish("First headline", "terrorism")
	w.publish("Second headline", "terrorism")
	w.publish("Third headline", "terrorism")
	w.until("all is settled", func() bool {
		w.clock.Advance(700 * time.Millisecond) // no leaps that outrun the sender's trust in its lease
		return w.counts().Pending+w.counts().Attempting == 0
	})
	marked := 0
	for _, m := range joe.Private().Messages() {
		if strings.Contains(m.Text, "possible repeat") {
			marked++
		}
	}
	if n := w.arrived(joe.Private(), "First headline"); n != 4 || marked != 6 {
		t.Errorf("the first alert arrived %d times, and %d are marked", n, marked)
	}
	if w.arrived(joe.Private(), "Third headline") != 1 || w.counts().Buried != 2 {
		t.Errorf("the last alert did not arrive: %+v", w.counts())
	}
	if n := w.arrived(boss.Private(), "may have arrived"); n != 1 {
		t.Errorf("the admin was told %d times", n)
	}
}

// TestClosedTopicKeepsItsAlerts holds that what a closed topic should have got
// arrives there once it is open, and holds up no other topic.
func TestClosedTopicKeepsItsAlerts(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.telegram.User("Owner", "en")
	forum := w.telegram.Supergroup("Forum", owner)
	forum.AddBot(telegramtest.Admin)
	alerts, other := forum.Topic("Alerts"), forum.Topic("Other")
	owner.SayIn(forum, alerts, "/subscribe terrorism")
	w.hears(forum, "✅", "Terrorism")
	owner.SayIn(forum, other, "/subscribe afghanistan")
	w.hears(forum, "✅", "Afghanistan")
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Status: 400, Description: "Bad Request: TOPIC_CLOSED", Method: "sendMessage", Chat: forum.ID()})
	w.publish("Headline one", "terrorism")
	w.publish("Headline three", "afghanistan")
	w.hears(forum, "Headline three")
	w.hears(forum, "closed or deleted")
	if w.arrived(forum, "Headline one") != 0 {
		t.Fatal("the topic was not closed")
	}
	owner.SayIn(forum, alerts, "/subscribe terrorism")
	if m := w.hears(forum, "Headline one"); m.Thread != alerts {
		t.Errorf("an alert went to thread %d, want %d", m.Thread, alerts)
	}
}
