package bot_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A wire lies between the bot and Telegram. It can hold back the answers to
// some requests, and be down.
type wire struct {
	mu    sync.Mutex
	held  string        // answers to requests with this in their path or body are held back
	open  chan struct{} // closed to let them through
	kept  int           // how many are or were held back
	down  bool          // everything is answered with a 502
	sends int           // messages that met the outage
}

// hold holds answers back until the function that it returns is called, which
// returns how many there were.
func (w *wire) hold(text string) (release func() int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	open := make(chan struct{})
	w.held, w.open = text, open
	return func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.held = ""
		close(open)
		return w.kept
	}
}

// holds reports whether an answer is held back, or will be as soon as it is there.
func (w *wire) holds() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.kept > 0
}

func (w *wire) setDown(down bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = down
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.mu.Lock()
	held := w.held != "" && strings.Contains(r.URL.Path+" "+string(body), w.held)
	open, down := w.open, w.down
	if held {
		w.kept++
	}
	if down && strings.Contains(r.URL.Path, "sendMessage") {
		w.sends++
	}
	w.mu.Unlock()
	if down {
		return &http.Response{StatusCode: 502, Request: r, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<h1>502</h1>"))}, nil
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if held {
		select {
		case <-open:
		case <-r.Context().Done():
		}
	}
	return resp, err
}

// TestMigrationInFlight holds that a message under way while its group
// becomes a supergroup arrives once.
func TestMigrationInFlight(t *testing.T) {
	w := newWorld(t)
	line := &wire{}
	w.wire = line
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.telegram.User("Owner", "en")
	group := w.telegram.Group("Small", owner)
	group.AddBot("member")
	w.hears(group, "news alerts")
	w.subscribe(group.ID(), "terrorism")
	release := line.hold("Flight+news")
	w.publish("Flight news", "terrorism")
	w.hears(group, "Flight news") // and its answer is under way
	big := group.Migrate()
	w.until("moved", func() bool { return w.subscribed(big.ID(), "terrorism") })
	w.publish("The next news", "terrorism")
	w.looks(20)
	if release() != 1 {
		t.Error("no answer was under way")
	}
	w.hears(big, "The next news")
	if n := w.arrived(group, "Flight news") + w.arrived(big, "Flight news"); n != 1 {
		t.Errorf("the alert arrived %d times", n)
	}
}

// looks waits until the queue was looked at so often.
func (w *world) looks(n int) {
	w.t.Helper()
	for range n {
		select {
		case <-w.t.Context().Done():
		case <-time.After(5 * time.Millisecond): // Config.Every
		}
		w.bot.Nudge()
	}
}

// TestSlowAnswerHoldsUpNobody holds that a chat is answered while the answer
// to another one is under way.
func TestSlowAnswerHoldsUpNobody(t *testing.T) {
	w := newWorld(t)
	line := &wire{}
	w.wire = line
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	joe, sara := w.telegram.User("Joe", "en"), w.telegram.User("Sara", "en")
	release := line.hold("What+I+can+do")
	joe.Say(joe.Private(), "/help")
	w.hears(joe.Private(), "What I can do")
	for range 3 {
		before := len(sara.Private().Messages())
		sara.Say(sara.Private(), "/status")
		w.answer(sara.Private(), before)
	}
	joe.Say(joe.Private(), "/status")
	before := w.arrived(joe.Private(), "Rasad status")
	if release() != 1 {
		t.Error("no answer was under way")
	}
	w.hears(joe.Private(), "Rasad status")
	if before != 0 {
		t.Error("a chat's second answer overtook its first")
	}
}

// TestOutageLosesNothing lets every call fail for ten minutes: what was under
// way has one doubtful attempt, what waited has none, and all arrives.
func TestOutageLosesNothing(t *testing.T) {
	w := newWorld(t)
	line := &wire{}
	w.wire = line
	joe, sara := w.telegram.User("Joe", "en"), w.telegram.User("Sara", "en")
	for _, id := range []int64{joe.ID(), sara.ID()} {
		w.subscribe(id, "terrorism")
	}
	w.start(bot.Config{})
	joe.Say(joe.Private(), "/help")
	w.hears(joe.Private(), "What I can do")
	sara.Say(sara.Private(), "/help")
	w.hears(sara.Private(), "What I can do")
	line.setDown(true)
	w.publish("First headline", "terrorism")
	w.publish("Second headline", "terrorism")
	for range 120 {
		w.clock.Advance(5 * time.Second)
		w.looks(1)
	}
	line.setDown(false)
	w.until("all is sent", func() bool {
		w.clock.Advance(time.Second)
		c := w.counts()
		return c.Sent == 4 && c.Pending+c.Attempting == 0
	})
	if line.sends > 2 {
		t.Errorf("%d attempts at messages met the outage; two were under way", line.sends)
	}
	for _, c := range []int64{joe.ID(), sara.ID()} {
		if n := w.attempts(c); n != 2 {
			t.Errorf("%d messages reached Telegram, want 2", n)
		}
	}
}

// TestPanicInALetter holds that a bug in one message costs that message alone,
// which can be sent again once the bug is gone.
func TestPanicInALetter(t *testing.T) {
	w := newWorld(t)
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "hello")
	w.subscribe(joe.ID(), "terrorism")
	var mu sync.Mutex
	broken := true
	w.catalog = func() *news.Catalog {
		mu.Lock()
		defer mu.Unlock()
		if broken {
			panic("no catalog")
		}
		return catalog()
	}
	w.publish("The headline", "terrorism")
	w.start(bot.Config{})
	w.until("given up", func() bool { return w.counts().Buried == 1 })
	mu.Lock()
	broken = false
	mu.Unlock()
	if _, err := w.store.Redrive(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.bot.Nudge()
	w.hears(joe.Private(), "The headline")
	if !strings.Contains(w.log.String(), "no catalog") {
		t.Error("the log says nothing of the bug")
	}
}

// TestButtonData presses buttons whose data the bot cannot have written.
func TestButtonData(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/topics")
	topics := w.hears(joe.Private(), "of 3")
	api, err := telegram.New(w.telegram.Token(), telegram.Config{API: w.telegram.URL()})
	if err != nil {
		t.Fatal(err)
	}
	defer api.Close()
	_, key, _ := strings.Cut(topics.Buttons[0][0].Data, ":")
	key, _, _ = strings.Cut(key, ":")
	for _, data := range []string{
		"x", ":::", "+", "+:", "+:nothing:0", "+:" + key + ":-1", "+:" + key + ":zero", "*:" + key + ":0", "v", "v:", "v:x", "v:t:x", "v:t:-1", "l", "l:de", "l:",
	} {
		id, err := api.SendMessage(t.Context(), telegram.Message{Chat: joe.ID(), Text: "x", Keyboard: [][]telegram.Button{{{Text: "press", Data: data}}}})
		if err != nil {
			t.Fatal(err)
		}
		w.press(joe, joe.Private(), id, "press", "too old")
	}
	if w.subscribed(joe.ID(), "terrorism") {
		t.Error("one of them subscribed")
	}
	for _, c := range w.telegram.Calls() {
		if strings.EqualFold(c.Method, "editMessageText") {
			t.Errorf("one of them drew a message anew: %v", c.Params)
		}
	}
}

// TestPressIsAnsweredSoon holds that who presses a button need not wait for
// Telegram's word on an admin's rights.
func TestPressIsAnsweredSoon(t *testing.T) {
	w := newWorld(t)
	line := &wire{}
	w.wire = line
	w.start(bot.Config{Patience: 100 * time.Millisecond})
	owner := w.telegram.User("Owner", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.AddBot("administrator")
	owner.Say(group, "/topics")
	topics := w.hears(group, "of 3")
	release := line.hold("getChatMember")
	w.press(owner, group, topics.ID, "➕ Terrorism", "") // fails if there is no answer for five seconds
	w.until("the rights are asked for", line.holds)
	if w.subscribed(group.ID(), "terrorism") {
		t.Error("the rights were not waited for")
	}
	if release() != 1 {
		t.Error("nobody asked for the rights")
	}
	w.until("subscribed", func() bool { return w.subscribed(group.ID(), "terrorism") })
}
