package news_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// titles matches the topics that an article's title names.
type titles struct{}

func (titles) Match(a *news.Article) []news.Match {
	var matches []news.Match
	for _, topic := range strings.Fields(a.Title) {
		matches = append(matches, news.Match{Topic: topic, Score: 1})
	}
	return matches
}

func openSQLite(t *testing.T) store.Store {
	return openStore(t, "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"))
}

func openStore(t *testing.T, address string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func subscribe(t *testing.T, s store.Store, chat int64, topic string) {
	t.Helper()
	err := s.PutSubscription(t.Context(), news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: topic})
	if err != nil {
		t.Fatal(err)
	}
}

// handle gives an article to a desk and checks its end.
func handle(t *testing.T, d *news.Desk, a news.Article, want news.End) {
	t.Helper()
	got, err := d.Handle(t.Context(), a, []string{"guid:" + a.URL})
	if err != nil {
		t.Fatal(err)
	}
	if got.End != want {
		t.Errorf("Handle(%q, %.40q…) = %v, want %v", a.Title, a.Body, got.End, want)
	}
}

// told returns how many deliveries each chat has.
func told(t *testing.T, s store.Store) map[int64]int {
	t.Helper()
	ds, err := s.Reserve(t.Context(), 10000)
	if err != nil {
		t.Fatal(err)
	}
	n := map[int64]int{}
	for _, d := range ds {
		n[d.Chat]++
	}
	return n
}

func TestArticleBecomesAlertsOnce(t *testing.T) {
	s := openSQLite(t)
	nudges := 0
	d := news.NewDesk(titles{}, s, news.DeskConfig{Nudge: func() { nudges++ }})
	subscribe(t, s, 1, "terror")
	subscribe(t, s, 2, "weather")
	a := news.Article{URL: "https://a.example/1?utm=x", Canonical: "https://a.example/1", Title: "terror"}
	handle(t, d, a, news.Alerted)
	handle(t, d, a, news.Repeated)
	handle(t, d, news.Article{URL: "https://a.example/1", Title: "terror"}, news.Repeated)
	handle(t, d, news.Article{URL: "https://a.example/2"}, news.NoMatch)
	for range 2 {
		if err := d.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := told(t, s); len(got) != 1 || got[1] != 1 {
		t.Errorf("deliveries by chat = %v, want one to chat 1", got)
	}
	if nudges != 1 {
		t.Errorf("%d nudges, want 1", nudges)
	}
}

// TestTopicsThatRingAreUrgent holds that an alert has the class of the gravest
// of its reader's topics.
func TestTopicsThatRingAreUrgent(t *testing.T) {
	s := openSQLite(t)
	d := news.NewDesk(titles{}, s, news.DeskConfig{Severity: func(topic string) news.Severity {
		return map[string]news.Severity{"terror": news.SeverityHigh, "weather": news.SeverityNormal}[topic]
	}})
	subscribe(t, s, 1, "weather")
	subscribe(t, s, 2, "weather")
	subscribe(t, s, 2, "terror")
	handle(t, d, news.Article{URL: "https://a.example/1", Title: "terror weather"}, news.Alerted)
	if err := d.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	ds, err := s.Reserve(t.Context(), 10)
	if err != nil || len(ds) != 2 || ds[0].Chat != 2 || ds[0].Class != news.ClassUrgent || ds[1].Class != news.ClassNormal {
		t.Errorf("Reserve = %+v, %v, want the alert that rings first", ds, err)
	}
}

// TestHandleLeavesTheCallersKeysAlone holds that a slice with room behind it
// is not written to.
func TestHandleLeavesTheCallersKeysAlone(t *testing.T) {
	d := news.NewDesk(titles{}, openSQLite(t), news.DeskConfig{})
	keys := []string{"first", "second"}
	if _, err := d.Handle(t.Context(), news.Article{URL: "https://a.example/1"}, keys[:1]); err != nil {
		t.Fatal(err)
	}
	if keys[1] != "second" {
		t.Errorf("the caller's slice holds %q, want it untouched", keys)
	}
}

// words returns a text of n different words, others for each seed.
func words(seed string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%c%c%c ", seed, 'a'+i/676%26, 'a'+i/26%26, 'a'+i%26)
	}
	return b.String()
}

// TestWhatMakesOneStory holds that long texts identify an article by
// themselves, and that what a site says in the place of its articles does not.
func TestWhatMakesOneStory(t *testing.T) {
	paywall := "To read the whole of this report, sign in or subscribe. " + words("notice", 60)
	cookies := "We and our partners value your privacy. " + words("cookie", 140)
	for _, c := range []struct {
		name         string
		first, other news.Article
		want         news.End
	}{
		{"a long text under another headline",
			news.Article{Title: "terror", Body: words("w", 150)}, news.Article{Title: "terror again", Body: words("w", 150)}, news.Repeated},
		{"a long text set otherwise",
			news.Article{Title: "terror", Body: words("w", 200)}, news.Article{Title: "other", Body: strings.ToUpper(words("w", 200))}, news.Repeated},
		{"two long texts under one headline",
			news.Article{Title: "terror", Body: words("w", 200)}, news.Article{Title: "terror", Body: words("v", 200)}, news.Alerted},
		{"a paywall's notice under two headlines",
			news.Article{Title: "weather in Kabul", Body: paywall}, news.Article{Title: "terror in Kunduz", Body: paywall}, news.Alerted},
		{"a cookie notice under two headlines",
			news.Article{Title: "weather in Kabul", Body: cookies}, news.Article{Title: "terror in Kunduz", Body: cookies}, news.Alerted},
		{"a short text under one headline",
			news.Article{Title: "terror in Kunduz", Body: words("w", 30)}, news.Article{Title: "terror in Kunduz", Body: words("w", 30)}, news.Repeated},
		{"too few words",
			news.Article{Title: "terror", Body: "live"}, news.Article{Title: "terror", Body: "live"}, news.Alerted},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := news.NewDesk(titles{}, openSQLite(t), news.DeskConfig{})
			c.first.URL, c.other.URL = "https://a.example/1", "https://b.example/2"
			handle(t, d, c.first, news.Alerted)
			handle(t, d, c.other, c.want)
		})
	}
}

// An interrupted ledger lets something happen after its first look at the
// subscribers.
type interrupted struct {
	news.Ledger
	once sync.Once
	by   func()
}

func (l *interrupted) Subscribers(ctx context.Context, topics []string, after news.Recipient, limit int) ([]news.Subscriber, error) {
	s, err := l.Ledger.Subscribers(ctx, topics, after, limit)
	l.once.Do(l.by)
	return s, err
}

// TestTwoDesksTellEveryone has two desks at one entry, and a subscription that
// is made between their looks at the subscribers.
func TestTwoDesksTellEveryone(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { twoDesks(t, openSQLite(t), false) })
	t.Run("sqlite, one chunk", func(t *testing.T) { twoDesks(t, openSQLite(t), true) })
	t.Run("redis", func(t *testing.T) { twoDesks(t, openStore(t, storetest.Redis(t).Address()), false) })
	t.Run("redis, one chunk", func(t *testing.T) { twoDesks(t, openStore(t, storetest.Redis(t).Address()), true) })
}

// twoDesks lets the other desk, while the first has read a chunk, fan out all
// of the entry, or one chunk of it.
func twoDesks(t *testing.T, s store.Store, partly bool) {
	const chats = 2*news.ChunkSize + 100
	for chat := int64(1); chat <= chats; chat++ {
		subscribe(t, s, 10*chat, "terror")
	}
	first := &interrupted{Ledger: s}
	first.by = func() {
		subscribe(t, s, 5, "terror")
		other := news.NewDesk(titles{}, &brief{Ledger: s, endless: !partly}, news.DeskConfig{})
		if err := other.Drain(t.Context()); (err != nil) != partly {
			t.Errorf("the other desk: %v", err)
		}
	}
	d := news.NewDesk(titles{}, first, news.DeskConfig{})
	handle(t, d, news.Article{URL: "https://a.example/1", Title: "terror"}, news.Alerted)
	if err := d.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := told(t, s)
	for chat := int64(1); chat <= chats; chat++ {
		if got[10*chat] != 1 {
			t.Fatalf("chat %d has %d deliveries, want 1", 10*chat, got[10*chat])
		}
	}
	if got[5] != 1 {
		t.Errorf("who subscribed meanwhile has %d deliveries, want 1", got[5])
	}
}

// A brief ledger fans out one chunk and fails, unless it is endless.
type brief struct {
	news.Ledger
	endless bool
	done    bool
}

func (l *brief) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	if l.done && !l.endless {
		return false, errors.New("killed")
	}
	l.done = true
	return l.Ledger.FanOut(ctx, c)
}

// A poisoned ledger cannot fan out some articles.
type poisoned struct {
	news.Ledger
	bad func(article string) bool
}

func (l *poisoned) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	if l.bad(c.Article) {
		return false, errors.New("poison")
	}
	return l.Ledger.FanOut(ctx, c)
}

// TestAFailingEntryStopsNoOther puts more entries that fail into the outbox
// than a desk reads at once, and a sound one behind them.
func TestAFailingEntryStopsNoOther(t *testing.T) {
	s := openSQLite(t)
	subscribe(t, s, 1, "poison")
	subscribe(t, s, 2, "sound")
	bad := map[string]bool{}
	for i := range 120 {
		id := fmt.Sprint("bad", i)
		bad[id] = true
		claim(t, s, id, "poison")
	}
	claim(t, s, "good", "sound")
	d := news.NewDesk(titles{}, &poisoned{s, func(article string) bool { return bad[article] }}, news.DeskConfig{})
	if err := d.Drain(t.Context()); err == nil || !strings.Contains(err.Error(), "fan out bad0: poison") {
		t.Errorf("Drain = %v, want the errors of what failed", err)
	}
	if got := told(t, s); got[2] != 1 || got[1] != 0 {
		t.Errorf("deliveries by chat = %v, want one to chat 2", got)
	}
	clear(bad)
	if err := d.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Counts(t.Context()); c.Outbox != 0 || c.Pending != 121 || err != nil {
		t.Errorf("Counts = %+v, %v, want an empty outbox and 121 deliveries", c, err)
	}
}

// TestAPoisonedEntryHoldsUpNoOther has one entry fail for ever: the others go ahead
// of it once the ledger has taken a new article, as it is the entry's own fault then.
func TestAPoisonedEntryHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"), store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		subscribe(t, s, 1, "terror")
		for _, id := range []string{"first", "second", "third"} {
			claim(t, s, id, "terror")
		}
		ctx, end := context.WithCancel(t.Context())
		d := news.NewDesk(titles{}, &poisoned{s, func(article string) bool { return article == "first" }}, news.DeskConfig{})
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		wantLane := func(when string, want ...string) {
			t.Helper()
			time.Sleep(time.Minute)
			waiting, err := s.Waiting(ctx, 1, 9)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range waiting {
				got = append(got, w.Article)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s the lane is %v, want %v", when, got, want)
			}
		}
		wantLane("while nothing tells whose fault it is")
		handle(t, d, news.Article{URL: "https://a.example/1"}, news.NoMatch)
		wantLane("after a new article", "second", "third")
		claim(t, s, "fourth", "terror")
		wantLane("then", "second", "third", "fourth")
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestAnArticleMayMatchAnyNumberOfTopics holds that no engine sets a limit.
func TestAnArticleMayMatchAnyNumberOfTopics(t *testing.T) {
	s := openSQLite(t)
	subscribe(t, s, 1, "topicaaa")
	subscribe(t, s, 2, "topiccyx")
	d := news.NewDesk(titles{}, s, news.DeskConfig{})
	handle(t, d, news.Article{URL: "https://a.example/1", Title: words("topic", 2000)}, news.Alerted)
	if err := d.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := told(t, s); got[1] != 1 || got[2] != 1 {
		t.Errorf("deliveries by chat = %v, want one each", got)
	}
}

// claim puts an article into the outbox by an ID.
func claim(t *testing.T, s store.Store, id string, topics ...string) {
	t.Helper()
	c := news.Claim{Keys: []string{id}, Article: news.Article{ID: id}}
	for _, topic := range topics {
		c.Matches = append(c.Matches, news.Match{Topic: topic})
	}
	if _, err := s.Claim(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func ExampleDesk() {
	dir, err := os.MkdirTemp("", "rasad")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "rasad.db"), store.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	desk := news.NewDesk(titles{}, s, news.DeskConfig{})
	for _, url := range []string{"https://outlet.example/1", "https://outlet.example/2", "https://outlet.example/1"} {
		title := map[string]string{"https://outlet.example/1": "terrorism"}[url]
		outcome, err := desk.Handle(ctx, news.Article{URL: url, Title: title}, nil)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(url, outcome.End)
	}
	// Output:
	// https://outlet.example/1 alerted
	// https://outlet.example/2 no match
	// https://outlet.example/1 duplicate
}
