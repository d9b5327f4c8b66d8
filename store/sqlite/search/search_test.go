package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// An archive is one in memory.
type archive struct {
	mu       sync.Mutex
	name     string
	articles []search.Claimed
	purges   int64
}

func (a *archive) Name(context.Context) (string, error) { return a.name, nil }

func (a *archive) LastClaim(context.Context) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if n := len(a.articles); n > 0 {
		return a.articles[n-1].Number, nil
	}
	return 0, nil
}

func (a *archive) Claimed(_ context.Context, after int64, limit int) (found []search.Claimed, reached int64, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.articles {
		if c.Number > after && len(found) < limit {
			found, reached = append(found, c), c.Number
		}
	}
	return found, reached, nil
}

func (a *archive) Size(context.Context) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return int64(len(a.articles)), nil
}

func (a *archive) Purges(context.Context) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.purges, nil
}

func (a *archive) Missing(_ context.Context, ids []string) (missing []string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	places := a.places()
	for _, id := range ids {
		if _, there := places[id]; !there {
			missing = append(missing, id)
		}
	}
	return missing, nil
}

func (a *archive) All(_ context.Context, ids []string) (found []news.Archived, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	places := a.places()
	for _, id := range ids {
		if i, there := places[id]; there {
			found = append(found, a.articles[i].Archived)
		}
	}
	return found, nil
}

// places returns where articles stand, by their IDs.
func (a *archive) places() map[string]int {
	places := make(map[string]int, len(a.articles))
	for i := range a.articles {
		places[a.articles[i].Article.ID] = i
	}
	return places
}

// claim puts articles into the archive, all of one second.
func (a *archive) claim(ids ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, id := range ids {
		c := search.Claimed{Number: int64(len(a.articles) + 1), At: time.Unix(1_000_000, 0)}
		c.Article = news.Article{ID: id, Title: "Blast " + id, Source: "outlet"}
		a.articles = append(a.articles, c)
	}
}

func open(t *testing.T, path string, a *archive) *search.Index {
	t.Helper()
	x := search.New(path, a, 0)
	t.Cleanup(func() { x.Close() })
	return x
}

// found returns the IDs of all articles that hold a word, in their order, once
// the index is up to date.
func found(t *testing.T, x *search.Index, word string) string {
	t.Helper()
	for {
		f, err := x.Search(t.Context(), news.Search{Words: [][]string{{word}}, Limit: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		if f.Left > 0 {
			continue
		}
		var ids []string
		for _, a := range f.Articles {
			ids = append(ids, a.Article.ID)
		}
		slices.Sort(ids)
		return strings.Join(ids, " ")
	}
}

// TestIndexIsMadeAnew opens files that are lost, damaged, no index, of another
// archive, or ahead of their own.
func TestIndexIsMadeAnew(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string, a *archive){
		"lost":  func(t *testing.T, path string, _ *archive) { os.Remove(path) },
		"empty": func(t *testing.T, path string, _ *archive) { os.Truncate(path, 0) },
		"no index": func(t *testing.T, path string, _ *archive) {
			os.WriteFile(path, []byte(strings.Repeat("garbage ", 1000)), 0o644)
		},
		"damaged": func(t *testing.T, path string, _ *archive) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for i := 4096; i < len(data); i++ {
				data[i] = 0xA5
			}
			os.WriteFile(path, data, 0o644)
		},
		"of another archive": func(_ *testing.T, _ string, a *archive) { a.name = "other"; a.articles = a.articles[1:2] },
		"ahead":              func(_ *testing.T, _ string, a *archive) { a.articles = a.articles[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "folder", "x.search")
			a := &archive{name: "one"}
			a.claim("a", "b", "c")
			x := open(t, path, a)
			if got := found(t, x, "blast"); got != "a b c" {
				t.Fatalf("Search = %q, want a b c", got)
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			spoil(t, path, a)
			var want []string
			for _, c := range a.articles {
				want = append(want, c.Article.ID)
			}
			if got := found(t, open(t, path, a), "blast"); got != strings.Join(want, " ") {
				t.Errorf("Search = %q, want %q", got, want)
			}
		})
	}
}

// TestTwoProcessesShareAnIndex follows one archive with two indexes of one file.
func TestTwoProcessesShareAnIndex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.search")
	a := &archive{name: "one"}
	x, y := open(t, path, a), open(t, path, a)
	var want []string
	for i := range 300 {
		id := fmt.Sprintf("n%03d", i)
		want = append(want, id)
		a.claim(id)
		if i%7 == 0 {
			x.Kick()
			y.Kick()
			found(t, []*search.Index{x, y}[i%2], "blast")
		}
	}
	for _, index := range []*search.Index{x, y} {
		if got := found(t, index, "blast"); got != strings.Join(want, " ") {
			t.Errorf("Search = %q, want all", got)
		}
	}
}

// TestManyArticlesOfOneSecond gives more articles to a second than a key has
// bits to tell apart by their numbers.
func TestManyArticlesOfOneSecond(t *testing.T) {
	a := &archive{name: "one"}
	a.claim("a", "b", "c")
	for i := range a.articles {
		a.articles[i].Number = int64(1 + i<<16) // alike in the bits that keys take
	}
	if got := found(t, open(t, filepath.Join(t.TempDir(), "x.search"), a), "blast"); got != "a b c" {
		t.Errorf("Search = %q, want a b c", got)
	}
}

// TestForgottenArticlesAreNotFound takes articles out of the archive, then out
// of the index.
func TestForgottenArticlesAreNotFound(t *testing.T) {
	a := &archive{name: "one"}
	a.claim("a", "b", "c")
	x := open(t, filepath.Join(t.TempDir(), "x.search"), a)
	found(t, x, "blast")
	a.articles = a.articles[1:]
	if got := found(t, x, "blast"); got != "b c" {
		t.Errorf("Search of what is gone = %q, want b c", got)
	}
	for range 2 {
		if err := x.Forget(t.Context(), []string{"a", "unknown"}); err != nil {
			t.Fatal(err)
		}
	}
	sources, err := x.TopSources(t.Context(), nil, time.Time{}, time.Time{}, 9)
	if err != nil || len(sources) != 1 || sources[0].Articles != 2 {
		t.Errorf("TopSources = %v, %v, want 2 articles", sources, err)
	}
}
