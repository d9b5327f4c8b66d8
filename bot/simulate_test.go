package bot_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// long makes the simulations as large as the promises that they prove; make
// simulate sets it.
var long = flag.Bool("long", false, "run the simulations in full size, which takes minutes")

// size returns the size of a simulation.
func size(short, full int) int {
	if *long {
		return full
	}
	return short
}

// A simulation is a bot in virtual time: the strict server with its limits, a
// real SQLite file, and a line between them on which a request takes a while.
type simulation struct {
	*testing.T
	telegram *telegramtest.Server
	store    store.Store
	api      *telegram.Client
	bot      *bot.Bot
	shift    atomic.Int64 // of the bot's and the store's clock, against the server's
	articles int
	stop     func()

	subscribed map[news.Recipient]bool
}

// simulate runs a test in virtual time, with a world but no bot yet.
func simulate(t *testing.T, c telegramtest.Config, test func(*simulation)) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &simulation{T: t, telegram: telegramtest.New(c), stop: func() {}, subscribed: map[news.Recipient]bool{}}
		t.Cleanup(func() { s.telegram.Close() })
		var err error
		s.store, err = store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "rasad.db"), store.Config{Clock: s.now})
		s.must(err)
		t.Cleanup(func() { s.must(s.store.Close()) })
		line := slow{s.telegram.Transport(), 80 * time.Millisecond}
		s.api, err = telegram.New(s.telegram.Token(), telegram.Config{HTTPClient: &http.Client{Transport: line}})
		s.must(err)
		t.Cleanup(func() { s.stop() })
		test(s)
	})
}

func (s *simulation) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *simulation) now() time.Time { return time.Now().Add(time.Duration(s.shift.Load())) }

// A slow line takes its time to the server and back.
type slow struct {
	http.RoundTripper
	latency time.Duration
}

func (l slow) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(l.latency / 2)
	resp, err := l.RoundTripper.RoundTrip(r)
	time.Sleep(l.latency / 2)
	return resp, err
}

// start runs a bot; s.stop ends it.
func (s *simulation) start(c bot.Config) {
	c.Clock = s.now
	s.bot = bot.New(s.api, s.store, catalog, c)
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.bot.Run(ctx); err != nil {
			s.Error(err)
		}
	}()
	s.stop = func() { cancel(); <-done; s.stop = func() {} }
}

// users returns n users who have written to the bot, whose updates are gone.
func (s *simulation) users(n int) []*telegramtest.User {
	users := make([]*telegramtest.User, n)
	for i := range users {
		users[i] = s.telegram.User(fmt.Sprintf("Reader %d", i), "en")
		users[i].Say(users[i].Private(), "hello")
	}
	last, err := s.api.GetUpdates(s.Context(), -1, 0, nil)
	s.must(err)
	if len(last) > 0 {
		_, err = s.api.GetUpdates(s.Context(), last[len(last)-1].ID+1, 0, nil)
		s.must(err)
	}
	return users
}

// subscribe subscribes recipients to the topic of all alerts, once.
func (s *simulation) subscribe(to ...news.Recipient) {
	s.Helper()
	var writers sync.WaitGroup // so that many are committed together
	defer writers.Wait()
	for _, r := range to {
		if s.subscribed[r] {
			continue
		}
		s.subscribed[r] = true
		writers.Go(func() {
			if err := s.store.PutSubscription(s.Context(), news.Subscription{Recipient: r, Topic: "afghanistan"}); err != nil {
				s.Error(err)
			}
		})
	}
}

// publish writes an alert of a class to recipients, as the desk does. They are
// subscribed to its topic if they have never been.
func (s *simulation) publish(title string, class news.Class, to ...news.Recipient) {
	s.Helper()
	s.subscribe(to...)
	s.articles++
	a := news.Article{
		ID: fmt.Sprintf("%016x", s.articles), Source: "irna", URL: fmt.Sprintf("https://news.example/%d", s.articles),
		Title: title, Body: "متن خبر.", Published: s.now(),
	}
	_, err := s.store.Claim(s.Context(), news.Claim{Keys: []string{a.URL}, Article: a, Matches: []news.Match{{Topic: "afghanistan"}}})
	s.must(err)
	for number, from := 0, (news.Recipient{}); ; number++ {
		n := min(news.ChunkSize, len(to))
		c := news.Chunk{Article: a.ID, Number: number, From: from, After: from, Last: n == len(to)}
		for _, r := range to[:n] {
			c.Deliveries = append(c.Deliveries, news.Delivery{Recipient: r, Topics: []string{"afghanistan"}, Class: class})
			c.After = r
		}
		_, err := s.store.FanOut(s.Context(), c)
		s.must(err)
		if to, from = to[n:], c.After; c.Last {
			break
		}
	}
	if s.bot != nil {
		s.bot.Nudge()
	}
}

// settled waits until nothing waits any more.
func (s *simulation) settled(within time.Duration) {
	s.Helper()
	for end := time.Now().Add(within); ; time.Sleep(time.Second) {
		c, err := s.store.Counts(s.Context())
		s.must(err)
		if c.Pending+c.Attempting+c.Joined == 0 {
			return
		}
		if time.Now().After(end) {
			s.Fatalf("after %s there is still %+v", within, c)
		}
	}
}

// arrival returns when a chat got the first message with a text.
func arrival(c *telegramtest.Chat, text string) (time.Time, bool) {
	for _, m := range c.Messages() {
		if m.FromBot && strings.Contains(m.Text, text) {
			return m.SentAt, true
		}
	}
	return time.Time{}, false
}

// refusals counts the calls that were answered with a 429.
func (s *simulation) refusals() int {
	n := 0
	for _, c := range s.telegram.Calls() {
		if c.Status == http.StatusTooManyRequests {
			n++
		}
	}
	return n
}

// p99 returns the time below which all but one in a hundred lie.
func p99(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return times[(len(times)-1)*99/100]
}

// TestSimulatedBroadcast tells all chats of an alert, at 28 a second: no
// refusal, every chat's order kept. Meanwhile urgent alerts and answers go out
// at once.
func TestSimulatedBroadcast(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		chats := size(1500, 100_000)
		users := s.users(chats)
		joe := users[0]
		to := make([]news.Recipient, chats)
		for i, u := range users {
			to[i] = news.Recipient{Chat: u.ID()}
		}
		s.publish("The broadcast", news.ClassNormal, to...)
		s.start(bot.Config{})
		began := time.Now()
		b := s.meanwhile(users, joe)
		s.settled(3 * time.Hour)
		s.stop()
		var last time.Time
		for _, u := range users {
			at, ok := arrival(u.Private(), "The broadcast")
			if !ok {
				t.Fatalf("%s got nothing", u.Name())
			}
			if at.After(last) {
				last = at
			}
		}
		took := last.Sub(began)
		urgent, answers := b.times(s)
		t.Logf("%d chats in %s, %.1f a second, %d refusals; %d urgent alerts, p99 %s; %d answers, p99 %s", chats,
			took.Round(time.Second), float64(chats)/took.Seconds(), s.refusals(), len(urgent), p99(urgent), len(answers), p99(answers))
		if most := time.Duration(chats) * time.Hour / 100_000; took > most {
			t.Errorf("it took %s, want %s at most", took, most)
		}
		if n := s.refusals(); n > 0 {
			t.Errorf("%d refusals, want none", n)
		}
		if p99(urgent) > time.Second || len(urgent) == 0 {
			t.Errorf("p99 of %d urgent alerts is %s", len(urgent), p99(urgent))
		}
		if p99(answers) > 300*time.Millisecond || len(answers) == 0 {
			t.Errorf("p99 of %d answers is %s", len(answers), p99(answers))
		}
	})
}

// A bustle is what goes on beside a broadcast.
type bustle struct {
	urgent  []errand
	answers []errand
}

// An errand is something that is to arrive, and since when.
type errand struct {
	chat  *telegramtest.Chat
	text  string
	since time.Time
}

// meanwhile tells one chat after the other of something urgent, and lets joe
// ask questions, until most of the queue is empty.
func (s *simulation) meanwhile(users []*telegramtest.User, joe *telegramtest.User) *bustle {
	b := &bustle{}
	for i := 0; ; i++ {
		c, err := s.store.Counts(s.Context())
		s.must(err)
		if c.Pending < int64(len(users)/20) {
			return b
		}
		u := users[(i*7919+1)%len(users)]
		text := fmt.Sprintf("Urgent %d.", i)
		b.urgent = append(b.urgent, errand{u.Private(), text, time.Now()})
		s.publish(text, news.ClassUrgent, news.Recipient{Chat: u.ID()})
		time.Sleep(5 * time.Second)
		if i%3 == 0 {
			b.answers = append(b.answers, errand{joe.Private(), "What I can do", time.Now()})
			joe.Say(joe.Private(), "/help")
		}
		time.Sleep(5 * time.Second)
	}
}

// times returns how long everything took, and checks that nothing urgent
// overtook what its chat was to get before.
func (b *bustle) times(s *simulation) (urgent, answers []time.Duration) {
	s.Helper()
	for _, e := range b.urgent {
		at, ok := arrival(e.chat, e.text)
		if !ok {
			s.Errorf("%s never arrived", e.text)
		}
		if first, _ := arrival(e.chat, "The broadcast"); first.After(at) {
			s.Errorf("%s overtook the broadcast", e.text)
		}
		urgent = append(urgent, at.Sub(e.since))
	}
	for _, e := range b.answers {
		for _, m := range e.chat.Messages() {
			if m.FromBot && strings.Contains(m.Text, e.text) && !m.SentAt.Before(e.since) {
				answers = append(answers, m.SentAt.Sub(e.since))
				break
			}
		}
	}
	if len(answers) != len(b.answers) {
		s.Errorf("%d answers to %d questions", len(answers), len(b.answers))
	}
	return urgent, answers
}
