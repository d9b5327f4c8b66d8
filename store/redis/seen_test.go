package redis_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestSeenStaysExactAcrossLevels marks more keys than the first level of
// buckets takes, and looks some of them up, and others.
func TestSeenStaysExactAcrossLevels(t *testing.T) {
	s := open(t, storetest.Redis(t).Address(), store.Config{})
	defer s.Close()
	const marked, batch = 210_000, 10_000 // a level takes 204,800
	for first := 0; first < marked; first += batch {
		if err := s.MarkSeen(t.Context(), itemKeys(first, batch)); err != nil {
			t.Fatal(err)
		}
	}
	for first := 0; first < 2*marked; first += 5 * batch {
		keys, want := itemKeys(first, batch), first < marked
		seen, err := s.Seen(t.Context(), keys)
		if err != nil {
			t.Fatal(err)
		}
		for i := range seen {
			if seen[i] != want {
				t.Fatalf("Seen(%q) = %v, want %v", keys[i], seen[i], want)
			}
		}
	}
	if c, err := s.Counts(t.Context()); c.Seen != marked || err != nil {
		t.Errorf("Counts = %+v, %v, want %d seen", c, err, marked)
	}
}

func itemKeys(first, n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprint("https://outlet.example/news/", first+i)
	}
	return keys
}

// BenchmarkSeenMemory measures how many bytes of the server's memory a seen
// item takes, among a million.
func BenchmarkSeenMemory(b *testing.B) {
	const items, batch = 1_000_000, 10_000
	server := storetest.StartRedis(b, "appendonly no")
	a := admin(b, server.URL())
	for range b.N {
		do(b, a, "FLUSHALL")
		s := open(b, server.Address(), store.Config{})
		before := memory(b, server)
		for first := 0; first < items; first += batch {
			if err := s.MarkSeen(b.Context(), itemKeys(first, batch)); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(memory(b, server)-before)/items, "B/item")
		s.Close()
	}
}

// memory returns what the server has allocated.
func memory(b *testing.B, server *storetest.Server) int {
	info, err := admin(b, server.URL()).Info(b.Context(), "memory").Result()
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(info, "\nused_memory:")
	text, _, _ := strings.Cut(rest, "\r\n")
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}
