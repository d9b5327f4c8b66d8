package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// A row of the table of Telegram's answers, with what a correct bot does.
type row struct {
	name  string
	fault telegramtest.Fault

	wait    time.Duration // until the second attempt; zero means none is due
	arrives int           // how often the alert is in the chat in the end
	repeat  bool          // the last one is marked as a possible repeat
	chat    news.ChatState
	buried  int64
	log     string // a part of the log
	notice  string // a part of what the admin is told
}

// TestEveryAnswerOfTelegram puts each fault before the first of two alerts
// and looks at what came of both.
func TestEveryAnswerOfTelegram(t *testing.T) {
	refuse := func(code int, description string) telegramtest.Fault {
		return telegramtest.Fault{Kind: telegramtest.Refuse, Status: code, Description: description}
	}
	for _, r := range []row{
		{name: "flood", fault: telegramtest.Fault{Kind: telegramtest.Flood, RetryAfter: 7}, wait: 7100 * time.Millisecond, arrives: 1, chat: news.ChatActive, log: "telegram asks to wait"},
		{name: "gateway", fault: telegramtest.Fault{Kind: telegramtest.Gateway}, wait: 5 * time.Second, arrives: 1, repeat: true, chat: news.ChatActive, log: "instead of JSON"},
		{name: "gateway after delivery", fault: telegramtest.Fault{Kind: telegramtest.Gateway, Delivered: true}, wait: 5 * time.Second, arrives: 2, repeat: true, chat: news.ChatActive},
		{name: "HTML with 200", fault: telegramtest.Fault{Kind: telegramtest.Gateway, Status: 200}, wait: 5 * time.Second, arrives: 1, repeat: true, chat: news.ChatActive},
		{name: "cut answer", fault: telegramtest.Fault{Kind: telegramtest.Truncate, Delivered: true}, wait: 5 * time.Second, arrives: 2, repeat: true, chat: news.ChatActive},
		{name: "reset", fault: telegramtest.Fault{Kind: telegramtest.Reset}, wait: 5 * time.Second, arrives: 1, repeat: true, chat: news.ChatActive},
		{name: "500 in JSON", fault: refuse(500, "Internal Server Error"), wait: 5 * time.Second, arrives: 1, repeat: true, chat: news.ChatActive},
		{name: "blocked", fault: refuse(403, "Forbidden: bot was blocked by the user"), chat: news.ChatStopped, buried: 2},
		{name: "deactivated", fault: refuse(403, "Forbidden: user is deactivated"), chat: news.ChatStopped, buried: 2},
		{name: "never started", fault: refuse(403, "Forbidden: bot can't initiate conversation with a user"), chat: news.ChatStopped, buried: 2},
		{name: "kicked", fault: refuse(403, "Forbidden: bot was kicked from the supergroup chat"), chat: news.ChatStopped, buried: 2, notice: "kicked"},
		{name: "unknown chat", fault: refuse(400, "Bad Request: chat not found"), chat: news.ChatStopped, buried: 2, notice: "chat not found"},
		{name: "no rights", fault: refuse(400, "Bad Request: not enough rights to send text messages to the chat"), wait: time.Hour, arrives: 1, chat: news.ChatSuspended, notice: "not enough rights"},
		{name: "topic closed", fault: refuse(400, "Bad Request: TOPIC_CLOSED"), wait: time.Hour, arrives: 1, chat: news.ChatSuspended, notice: "TOPIC_CLOSED"},
		{name: "bad markup", fault: refuse(400, `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`), arrives: 1, chat: news.ChatActive, log: "a bug"},
		{name: "too long", fault: refuse(400, "Bad Request: message is too long"), arrives: 1, chat: news.ChatActive, log: "a bug"},
		{name: "no image", fault: refuse(400, "Bad Request: IMAGE_PROCESS_FAILED"), arrives: 1, chat: news.ChatActive, log: "a bug"},
		{name: "unknown file", fault: refuse(400, "Bad Request: wrong file identifier/HTTP URL specified"), arrives: 1, chat: news.ChatActive, log: "a bug"},
		{name: "unheard of", fault: telegramtest.Fault{Kind: telegramtest.Refuse, Status: 400, Description: "Bad Request: NEW_RULE", Count: 2}, arrives: 0, chat: news.ChatActive, buried: 1, log: "given up"},
		{name: "bad token", fault: refuse(401, "Unauthorized"), wait: time.Minute, arrives: 1, chat: news.ChatActive, log: "refuses the bot's token"},
	} {
		t.Run(r.name, func(t *testing.T) { r.run(t) })
	}
}

func (r row) run(t *testing.T) {
	w := newWorld(t)
	sara, boss := w.telegram.User("Sara", "en"), w.telegram.User("Boss", "en")
	w.start(bot.Config{Admins: []int64{boss.ID()}})
	for _, u := range []*telegramtest.User{sara, boss} {
		u.Say(u.Private(), "/start")
		w.hears(u.Private(), "Rasad")
	}
	w.until("both are done with", func() bool { // else they are answered once more
		return slices.ContainsFunc(w.telegram.Calls(), func(c telegramtest.Call) bool { return c.Method == "getUpdates" && c.Params["offset"] == "3" })
	})
	w.stop()
	w.clock.Freeze()
	w.subscribe(sara.ID(), "terrorism")
	w.publish("First headline", "terrorism")
	w.publish("Second headline", "terrorism")
	r.fault.Method, r.fault.Chat = "sendMessage", sara.ID()
	w.telegram.Fail(r.fault)
	w.start(bot.Config{Admins: []int64{boss.ID()}})
	if r.wait > 0 {
		w.until("the first alert is put off", func() bool { return w.attempts(sara.ID()) >= 1 && !w.due(sara.ID()) })
		r.checkState(t, w, sara.ID())
		w.clock.Advance(r.wait - time.Millisecond)
		if w.due(sara.ID()) || w.attempts(sara.ID()) != 1 {
			t.Errorf("the second attempt is due before its time")
		}
		w.clock.Advance(time.Millisecond)
		if !w.due(sara.ID()) && w.attempts(sara.ID()) == 1 {
			t.Errorf("no second attempt is due at its time")
		}
		w.bot.Nudge()
	}
	w.until("all is settled", func() bool {
		w.clock.Advance(time.Second) // Telegram allows a chat one message a second
		c := w.counts()
		return c.Pending+c.Attempting == 0
	})
	if r.chat != news.ChatSuspended {
		r.checkState(t, w, sara.ID())
	}
	r.check(t, w, sara.Private())
	if got := w.arrived(boss.Private(), "Telegram says"); got != map[bool]int{true: 1}[r.notice != ""] || w.arrived(boss.Private(), r.notice) == 0 {
		t.Errorf("the admin was told %d times; want %q", got, r.notice)
	}
}

// due reports whether something can be sent to a chat now.
func (w *world) due(chat int64) bool {
	w.t.Helper()
	ready, err := w.store.Reserve(w.t.Context(), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.ContainsFunc(ready, func(d news.Delivery) bool { return d.Chat == chat })
}

func (r row) checkState(t *testing.T, w *world, id int64) {
	t.Helper()
	if chat, _, err := w.store.Chat(t.Context(), id); err != nil || chat.State != r.chat {
		t.Errorf("the chat is %+v, %v; want %s", chat, err, r.chat)
	}
}

func (r row) check(t *testing.T, w *world, c *telegramtest.Chat) {
	t.Helper()
	if got := w.arrived(c, "First headline"); got != r.arrives {
		t.Errorf("the first alert arrived %d times, want %d\n%s", got, r.arrives, w.log)
	}
	if want := 1; r.chat != news.ChatStopped && w.arrived(c, "Second headline") != want {
		t.Errorf("the second alert arrived %d times", w.arrived(c, "Second headline"))
	}
	repeats := 0
	for _, m := range c.Messages() {
		if strings.Contains(m.Text, "possible repeat") {
			repeats++
		}
	}
	if want := map[bool]int{true: 1}[r.repeat]; repeats != want {
		t.Errorf("%d messages are marked as a possible repeat, want %d", repeats, want)
	}
	if got := w.counts().Buried; got != r.buried {
		t.Errorf("%d buried, want %d", got, r.buried)
	}
	if !strings.Contains(w.log.String(), r.log) {
		t.Errorf("the log lacks %q:\n%s", r.log, w.log)
	}
	if strings.Contains(w.log.String(), "TEST-TOKEN") {
		t.Error("the token stands in the log")
	}
}

func (w *world) counts() news.Counts {
	w.t.Helper()
	c, err := w.store.Counts(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// attempts counts the alerts that were tried to be sent to a chat.
func (w *world) attempts(chat int64) int {
	n := 0
	for _, c := range w.telegram.Calls() {
		if c.Method == "sendMessage" && c.Params["chat_id"] == fmt.Sprint(chat) && strings.Contains(c.Params["text"], "headline") {
			n++
		}
	}
	return n
}

// arrived counts a chat's messages with a text.
func (w *world) arrived(c *telegramtest.Chat, text string) int {
	n := 0
	for _, m := range c.Messages() {
		if m.FromBot && strings.Contains(m.Text, text) {
			n++
		}
	}
	return n
}
