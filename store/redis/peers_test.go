package redis_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// BenchmarkPeers measures claims and delivery cycles of 64 callers beside what
// the server does for others who ask as many at once: a plain write of an
// article's text, and the cycle of a stream with a consumer group. The time of
// the processors tells more than the rate on a machine that others use too:
// µs of the server and of the client for each.
func BenchmarkPeers(b *testing.B) {
	server := storetest.StartRedis(b)
	text := strings.Repeat("words of an article ", 150)
	raw := admin(b, server.URL())
	b.Run("claim", func(b *testing.B) {
		s := open(b, server.Address(), store.Config{})
		defer s.Close()
		compare(b, server, func(i int64) error {
			id := fmt.Sprintf("%016x", i)
			c := news.Claim{Article: news.Article{ID: id, Title: "Headline " + id, Body: text}, Matches: []news.Match{{Topic: "terror"}}}
			for _, kind := range []string{"guid", "url", "canonical", "text"} {
				c.Keys = append(c.Keys, kind+id)
			}
			v, err := s.Claim(b.Context(), c)
			if err == nil && v != news.New {
				err = fmt.Errorf("claim is %v", v)
			}
			return err
		})
	})
	b.Run("claim/peer=SET", func(b *testing.B) {
		compare(b, server, func(i int64) error { return raw.Set(b.Context(), "text:"+strconv.FormatInt(i, 10), text, 0).Err() })
	})
	b.Run("delivery", func(b *testing.B) {
		s := open(b, server.Address(), store.Config{})
		defer s.Close()
		chats := make([]int64, b.N)
		for i := range chats {
			chats[i] = int64(i + 1)
		}
		for n := 0; n < b.N; n += 500 {
			if err := s.EnqueueAll(b.Context(), "all", news.Delivery{Text: "x"}, chats[n:min(n+500, b.N)]); err != nil {
				b.Fatal(err)
			}
		}
		d := &deliverer{store: s}
		compare(b, server, func(int64) error { return d.deliver(b) })
	})
	b.Run("delivery/peer=stream", func(b *testing.B) {
		for i := range b.N {
			if err := raw.XAdd(b.Context(), &redis.XAddArgs{Stream: "work", Values: []any{"chat", i, "text", "x"}}).Err(); err != nil {
				b.Fatal(err)
			}
		}
		raw.XGroupCreate(b.Context(), "work", "senders", "0")
		compare(b, server, func(int64) error { return deliverOfStream(b, raw) })
	})
}

// deliverOfStream takes one message from a stream and is done with it.
func deliverOfStream(b *testing.B, raw *redis.Client) error {
	got, err := raw.XReadGroup(b.Context(), &redis.XReadGroupArgs{Group: "senders", Consumer: "a", Streams: []string{"work", ">"}, Count: 1, Block: -1}).Result()
	if err != nil {
		return err
	}
	id := got[0].Messages[0].ID
	if err := raw.XAck(b.Context(), "work", "senders", id).Err(); err != nil {
		return err
	}
	return raw.XDel(b.Context(), "work", id).Err()
}

// A deliverer gives out what it reserves, 64 at once.
type deliverer struct {
	store store.Store
	mu    sync.Mutex
	have  []news.Delivery
	under map[int64]bool
}

func (d *deliverer) deliver(b *testing.B) error {
	one, err := d.take(b)
	if err != nil {
		return err
	}
	if start, err := d.store.Begin(b.Context(), one.ID, 0); err != nil || start != news.Go {
		return fmt.Errorf("begin is %v, %w", start, err)
	}
	err = d.store.Finish(b.Context(), one.ID, int(one.ID))
	d.mu.Lock()
	delete(d.under, one.ID)
	d.mu.Unlock()
	return err
}

// take returns a delivery that nobody else has under way.
func (d *deliverer) take(b *testing.B) (news.Delivery, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.under == nil {
		d.under = map[int64]bool{}
	}
	if len(d.have) == 0 {
		ds, err := d.store.Reserve(b.Context(), 2*callers)
		if err != nil {
			return news.Delivery{}, err
		}
		for _, one := range ds {
			if !d.under[one.ID] {
				d.have = append(d.have, one)
			}
		}
	}
	if len(d.have) == 0 {
		return news.Delivery{}, fmt.Errorf("nothing to deliver")
	}
	one := d.have[0]
	d.have, d.under[one.ID] = d.have[1:], true
	return one, nil
}

const callers = 64

// compare has callers do something b.N times, and reports how often a second
// and what of the processors it took.
func compare(b *testing.B, server *storetest.Server, do func(i int64) error) {
	a := admin(b, server.URL())
	theirs, ours := serverTimeUsed(b, a), timeUsed()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range callers {
		wg.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := do(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	n := float64(b.N)
	b.ReportMetric(n/b.Elapsed().Seconds(), "1/s")
	b.ReportMetric(float64((serverTimeUsed(b, a)-theirs).Microseconds())/n, "server-µs")
	b.ReportMetric(float64((timeUsed()-ours).Microseconds())/n, "client-µs")
	b.ReportMetric(0, "ns/op")
}

// timeUsed returns the time of the processors that this process took.
func timeUsed() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// serverTimeUsed returns the same of a server's main thread.
func serverTimeUsed(b *testing.B, a *redis.Client) time.Duration {
	b.Helper()
	info, err := a.Info(b.Context(), "cpu").Result()
	if err != nil {
		b.Fatal(err)
	}
	var sum float64
	for line := range strings.Lines(info) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if key == "used_cpu_user_main_thread" || key == "used_cpu_sys_main_thread" {
			n, _ := strconv.ParseFloat(value, 64)
			sum += n
		}
	}
	return time.Duration(sum * float64(time.Second))
}
