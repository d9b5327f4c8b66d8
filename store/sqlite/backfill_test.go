package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestOldArchiveIsSearched opens a file of the first version that holds more
// articles than are taken in at once: a search says how many are left, and then
// finds them.
func TestOldArchiveIsSearched(t *testing.T) {
	schema, err := os.ReadFile("migrations/001_begin.sql")
	if err != nil {
		t.Fatal(err)
	}
	const articles = 700
	var old strings.Builder
	for i := range articles {
		fmt.Fprintf(&old, `INSERT INTO articles (id, at, article, matches) VALUES ('a%d', %d, '{"id":"a%d","title":"Old blast"}', '[]');`, i, i*1e6, i)
	}
	path := filepath.Join(t.TempDir(), "rasad.db")
	query(t, path, string(schema)+old.String()+"PRAGMA user_version = 1; PRAGMA application_id = 0x72617364")
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v, err := s.Claim(t.Context(), news.Claim{Keys: []string{"new"}, Article: news.Article{ID: "new", Title: "New blast"}}); v != news.New || err != nil {
		t.Fatalf("Claim = %v, %v, want New", v, err)
	}
	ask := news.Search{Words: [][]string{{"blast"}}, Limit: 2 * articles}
	found, err := s.Search(t.Context(), ask)
	if err != nil || int(found.Left)+len(found.Articles) != articles+1 {
		t.Errorf("Search = %d articles and %d left, %v, want %d together", len(found.Articles), found.Left, err, articles+1)
	}
	for found.Left > 0 {
		if found, err = s.Search(t.Context(), ask); err != nil {
			t.Fatal(err)
		}
	}
	if len(found.Articles) != articles+1 || found.Articles[0].Article.ID != "new" {
		t.Errorf("Search = %d articles, want %d, the new one first", len(found.Articles), articles+1)
	}
}

// BenchmarkIndexSize measures how many bytes the search index and the archive
// take for an article.
func BenchmarkIndexSize(b *testing.B) {
	const articles = 10_000
	for range b.N {
		path := filepath.Join(b.TempDir(), "rasad.db")
		s, err := store.Open(b.Context(), "sqlite:"+path, store.Config{})
		if err != nil {
			b.Fatal(err)
		}
		begun := time.Now()
		storetest.NewPress(1).Print(b, s, articles, time.Now(), 30)
		b.ReportMetric(articles/time.Since(begun).Seconds(), "articles/s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(storetest.SizeOf(path+".search"))/articles, "index-B/article")
		b.ReportMetric(float64(storetest.SizeOf(path))/articles, "archive-B/article")
	}
}
