package bot_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestBadWords says to the bot what makes no sense, in every way that changes
// something: the answer helps in the reader's language, and nothing changes.
func TestBadWords(t *testing.T) {
	long := func(command string) string { return command + " " + strings.Repeat("ی", 4096-len([]rune(command))-1) }
	half := "\ufffd👩‍"
	mixed := "\u202eטקסט\u2066 طالبان \u2069abc"
	trouble := message.In("fa").Label(message.Trouble)
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
		{"/allow", "شناسهٔ کاربر", admin}, {"/deny", "شناسهٔ کاربر", admin}, {"/invite", "حداکثر", admin}, {"/users", "کسی نیست", admin},
		{"/channels", "نمی\u200cشناسم", sara}, {"/subscribe", "موضوعی به نام", sara}, {"/unsubscribe", "موضوعی به نام", sara},
		{"/quiet", "نفهمیدم", sara}, {"/timezone", "نمی\u200cشناسم", sara}, {"/format", "قالبی به نام", sara},
		{"/mute", "رسانه\u200cای به نام", sara}, {"/language", "نمی\u200cشناسم", sara}, {"/digest", "نفهمیدم", sara},
	} {
		for _, text := range []string{long(row.command), row.command + " " + half, row.command + " " + mixed} {
			chat := row.by.Private()
			before := len(chat.Messages())
			row.by.Say(chat, text)
			m := w.answer(chat, before)
			if !strings.Contains(m.Text, row.want) || strings.Contains(m.Text, trouble) {
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

// TestBadPresses presses what nothing of ours offers: buttons of things that
// are gone, of other chats, made up, and the admins'. They stand under messages
// of the bot, in every kind of chat, so that each is judged by itself.
func TestBadPresses(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	reader, owner := w.guest("Joe"), w.guest("Owner")
	group, channel := w.telegram.Supergroup("Group", owner), w.telegram.Channel("", "Channel", owner)
	group.AddBot(telegramtest.Admin)
	channel.AddBot(telegramtest.Admin)
	w.hears(group, "news alerts")
	w.hears(owner.Private(), "I am now in your channel")
	reader.Join(group)
	reader.Join(channel)
	chats := []int64{reader.ID(), owner.ID(), group.ID(), channel.ID(), 5}
	was := w.everything(chats...)
	bad := []string{
		":", "zz:1", "v", "v:zz", "v:as", "v:au:x", "v:a1", "v:a1:5", "v:ai", "v:ab:-1", "v:b:1", "v:c:9",
		"aa:5", "ad:5", "ai:1:1", "ax:0123456789abcdef", "ap:1", "al", "ar:0", "bs:1:all", "bx:1",
		"@", "@:v:o", "@zz:v:o", "@-1:v:o", "@5:+:x:0", "@-1:pf", "+:0123456789abcdef:0", "+:x:-1", "l:xx",
		"v:" + strings.Repeat("ی", 31), "\u202e", "m:topic:x:1h", "um:x:y:z", "uf:x", "a+", "a-", "a?", "am:mute", "as:topic:0",
	}
	settings := []string{"l:fa", "f:headline", "q:1380:420", "g:daily:480", "+:" + keyOf("terrorism") + ":0", "pf"}
	for _, row := range []struct {
		by   *telegramtest.User
		in   *telegramtest.Chat
		data []string
	}{
		{reader, reader.Private(), bad},
		{owner, group, bad},
		{reader, group, append(settings, bad...)},
		{reader, channel, append(settings, bad...)},
	} {
		for _, data := range row.data {
			w.press(row.by, row.in, w.offer(row.in, data).ID, "x", "")
		}
	}
	w.looks(5)
	if now := w.everything(chats...); !reflect.DeepEqual(now, was) {
		t.Errorf("something changed: %v, was %v", now, was)
	}
}
