package redis_test

import (
	"flag"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// long has tests run in their full size.
var long = flag.Bool("long", false, "run in full size: a backlog of a million")

// TestABacklogDrains sends all that waits, for as many chats, and holds that
// the server is left with none of it. What this process holds meanwhile, and
// what the server keeps, are printed: by a million with -long.
func TestABacklogDrains(t *testing.T) {
	backlog := 20_000
	if *long {
		backlog = 1_000_000
	}
	server := storetest.StartRedis(t, "appendonly no")
	s := open(t, server.Address(), store.Config{})
	defer s.Close()
	empty := memory(t, server)
	for first := 0; first < backlog; first += news.ChunkSize {
		chats := make([]int64, min(news.ChunkSize, backlog-first))
		for i := range chats {
			chats[i] = int64(first + i + 1)
		}
		if err := s.EnqueueAll(t.Context(), "all", news.Delivery{Text: "a message of the usual kind"}, chats); err != nil {
			t.Fatal(err)
		}
	}
	full, start := memory(t, server), heap()
	sent, most := 0, uint64(0)
	for {
		ds, err := s.Reserve(t.Context(), 64)
		if err != nil {
			t.Fatal(err)
		}
		if len(ds) == 0 {
			break
		}
		deliverAll(t, s, ds)
		if sent += len(ds); sent%(backlog/20/64*64) == 0 {
			most = max(most, heap())
		}
	}
	if c, err := s.Counts(t.Context()); sent != backlog || c.Pending != 0 || c.Attempting != 0 || c.Sent != int64(backlog) || err != nil {
		t.Errorf("sent %d of %d, Counts = %+v, %v", sent, backlog, c, err)
	}
	left := server.Do(t, "EVAL", "local n = 0; for _, k in ipairs(redis.call('KEYS', '*')) do if k:find('delivery:') or k:find('lane:') then n = n + 1 end end; return n", "0")
	if left != "0" {
		t.Errorf("%s keys of deliveries and lanes are left, want none", left)
	}
	const mb = 1 << 20
	t.Logf("%d drained; this process held %.1f MB at the start and %.1f at most; the server %.1f MB empty, %.1f full, %.1f in the end (keys of what was enqueued, for 62 days)",
		sent, float64(start)/mb, float64(most)/mb, float64(empty)/mb, float64(full)/mb, float64(memory(t, server))/mb)
}

// deliverAll sends deliveries at once.
func deliverAll(t *testing.T, s store.Store, ds []news.Delivery) {
	t.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range ds {
		wg.Go(func() {
			d := ds[next.Add(1)-1]
			if start, err := s.Begin(t.Context(), d.ID, 0); start != news.Go || err != nil {
				t.Errorf("Begin = %v, %v, want Go", start, err)
			}
			if err := s.Finish(t.Context(), d.ID, int(d.ID)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// heap returns what this process holds.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
