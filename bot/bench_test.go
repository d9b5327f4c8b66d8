package bot_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// A range is where a bot is measured in real time: a SQLite file, and the
// simulator on loopback.
type firingRange struct {
	testing.TB
	telegram *telegramtest.Server
	store    store.Store
	api      *telegram.Client
	users    []*telegramtest.User
}

func newRange(b testing.TB, chats int) *firingRange {
	f := &firingRange{TB: b, telegram: telegramtest.Start(b, telegramtest.Config{})}
	var err error
	f.store, err = store.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "rasad.db"), store.Config{})
	f.must(err)
	b.Cleanup(func() { f.store.Close() })
	f.api, err = telegram.New(f.telegram.Token(), telegram.Config{API: f.telegram.URL(), HTTPClient: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	}})
	f.must(err)
	b.Cleanup(f.api.Close)
	for i := range chats {
		u := f.telegram.User(fmt.Sprint("Reader ", i), "en")
		u.Say(u.Private(), "hello")
		f.must(f.store.PutSubscription(b.Context(), news.Subscription{Recipient: news.Recipient{Chat: u.ID()}, Topic: "afghanistan"}))
		f.users = append(f.users, u)
	}
	last, err := f.api.GetUpdates(b.Context(), -1, 0, nil)
	f.must(err)
	_, err = f.api.GetUpdates(b.Context(), last[len(last)-1].ID+1, 0, nil)
	f.must(err)
	return f
}

func (f *firingRange) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// fill writes n deliveries to as many chats, which need not exist, from first
// on, of articles from a number on.
func (f *firingRange) fill(first, article int64, n int, class news.Class) {
	f.Helper()
	for done := 0; done < n; {
		id := fmt.Sprintf("%016x", article+int64(done))
		_, err := f.store.Claim(f.Context(), news.Claim{Keys: []string{id}, Matches: []news.Match{{Topic: "afghanistan"}},
			Article: news.Article{ID: id, Source: "irna", URL: "https://news.example/" + id, Title: "A headline", Body: strings.Repeat("متن خبر. ", 100)}})
		f.must(err)
		c := news.Chunk{Article: id, Last: true}
		for range min(news.ChunkSize, n-done) {
			to := news.Recipient{Chat: first + int64(done)}
			c.Deliveries = append(c.Deliveries, news.Delivery{Recipient: to, Topics: []string{"afghanistan"}, Class: class})
			done++
		}
		_, err = f.store.FanOut(f.Context(), c)
		f.must(err)
	}
}

// run runs a bot until the function that it returns is called.
func (f *firingRange) run(c bot.Config) (b *bot.Bot, stop func()) {
	b = bot.New(f.api, f.store, catalog, c)
	ctx, cancel := context.WithCancel(f.Context())
	done := make(chan error)
	go func() { done <- b.Run(ctx) }()
	return b, func() { cancel(); f.must(<-done) }
}

// sent waits until n more than before are sent.
func (f *firingRange) sent(n int64) {
	f.Helper()
	for {
		c, err := f.store.Counts(f.Context())
		f.must(err)
		if c.Sent >= n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// BenchmarkSend sends alerts to 2,000 chats through the simulator, over HTTP,
// with no limits: messages per second, each durable before and after.
func BenchmarkSend(b *testing.B) {
	const chats = 2000
	f := newRange(b, chats)
	for done := 0; done < b.N; done += chats {
		f.fill(f.users[0].ID(), int64(done), min(chats, b.N-done), news.ClassNormal)
	}
	b.ResetTimer()
	_, stop := f.run(bot.Config{Limits: bot.Limits{Off: true}, Workers: 64})
	f.sent(int64(b.N))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
	b.StopTimer()
	stop()
}

// BenchmarkAnswer asks for help while 10,000 deliveries wait, at Telegram's
// pace: the time from the question to the answer.
func BenchmarkAnswer(b *testing.B) {
	f := newRange(b, 10_000)
	f.fill(f.users[0].ID(), 0, 10_000, news.ClassNormal)
	_, stop := f.run(bot.Config{})
	f.sent(30)
	b.ResetTimer()
	var times []time.Duration
	for i := range b.N {
		u := f.users[len(f.users)-1-i%len(f.users)]
		asked := time.Now()
		u.Say(u.Private(), "/help")
		_, err := u.Private().Wait(b.Context(), func(m telegramtest.Message) bool { return m.FromBot && strings.Contains(m.Text, "What I can do") })
		f.must(err)
		times = append(times, time.Since(asked))
	}
	b.ReportMetric(float64(p99(times).Microseconds())/1000, "p99-ms")
	b.StopTimer()
	stop()
}

// BenchmarkSettings asks for each command of the settings, in turn, with 10,000
// subscriptions in the store, 100 of them the asker's: the time from the
// question to the answer.
func BenchmarkSettings(b *testing.B) {
	const chats, each = 100, 100
	f := newRange(b, chats)
	for i := range chats * each {
		f.must(f.store.PutSubscription(b.Context(), news.Subscription{
			Recipient: news.Recipient{Chat: f.users[i%chats].ID()}, Topic: fmt.Sprintf("topic-%d", i/chats), Mode: news.ModeHourly,
			Filter: news.Filter{Langs: []string{"fa"}},
		}))
	}
	_, stop := f.run(bot.Config{Limits: bot.Limits{Off: true}})
	commands := []string{
		"/settings", "/subscriptions", "/digest", "/digest daily 08:00", "/quiet 23:00-07:00", "/mute", "/mute topic-7 2h",
		"/format compact", "/timezone Kabul", "/timezone Kabull", "/subscribe topic-7 hourly lang:fa", "/id",
	}
	b.ResetTimer()
	var times []time.Duration
	for i := range b.N {
		u := f.users[i%chats]
		asked := time.Now()
		said := u.Say(u.Private(), commands[i/chats%len(commands)])
		_, err := u.Private().Wait(b.Context(), func(m telegramtest.Message) bool { return m.FromBot && m.ID > said.ID })
		f.must(err)
		times = append(times, time.Since(asked))
	}
	b.ReportMetric(float64(p99(times).Microseconds())/1000, "p99-ms")
	b.StopTimer()
	stop()
}

// BenchmarkWaiting sends 1,000 messages while a million others wait: what the
// process holds in memory, its heap and all (Linux), the simulator and the
// store included.
func BenchmarkWaiting(b *testing.B) {
	waiting := size(50_000, 1_000_000)
	f := newRange(b, 1000)
	f.fill(f.users[0].ID(), 0, 1000, news.ClassUrgent)
	f.fill(1<<40, 1<<40, waiting, news.ClassNormal) // behind them, to chats that are unknown when their turn comes
	b.ResetTimer()
	_, stop := f.run(bot.Config{Limits: bot.Limits{Off: true}, Workers: 2})
	f.sent(900)
	b.StopTimer()
	stop()
	c, err := f.store.Counts(b.Context())
	f.must(err)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(c.Pending), "waiting")
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "heap-MB")
	b.ReportMetric(status("VmRSS"), "rss-MB")
	b.ReportMetric(status("VmHWM"), "peak-rss-MB")
}

// status returns a size of this process in megabytes, 0 where it is unknown.
func status(field string) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), field+":")
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kB, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	return kB / 1000
}
