package sqlite_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

var long = flag.Bool("long", false, "fill stores with a million articles and deliveries, which takes minutes")

// BenchmarkRestart measures storetest.Restart of a store with many articles of
// 3 kB, a million with -long: after it was closed, and after its process was killed
// while a reader had long kept its log from being emptied.
func BenchmarkRestart(b *testing.B) {
	articles, log := 20_000, int64(8<<20)
	if *long {
		articles, log = 1_000_000, 64<<20
	}
	path := filepath.Join(b.TempDir(), "rasad.db")
	crowded(b, path, articles)
	place := func(t testing.TB, clock func() time.Time) store.Store {
		s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	b.Run(fmt.Sprintf("articles=%d/closed", articles), func(b *testing.B) {
		for i := range b.N {
			storetest.Restart(b, place, fmt.Sprint("closed", time.Now().UnixNano(), i))
		}
	})
	b.Run(fmt.Sprintf("articles=%d/killed", articles), func(b *testing.B) {
		for i := range b.N {
			b.StopTimer()
			killWithLog(b, path, log)
			size := storetest.SizeOf(path)
			b.StartTimer()
			storetest.Restart(b, place, fmt.Sprint("killed", time.Now().UnixNano(), i))
			b.ReportMetric(float64(size>>20), "MB")
		}
	})
}

// crowded makes a store with so many articles, of three keys each, half of them
// with a topic.
func crowded(b *testing.B, path string, articles int) {
	s, err := store.Open(b.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	numbers := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, articles)
	_, err = db.Exec(numbers + `INSERT INTO articles (number, id, at, article, matches) SELECT i, format('%016x', i), i * 1000000,
			format('{"id":"%016x","url":"https://outlet.example/%d","title":"Headline %d","body":"%s"}', i, i, i, replace(hex(zeroblob(600)), '00', 'word ')), '[]' FROM n;` +
		numbers + `INSERT INTO article_topics (topic, at, article) SELECT 'terror', i * 1000000, i FROM n WHERE i % 2 = 0;` +
		numbers + `INSERT INTO seen (key, at) SELECT randomblob(16), i FROM n, json_each('[1,2,3]') ORDER BY 1;
		UPDATE counts SET n = (SELECT count(*) FROM seen) WHERE what = 'seen';
		UPDATE counts SET n = (SELECT max(number) FROM articles) WHERE what = 'claims'`)
	if err != nil {
		b.Fatal(err)
	}
}

// killWithLog kills a process that claims once its log has a size, which grows
// because somebody reads.
func killWithLog(b *testing.B, path string, size int64) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var reading *sql.Tx
	killWhen(b, "sqlite:"+path, func([]string) bool {
		if reading == nil {
			if reading, err = db.BeginTx(b.Context(), nil); err != nil {
				b.Fatal(err)
			}
			var n int
			if err := reading.QueryRow("SELECT count(*) FROM settings").Scan(&n); err != nil {
				b.Fatal(err)
			}
		}
		log, err := os.Stat(path + "-wal")
		return err == nil && log.Size() >= size
	})
	if err := reading.Rollback(); err != nil {
		b.Error(err)
	}
}

// TestBacklogIsDrainedInFlatMemory writes many deliveries, a million with -long,
// and drains them from 64 senders: the heap at the end is what it was at the
// beginning.
func TestBacklogIsDrainedInFlatMemory(t *testing.T) {
	backlog, chats := 10_000, 1_000
	if *long {
		backlog, chats = 1_000_000, 10_000
	}
	s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"), store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	pile(t, s, backlog, chats)
	begun := time.Now()
	before := memory(t, "  0 %")
	drain(t, s, backlog/2)
	memory(t, " 50 %")
	drain(t, s, backlog-backlog/2)
	after := memory(t, "100 %")
	t.Logf("%d deliveries to %d chats drained in %v, %.0f/s", backlog, chats, time.Since(begun).Round(time.Millisecond),
		float64(backlog)/time.Since(begun).Seconds())
	if c, err := s.Counts(t.Context()); err != nil || c.Pending != 0 || int(c.Sent) != backlog {
		t.Errorf("Counts = %+v, %v, want all %d sent", c, err, backlog)
	}
	const slack = 8 << 20
	if after > before+slack {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
}

// pile fans out articles to chats until there are so many deliveries.
func pile(t *testing.T, s store.Store, backlog, chats int) {
	for made := 0; made < backlog; {
		id := fmt.Sprint("article", made)
		if _, err := s.Claim(t.Context(), claimOf(id)); err != nil {
			t.Fatal(err)
		}
		var after news.Recipient
		for number := 0; number*news.ChunkSize < chats; number++ {
			c := news.Chunk{Article: id, Number: number, From: after, Last: (number+1)*news.ChunkSize >= chats}
			for i := range min(news.ChunkSize, chats-number*news.ChunkSize) {
				after = news.Recipient{Chat: int64(number*news.ChunkSize + i + 1)}
				c.Deliveries = append(c.Deliveries, news.Delivery{Recipient: after, Article: id, Topics: []string{"terror"}})
			}
			c.After = after
			if moved, err := s.FanOut(t.Context(), c); err != nil || !moved {
				t.Fatalf("FanOut = %v, %v", moved, err)
			}
			made += len(c.Deliveries)
		}
	}
}

// drain sends n deliveries.
func drain(t *testing.T, s store.Store, n int) {
	for sent := 0; sent < n; {
		ds, err := s.Reserve(t.Context(), min(64, n-sent))
		if err != nil || len(ds) == 0 {
			t.Fatalf("Reserve = %d, %v after %d", len(ds), err, sent)
		}
		var failed atomic.Pointer[error]
		var wg sync.WaitGroup
		for _, d := range ds {
			wg.Go(func() {
				_, err := s.Begin(context.Background(), d.ID, 1)
				if err == nil {
					err = s.Finish(context.Background(), d.ID, 1)
				}
				if err != nil {
					failed.Store(&err)
				}
			})
		}
		wg.Wait()
		if err := failed.Load(); err != nil {
			t.Fatal(*err)
		}
		sent += len(ds)
	}
}

// memory returns the bytes of the heap, and logs them with what the system says
// of the whole process, in which SQLite's own memory is.
func memory(t *testing.T, when string) uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	resident := "unknown"
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if _, rest, found := strings.Cut(string(status), "VmRSS:"); found {
			resident, _, _ = strings.Cut(strings.TrimSpace(rest), "\n")
		}
	}
	t.Logf("%s: heap %.1f MB, resident %s", when, float64(m.HeapAlloc)/(1<<20), resident)
	return m.HeapAlloc
}

// BenchmarkBackup measures a check and a backup, which ends with a check of the
// copy, of a store with many small articles, a million with -long.
func BenchmarkBackup(b *testing.B) {
	articles := 20_000
	if *long {
		articles = 1_000_000
	}
	path := filepath.Join(b.TempDir(), "rasad.db")
	crowded(b, path, articles)
	size := storetest.SizeOf(path)
	b.Run(fmt.Sprintf("articles=%d/check", articles), func(b *testing.B) {
		b.SetBytes(size)
		for range b.N {
			if wrong, err := store.Check(b.Context(), "sqlite:"+path); err != nil || wrong != nil {
				b.Fatalf("Check = %q, %v", wrong, err)
			}
		}
	})
	b.Run(fmt.Sprintf("articles=%d/backup", articles), func(b *testing.B) {
		b.SetBytes(size)
		for range b.N {
			if err := store.Backup(b.Context(), "sqlite:"+path, path+".copy", true); err != nil {
				b.Fatal(err)
			}
		}
	})
}
