package news_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// BenchmarkFanOut measures what an article costs that 100,000 chats subscribed
// to the topic of, from its claim to the last durable delivery, on both
// engines.
func BenchmarkFanOut(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchFanOut(b, "sqlite:"+filepath.Join(b.TempDir(), "rasad.db")) })
	b.Run("redis", func(b *testing.B) { benchFanOut(b, storetest.Redis(b).Address()) })
}

func benchFanOut(b *testing.B, address string) {
	const chats, writers = 100_000, 64
	s, err := store.Open(b.Context(), address, store.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for chat := 1 + w; chat <= chats; chat += writers {
				r := news.Recipient{Chat: int64(chat)}
				if err := s.PutSubscription(b.Context(), news.Subscription{Recipient: r, Topic: "terror"}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	d, n := news.NewDesk(titles{}, s, news.DeskConfig{}), 0
	for b.Loop() {
		n++
		a := news.Article{URL: fmt.Sprint("https://a.example/", n), Title: "terror", Lang: "fa", Source: "outlet"}
		if _, err := d.Handle(b.Context(), a, nil); err != nil {
			b.Fatal(err)
		}
		if err := d.Drain(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*chats/b.Elapsed().Seconds(), "deliveries/s")
}
