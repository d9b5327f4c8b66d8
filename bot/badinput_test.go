package bot_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestBadWords says to the bot what makes no sense, in every way that changes
// something: the answer helps in the reader's language, and nothing changes.
func TestBadWords(t *testing.T) {
	long := func(command string) string { return command + " " + strings.Repeat("ی", 4096-len([]rune(command))-1) }
	half := "\ufffd👩‍"
	mixed := "\u202eטקסט\u2066 طالبان \u2069abc"
	w := newWorld(t)
	admin, sara := w.telegram.User("Admin", "fa"), w.telegram.User("Sara", "fa")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	for _, u := range []*telegramtest.User{admin, sara} {
		u.Say(u.Private(), "/subscribe terrorism")
		w.hears(u.Private(), "✅")
	}
	was := w.everything(admin.ID(), sara.ID())
	for _, row := range []struct {
		command, want string
		by            *telegramtest.User
	}{
		{"/allow", "شمارهٔ کاربر", admin}, {"/deny", "شمارهٔ کاربر", admin}, {"/invite", "بیشینه", admin}, {"/users", "", admin},
		{"/channels", "نمی\u200cشناسم", sara}, {"/subscribe", "", sara}, {"/unsubscribe", "", sara}, {"/quiet", "", sara},
		{"/timezone", "", sara}, {"/format", "", sara}, {"/mute", "", sara}, {"/language", "", sara}, {"/digest", "", sara},
	} {
		for _, text := range []string{long(row.command), row.command + " " + half, row.command + " " + mixed} {
			chat := row.by.Private()
			before := len(chat.Messages())
			row.by.Say(chat, text)
			m := w.answer(chat, before)
			if !strings.Contains(m.Text, row.want) || strings.Contains(m.Text, "Nothing was changed") {
				t.Errorf("%.40q: %q, want %q", text, m.Text, row.want)
			}
			w.clock.Advance(time.Minute)
		}
	}
	if now := w.everything(admin.ID(), sara.ID()); !reflect.DeepEqual(now, was) {
		t.Errorf("something changed: %v, was %v", now, was)
	}
}

// everything returns what chats have chosen, and who was let in.
func (w *world) everything(chats ...int64) []any {
	w.t.Helper()
	var all []any
	for _, id := range chats {
		c, _, err := w.store.Chat(w.t.Context(), id)
		subs, err2 := w.store.Subscriptions(w.t.Context(), id)
		if err != nil || err2 != nil {
			w.t.Fatal(err, err2)
		}
		all = append(all, c, subs)
	}
	guests, err := w.store.Guests(w.t.Context(), 0, 100)
	invitations, err2 := w.store.Invitations(w.t.Context())
	if err != nil || err2 != nil {
		w.t.Fatal(err, err2)
	}
	return append(all, guests, invitations)
}

// TestBadPresses presses what no message offers: buttons of things that are
// gone, of other chats, made up, and the admins'.
func TestBadPresses(t *testing.T) {
	api := newPresses(t)
	for _, row := range []string{
		"", ":", "zz:1", "v", "v:zz", "v:as", "v:au:x", "v:a1", "v:a1:5", "v:ai", "v:ab:-1", "v:b:1", "v:c:9",
		"aa:5", "ad:5", "ai:1:1", "ax:0123456789abcdef", "ap:1", "al", "ar:0", "bs:1:all", "bx:1",
		"@", "@:v:o", "@zz:v:o", "@-1:v:o", "@5:+:x:0", fmt.Sprintf("@%s:pf", "-1"), "+:0123456789abcdef:0", "+:x:-1", "l:xx",
		"v:" + strings.Repeat("ی", 31), "\u202e", "m:topic:x:1h", "um:x:y:z", "uf:x",
	} {
		api.press(row)
	}
	if now := api.everything(api.reader.ID(), api.group.ID(), 5); !reflect.DeepEqual(now, api.was) {
		t.Errorf("something changed: %v, was %v", now, api.was)
	}
}

// Presses are a world in which a reader can press anything: the bot's own wire
// brings what no honest app would.
type presses struct {
	*world
	reader *telegramtest.User
	group  *telegramtest.Chat
	was    []any
}

func newPresses(t *testing.T) *presses {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	p := &presses{world: w, reader: w.guest("Joe")}
	p.group = w.telegram.Supergroup("Group", w.telegram.User("Owner", "en"))
	p.group.AddBot(telegramtest.Admin)
	w.hears(p.group, "news alerts")
	p.was = w.everything(p.reader.ID(), p.group.ID(), 5)
	return p
}

// press has a button with some data sent to the reader, and pressed.
func (p *presses) press(data string) {
	p.t.Helper()
	key := fmt.Sprintf("button %d", len(p.reader.Private().Messages()))
	d := news.Delivery{Recipient: news.Recipient{Chat: p.reader.ID()}, Text: key, Class: news.ClassAnswer,
		Markup: fmt.Sprintf(`{"inline_keyboard":[[{"text":"x","callback_data":%q}]]}`, data)}
	if data == "" {
		return // Telegram has no such button
	}
	if err := p.store.Enqueue(p.t.Context(), key, d); err != nil {
		p.t.Fatal(err)
	}
	p.bot.Nudge()
	m := p.hears(p.reader.Private(), key)
	if len(m.Buttons) == 0 {
		p.t.Fatalf("%q is no button", data)
	}
	p.world.press(p.reader, p.reader.Private(), m.ID, "x", "")
}
