package redis_test

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/rasadnews/rasad/news"
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

// TestManyKeysAreLookedUpInSteps asks for more keys at once than a script should
// look up while the server does nothing else.
func TestManyKeysAreLookedUpInSteps(t *testing.T) {
	const keys, steps = 20_000, 20
	server := storetest.StartRedis(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	scripts := func() int { return scriptsRun(t, server) }
	before := scripts()
	if err := s.MarkSeen(t.Context(), itemKeys(0, keys)); err != nil {
		t.Fatal(err)
	}
	marked := scripts()
	seen, err := s.Seen(t.Context(), itemKeys(keys/2, keys))
	if err != nil || len(seen) != keys || !seen[0] || !seen[keys/2-1] || seen[keys/2] || seen[keys-1] {
		t.Errorf("Seen = %d, %v, want that of the first half of %d", len(seen), err, keys)
	}
	if looked := scripts(); marked-before < steps || looked-marked < steps {
		t.Errorf("%d scripts marked and %d looked up %d keys, want %d each at least", marked-before, looked-marked, keys, steps)
	}
}

// scriptsRun returns how many scripts a server has run.
func scriptsRun(t *testing.T, server *storetest.Server) (n int) {
	t.Helper()
	for _, way := range []string{"eval", "evalsha"} {
		_, rest, _ := strings.Cut(server.Do(t, "INFO", "commandstats"), "cmdstat_"+way+":calls=")
		digits, _, _ := strings.Cut(rest, ",")
		calls, _ := strconv.Atoi(digits)
		n += calls
	}
	return n
}

// TestForgottenKeysLeaveTheServer lets two periods go by: the next purge removes
// what nobody has looked up, and leaves the rest.
func TestForgottenKeysLeaveTheServer(t *testing.T) {
	const n = 3000
	address, clock := storetest.Redis(t).Address(), storetest.NewClock()
	s := open(t, address, store.Config{Clock: clock.Now})
	defer s.Close()
	if err := s.MarkSeen(t.Context(), itemKeys(0, n)); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	kept := func() int {
		return len(namesOf(t, admin(t, address), "{"+u.Query().Get("prefix")+"}:seen:*"))
	}
	before := kept()
	for range 61 {
		clock.Advance(24 * time.Hour)
		if _, err := s.Seen(t.Context(), itemKeys(0, 2)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Purge(t.Context(), news.Keep{}); err != nil {
		t.Fatal(err)
	}
	if after := kept(); before < 800 || after > 8 {
		t.Errorf("%d keys before, %d after, want hundreds and a few", before, after)
	}
	seen, err := s.Seen(t.Context(), itemKeys(0, 3))
	if err != nil || !seen[0] || !seen[1] || seen[2] {
		t.Errorf("Seen = %v, %v, want that of the two that are looked up", seen, err)
	}
}

// TestALostPeriodIsFoundAgain takes away which period is the present one, in the third:
// what was seen stays seen, and is forgotten when it would have been.
func TestALostPeriodIsFoundAgain(t *testing.T) {
	server, clock := storetest.StartRedis(t), storetest.NewClock()
	s := open(t, server.URL(), store.Config{Clock: clock.Now})
	defer s.Close()
	look := func(days int, want bool) {
		t.Helper()
		for range days {
			clock.Advance(24 * time.Hour)
			if _, err := s.Seen(t.Context(), []string{"other"}); err != nil {
				t.Fatal(err)
			}
		}
		if seen, err := s.Seen(t.Context(), []string{"kept"}); err != nil || seen[0] != want {
			t.Errorf("Seen = %v, %v, want %v", seen, err, want)
		}
	}
	look(70, false)
	if err := s.MarkSeen(t.Context(), []string{"kept"}); err != nil {
		t.Fatal(err)
	}
	server.Do(t, "DEL", "{rasad}:seen:present")
	wantWrong(t, server.URL(), "present period")
	look(0, true)
	wantWrong(t, server.URL())
	look(20, true)
	look(70, false)
}

// TestALookupNeedsNoWrites looks keys up on a server that takes no writes, for want
// of memory or of a replica, on a new day and in a new month, in which what is seen
// should be noted: it is, by the first lookup that can.
func TestALookupNeedsNoWrites(t *testing.T) {
	const day = 24 * time.Hour
	for _, want := range []struct{ begin, end string }{
		{"CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0"},
		{"CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0"},
	} {
		server, clock := storetest.StartRedis(t), storetest.NewClock()
		s := open(t, server.Address(), store.Config{Clock: clock.Now})
		defer s.Close()
		a := admin(t, server.URL())
		look := func(seen bool, key string) {
			t.Helper()
			if got, err := s.Seen(t.Context(), []string{key}); err != nil || got[0] != seen {
				t.Errorf("after %s: Seen(%s) = %v, %v, want %v", want.begin, key, got, err, seen)
			}
		}
		spend := func(days int) {
			for range days {
				clock.Advance(day)
				look(false, "other")
			}
		}
		if err := s.MarkSeen(t.Context(), []string{"old"}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			spend(29)
			do(t, a, want.begin)
			for range 5 {
				clock.Advance(day)
				look(true, "old")
				look(false, "new")
			}
			do(t, a, want.end)
			spend(3) // in which a month ends
			do(t, a, want.begin)
			look(true, "old")
			do(t, a, want.end)
			look(true, "old")
		}
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
// item takes, among a million, and how many as a key of its own that ends by
// itself, named by as many bytes of its hash.
func BenchmarkSeenMemory(b *testing.B) {
	const items, batch = 1_000_000, 10_000
	server := storetest.StartRedis(b, "appendonly no")
	a := admin(b, server.URL())
	type marking func(keys []string) error
	measure := func(b *testing.B, begin func() marking) {
		for range b.N {
			do(b, a, "FLUSHALL")
			mark := begin()
			before := memory(b, server)
			for first := 0; first < items; first += batch {
				if err := mark(itemKeys(first, batch)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(memory(b, server)-before)/items, "B/item")
		}
	}
	b.Run("packed", func(b *testing.B) {
		measure(b, func() marking {
			s := open(b, server.Address(), store.Config{})
			b.Cleanup(func() { s.Close() })
			return func(keys []string) error { return s.MarkSeen(b.Context(), keys) }
		})
	})
	b.Run("peer=key", func(b *testing.B) {
		measure(b, func() marking {
			return func(keys []string) error {
				_, err := a.Pipelined(b.Context(), func(p redis.Pipeliner) error {
					for _, k := range keys {
						sum := sha256.Sum256([]byte(k))
						p.Set(b.Context(), "seen:"+string(sum[:12]), "", 62*24*time.Hour)
					}
					return nil
				})
				return err
			}
		})
	})
}

// memory returns what the server has allocated.
func memory(b testing.TB, server *storetest.Server) int {
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
