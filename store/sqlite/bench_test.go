package sqlite_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// BenchmarkClaimBesidePeers measures durable claims per second from one caller
// and from 64, into an empty store and, with -long, into one with a million
// articles; in turns with what they can't be faster than on this disk at this
// moment: transactions by the same driver that insert a row with the article's
// bytes for each caller and nothing else, and as many bytes written and synced.
// On a busy machine the ratios tell more than the rates.
func BenchmarkClaimBesidePeers(b *testing.B) {
	empty := filepath.Join(b.TempDir(), "empty.db")
	claimBesidePeers(b, "empty", empty)
	if *long {
		full := filepath.Join(b.TempDir(), "full.db")
		crowded(b, full, 1_000_000)
		claimBesidePeers(b, "million", full)
	}
}

func claimBesidePeers(b *testing.B, name, path string) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("%s/callers=%d", name, callers), func(b *testing.B) {
			s, err := store.Open(b.Context(), "sqlite:"+path, store.Config{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			rows, synced := newRows(b), newSynced(b)
			const turn = 640 // articles
			var claims, inserts, syncs time.Duration
			for range b.N {
				claims += took(func() { claimTurn(b, s, fmt.Sprint(time.Now().UnixNano()), turn, callers) })
				inserts += took(func() { rows.insert(b, turn, callers) })
				syncs += took(func() { synced.write(b, turn, callers) })
			}
			articles := float64(b.N) * turn
			b.ReportMetric(articles/claims.Seconds(), "claims/s")
			b.ReportMetric(articles/inserts.Seconds(), "inserts/s")
			b.ReportMetric(articles/syncs.Seconds(), "syncs/s")
			b.ReportMetric(inserts.Seconds()/claims.Seconds(), "of-inserts")
			b.ReportMetric(syncs.Seconds()/claims.Seconds(), "of-syncs")
		})
	}
}

func took(f func()) time.Duration {
	begun := time.Now()
	f()
	return time.Since(begun)
}

// body is that of an article of 3 kB.
var body = strings.Repeat("words of an article ", 150)

// claimTurn claims n articles of four keys, from several callers.
func claimTurn(b *testing.B, s store.Store, name string, n, callers int) {
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			for i := caller; i < n; i += callers {
				c := news.Claim{Article: news.Article{ID: fmt.Sprint(name, i), Body: body}, Matches: []news.Match{{Topic: "terror"}}}
				for _, kind := range []string{"url", "guid", "canonical", "text"} {
					c.Keys = append(c.Keys, fmt.Sprint(kind, name, i))
				}
				if v, err := s.Claim(b.Context(), c); v != news.New || err != nil {
					b.Errorf("Claim = %v, %v, want New", v, err)
				}
			}
		})
	}
	wg.Wait()
}

// A rowTable is a table with nothing but rows, as durable as the store.
type rowTable struct {
	db     *sql.DB
	insert func(b *testing.B, n, together int)
}

func newRows(b *testing.B) rowTable {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "rows.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE rows (number INTEGER PRIMARY KEY, text BLOB NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	text := []byte(body)
	return rowTable{db, func(b *testing.B, n, together int) {
		for done := 0; done < n; done += together {
			t, err := db.Begin()
			if err != nil {
				b.Fatal(err)
			}
			for range together {
				if _, err := t.Exec("INSERT INTO rows (text) VALUES (?)", text); err != nil {
					b.Fatal(err)
				}
			}
			if err := t.Commit(); err != nil {
				b.Fatal(err)
			}
		}
	}}
}

// A syncedFile is written and synced over and over, as a log is.
type syncedFile struct{ *os.File }

func newSynced(b *testing.B) syncedFile {
	f, err := os.Create(filepath.Join(b.TempDir(), "synced"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	return syncedFile{f}
}

func (f syncedFile) write(b *testing.B, n, together int) {
	data := []byte(strings.Repeat(body, together))
	for done := 0; done < n; done += together {
		if _, err := f.WriteAt(data, int64(done*len(body))); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
}
