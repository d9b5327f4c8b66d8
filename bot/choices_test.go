package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// watchSubscriptions returns where a chat's watches arrive.
func (w *world) watchSubscriptions(chat int64) (threads []int) {
	w.t.Helper()
	all, err := w.store.Subscriptions(w.t.Context(), chat)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range all {
		if _, ok := news.WatchOf(s.Topic); ok {
			threads = append(threads, s.Recipient.Thread)
		}
	}
	return threads
}

// TestAWatchThatWasLeftCanComeBack saves the same query again after its
// subscription was ended, by words, and takes it up by its button.
func TestAWatchThatWasLeftCanComeBack(t *testing.T) {
	w := begin(t, bot.Config{})
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "en")
	const query = "نشست OR Doha"
	save := func() {
		t.Helper()
		w.press(joe, joe.Private(), w.ask(joe, "/watch "+query).ID, "💾 Save", "saved")
		w.clock.Advance(time.Minute)
		if got := w.watchSubscriptions(joe.ID()); len(got) != 1 {
			t.Fatalf("after saving %d watches arrive", len(got))
		}
	}
	leave := func(command string) {
		t.Helper()
		w.ask(joe, command)
		if got := w.watchSubscriptions(joe.ID()); len(got) != 0 {
			t.Fatalf("after %s %d watches arrive", command, len(got))
		}
	}
	save()
	w.ask(joe, "/subscribe terrorism")
	if m := w.ask(joe, "/topics"); !strings.Contains(m.Text, "1 of 3") {
		t.Errorf("a watch counts as a topic: %s", m.Text)
	}
	leave("/unsubscribe " + query)
	save()
	leave("/unsubscribe all")
	if w.subscribed(joe.ID(), "terrorism") {
		t.Error("all is left but a topic")
	}
	m := w.ask(joe, "/watches")
	w.press(joe, joe.Private(), m.ID, "🔭 "+query, "")
	w.clock.Advance(time.Minute)
	w.until("the watch says that it is silent", func() bool { return strings.Contains(w.last(joe.Private()), "does not arrive here") })
	w.press(joe, joe.Private(), m.ID, "▶️ Get it here", "will arrive here")
	if got := w.watchSubscriptions(joe.ID()); len(got) != 1 {
		t.Errorf("%d watches arrive", len(got))
	}
}

// last returns the text of a chat's last message.
func (w *world) last(c *telegramtest.Chat) string {
	all := c.Messages()
	return all[len(all)-1].Text
}

// TestAWatchArrivesWhereItWasSaved saves one query in two topics of a forum.
func TestAWatchArrivesWhereItWasSaved(t *testing.T) {
	w := begin(t, bot.Config{})
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "en")
	forum := w.telegram.Forum("Team", joe)
	forum.AddBot(telegramtest.Admin)
	w.hears(forum, "Rasad")
	one, two := forum.Topic("one"), forum.Topic("two")
	for _, thread := range []int{one, two} {
		joe.SayIn(forum, thread, "/watch Doha")
		var draft int
		w.until("the draft", func() bool {
			w.clock.Advance(time.Second) // whatever else the bot says meanwhile
			for _, m := range forum.Messages() {
				if m.FromBot && m.Thread == thread && strings.Contains(m.Text, "Doha") {
					draft = m.ID
				}
			}
			return draft != 0
		})
		w.press(joe, forum, draft, "💾 Save", "saved")
	}
	if got := w.watchSubscriptions(forum.ID()); len(got) != 2 || got[0] != one || got[1] != two {
		t.Errorf("the watches arrive in %v, want %v", got, []int{one, two})
	}
}

// TestLeavingWhatWasFittedIsConfirmed leaves a plain topic at once, but asks
// where a filter or a time would be lost; and an old keyboard is brought up to
// date whatever was pressed on it.
func TestLeavingWhatWasFittedIsConfirmed(t *testing.T) {
	w := begin(t, bot.Config{})
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "en")
	start := w.ask(joe, "/start")
	press := func(label, notice string) {
		t.Helper()
		w.clock.Advance(time.Minute)
		w.press(joe, joe.Private(), start.ID, label, notice)
		w.clock.Advance(time.Minute)
	}
	shows := func(text, label string) {
		t.Helper()
		w.until(text+" with "+label, func() bool {
			for _, m := range joe.Private().Messages() {
				if m.ID == start.ID && strings.Contains(m.Text, text) {
					return strings.Contains(look(m), label)
				}
			}
			return false
		})
	}
	w.ask(joe, "/subscribe terrorism")
	press("➕ Terrorism", "will arrive")
	shows("Rasad", "✅ Terrorism")
	press("✅ Terrorism", "will no longer arrive")
	shows("Rasad", "➕ Terrorism")
	w.ask(joe, "/subscribe terrorism daily 06:00")
	press("➕ Terrorism", "will arrive")
	shows("Rasad", "✅ Terrorism")
	press("✅ Terrorism", "")
	shows("Terrorism", "Yes, unsubscribe")
	if !w.subscribed(joe.ID(), "terrorism") {
		t.Error("a subscription with a time of its own was ended by one press")
	}
}

// TestWhatIsNoCommandCanBeLookedFor offers to search the archive for a text, or
// to watch for it, if it can be a query.
func TestWhatIsNoCommandCanBeLookedFor(t *testing.T) {
	w := newWorld(t)
	w.week()
	w.start(bot.Config{Library: w.library()})
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "en")
	m := w.ask(joe, "Doha")
	w.press(joe, joe.Private(), m.ID, "🔎 Search", "")
	w.clock.Advance(time.Minute)
	w.hears(joe.Private(), "Results for", "Doha")
	for _, text := range []string{"((", strings.Repeat("word ", 100), "/nonsense"} {
		if m := w.ask(joe, text); len(m.Buttons) > 0 || !strings.Contains(m.Text, "/help") {
			t.Errorf("%.20q: %s", text, look(m))
		}
	}
}

// TestAMutedStoryIsWhateverTellsIt mutes the story of an alert, and is spared
// what another article tells of it, but not what happened a day later under
// the same headline.
func TestAMutedStoryIsWhateverTellsIt(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	w.ask(joe, "/subscribe terrorism")
	const headline = "Talks on the border begin in Doha"
	w.publish(headline, "terrorism")
	alert := w.hears(joe.Private(), headline)
	w.finished(1)
	w.clock.Advance(time.Minute)
	joe.Reply(joe.Private(), alert.ID, "/mute")
	w.hears(joe.Private(), "🔕 Muted: ")
	w.clock.Advance(time.Minute)
	w.publish(headline+" today", "terrorism")
	w.dropped(1)
	w.clock.Advance(24 * time.Hour)
	w.publish("Another thing altogether happens today", "terrorism")
	w.hears(joe.Private(), "Another thing")
	if w.arrived(joe.Private(), headline+" today") != 0 {
		t.Error("a muted story arrived")
	}
	w.clock.Advance(time.Minute)
	w.publish(headline+" again", "terrorism")
	w.hears(joe.Private(), headline+" again")
}
