package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// monitored starts a bot that is in a channel, and returns who runs it.
func monitored(t *testing.T, c bot.Config) (*world, *telegramtest.User, *telegramtest.Chat) {
	w := newWorld(t)
	c.Limits, c.Library = bot.Limits{Off: true}, w.library()
	w.start(c)
	owner := w.guest("Owner")
	channel := w.telegram.Channel("monitor", "Monitor", owner)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "I am now in your channel", "Monitor")
	return w, owner, channel
}

// TestWordsOfOthersStayAsTheyAre holds that a channel's screens name the channel
// in our own commands alone: not in headlines, names, queries, and what somebody
// wrote, however much it looks like a command of ours.
func TestWordsOfOthersStayAsTheyAre(t *testing.T) {
	w, owner, channel := monitored(t, bot.Config{})
	own := func(command string) string { return fmt.Sprintf("%s @%d", command, channel.ID()) }
	hostile := "TV /watch \u2069 /stats </code> (/help) <code>/latest \ufdd00\ufdd0 {{.Name}} /search in Doha"
	stays := []string{"TV /watch ", " /stats ", "(/help)", "/latest ", " /search in Doha"}
	watch := news.Watch{ID: news.NewWatchID(), Recipient: news.Recipient{Chat: channel.ID()}, Author: owner.ID(), Name: "our /stats daily", Query: "\"(/latest\" OR Doha", Lang: "en", Since: w.clock.Now()}
	if err := w.store.PutWatch(t.Context(), watch); err != nil {
		t.Fatal(err)
	}
	w.publish(hostile, "terrorism")
	for _, row := range []struct {
		said string
		want []string
	}{
		{"/search @monitor Doha", stays},
		{"/latest @monitor terrorism", stays},
		{"/watches @monitor", []string{own("/watch") + " Taliban Kabul"}},
		{"/unwatch @monitor no /stats daily", []string{"no watch no /stats daily here", own("/watches")}},
		{"/mute @monitor the /latest (/help", []string{"outlet /latest. Nothing", "outlet (/help. Nothing"}},
		{"/sources @monitor \u2068/watch", []string{"/watch. All outlets", own("/sources")}},
		{"/help @monitor", []string{own("/watch") + " —", own("/latest")}},
		{"/watch @monitor \"(/latest\" OR Doha", []string{"\"(/latest\" OR Doha"}},
	} {
		text := plain(w.ask(owner, row.said).Text)
		for _, part := range row.want {
			if !strings.Contains(text, part) {
				t.Errorf("%s: %q is not in %q", row.said, part, text)
			}
		}
	}
	listed := w.ask(owner, "/watches @monitor")
	w.press(owner, owner.Private(), listed.ID, "🔭 our /stats daily", "")
	w.hears(owner.Private(), "our /stats daily", "\"(/latest\" OR Doha")
}

// TestChannelScreensSpeakToWhoReads holds that what an admin reads of a channel
// is in their own language, whatever the channel's is, and is so of a channel.
func TestChannelScreensSpeakToWhoReads(t *testing.T) {
	w, owner, channel := monitored(t, bot.Config{})
	w.subscribe(channel.ID(), "terrorism")
	w.publish("News of Doha", "terrorism")
	alert := w.hears(channel, "News of Doha")
	for _, row := range []struct {
		said  string
		parts []string
	}{
		{"/language @monitor fa", []string{"Monitor", "From now on I post to the channel in فارسی."}},
		{"/status @monitor", []string{"Monitor", "Rasad status"}},
		{"/why @monitor", []string{"Press “Why?” under an alert in the channel."}},
		{"/start @monitor", []string{"I send news alerts to this channel.", fmt.Sprintf("/topics @%d", channel.ID())}},
		{"/export @monitor 7", []string{"Monitor", "1 article"}},
		{"/latest @monitor", []string{"Monitor", "News of Doha"}},
	} {
		text := plain(w.ask(owner, row.said).Text)
		for _, part := range row.parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s: %q is not in %q", row.said, part, text)
			}
		}
	}
	if lang := w.langOf(channel.ID()); lang != "fa" {
		t.Errorf("the channel's language is %q", lang)
	}
	before := len(owner.Private().Messages())
	owner.Reply(owner.Private(), alert.ID, "/why @monitor") // some message of the private chat
	if text := w.answer(owner.Private(), before).Text; !strings.Contains(text, "under an alert in the channel") {
		t.Errorf("a reply in the private chat is answered by %q", text)
	}
}

// langOf returns the language of a chat.
func (w *world) langOf(chat int64) string {
	w.t.Helper()
	c, _, err := w.store.Chat(w.t.Context(), chat)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Lang
}
