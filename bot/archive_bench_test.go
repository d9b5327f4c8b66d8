package bot_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/storetest"
)

// BenchmarkArchive measures what a reader waits for over 30,000 articles of a
// month, from the words to the answer in the chat: a page of a search, a watch
// that is tried, and a chart that is drawn anew each time.
func BenchmarkArchive(b *testing.B) {
	w := newWorld(b)
	p := storetest.NewPress(1)
	p.Print(b, w.store, 30_000, w.clock.Now(), 30)
	w.catalog = func() *news.Catalog {
		var topics []news.Topic
		for i := range 20 {
			topics = append(topics, news.Topic{ID: fmt.Sprint("topic-", i)})
		}
		return news.NewCatalog(nil, nil, topics)
	}
	l := w.library()
	l.Patience = 0
	w.start(bot.Config{Library: l})
	joe := w.telegram.User("Joe", "en")
	for _, c := range []struct {
		name string
		say  func(i int) string
	}{
		{"search", func(i int) string { return "/search " + p.Word("fa", 50+i) }},
		{"watch", func(i int) string { return "/watch " + p.Word("fa", 50+i) }},
		{"blind", func(i int) string { return fmt.Sprintf("/watch *zq%dx OR %s", i, p.Word("en", 9+i)) }},
		{"stats", func(i int) string { return fmt.Sprint("/stats ", 30+i%60) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			var times []time.Duration
			for i := range b.N {
				w.clock.Advance(time.Minute)
				mark, begun := w.telegram.Mark(), time.Now()
				joe.Say(joe.Private(), c.say(i))
				if _, err := joe.Private().Await(b.Context(), telegramtest.Want{After: mark}); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(begun))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
