package news_test

import (
	"context"
	"errors"
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
// engines: where none of them has chosen anything, and where each has a filter
// and settings with a mute that let it through.
func BenchmarkFanOut(b *testing.B) {
	for _, particular := range []bool{false, true} {
		kind := map[bool]string{false: "plain", true: "particular"}[particular]
		b.Run("sqlite/"+kind, func(b *testing.B) { benchFanOut(b, "sqlite:"+filepath.Join(b.TempDir(), "rasad.db"), particular) })
		b.Run("redis/"+kind, func(b *testing.B) { benchFanOut(b, storetest.Redis(b).Address(), particular) })
	}
}

func benchFanOut(b *testing.B, address string, particular bool) {
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
				if err := subscribeChat(b.Context(), s, int64(chat), particular); err != nil {
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

// subscribeChat subscribes a chat, a particular one with a filter and a mute.
func subscribeChat(ctx context.Context, s store.Store, chat int64, particular bool) error {
	n := news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: "terror"}
	if !particular {
		return s.PutSubscription(ctx, n)
	}
	n.Filter = news.Filter{Langs: []string{"fa", "ps"}, MinScore: 1}
	_, err := s.ChangeSettings(ctx, chat, func(c *news.ChatSettings) error {
		c.Zone, c.Mutes = "Asia/Kabul", []news.Mute{{Kind: news.MuteSource, ID: "another"}}
		return nil
	})
	return errors.Join(err, s.PutSubscription(ctx, n))
}
