package bot_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// prefer writes a subscription with a mode and a filter.
func (w *world) prefer(chat int64, topic string, mode news.Mode, at int, f news.Filter) {
	w.t.Helper()
	s := news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: topic, Mode: mode, At: at, Filter: f}
	if err := w.store.PutSubscription(w.t.Context(), s); err != nil {
		w.t.Fatal(err)
	}
}

// settle changes a chat's settings as if that had been done before.
func (w *world) settle(chat int64, change func(*news.ChatSettings)) {
	w.t.Helper()
	_, err := w.store.ChangeSettings(w.t.Context(), chat, func(s *news.ChatSettings) error { change(s); return nil })
	if err != nil {
		w.t.Fatal(err)
	}
}

// wishing starts a world whose clock stands at nine in UTC, and a reader.
func wishing(t *testing.T) (*world, *telegramtest.User) {
	w := newWorld(t)
	w.catalog = outlets
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/help")
	w.start(bot.Config{})
	w.hears(joe.Private(), "What I can do")
	w.clock.Advance(time.Minute)
	return w, joe
}

func (w *world) held(n int64) {
	w.t.Helper()
	w.until("held", func() bool { c := w.counts(); return c.Held == n && c.Pending+c.Attempting == 0 })
}

// TestQuietHours holds that quiet hours keep back everything but what is
// critical and what answers, and that it arrives together when they end.
func TestQuietHours(t *testing.T) {
	w, joe := wishing(t)
	chat := joe.Private()
	w.settle(joe.ID(), func(s *news.ChatSettings) { s.Quiet = news.Quiet{From: 9 * 60, To: 10 * 60} })
	for _, topic := range []string{"terrorism", "afghanistan", "attack"} {
		w.subscribe(joe.ID(), topic)
	}
	w.publish("First quiet", "afghanistan")
	w.held(1)
	w.publish("Second quiet", "terrorism")
	w.held(2)
	w.publish("Critical one", "afghanistan", "attack")
	w.hears(chat, "Critical one")
	joe.Say(chat, "/status")
	w.hears(chat, "Rasad status")
	w.stop() // and what is held outlasts a restart
	w.start(bot.Config{})
	w.clock.Advance(time.Hour)
	m := w.hears(chat, "First quiet", "Second quiet", "quiet hours")
	if m.Silent {
		t.Error("a digest with an alert that rings is silent")
	}
	w.held(0)
	if n := w.arrived(chat, "First quiet"); n != 1 {
		t.Errorf("the alert arrived %d times", n)
	}
}

// TestDigests holds that alerts of an hourly subscription arrive together at
// the full hour, two in one message that says so, and that an instant one
// among an article's topics wins.
func TestDigests(t *testing.T) {
	w, joe := wishing(t)
	chat := joe.Private()
	w.prefer(joe.ID(), "afghanistan", news.ModeHourly, 0, news.Filter{})
	w.prefer(joe.ID(), "human-rights", news.ModeDaily, 12*60, news.Filter{})
	w.subscribe(joe.ID(), "terrorism")
	w.publish("Hourly one", "afghanistan")
	w.held(1)
	w.publish("Daily one", "human-rights")
	w.held(2)
	w.publish("Instant one", "terrorism", "afghanistan", "human-rights")
	w.hears(chat, "Instant one")
	w.publish("Hourly two", "afghanistan", "human-rights")
	w.held(3)
	w.clock.Advance(time.Hour)
	m := w.hears(chat, "Hourly digest", "2", "Hourly one", "Hourly two")
	if strings.Contains(m.Text, "Daily one") {
		t.Errorf("the hourly digest has what is to come by day: %s", m.Text)
	}
	w.held(1)
	w.publish("Daily two", "human-rights")
	w.held(2)
	w.clock.Advance(3 * time.Hour)
	w.hears(chat, "Daily digest", "Daily one", "Daily two")
	w.held(0)
}

// dropped waits until so many deliveries were dropped, while time passes: all
// messages of a moment have no turn.
func (w *world) dropped(n int64) {
	w.t.Helper()
	w.until("dropped", func() bool {
		w.clock.Advance(50 * time.Millisecond)
		return w.counts().Dropped == n
	})
}

// TestMutesAreHeededAtTheEnd holds that what was muted, filtered out or
// unsubscribed from while it waited does not arrive, and is gone for good.
func TestMutesAreHeededAtTheEnd(t *testing.T) {
	w, joe := wishing(t)
	chat := joe.Private()
	for _, topic := range []string{"terrorism", "afghanistan", "human-rights"} {
		w.prefer(joe.ID(), topic, news.ModeHourly, 0, news.Filter{})
	}
	w.publish("Muted topic", "afghanistan")
	w.publish("Muted in part", "afghanistan", "terrorism")
	w.publish("Left behind", "human-rights")
	w.held(3)
	joe.Say(chat, "/mute afghanistan")
	w.hears(chat, "🔕 Muted: ")
	w.clock.Advance(time.Minute)
	joe.Say(chat, "/unsubscribe human rights")
	w.hears(chat, "no longer arrive here")
	w.dropped(2)
	w.clock.Advance(time.Hour)
	m := w.hears(chat, "Muted in part")
	if strings.Contains(m.Text, "Afghanistan") {
		t.Errorf("the alert names a muted topic: %s", m.Text)
	}
	w.publish("Not wanted by its filter", "terrorism")
	w.held(1)
	joe.Say(chat, "/subscribe terrorism source:reuters")
	w.dropped(3)
	if n, err := w.store.Redrive(t.Context()); n != 0 || err != nil {
		t.Errorf("Redrive = %d, %v: what is dropped is so for good", n, err)
	}
	if n := w.arrived(chat, "Muted topic") + w.arrived(chat, "Left behind") + w.arrived(chat, "Not wanted"); n != 0 {
		t.Errorf("%d unwanted alerts arrived", n)
	}
}

// TestASettingTakenBackFreesWhatWaits holds that what is held is judged anew
// when settings change.
func TestASettingTakenBackFreesWhatWaits(t *testing.T) {
	w, joe := wishing(t)
	chat := joe.Private()
	w.prefer(joe.ID(), "afghanistan", news.ModeDaily, 20*60, news.Filter{MinScore: 1})
	w.publish("It waits", "afghanistan")
	w.held(1)
	joe.Say(chat, "/digest off")
	w.hears(chat, "It waits")
	all, err := w.store.Subscriptions(t.Context(), joe.ID())
	if err != nil || len(all) != 1 || all[0].Filter.MinScore != 1 || all[0].Mode != news.ModeInstant {
		t.Errorf("Subscriptions = %+v, %v, want the filter kept and the mode instant", all, err)
	}
}

// TestAStoryIsMutedByAnsweringItsAlert holds that /mute in answer to an alert
// mutes its story.
func TestAStoryIsMutedByAnsweringItsAlert(t *testing.T) {
	w, joe := wishing(t)
	chat := joe.Private()
	w.subscribe(joe.ID(), "afghanistan")
	w.publish("A growing story", "afghanistan")
	m := w.hears(chat, "A growing story")
	w.until("recorded", func() bool { return w.counts().Sent == 1 })
	w.clock.Advance(time.Minute)
	joe.Reply(chat, m.ID, "/mute 2h")
	w.hears(chat, "🔕 Muted: ", "A growing story", "11:0")
	c, _, err := w.store.Chat(t.Context(), joe.ID())
	if err != nil || len(c.Settings.Mutes) != 1 || c.Settings.Mutes[0].Kind != news.MuteStory {
		t.Errorf("the chat has the mutes %+v, %v, want one of a story", c.Settings.Mutes, err)
	}
}

// TestOnlyAdminsChangeSettings holds that a group's members can change
// nothing, with words or without.
func TestOnlyAdminsChangeSettings(t *testing.T) {
	w := begin(t, bot.Config{})
	owner, member := w.telegram.User("Owner", "en"), w.telegram.User("Member", "en")
	group := w.telegram.Supergroup("Analysts", owner)
	group.AddBot(telegramtest.Admin)
	member.Join(group)
	w.hears(group, "news alerts")
	w.subscribe(group.ID(), "afghanistan")
	w.publish("The headline", "afghanistan")
	alert := w.hears(group, "The headline")
	for _, say := range []string{"/quiet 1-2", "/digest hourly", "/format headline", "/timezone Kabul", "/mute afghanistan", "/snooze 2h"} {
		before := len(group.Messages())
		member.Say(group, say)
		w.clock.Advance(time.Minute)
		if m := w.answer(group, before); !strings.Contains(m.Text, "only admins can change") {
			t.Errorf("%s by a member: %q", say, m.Text)
		}
	}
	before := len(group.Messages())
	member.Reply(group, alert.ID, "/mute")
	w.clock.Advance(time.Minute)
	if m := w.answer(group, before); !strings.Contains(m.Text, "only admins can change") {
		t.Errorf("/mute of a story by a member: %q", m.Text)
	}
	owner.Say(group, "/format")
	m := w.hears(group, "How much")
	w.press(member, group, m.ID, "headline", "admins")
	w.clock.Advance(time.Minute)
	if c, _, err := w.store.Chat(t.Context(), group.ID()); err != nil || c.Settings.Format != "" || len(c.Settings.Mutes) > 0 {
		t.Errorf("a member changed the settings: %+v, %v", c.Settings, err)
	}
	w.press(owner, group, m.ID, "headline", "headline")
}

// TestTwoAdminsAtOnce holds that what two admins press at once both counts.
func TestTwoAdminsAtOnce(t *testing.T) {
	w := begin(t, bot.Config{})
	one, two := w.telegram.User("One", "en"), w.telegram.User("Two", "en")
	group := w.telegram.Supergroup("Analysts", one)
	group.AddBot(telegramtest.Admin)
	two.Join(group)
	group.Promote(two, telegramtest.Admin)
	w.hears(group, "news alerts")
	w.clock.Advance(time.Minute)
	one.Say(group, "/format")
	format := w.hears(group, "How much")
	w.clock.Advance(time.Minute)
	one.Say(group, "/quiet")
	quiet := w.hears(group, "Quiet hours are off")
	var both sync.WaitGroup
	both.Go(func() { w.press(one, group, format.ID, "headline", "headline") })
	both.Go(func() { w.press(two, group, quiet.ID, "23:00 to 07:00", "23:00") })
	both.Wait()
	c, _, err := w.store.Chat(t.Context(), group.ID())
	if err != nil || c.Settings.Format != news.FormatHeadline || c.Settings.Quiet != (news.Quiet{From: 23 * 60, To: 7 * 60}) {
		t.Errorf("the settings are %+v, %v, want both changes", c.Settings, err)
	}
}

// TestWhatWasLeftDoesNotArrive unsubscribes while alerts wait that nothing
// holds back but the chat's turn: none of them arrives.
func TestWhatWasLeftDoesNotArrive(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		joe := s.users(1)[0]
		s.start(bot.Config{})
		s.must(s.store.Park(s.Context(), joe.ID(), s.now().Add(30*time.Minute)))
		for i := range 6 {
			s.publish(fmt.Sprintf("No %d.", i+1), news.ClassNormal, news.Recipient{Chat: joe.ID()})
		}
		joe.Say(joe.Private(), "/unsubscribe afghanistan")
		s.settled(2 * time.Hour)
		if n := len(numbers.FindAllString(fmt.Sprint(joe.Private().Messages()), -1)); n != 0 {
			t.Errorf("%d alerts of a topic that was left arrived", n)
		}
		if c, err := s.store.Counts(s.Context()); err != nil || c.Dropped != 6 {
			t.Errorf("Counts = %+v, %v, want all dropped", c, err)
		}
	})
}
