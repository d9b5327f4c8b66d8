package search_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// A crowd is all who use an index at once, by two indexes on one file: those who
// claim, search, count and purge, while the indexes merge behind the scenes.
type crowd struct {
	*testing.T
	archive *archive
	indexes []*search.Index

	mu       sync.Mutex
	gone     map[string]bool // articles
	searches atomic.Int64
	partial  atomic.Int64 // searches that left anything out
	over     atomic.Bool
}

// TestCrowd lets a crowd use an index, which is never begun anew: of what was
// claimed before a search, that leaves out no more than it says.
func TestCrowd(t *testing.T) {
	const before, claims, claimers = 1500, 300, 3
	path := filepath.Join(t.TempDir(), "x.search")
	c := &crowd{T: t, archive: &archive{name: "one"}, gone: map[string]bool{}}
	for range before {
		c.claim()
	}
	c.indexes = []*search.Index{open(t, path, c.archive), open(t, path, c.archive)}
	found(t, c.indexes[0], "blast")
	file := look(t, path)
	epoch := epochOf(t, file)
	var others, all sync.WaitGroup
	for n := range 3 * len(c.indexes) {
		others.Go(func() { c.searchOn(n) })
	}
	others.Go(c.purgeOn)
	for range claimers {
		all.Go(func() {
			for range claims {
				c.claim()
				for _, x := range c.indexes {
					x.Kick()
				}
				time.Sleep(time.Millisecond) // so that there is something to claim in between
			}
		})
	}
	all.Wait()
	c.over.Store(true)
	others.Wait()
	c.agree(append(c.indexes, open(t, path, c.archive)))
	if epochOf(t, look(t, path)) != epoch {
		t.Error("the index was begun anew")
	}
	var segments, last int64
	if err := file.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM segments), segment FROM state`).Scan(&segments, &last); err != nil {
		t.Fatal(err)
	}
	if segments == last {
		t.Error("no segment was ever merged")
	}
	t.Logf("%d searches, of which %d left something out; %d articles gone; %d segments, the last number is %d",
		c.searches.Load(), c.partial.Load(), len(c.gone), segments, last)
}

func (c *crowd) claim() {
	c.archive.mu.Lock()
	defer c.archive.mu.Unlock()
	number := int64(1)
	if n := len(c.archive.articles); n > 0 {
		number = c.archive.articles[n-1].Number + 1
	}
	c.archive.articles = append(c.archive.articles, pressed(number, 40))
}

// pressed returns an article of many words, the claim of a number.
func pressed(number int64, words int) search.Claimed {
	var body strings.Builder
	for k := range words {
		fmt.Fprintf(&body, "w%d ", (int(number)*7919+k*104729)%50_000)
	}
	a := search.Claimed{Number: number, At: time.Unix(1_000_000+number, 0)}
	a.Article = news.Article{ID: fmt.Sprint("a", number), Title: "Blast", Body: body.String(), Source: "outlet"}
	return a
}

// ids returns what is in the archive and not about to go.
func (c *crowd) ids() map[string]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.archive.mu.Lock()
	defer c.archive.mu.Unlock()
	ids := map[string]bool{}
	for _, a := range c.archive.articles {
		if !c.gone[a.Article.ID] {
			ids[a.Article.ID] = true
		}
	}
	return ids
}

// searchOn searches, and counts, until all is claimed.
func (c *crowd) searchOn(n int) {
	x := c.indexes[n%len(c.indexes)]
	for !c.over.Load() {
		claimed := c.ids()
		f, err := x.Search(c.Context(), news.Search{Words: [][]string{{"blast"}}, Limit: 1 << 20})
		if err != nil {
			c.Error(err)
			return
		}
		for _, a := range f.Articles {
			delete(claimed, a.Article.ID)
		}
		still := c.ids() // without what went meanwhile
		missed := int64(0)
		for id := range claimed {
			if still[id] {
				missed++
			}
		}
		if missed > f.Left {
			c.Errorf("Search leaves out %d articles, and says %d", missed, f.Left)
			return
		}
		if _, err := x.TopSources(c.Context(), nil, time.Time{}, time.Time{}, 9); err != nil {
			c.Error(err)
			return
		}
		c.searches.Add(1)
		if f.Left > 0 {
			c.partial.Add(1)
		}
		time.Sleep(time.Millisecond)
	}
}

// purgeOn takes the oldest articles out, and tells an index in turn, or none,
// until all is claimed.
func (c *crowd) purgeOn() {
	for turn := 0; !c.over.Load(); turn++ {
		const some = 3
		c.mu.Lock()
		c.archive.mu.Lock()
		var ids []string
		for _, a := range c.archive.articles[:some] {
			ids, c.gone[a.Article.ID] = append(ids, a.Article.ID), true
		}
		c.archive.articles = slices.Clone(c.archive.articles[some:])
		c.archive.purges++
		c.archive.mu.Unlock()
		c.mu.Unlock()
		if told := turn % (len(c.indexes) + 1); told < len(c.indexes) {
			if err := c.indexes[told].Forget(c.Context(), ids); err != nil {
				c.Error(err)
				return
			}
		}
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
	}
}

// agree checks that indexes find all that is in the archive.
func (c *crowd) agree(indexes []*search.Index) {
	c.Helper()
	var ids []string
	for id := range c.ids() {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for n, x := range indexes {
		if got := strings.Fields(found(c.T, x, "blast")); !slices.Equal(got, ids) {
			c.Errorf("index %d finds %d articles in the end, want %d", n, len(got), len(ids))
		}
	}
}
