package redis_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestOldArchiveIsSearched takes the list by claims away, as an older program
// wrote none, and searches with an index that is kept in a file.
func TestOldArchiveIsSearched(t *testing.T) {
	server := storetest.StartRedis(t)
	c := store.Config{Index: filepath.Join(t.TempDir(), "rasad.search")}
	s := open(t, server.URL(), store.Config{})
	const articles = 50
	for i := range articles {
		id := fmt.Sprint("a", i)
		if _, err := s.Claim(t.Context(), news.Claim{Keys: []string{id}, Article: news.Article{ID: id, Title: "Blast"}}); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	do(t, admin(t, server.URL()), "DEL {rasad}:claimed")
	for range 2 { // the second time by the file alone
		s = open(t, server.URL(), c)
		found, err := s.Search(t.Context(), news.Search{Words: [][]string{{"blast"}}, Limit: 2 * articles})
		if err != nil || len(found.Articles) != articles || found.Left != 0 {
			t.Errorf("Search = %d articles, %d left, %v, want %d", len(found.Articles), found.Left, err, articles)
		}
		s.Close()
	}
	if storetest.SizeOf(c.Index) == 0 {
		t.Error("the index is not in its file")
	}
}
