package redis_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestSpoiledEntriesLetOthersPass deletes records of more entries than a page of
// the outbox holds, and spoils others: those behind them come, and what is lost is
// told once.
func TestSpoiledEntriesLetOthersPass(t *testing.T) {
	server, log := storetest.StartRedis(t), bytes.Buffer{}
	s := open(t, server.URL(), store.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	defer s.Close()
	for i := range 20 {
		c := claimOf(fmt.Sprintf("article%02d", i))
		c.Matches = []news.Match{{Topic: "terror"}}
		if _, err := s.Claim(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	entry := func(i int) string { return fmt.Sprintf("{rasad}:entry:article%02d", i) }
	for i := range 12 {
		server.Do(t, "DEL", entry(i))
	}
	server.Do(t, "HSET", entry(12), "topics", `["terror`)
	server.Do(t, "HSET", entry(13), "chunk", "many")
	server.Do(t, "HDEL", entry(14), "topics")
	server.Do(t, "HSET", entry(15), "after", "nobody")
	for range 2 {
		entries, err := s.Outbox(t.Context(), 3)
		if err != nil || len(entries) != 3 || entries[0].Article != "article16" || entries[2].Article != "article18" {
			t.Errorf("Outbox = %+v, %v, want articles 16 to 18", entries, err)
		}
	}
	for i := range 20 {
		want := 1
		if i > 15 {
			want = 0
		}
		if n := strings.Count(log.String(), fmt.Sprintf("article%02d", i)); n != want {
			t.Errorf("article %d was told of %d times, want %d: %s", i, n, want, log.String())
		}
	}
	if n := server.Do(t, "ZCARD", "{rasad}:outbox"); n != "4" {
		t.Errorf("the outbox holds %s, want the 4 that are whole", n)
	}
	c := claimOf("article13")
	c.Article.Title, c.Matches = "claimed anew", []news.Match{{Topic: "war"}}
	if _, err := s.Claim(t.Context(), c); err != nil {
		t.Errorf("Claim of an article whose entry was spoiled = %v", err)
	}
}
