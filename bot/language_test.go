package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestEveryLanguageGreetsAndAlerts holds /start and an alert in every language
// against its transcript, as a reader gets them whose app is set to it.
func TestEveryLanguageGreetsAndAlerts(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	w.start(bot.Config{})
	readers := map[string]*telegramtest.User{}
	for _, lang := range message.Languages() {
		app := lang
		if lang == "prs" {
			app = "fa-AF" // as apps call Dari
		}
		readers[lang] = w.telegram.User("Reader", app)
		w.clock.Advance(time.Second)
		readers[lang].Say(readers[lang].Private(), "/start")
		start := w.hears(readers[lang].Private(), "/subscribe")
		if n := commandsIn(start); n != 3 {
			t.Errorf("%s: of the three commands Telegram sees %d", lang, n)
		}
		w.subscribe(readers[lang].ID(), "terrorism")
	}
	w.clock.Advance(time.Minute)
	w.publish("نشست تهران دربارهٔ Taliban و ООН", "terrorism", "afghanistan")
	for lang, reader := range readers {
		w.until("an alert in "+lang, func() bool {
			w.clock.Advance(time.Millisecond)
			return w.arrived(reader.Private(), "نشست تهران") == 1
		})
		transcript(t, "start."+lang, reader.Private())
	}
	if strings.Contains(w.log.String(), "the menu of commands could not be set") {
		t.Errorf("a language has no menu: %s", w.log)
	}
}

// commandsIn counts what of a message a reader can press as a command.
func commandsIn(m telegramtest.Message) (n int) {
	for _, e := range m.Entities {
		if e.Type == "bot_command" {
			n++
		}
	}
	return n
}

// TestLanguagesAreKnownByTheirNames holds that each language can be asked for
// in its own words, in English and by its code.
func TestLanguagesAreKnownByTheirNames(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "de")
	for word, lang := range map[string]string{
		"دری": "prs", "پښتو": "ps", "Pashto": "ps", "العربية": "ar", "arabic": "ar", "اردو": "ur", "Русский": "ru", "ru": "ru", "Farsi": "fa", "English": "en",
	} {
		joe.Say(joe.Private(), "/language "+word)
		w.until("speaking "+lang, func() bool {
			w.clock.Advance(time.Second)
			c, _, err := w.store.Chat(t.Context(), joe.ID())
			return err == nil && c.Lang == lang
		})
	}
}

// TestLanguageOfAChat holds what decides the language of a private chat: what
// was chosen, else what the app is set to if the bot speaks that, else what was
// spoken last, else English.
func TestLanguageOfAChat(t *testing.T) {
	w := begin(t, bot.Config{})
	for i, row := range []struct{ chosen, app, last, want string }{
		{"ps", "ru", "fa", "ps"}, {"", "ru", "fa", "ru"}, {"", "fa-AF", "fa", "prs"},
		{"", "de", "ur", "ur"}, {"", "", "ur", "ur"}, {"", "de", "", "en"}, {"", "", "", "en"},
	} {
		u := w.telegram.User(fmt.Sprintf("Reader %d", i), row.app)
		chat := news.Chat{ID: u.ID(), Kind: "private", Lang: row.last}
		if err := w.store.PutChat(t.Context(), chat); err != nil {
			t.Fatal(err)
		}
		if row.chosen != "" {
			u.Say(u.Private(), "/language "+row.chosen)
			w.hears(u.Private(), message.In(row.chosen).Label(message.LanguageSet))
			w.clock.Advance(time.Minute)
		}
		u.Say(u.Private(), "/latest")
		w.hears(u.Private(), message.In(row.want).Label(message.LatestNone))
	}
}

// TestWatchesAreCalledByName holds that an alert names a watch as its author
// did, and tells nobody of the watches of others.
func TestWatchesAreCalledByName(t *testing.T) {
	w := begin(t, bot.Config{})
	sara, joe := w.telegram.User("Sara", "en"), w.telegram.User("Joe", "en")
	own := w.watch(sara.ID(), "My bridges")
	other := w.watch(joe.ID(), "His secret")
	for _, u := range []*telegramtest.User{sara, joe} {
		u.Say(u.Private(), "/start")
		w.hears(u.Private(), "Rasad")
		w.clock.Advance(time.Minute)
	}
	w.subscribe(sara.ID(), "terrorism")
	w.publish("The headline", "terrorism", own, other)
	w.hears(sara.Private(), "The headline", "My bridges")
	w.hears(joe.Private(), "The headline", "His secret")
	w.clock.Advance(time.Minute)
	sara.Say(sara.Private(), "/latest")
	w.hears(sara.Private(), "Latest", "My bridges")
	for _, m := range sara.Private().Messages() {
		if strings.Contains(m.Text, "secret") || strings.Contains(m.Text, "watch:") {
			t.Errorf("Sara is told of another's watch, or of an ID: %s", m.Text)
		}
	}
}

// watch saves a watch of a chat, which that subscribes to, and returns the
// watch's topic.
func (w *world) watch(chat int64, name string) string {
	w.t.Helper()
	own := news.Watch{ID: news.NewWatchID(), Recipient: news.Recipient{Chat: chat}, Name: name, Query: "طالبان"}
	if err := w.store.PutWatch(w.t.Context(), own); err != nil {
		w.t.Fatal(err)
	}
	return news.WatchTopic(own.ID)
}

// TestTimesOutlastALanguage holds that quiet hours and daily digests stay by
// the clock by which they were set, whatever language is spoken then, and that
// the chat is told so; without them the clock is that of the new language.
func TestTimesOutlastALanguage(t *testing.T) {
	for _, row := range []struct {
		set, change string
		app         string
		zone, said  string
	}{
		{"/quiet 23:00-07:00", "/language en", "fa", "Asia/Tehran", "still follow the \u2068Asia/Tehran"},
		{"/quiet 23:00-07:00", "/settings", "en", "Asia/Tehran", "Tehran"},
		{"/subscribe terrorism daily 08:00", "/language ru", "fa", "Asia/Tehran", "/timezone"},
		{"/subscribe terrorism hourly", "/language en", "fa", "", "I will write in English from now on."},
	} {
		w := begin(t, bot.Config{})
		sara := w.telegram.User("Sara", row.app)
		w.ask(sara, row.set)
		if err := w.store.SetLang(t.Context(), sara.ID(), "fa"); err != nil { // as if the app had been set to it
			t.Fatal(err)
		}
		m := w.ask(sara, row.change)
		if got := w.settingsOf(sara.ID()).Zone; got != row.zone || !strings.Contains(m.Text, row.said) || row.zone == "" && strings.Contains(m.Text, "time zone") {
			t.Errorf("%s, then %s: the zone is %q and the answer %q, want %q and %q", row.set, row.change, got, m.Text, row.zone, row.said)
		}
	}
}
