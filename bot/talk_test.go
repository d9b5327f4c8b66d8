package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestCommands says things to the bot, in order, and looks for what it
// answers to each.
func TestCommands(t *testing.T) {
	w := newWorld(t)
	w.publish("An older headline", "afghanistan")
	w.publish("A newer headline", "terrorism")
	w.start(bot.Config{})
	joe := w.telegram.User("Joe", "en")
	for _, row := range []struct {
		say  string
		want []string
	}{
		{"/start", []string{"Rasad", "/subscribe"}},
		{"/start payload_1", []string{"Rasad"}},
		{"/help", []string{"/unsubscribe", "/language"}},
		{"/HELP@rasad_test_bot", []string{"/unsubscribe"}},
		{"/topics", []string{"0 of 3"}},
		{"\u200f\u2068/subscriptions\u2069", []string{"No alerts"}},
		{"\u200f\u2068/latest\u2069 \u2068تروریسم\u2069", []string{"A newer headline"}},
		{"/subscriptions", []string{"No alerts"}},
		{"/subscribe", []string{"of 3"}},
		{"/subscribe Human Rights, terrorism", []string{"✅", "Human rights", "Terrorism"}},
		{"/subscribe terrorism", []string{"already", "Terrorism"}},
		{"/subscribe terorism", []string{"no topic", "terorism", "Did you mean", "Terrorism"}},
		{"/subscribe \u2068<b>&\u0000", []string{"no topic", "<b>&"}},
		{"/subscriptions", []string{"2 topics", "🔴", "Human rights"}},
		{"/unsubscribe حقوق بشر", []string{"no longer arrive", "Human rights"}},
		{"/unsubscribe afghanistan", []string{"were not arriving", "Afghanistan"}},
		{"/subscribe all", []string{"✅", "Afghanistan", "already", "Terrorism"}},
		{"/latest", []string{"A newer headline", "An older headline", "ایرنا"}},
		{"/latest\nafghanistan", []string{"An older headline"}},
		{"/latest nonsense", []string{"no topic"}},
		{"/status", []string{"Rasad status", "Messages"}},
		{"/nonsense", []string{"/help"}},
		{"hello?", []string{"/help"}},
		{"/" + strings.Repeat("ی", 4000), []string{"/help"}},
		{"/language", []string{"Which language"}},
		{"/language فارسی", []string{"فارسی می\u200cنویسم"}},
		{"/topics", []string{"موضوع\u200cها", "۳ از ۳"}},
		{"موضوع\u200cها", []string{"۳ از ۳"}},
		{"/unsubscribe همه", []string{"تروریسم", "افغانستان"}},
		{"/status", []string{"وضعیت رصد"}},
		{"/unsubscribe همه", []string{"نمی\u200cآمد"}},
	} {
		before := len(joe.Private().Messages())
		joe.Say(joe.Private(), row.say)
		w.clock.Advance(time.Minute)
		m := w.answer(joe.Private(), before)
		for _, want := range row.want {
			if !strings.Contains(m.Text, want) {
				t.Errorf("%q: %q, want %q in it", row.say, m.Text, want)
			}
		}
		if !m.NoPreview {
			t.Errorf("%q: the answer has a link preview", row.say)
		}
	}
}

// answer waits for the bot's message that comes after the first n of a chat.
func (w *world) answer(c *telegramtest.Chat, n int) telegramtest.Message {
	w.t.Helper()
	var found telegramtest.Message
	w.until("an answer", func() bool {
		for _, m := range c.Messages()[n:] {
			if m.FromBot {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// TestGroupsListenToTheirAdmins holds that only a group's admins change its
// settings, the anonymous ones included.
func TestGroupsListenToTheirAdmins(t *testing.T) {
	w := begin(t, bot.Config{})
	owner, member := w.telegram.User("Owner", "en"), w.telegram.User("Member", "en")
	group := w.telegram.Supergroup("Analysts", owner)
	group.AddBot(telegramtest.Admin)
	member.Join(group)
	greeting := w.hears(group, "news alerts")

	member.Say(group, "/subscribe terrorism")
	w.hears(group, "only admins can change")
	w.press(member, group, greeting.ID, "Topics", "")
	w.press(member, group, greeting.ID, "➕ Terrorism", "admins")
	if w.subscribed(group.ID(), "terrorism") {
		t.Fatal("a member changed the settings")
	}
	member.Say(group, "/help@another_bot")
	member.Say(group, "hello /help")
	owner.Say(group, "/subscribe terrorism")
	w.until("subscribed", func() bool { return w.subscribed(group.ID(), "terrorism") })
	owner.SayAnonymously(group, "/subscribe afghanistan")
	w.until("subscribed", func() bool { return w.subscribed(group.ID(), "afghanistan") })
	if n := w.arrived(group, "/unsubscribe"); n != 0 {
		t.Errorf("the bot answered what was not for it")
	}
}

// TestThreads holds that a subscription made in a forum's topic stays there.
func TestThreads(t *testing.T) {
	w := begin(t, bot.Config{})
	owner := w.telegram.User("Owner", "en")
	forum := w.telegram.Supergroup("Forum", owner)
	forum.AddBot(telegramtest.Admin)
	alerts, other := forum.Topic("Alerts"), forum.Topic("Other")
	owner.SayIn(forum, alerts, "/subscribe terrorism")
	w.hears(forum, "✅", "Terrorism")
	owner.SayIn(forum, other, "/subscribe afghanistan")
	w.hears(forum, "✅", "Afghanistan")
	w.clock.Advance(time.Minute)
	w.publish("Headline one", "terrorism")
	if m := w.hears(forum, "Headline one"); m.Thread != alerts {
		t.Errorf("the alert went to thread %d, want %d", m.Thread, alerts)
	}
	w.clock.Advance(time.Minute)

	forum.DeleteTopic(alerts)
	w.publish("Headline two", "terrorism")
	w.publish("Headline three", "afghanistan")
	w.until("the other topic goes on", func() bool {
		w.clock.Advance(time.Second)
		return w.arrived(forum, "Headline three") == 1 && w.arrived(forum, "closed or deleted") == 1
	})
	if w.arrived(forum, "Headline two") != 0 {
		t.Error("an alert went to another topic than its own")
	}
}

// TestGoneAndBack holds that a chat that blocked the bot keeps its settings.
func TestGoneAndBack(t *testing.T) {
	w := begin(t, bot.Config{})
	sara := w.telegram.User("Sara", "fa")
	sara.Say(sara.Private(), "/subscribe terrorism")
	w.hears(sara.Private(), "✅")
	sara.Block()
	w.until("stopped", func() bool { return w.state(sara.ID()) == news.ChatStopped })
	w.publish("While away", "terrorism")
	sara.Unblock()
	w.until("active", func() bool { return w.state(sara.ID()) == news.ChatActive })
	w.publish("Back again", "terrorism")
	w.hears(sara.Private(), "Back again")
	if w.arrived(sara.Private(), "While away") != 0 {
		t.Error("an alert of the time away arrived")
	}
}

func (w *world) state(chat int64) news.ChatState {
	w.t.Helper()
	c, _, err := w.store.Chat(w.t.Context(), chat)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.State
}

// TestMigration holds that a group that becomes a supergroup loses nothing.
func TestMigration(t *testing.T) {
	w := newWorld(t)
	owner := w.telegram.User("Owner", "en")
	group := w.telegram.Group("Small", owner)
	group.AddBot(telegramtest.Member)
	w.subscribe(group.ID(), "terrorism")
	w.publish("First headline", "terrorism")
	w.publish("Second headline", "terrorism")
	big := group.Migrate()
	w.start(bot.Config{})
	w.until("both arrived", func() bool {
		w.clock.Advance(time.Second)
		return w.arrived(big, "First headline") == 1 && w.arrived(big, "Second headline") == 1
	})
	if !w.subscribed(big.ID(), "terrorism") || w.subscribed(group.ID(), "terrorism") {
		t.Error("the subscription did not move")
	}
}

// TestRightsGivenBack holds that a chat in which the bot may write again gets
// what waited for it at once.
func TestRightsGivenBack(t *testing.T) {
	w := begin(t, bot.Config{})
	owner := w.telegram.User("Owner", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.AddBot(telegramtest.Muted)
	w.until("greeted", func() bool { return w.state(group.ID()) == news.ChatActive })
	w.clock.Advance(time.Minute)
	w.subscribe(group.ID(), "terrorism")
	w.publish("The headline", "terrorism")
	w.until("suspended", func() bool { return w.state(group.ID()) == news.ChatSuspended && !w.due(group.ID()) })
	w.clock.Advance(time.Minute)
	group.AddBot(telegramtest.Member)
	w.hears(group, "The headline")
	w.until("active", func() bool { return w.state(group.ID()) == news.ChatActive })
}

// TestChannels holds that the configuration subscribes channels, and ends
// what it does not name any more.
func TestChannels(t *testing.T) {
	w := newWorld(t)
	owner := w.telegram.User("Owner", "en")
	channel := w.telegram.Channel("monitoring", "Monitoring", owner)
	channel.AddBot(telegramtest.Admin)
	w.subscribe(channel.ID(), "human-rights") // by hand, before
	w.start(bot.Config{Channels: []bot.Channel{
		{Chat: "@nowhere", Topics: []string{"terrorism"}},
		{Chat: "@monitoring", Topics: []string{"terrorism", "afghanistan"}, Lang: "fa"},
	}})
	w.until("subscribed", func() bool { return w.subscribed(channel.ID(), "afghanistan") })
	w.publish("نشست", "terrorism")
	w.hears(channel, "نشست", "تروریسم")
	w.until("told of the missing one", func() bool { return strings.Contains(w.log.String(), "@nowhere") })
	w.bot.SetChannels([]bot.Channel{{Chat: "@monitoring", Topics: []string{"afghanistan"}, Lang: "fa"}})
	w.until("ended", func() bool { return !w.subscribed(channel.ID(), "terrorism") })
	if !w.subscribed(channel.ID(), "human-rights") || !w.subscribed(channel.ID(), "afghanistan") {
		t.Error("what should stay was ended")
	}
}
