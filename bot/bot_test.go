package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// A world is a bot with its collaborators: the strict Bot API server, a real
// store, and a clock that the test moves.
type world struct {
	t        testing.TB
	telegram *telegramtest.Server
	store    store.Store
	bot      *bot.Bot
	clock    *clock
	log      *lines
	stop     func()
	articles int

	// What a test may put in the place of the real things before start.
	wire    http.RoundTripper // between the bot and Telegram
	books   bot.Store         // before the store
	catalog func() *news.Catalog
}

// begin starts a world with a bot in it.
func begin(t *testing.T, c bot.Config) *world {
	t.Helper()
	w := newWorld(t)
	w.start(c)
	return w
}

// newWorld returns a world without a bot. Its end stops the bot and closes
// the store.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, telegram: telegramtest.Start(t, telegramtest.Config{}), clock: newClock(), log: &lines{}}
	s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"), store.Config{Clock: w.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	w.store = s
	t.Cleanup(func() { s.Close() })
	w.books, w.catalog, w.wire = s, catalog, http.DefaultTransport
	w.stop = func() {}
	t.Cleanup(func() { w.stop() })
	return w
}

// start runs a bot in the world; w.stop ends it.
func (w *world) start(c bot.Config) {
	w.t.Helper()
	api, err := telegram.New(w.telegram.Token(), telegram.Config{
		API: w.telegram.URL(), Timeout: time.Minute, HTTPClient: &http.Client{Transport: w.wire},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	c.Clock = w.clock.Now
	c.Logger = slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if c.Library == nil {
		c.Library = w.library()
	}
	c.Every = 5 * time.Millisecond
	c.Grace = 200 * time.Millisecond
	if c.Patience == 0 {
		c.Patience = time.Minute // the machine may be slow
	}
	w.bot = bot.New(api, w.books, w.catalog, c)
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := w.bot.Run(ctx); err != nil {
			w.t.Error(err)
		}
	}()
	w.stop = func() { cancel(); <-done; api.Close() }
}

func catalog() *news.Catalog {
	return news.NewCatalog(
		[]news.Source{{ID: "irna", Name: "ایرنا", Country: "ir", Grade: "C"}},
		nil,
		[]news.Topic{
			{ID: "terrorism", Name: map[string]string{"fa": "تروریسم", "en": "Terrorism"}, Severity: news.SeverityHigh},
			{ID: "afghanistan", Name: map[string]string{"fa": "افغانستان", "en": "Afghanistan"}, Severity: news.SeverityNormal},
			{ID: "human-rights", Name: map[string]string{"fa": "حقوق بشر", "en": "Human rights"}, Severity: news.SeverityNormal},
		})
}

// publish brings an article that meets topics through the desk's way into
// the store.
func (w *world) publish(title string, topics ...string) {
	w.t.Helper()
	ctx := w.t.Context()
	w.articles++
	a := news.Article{
		ID: fmt.Sprintf("%016x", w.articles), Source: "irna", URL: fmt.Sprintf("https://news.example/%d", w.articles),
		Title: title, Body: "متن خبر دربارهٔ طالبان و چیزهای دیگر.", Published: w.clock.Now(),
	}
	var matches []news.Match
	for _, id := range topics {
		at := strings.Index(a.Body, "طالبان")
		matches = append(matches, news.Match{Topic: id, Score: 1, Hits: []news.Hit{
			{Field: news.FieldBody, Start: at, End: at + len("طالبان"), Term: "طالبان"}}})
	}
	if _, err := w.store.Claim(ctx, news.Claim{Keys: []string{a.URL}, Article: a, Matches: matches}); err != nil {
		w.t.Fatal(err)
	}
	desk := news.NewDesk(nil, w.store, news.DeskConfig{Nudge: func() {
		if w.bot != nil {
			w.bot.Nudge()
		}
	}})
	if err := desk.Drain(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// subscribe makes a subscription as if it had been made before.
func (w *world) subscribe(chat int64, topic string) {
	w.t.Helper()
	s := news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: topic}
	if err := w.store.PutSubscription(w.t.Context(), s); err != nil {
		w.t.Fatal(err)
	}
}

// hears waits until the bot has said something that holds every part.
func (w *world) hears(c *telegramtest.Chat, parts ...string) telegramtest.Message {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	m, err := c.Wait(ctx, func(m telegramtest.Message) bool {
		for _, p := range parts {
			if !strings.Contains(m.Text, p) {
				return false
			}
		}
		return m.FromBot
	})
	if err != nil {
		var said []string
		for _, m := range c.Messages() {
			said = append(said, m.Text)
		}
		w.t.Fatalf("the bot never said %q, but:\n%s\nlog:\n%s", parts, strings.Join(said, "\n--\n"), w.log)
	}
	return m
}

// until waits for a condition of the store.
func (w *world) until(what string, condition func() bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for !condition() {
		select {
		case <-ctx.Done():
			w.t.Fatalf("never: %s\nlog:\n%s", what, w.log)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// A clock goes on by itself until it is frozen, and leaps when it is told.
type clock struct {
	mu    sync.Mutex
	began time.Time // of its going; zero once it is frozen
	now   time.Time // when it began to go
}

func newClock() *clock {
	return &clock{began: time.Now(), now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.began.IsZero() {
		return c.now
	}
	return c.now.Add(time.Since(c.began))
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Freeze stops the clock; from now on it only leaps.
func (c *clock) Freeze() {
	now := c.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.began = now, time.Time{}
}

// lines is a log that can be read while it is written.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestSubscribeAndGetAlerts(t *testing.T) {
	w := begin(t, bot.Config{})
	sara := w.telegram.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	w.hears(sara.Private(), "رصد", "/help")
	sara.Say(sara.Private(), "/subscribe تروريسم, human rights nonsense")
	w.hears(sara.Private(), "✅", "تروریسم", "حقوق بشر", "nonsense")
	w.publish("نشست تهران", "terrorism", "afghanistan")
	got := w.hears(sara.Private(), "نشست تهران", "تروریسم", "طالبان", "ایران")
	if strings.Contains(got.Text, "افغانستان") {
		t.Errorf("the alert names a topic that was not subscribed: %s", got.Text)
	}
	if !strings.Contains(got.HTML, "<b>طالبان</b>") || got.Silent || !got.NoPreview {
		t.Errorf("alert = %+v", got)
	}
	w.until("finished", func() bool {
		c, err := w.store.Counts(t.Context())
		return err == nil && c.Sent == 1 && c.Pending+c.Attempting == 0
	})
}

func TestSubscribeByButtons(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/start")
	start := w.hears(joe.Private(), "Rasad")
	w.press(joe, joe.Private(), start.ID, "➕ Terrorism", "Terrorism")
	w.until("subscribed", func() bool { return w.subscribed(joe.ID(), "terrorism") })
	w.press(joe, joe.Private(), start.ID, "✅ Terrorism", "no longer arrive")
	w.until("unsubscribed", func() bool { return !w.subscribed(joe.ID(), "terrorism") })
	w.press(joe, joe.Private(), start.ID, "🌐 Language", "")
	w.clock.Advance(time.Minute)
	w.press(joe, joe.Private(), start.ID, "فارسی", "فارسی")
	w.clock.Advance(time.Minute)
	w.press(joe, joe.Private(), start.ID, "موضوع\u200cها", "")
	w.press(joe, joe.Private(), start.ID, "➕ تروریسم", "تروریسم")
	if n := len(joe.Private().Messages()); n != 2 {
		t.Errorf("the chat has %d messages: the keyboard was not edited in place", n)
	}
}

// press presses a button, once it is there, and checks the notice.
func (w *world) press(u *telegramtest.User, c *telegramtest.Chat, message int, label, notice string) {
	w.t.Helper()
	var q *telegramtest.Callback
	w.until("a button "+label, func() bool {
		var err error
		q, err = u.Press(c, message, label)
		return err == nil
	})
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	a, err := q.Answer(ctx)
	if err != nil || !strings.Contains(a.Text, notice) {
		w.t.Errorf("press %q: %+v, %v; want %q\n%s", label, a, err, notice, w.log)
	}
}

func (w *world) subscribed(chat int64, topic string) bool {
	all, err := w.store.Subscriptions(w.t.Context(), chat)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range all {
		if s.Topic == topic {
			return true
		}
	}
	return false
}
