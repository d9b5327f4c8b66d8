package search_test

import (
	"context"
	"database/sql"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// A fallen archive is one that an earlier state of was put back, while it says so.
type fallen struct {
	*archive
	now atomic.Bool
}

func (f *fallen) LastClaim(ctx context.Context) (int64, error) {
	if f.now.Load() {
		return 1, nil
	}
	return f.archive.LastClaim(ctx)
}

// TestBegunAnewUnderAMerge has one index begin the tables anew whenever another, on
// the same file, is writing a segment of the old ones: that never gets into the
// new.
func TestBegunAnewUnderAMerge(t *testing.T) {
	const enough, most = 3, 500
	path := filepath.Join(t.TempDir(), "x.search")
	g := graveyard{T: t, archive: &archive{name: "one"}}
	g.other = open(t, path, g.archive)
	g.claim(1)
	g.file = look(t, path)
	lost := &fallen{archive: g.archive}
	x := search.New(path, lost, 0)
	defer x.Close()
	var anew atomic.Int64
	var epoch string // of the last time
	var loser sync.WaitGroup
	loser.Go(func() {
		for anew.Load() < enough && t.Context().Err() == nil && !t.Failed() {
			if g.merging() > 0 {
				epoch = g.lose(x, lost)
				anew.Add(1)
			}
		}
	})
	for round := 0; anew.Load() < enough; round++ {
		if round == most {
			t.Errorf("the index was begun anew %d times while a merge ran, want %d", anew.Load(), enough)
			break
		}
		g.claim(40) // of more, it would be a rush, which merges wait for
	}
	loser.Wait()
	g.takeIn()
	g.counts(g.other)
	g.counts(open(t, path, g.archive))
	if epochOf(t, g.file) != epoch {
		t.Error("the index was begun anew for no reason")
	}
	if n := g.ask(`SELECT count(*) FROM leaves WHERE number >> 24 NOT IN (SELECT number FROM segments UNION ALL SELECT segment FROM waste)`); n > 0 {
		t.Errorf("%d leaves are of no segment", n)
	}
}

// lose has an index find that its archive was put back, to some of what it holds,
// and returns the epoch that it then begins.
func (g *graveyard) lose(x *search.Index, lost *fallen) string {
	const some = 200
	g.archive.mu.Lock()
	g.archive.articles = slices.Clone(g.archive.articles[max(0, len(g.archive.articles)-some):])
	g.archive.mu.Unlock()
	lost.now.Store(true)
	defer lost.now.Store(false)
	if _, err := x.Search(g.Context(), news.Search{Limit: 1}); err != nil {
		g.Error(err)
	}
	return epochOf(g.T, g.file)
}

// TestContradictionsHeal writes into an index what cannot be: it is made anew by
// the next call that comes upon it, also for another index on the file.
func TestContradictionsHeal(t *testing.T) {
	for name, query := range map[string]string{
		"a leaf of the next segment":        `INSERT INTO leaves (number, data) SELECT (segment + 1) << 24, x'00' FROM state`,
		"the next segment":                  `INSERT INTO segments (number, docs, columns, terms) SELECT segment + 1, docs, columns, terms FROM segments, state LIMIT 1`,
		"a segment that cannot be read":     `UPDATE segments SET columns = x'ffff'`,
		"an article that no segment has":    `UPDATE articles SET key = key + 7 WHERE id = 'a1'`,
		"a segment without leaves":          `DELETE FROM leaves`,
		"a table that is not there":         `DROP TABLE dead`,
		"a state that is not there":         `DELETE FROM state`,
		"a dead article beyond its segment": `INSERT INTO dead (segment, doc) SELECT number, 1 << 20 FROM segments`,
		"a segment spoiled as it is taken in": `CREATE TRIGGER spoil AFTER UPDATE OF claim ON state
			BEGIN UPDATE segments SET columns = x'ffff'; END`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.search")
			g := graveyard{T: t, archive: &archive{name: "one"}}
			g.other = open(t, path, g.archive)
			g.claim(40)
			beside := open(t, path, g.archive)
			g.counts(beside)
			write(t, path, query)
			g.bury(true) // claims a1 anew, and searches
			g.claim(1)
			g.counts(g.other)
			g.counts(beside)
			g.counts(open(t, path, g.archive))
		})
	}
}

// TestAMergeHealsWhatItMeets leaves leaves where only a merge will write.
func TestAMergeHealsWhatItMeets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "x.search")
		g := graveyard{T: t, archive: &archive{name: "one"}}
		g.other = open(t, path, g.archive)
		g.claim(1)
		write(t, path, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
			INSERT INTO leaves (number, data) SELECT (segment + i) << 24 | 3, x'00' FROM n, state`)
		g.file = look(t, path)
		epoch := epochOf(t, g.file)
		g.file.Close()
		for range 10 {
			g.claim(1)
		}
		g.other.Kick()
		time.Sleep(time.Hour)
		if e := epochOf(t, look(t, path)); e == epoch {
			t.Error("no merge came upon the leaves")
		}
		g.counts(g.other)
	})
}

// write changes an index by hand.
func write(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

// spoilPage damages the root page of a table or index.
func spoilPage(t *testing.T, path, name string) {
	t.Helper()
	db := look(t, path)
	var page, size int64
	err := db.QueryRowContext(t.Context(), `SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = ?`, name).Scan(&page, &size)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range size {
		if _, err := f.WriteAt([]byte{0xA5}, (page-1)*size+i); err != nil {
			t.Fatal(err)
		}
	}
}

// spoiled returns a new index of an archive whose file has a damaged page.
func spoiled(t *testing.T, name string) (x *search.Index, a *archive, path string) {
	path = filepath.Join(t.TempDir(), "x.search")
	a = &archive{name: "one"}
	for i := range int64(200) {
		a.articles = append(a.articles, pressed(i+1, 200))
	}
	x = open(t, path, a)
	found(t, x, "blast")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	spoilPage(t, path, name)
	return open(t, path, a), a, path
}

// TestDamageIsThrownAwayOnce has many meet the damage of a file at once: each gets
// its answer, and what one has made anew no other throws away.
func TestDamageIsThrownAwayOnce(t *testing.T) {
	for range 4 {
		x, a, path := spoiled(t, "leaves")
		var epochs sync.Map
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 5 {
					f, err := x.Search(t.Context(), news.Search{Words: [][]string{{"blast"}}, Limit: 1000})
					if err != nil || len(f.Articles) != len(a.articles) {
						t.Errorf("Search = %d articles, %v, want %d", len(f.Articles), err, len(a.articles))
						return
					}
					epochs.Store(epochOf(t, look(t, path)), true)
				}
			})
		}
		all.Wait()
		n := 0
		epochs.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("the index was made anew %d times, want once", n)
		}
	}
}

// TestForgetHeals purges where the index is damaged, which is nothing to those who
// purge.
func TestForgetHeals(t *testing.T) {
	x, a, _ := spoiled(t, "sqlite_autoindex_articles_1")
	gone := []string{a.articles[0].Article.ID, a.articles[1].Article.ID}
	a.mu.Lock()
	a.articles = a.articles[2:]
	a.mu.Unlock()
	if err := x.Forget(t.Context(), gone); err != nil {
		t.Errorf("Forget = %v", err)
	}
	found(t, x, "blast")
	sources, err := x.TopSources(t.Context(), nil, time.Time{}, time.Time{}, 9)
	if err != nil || len(sources) != 1 || sources[0].Articles != len(a.articles) {
		t.Errorf("TopSources = %v, %v, want %d articles", sources, err, len(a.articles))
	}
}

// TestNumbersThatLeap follows an archive whose numbers leap, as they do where they
// shall never repeat: what is left counts articles.
func TestNumbersThatLeap(t *testing.T) {
	a := &archive{name: "one"}
	for i := range int64(600) {
		c := pressed(i+1, 3)
		c.Number += i / 100 << 40
		a.articles = append(a.articles, c)
	}
	x := open(t, filepath.Join(t.TempDir(), "x.search"), a)
	f, err := x.Search(t.Context(), news.Search{Words: [][]string{{"blast"}}, Limit: 1000})
	if err != nil || f.Left == 0 || len(f.Articles)+int(f.Left) != len(a.articles) {
		t.Errorf("Search = %d articles, %d left, %v, want %d together", len(f.Articles), f.Left, err, len(a.articles))
	}
	found(t, x, "blast")
}

// TestSearchWithoutALimit asks for more than there can be.
func TestSearchWithoutALimit(t *testing.T) {
	a := &archive{name: "one"}
	a.claim("a", "b", "c")
	x := open(t, filepath.Join(t.TempDir(), "x.search"), a)
	for _, limit := range []int{3, math.MaxInt / 2, math.MaxInt - 1, math.MaxInt} {
		f, err := x.Search(t.Context(), news.Search{Words: [][]string{{"blast"}}, Limit: limit})
		if err != nil || len(f.Articles) != 3 || f.Next != 0 {
			t.Errorf("Search with the limit %d = %d articles, next %d, %v, want 3 and no more", limit, len(f.Articles), f.Next, err)
		}
	}
}
