package redis_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestEveryIndexHearsOfAPurge purges in a process that was never searched, beside
// one that has an index of its own, and one with a file that is down meanwhile.
func TestEveryIndexHearsOfAPurge(t *testing.T) {
	server, clock := storetest.StartRedis(t), storetest.NewClock()
	filed := store.Config{Clock: clock.Now, Index: filepath.Join(t.TempDir(), "rasad.search")}
	purger := open(t, server.URL(), store.Config{Clock: clock.Now})
	own := open(t, server.URL(), store.Config{Clock: clock.Now})
	kept := open(t, server.URL(), filed)
	for i := range 30 {
		id := fmt.Sprint("a", i)
		if _, err := purger.Claim(t.Context(), news.Claim{Keys: []string{id}, Article: news.Article{ID: id, Title: "Blast"}}); err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Hour)
	}
	awaitIndexed(t, own, 30)
	awaitIndexed(t, kept, 30)
	kept.Close()
	if done, err := purger.Purge(t.Context(), news.Keep{Articles: 10 * time.Hour}); done.Articles != 20 || err != nil {
		t.Fatalf("Purge = %+v, %v, want 20 articles", done, err)
	}
	found, err := own.Search(t.Context(), news.Search{Words: [][]string{{"blast"}}, Limit: 100})
	if err != nil || len(found.Articles) != 10 {
		t.Errorf("Search finds %d articles at once, %v, want 10", len(found.Articles), err)
	}
	awaitIndexed(t, own, 10)
	awaitIndexed(t, open(t, server.URL(), filed), 10)
}

// awaitIndexed waits until a store's index counts so many articles.
func awaitIndexed(t *testing.T, s store.Store, want int) {
	t.Helper()
	deadline, tick := time.After(30*time.Second), time.NewTicker(50*time.Millisecond)
	defer tick.Stop()
	for {
		days, err := s.Days(t.Context(), nil, time.Time{}, time.Time{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, d := range days {
			n += d.Articles
		}
		if n == want {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("the index counts %d articles, want %d", n, want)
		}
	}
}
