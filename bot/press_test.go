package bot_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// forge sends data in the name of a message, as a changed app can, and returns
// the notice.
func (w *world) forge(u *telegramtest.User, c *telegramtest.Chat, message int, data string) string {
	w.t.Helper()
	q, err := u.Forge(c, message, data)
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	a, err := q.Answer(ctx)
	if err != nil {
		w.t.Errorf("%q is not answered: %v", data, err)
	}
	return a.Text
}

// drawn waits until what presses had drawn stands there.
func (w *world) drawn() {
	w.t.Helper()
	w.clock.Advance(time.Minute)
	w.looks(5)
}

// TestChannelPostsAreNotDrawnOver holds that who reads a channel can do there
// what its buttons offer, and nothing else: no post is changed, and none made.
func TestChannelPostsAreNotDrawnOver(t *testing.T) {
	w := newWorld(t)
	w.week()
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner, eve := w.guest("Owner"), w.guest("Eve")
	channel, own := w.telegram.Channel("victim", "Victim", owner), w.telegram.Channel("evil", "BUY COINS", eve)
	channel.AddBot(telegramtest.Admin)
	own.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "I am now in your channel")
	w.hears(eve.Private(), "I am now in your channel")
	w.subscribe(channel.ID(), "terrorism")
	w.publish("For the channel", "terrorism")
	alert := w.hears(channel, "For the channel")
	w.finished(1)
	eve.Join(channel)
	was := channel.Transcript()
	hers := "@" + strconv.FormatInt(own.ID(), 36) + ":"
	for _, data := range []string{
		"v:w", "v:c", "v:o", "n:o", "n:ws:7", "we:7", "wh:" + keyOf("terrorism"), "wl:" + keyOf("terrorism"), "am:mute", "am",
		hers + "n:o", hers + "v:o", hers + "a+", hers + "v:t",
	} {
		if notice := w.forge(eve, channel, alert.ID, data); !strings.Contains(notice, "too old") {
			t.Errorf("%s says %q", data, notice)
		}
		w.drawn()
	}
	if now := channel.Transcript(); now != was {
		t.Errorf("a reader made of the channel:\n%s\nwas:\n%s", now, was)
	}
	w.press(eve, channel, alert.ID, "👍", "👍")
}

// TestScreensUnderPostsAreDead holds that in a channel nobody is heeded who
// presses a button of settings, though it does stand there: an older version
// let it be put there.
func TestScreensUnderPostsAreDead(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.guest("Owner")
	channel := w.telegram.Channel("victim", "Victim", owner)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "I am now in your channel")
	mark := "@" + strconv.FormatInt(channel.ID(), 36) + ":"
	for _, data := range []string{"v:o", "n:o", "v:t", "l:fa", mark + "v:o", mark + "n:o", mark + "l:fa"} {
		m := w.offer(channel, data)
		w.press(owner, channel, m.ID, "x", "too old")
		w.drawn()
		if all := channel.Messages(); all[len(all)-1].ID != m.ID || all[len(all)-1].Text != m.Text {
			t.Errorf("%s was heeded: %s", data, channel.Transcript())
		}
	}
}

// TestAlertsAreNotDrawnOver holds that a message becomes only what one of its
// own buttons makes of it, whoever sends what other data.
func TestAlertsAreNotDrawnOver(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner, eve := w.telegram.User("Owner", "en"), w.telegram.User("Eve", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.AddBot(telegramtest.Admin)
	w.hears(group, "news alerts")
	eve.Join(group)
	w.subscribe(group.ID(), "terrorism")
	w.publish("An important alert", "terrorism")
	alert := w.hears(group, "An important alert")
	w.finished(1)
	owner.Say(group, "/topics")
	topics := w.hears(group, "of 3")
	was := group.Transcript()
	for _, data := range []string{"v:l", "v:t", "v:a:mute", "n:l", "l:fa", "+:" + keyOf("afghanistan") + ":0"} {
		for _, u := range []*telegramtest.User{owner, eve} {
			if notice := w.forge(u, group, alert.ID, data); !strings.Contains(notice, "too old") {
				t.Errorf("%s under an alert says %q", data, notice)
			}
		}
	}
	if notice := w.forge(owner, group, topics.ID, "a+"); !strings.Contains(notice, "too old") {
		t.Errorf("a vote under no alert says %q", notice)
	}
	w.drawn()
	if now := group.Transcript(); now != was || w.subscribed(group.ID(), "afghanistan") {
		t.Errorf("the group is:\n%s\nwas:\n%s", now, was)
	}
}

// TestButtonsJustGoneAreHeeded holds that a press counts whose button went
// while it was on its way, and that later ones are told which command helps.
func TestButtonsJustGoneAreHeeded(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	w.clock.Freeze()
	joe := w.guest("Joe")
	joe.Say(joe.Private(), "/topics")
	topics := w.hears(joe.Private(), "of 3")
	w.press(joe, joe.Private(), topics.ID, "➕ Terrorism", "Terrorism")
	w.until("drawn anew", func() bool { return strings.Contains(looks(joe.Private()), "✅ Terrorism") })
	take := "+:" + keyOf("terrorism") + ":0:t"
	if notice := w.forge(joe, joe.Private(), topics.ID, take); !strings.Contains(notice, "Terrorism") {
		t.Errorf("a second press says %q", notice)
	}
	w.clock.Advance(time.Minute)
	if notice := w.forge(joe, joe.Private(), topics.ID, take); !strings.Contains(notice, "/topics") {
		t.Errorf("a press that comes late says %q", notice)
	}
}

// TestOldMessagesAreNotHeeded holds that a press of a button of a message that
// Telegram shows no more changes nothing: nobody knows in which topic it was.
func TestOldMessagesAreNotHeeded(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.telegram.User("Owner", "en")
	forum := w.telegram.Supergroup("Forum", owner)
	forum.AddBot(telegramtest.Admin)
	w.hears(forum, "news alerts")
	owner.SayIn(forum, forum.Topic("Alerts"), "/topics")
	topics := w.hears(forum, "of 3")
	forum.Age(topics.ID)
	w.press(owner, forum, topics.ID, "➕ Terrorism", "/topics")
	if all, err := w.store.Subscriptions(t.Context(), forum.ID()); len(all) != 0 || err != nil {
		t.Errorf("Subscriptions = %v, %v", all, err)
	}
}

// TestNoticesAreInTheChosenLanguage holds that it is the chat's language that a
// press is answered in, not the app's, whatever was pressed.
func TestNoticesAreInTheChosenLanguage(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	joe := w.guest("Joe")
	joe.Say(joe.Private(), "/language fa")
	m := w.hears(joe.Private(), "فارسی می")
	for data, command := range map[string]string{"zz:1": "/help", "v:zz": "/help", "v:w": "/watches", "l:xx": "/language"} {
		if notice := w.forge(joe, joe.Private(), m.ID, data); !strings.Contains(notice, "قدیمی") || !strings.Contains(notice, command) {
			t.Errorf("%s says %q", data, notice)
		}
	}
}

// keyOf returns the name that a button has for a topic.
func keyOf(topic string) string {
	sum := sha256.Sum256([]byte(topic))
	return hex.EncodeToString(sum[:8])
}

// offer has a message with one button sent to a chat: x, which sends the data.
func (w *world) offer(c *telegramtest.Chat, data string) telegramtest.Message {
	w.t.Helper()
	key := fmt.Sprintf("button %d", len(c.Messages()))
	d := news.Delivery{Recipient: news.Recipient{Chat: c.ID()}, Text: key, Class: news.ClassAnswer,
		Markup: fmt.Sprintf(`{"inline_keyboard":[[{"text":"x","callback_data":%q}]]}`, data)}
	if err := w.store.Enqueue(w.t.Context(), fmt.Sprint(c.ID(), key), d); err != nil {
		w.t.Fatal(err)
	}
	w.bot.Nudge()
	m := w.hears(c, key)
	if len(m.Buttons) == 0 {
		w.t.Fatalf("%q is no button", data)
	}
	return m
}

// offered presses a button with some data under a message of the bot's that
// offers it.
func (w *world) offered(u *telegramtest.User, c *telegramtest.Chat, data string) *telegramtest.Callback {
	w.t.Helper()
	api, err := telegram.New(w.telegram.Token(), telegram.Config{API: w.telegram.URL()})
	if err != nil {
		w.t.Fatal(err)
	}
	defer api.Close()
	id, err := api.SendMessage(w.t.Context(), telegram.Message{Chat: c.ID(), Text: "x", Keyboard: [][]telegram.Button{{{Text: "press", Data: data}}}})
	if err != nil {
		w.t.Fatal(err)
	}
	q, err := u.Press(c, id, "press")
	if err != nil {
		w.t.Fatal(err)
	}
	return q
}
