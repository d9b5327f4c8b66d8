package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// A desk is a forum with two topics whose admin speaks in either.
type desk struct {
	*world
	admin    *telegramtest.User
	forum    *telegramtest.Chat
	one, two int
}

func newDesk(t *testing.T) *desk {
	w := newWorld(t)
	w.catalog = outlets
	w.clock.Freeze()
	w.start(bot.Config{})
	d := &desk{world: w, admin: w.telegram.User("Joe", "en")}
	d.forum = w.telegram.Forum("Team", d.admin)
	d.forum.AddBot(telegramtest.Admin)
	w.hears(d.forum, "news alerts")
	d.one, d.two = d.forum.Topic("one"), d.forum.Topic("two")
	w.clock.Advance(time.Minute)
	return d
}

// say says something in a thread and returns the answer, its text without marks
// of direction.
func (d *desk) say(thread int, text string) telegramtest.Message {
	d.t.Helper()
	before := len(d.forum.Messages())
	d.admin.SayIn(d.forum, thread, text)
	m := d.answer(d.forum, before)
	d.clock.Advance(time.Minute)
	m.Text = strings.NewReplacer("\u2068", "", "\u2069", "").Replace(m.Text)
	return m
}

// TestAThreadAsksForItsOwn holds that what waits for one thread of a forum is
// neither counted nor sent in another one.
func TestAThreadAsksForItsOwn(t *testing.T) {
	d := newDesk(t)
	d.say(d.one, "/subscribe terrorism hourly")
	d.say(d.two, "/subscribe afghanistan daily 20:00")
	d.publish("Held in one", "terrorism")
	d.publish("Held in two", "afghanistan")
	d.held(2)
	for _, thread := range []int{d.one, d.two} {
		if m := d.say(thread, "/digest"); !strings.Contains(m.Text, "1 alert is waiting") {
			t.Errorf("/digest in thread %d: %q, want that one alert waits", thread, m.Text)
		}
	}
	if m := d.say(0, "/digest now"); !strings.Contains(m.Text, "No alerts are waiting") {
		t.Errorf("/digest now in the general topic: %q, want nothing", m.Text)
	}
	d.say(d.two, "/digest now")
	d.hears(d.forum, "Held in two")
	d.held(1)
	if n := d.arrived(d.forum, "Held in one"); n != 0 {
		t.Error("what one thread asked for came to another one")
	}
}

// TestAThreadMutesForItself holds that what is muted in one thread still
// arrives in the others, and that a mute from before threads had their own
// holds everywhere.
func TestAThreadMutesForItself(t *testing.T) {
	d := newDesk(t)
	for _, thread := range []int{0, d.one, d.two} {
		d.say(thread, "/subscribe terrorism, afghanistan")
	}
	d.settle(d.forum.ID(), func(s *news.ChatSettings) {
		s.Mutes = []news.Mute{{Kind: news.MuteTopic, ID: "afghanistan"}}
	})
	d.say(d.one, "/mute terrorism")
	d.say(0, "/snooze terrorism 2h")
	d.publish("Blast", "terrorism")
	d.publish("Talks", "afghanistan")
	d.until("sent", func() bool {
		d.clock.Advance(time.Second)
		c := d.counts()
		return c.Sent > 0 && c.Pending+c.Attempting == 0
	})
	if n := d.arrived(d.forum, "Blast"); n != 1 {
		t.Errorf("what two of three threads muted arrived %d times, want once", n)
	}
	if n := d.arrived(d.forum, "Talks"); n != 0 {
		t.Errorf("what the whole group muted arrived %d times", n)
	}
	if m := d.say(d.two, "/mute"); !strings.Contains(m.Text, "Afghanistan") || strings.Contains(m.Text, "Terrorism —") {
		t.Errorf("/mute in thread %d: %q, want what is muted there alone", d.two, m.Text)
	}
	d.say(d.two, "/snooze terrorism 1h")
	if m := d.say(d.one, "/mute"); !strings.Contains(m.Text, "Terrorism — until you unmute it") {
		t.Errorf("a snooze of another thread changed the mute: %q", m.Text)
	}
}

// TestStatisticsAreOfTheThread holds that /stats and /export in a thread are
// about what arrives there.
func TestStatisticsAreOfTheThread(t *testing.T) {
	d := newDesk(t)
	d.say(d.one, "/subscribe terrorism")
	d.say(d.two, "/subscribe afghanistan")
	d.publish("Blast", "terrorism")
	d.publish("Talks", "afghanistan")
	d.publish("More talks", "afghanistan")
	d.until("sent", func() bool { d.clock.Advance(time.Second); return d.counts().Sent == 3 })
	d.clock.Advance(time.Minute) // an answer waits for the group's turn
	for thread, want := range map[int]string{d.one: "Terrorism, 1 article", d.two: "Afghanistan, 2 articles"} {
		if m := d.say(thread, "/stats"); !strings.Contains(m.Text, want) {
			t.Errorf("/stats in thread %d: %q, want %s", thread, m.Text, want)
		}
	}
}
