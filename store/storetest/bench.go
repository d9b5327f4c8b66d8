package storetest

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Bench measures an engine: durable claims per second of articles of 3 kB
// with four keys, from one caller and from 64; whole delivery cycles (reserve,
// begin, finish) per second with 64 in flight; and a reserve of 64 among many
// pending deliveries of as many chats, half of them parked.
func Bench(b *testing.B, fresh func(testing.TB) Place) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("Claim/callers=%d", callers), func(b *testing.B) { benchClaims(b, fresh(b), callers) })
	}
	b.Run("Deliver", func(b *testing.B) { benchDeliveries(b, fresh(b)) })
	for _, pending := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("Reserve/pending=%d", pending), func(b *testing.B) { benchReserve(b, fresh(b), pending) })
	}
}

func benchClaims(b *testing.B, place Place, callers int) {
	s := place(b, time.Now)
	defer s.Close()
	b.ResetTimer()
	Crowd(b, s, b.N, callers)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "claims/s")
}

// Crowd claims n articles of 3 kB, of four keys and with a topic each, from so many
// callers.
func Crowd(b *testing.B, s news.Ledger, n, callers int) {
	var next atomic.Int64
	each(callers, func() {
		for i := next.Add(1); i <= int64(n); i = next.Add(1) {
			c := article(fmt.Sprintf("%016x", i), "terror")
			for _, kind := range []string{"guid", "canonical", "text"} {
				c.Keys = append(c.Keys, fmt.Sprint(kind, i))
			}
			c.Article.Body = strings.Repeat("words of an article ", 150)
			if v, err := s.Claim(b.Context(), c); v != news.New || err != nil {
				b.Errorf("Claim = %v, %v, want New", v, err)
				return
			}
		}
	})
}

func benchDeliveries(b *testing.B, place Place) {
	const chats = 500
	s := place(b, time.Now)
	defer s.Close()
	for done := 0; done < b.N; done += chats {
		enqueue(b, s, done, min(chats, b.N-done))
	}
	b.ResetTimer()
	for sent := 0; sent < b.N; {
		ds, err := s.Reserve(b.Context(), 64)
		if err != nil || len(ds) == 0 {
			b.Fatalf("Reserve = %v, %v after %d", ds, err, sent)
		}
		var i atomic.Int64
		each(len(ds), func() {
			d := ds[i.Add(1)-1]
			if start, err := s.Begin(b.Context(), d.ID, 1); start != news.Go || err != nil {
				b.Errorf("Begin = %v, %v, want Go", start, err)
			}
			if err := s.Finish(b.Context(), d.ID, 1); err != nil {
				b.Error(err)
			}
		})
		sent += len(ds)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "deliveries/s")
}

func benchReserve(b *testing.B, place Place, pending int) {
	clock := NewClock()
	s := place(b, clock.Now)
	defer s.Close()
	for done := 0; done < pending; done += news.ChunkSize {
		enqueue(b, s, done, min(news.ChunkSize, pending-done))
	}
	var chat atomic.Int64
	each(64, func() {
		for c := chat.Add(2); c <= int64(pending); c = chat.Add(2) {
			if err := s.Park(b.Context(), c, clock.Now().Add(time.Hour)); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ResetTimer()
	for range b.N {
		if ds, err := s.Reserve(b.Context(), 64); len(ds) != 64 || err != nil {
			b.Fatalf("Reserve = %d, %v, want 64", len(ds), err)
		}
	}
}

// Restart opens a store with an archive, uses it as a service does that starts (it
// counts, lists the latest of a topic and takes a claim, of an article with that
// ID), and closes it, without counting that in the benchmark.
func Restart(b *testing.B, place Place, id string) {
	s := place(b, time.Now)
	if c, err := s.Counts(b.Context()); err != nil || c.Articles == 0 {
		b.Fatalf("Counts = %+v, %v", c, err)
	}
	if found, err := s.Latest(b.Context(), []string{"terror"}, 10); err != nil || len(found) != 10 {
		b.Fatalf("Latest = %d articles, %v", len(found), err)
	}
	if v, err := s.Claim(b.Context(), article(id)); v != news.New || err != nil {
		b.Fatalf("Claim = %v, %v", v, err)
	}
	b.StopTimer()
	defer b.StartTimer()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// enqueue writes n deliveries to the chats from first+1 on, in one chunk.
func enqueue(b *testing.B, s news.Ledger, first, n int) {
	b.Helper()
	c := article(fmt.Sprint("chunk", first), "terror")
	if _, err := s.Claim(b.Context(), c); err != nil {
		b.Fatal(err)
	}
	chunk := news.Chunk{Article: c.Article.ID, Last: true}
	for i := range n {
		r := news.Recipient{Chat: int64(first + i + 1)}
		chunk.Deliveries = append(chunk.Deliveries, news.Delivery{Recipient: r, Topics: []string{"terror"}})
	}
	if _, err := s.FanOut(b.Context(), chunk); err != nil {
		b.Fatal(err)
	}
}

// each runs f in n goroutines and waits for them.
func each(n int, f func()) {
	var wg sync.WaitGroup
	for range n {
		wg.Go(f)
	}
	wg.Wait()
}
