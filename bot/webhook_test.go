package bot_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// An entrance shares updates out among the processes behind it, one after the
// other, as a proxy before several of them does.
type entrance struct {
	doors atomic.Pointer[[]http.Handler]
	turn  atomic.Int64
	busy  atomic.Int64 // answered with 503
}

func (e *entrance) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	doors := e.doors.Load()
	if doors == nil {
		e.busy.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w2 := httptest.NewRecorder()
	(*doors)[int(e.turn.Add(1))%len(*doors)].ServeHTTP(w2, r)
	if w2.Code == http.StatusServiceUnavailable {
		e.busy.Add(1)
	}
	for name, value := range w2.Header() {
		w.Header()[name] = value
	}
	w.WriteHeader(w2.Code)
}

func (e *entrance) lead(t *testing.T, bots ...*bot.Bot) {
	t.Helper()
	var doors []http.Handler
	for _, b := range bots {
		h, err := b.WebhookHandler()
		if err != nil {
			t.Fatal(err)
		}
		doors = append(doors, h)
	}
	e.doors.Store(&doors)
}

var webhook = bot.Webhook{URL: "https://rasad.example/telegram", Secret: "s3cret_-"}

// hooked returns a world without a bot whose Telegram brings updates to an
// entrance.
func hooked(t *testing.T) (*world, *entrance) {
	t.Helper()
	e := &entrance{}
	w := newWorld(t)
	w.telegram = telegramtest.Start(t, telegramtest.Config{WebhookTransport: telegramtest.Direct(e)})
	return w, e
}

// TestByWebhook holds that a bot with a webhook answers what is brought to it
// and asks for nothing.
func TestByWebhook(t *testing.T) {
	w, e := hooked(t)
	sara := w.telegram.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	w.start(bot.Config{Webhook: webhook})
	e.lead(t, w.bot)
	start := w.hears(sara.Private(), "رصد", "/help")
	w.press(sara, sara.Private(), start.ID, "➕ تروریسم", "تروریسم")
	sara.Block()
	w.until("the block arrived", func() bool {
		c, _, err := w.store.Chat(t.Context(), sara.ID())
		return err == nil && c.State == news.ChatStopped
	})
	for _, c := range w.telegram.Calls() {
		if c.Method == "getUpdates" || c.Method == "deleteWebhook" {
			t.Errorf("the bot called %s", c.Method)
		}
		if c.Method == "setWebhook" && (c.Params["secret_token"] != webhook.Secret || !strings.Contains(c.Params["allowed_updates"], "callback_query")) {
			t.Errorf("the webhook was set with %v", c.Params)
		}
	}
}

// TestWebhookBadSecret holds that a secret that Telegram would not take is
// refused before anything is asked.
func TestWebhookBadSecret(t *testing.T) {
	w := newWorld(t)
	api, err := telegram.New(w.telegram.Token(), telegram.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if h, err := bot.New(api, w.store, catalog, bot.Config{Webhook: bot.Webhook{URL: "https://x.ir/"}}).WebhookHandler(); !errors.Is(err, telegram.ErrSecret) || h != nil {
		t.Errorf("%v, %v", h, err)
	}
}

// TestWebhookOfTwo holds that of two processes behind one address the one
// that leads answers, each update once.
func TestWebhookOfTwo(t *testing.T) {
	w, e := hooked(t)
	w.start(bot.Config{Webhook: webhook, Holder: "first"})
	leader, stop := w.bot, w.stop
	sara := w.telegram.User("Sara", "en")
	e.lead(t, leader)
	sara.Say(sara.Private(), "/start")
	w.hears(sara.Private(), "Rasad")
	w.start(bot.Config{Webhook: webhook, Holder: "second"})
	stopSecond := w.stop
	w.stop = func() { stopSecond(); stop() }
	e.lead(t, leader, w.bot)
	for range 4 {
		sara.Say(sara.Private(), "/language xx")
	}
	w.until("all answered", func() bool { return len(sara.Private().Messages()) >= 10 })
	if n := len(sara.Private().Messages()); n != 10 || e.busy.Load() == 0 {
		t.Errorf("%d messages, want 10; %d updates were turned away", n, e.busy.Load())
	}
}

// failing is a store that does not take chats while it fails.
type failing struct {
	bot.Store
	fails atomic.Bool
}

func (f *failing) PutSubscription(ctx context.Context, s news.Subscription) error {
	if f.fails.Load() {
		return errors.New("the disk is full")
	}
	return f.Store.PutSubscription(ctx, s)
}

// TestWebhookLosesNothing holds that an update that a process took and did not
// handle before it ended is brought again to the next one.
func TestWebhookLosesNothing(t *testing.T) {
	w, e := hooked(t)
	books := &failing{Store: w.store}
	w.books = books
	w.start(bot.Config{Webhook: webhook})
	e.lead(t, w.bot)
	sara := w.telegram.User("Sara", "en")
	books.fails.Store(true)
	sara.Say(sara.Private(), "/subscribe terrorism")
	w.until("tried", func() bool { return strings.Contains(w.log.String(), "the disk is full") })
	w.stop()
	books.fails.Store(false)
	w.start(bot.Config{Webhook: webhook})
	e.lead(t, w.bot)
	w.hears(sara.Private(), "✅", "Terrorism")
	if !w.subscribed(sara.ID(), "terrorism") {
		t.Error("the subscription is lost")
	}
}

// TestWebhookIsSetInTheEnd holds that a webhook that could not be set is set
// as soon as that works.
func TestWebhookIsSetInTheEnd(t *testing.T) {
	w, e := hooked(t)
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Gateway, Method: "setWebhook"})
	w.start(bot.Config{Webhook: webhook})
	e.lead(t, w.bot)
	w.until("set at the second try", func() bool {
		calls := w.telegram.Calls()
		return slices.ContainsFunc(calls, func(c telegramtest.Call) bool { return c.Method == "setWebhook" && c.Status == 200 })
	})
	if !strings.Contains(w.log.String(), "telegram gives no updates") {
		t.Errorf("nothing was said of the trouble: %s", w.log)
	}
}

// TestOffsetWaitsForTheStore holds that the offset never passes an update
// that was not handled, whatever ends the bot, though later ones of other
// chats are; the next process handles each once.
func TestOffsetWaitsForTheStore(t *testing.T) {
	w := newWorld(t)
	books := &failing{Store: w.store}
	w.books = books
	books.fails.Store(true)
	w.start(bot.Config{})
	sara, omid := w.telegram.User("Sara", "en"), w.telegram.User("Omid", "en")
	sara.Say(sara.Private(), "/subscribe terrorism")
	w.until("tried", func() bool { return strings.Contains(w.log.String(), "the disk is full") })
	omid.Say(omid.Private(), "/start")
	w.hears(omid.Private(), "Rasad")
	w.stop()
	for _, c := range w.telegram.Calls() {
		if c.Method == "getUpdates" && c.Params["offset"] != "" && c.Params["offset"] != "1" {
			t.Errorf("the offset moved to %s", c.Params["offset"])
		}
	}
	books.fails.Store(false)
	w.clock.Advance(-48 * time.Hour) // clocks jump
	w.start(bot.Config{})
	w.hears(sara.Private(), "✅", "Terrorism")
	w.until("all are acknowledged", func() bool {
		calls := w.telegram.Calls()
		return slices.ContainsFunc(calls, func(c telegramtest.Call) bool { return c.Method == "getUpdates" && c.Params["offset"] == "3" })
	})
}
