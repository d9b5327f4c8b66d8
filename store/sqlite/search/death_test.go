package search_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// TestDeathDuringAMerge takes articles out, and claims others anew, by one index
// while another on the same file writes the segment that they are to stand in:
// they are dead in it. What dies by then is told by the file, where a segment that
// is not whole is waste; merges begin anew until enough have died.
func TestDeathDuringAMerge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.search")
	g := graveyard{T: t, archive: &archive{name: "one"}}
	merger := open(t, path, g.archive)
	g.other = open(t, path, g.archive)
	g.claim(1)
	g.file = look(t, path)
	epoch := epochOf(t, g.file)
	const enough, most = 20, 30
	for round := 0; g.died < enough; round++ {
		if round == most {
			t.Fatalf("%d articles died while a merge ran, want %d", g.died, enough)
		}
		g.claim(1024)
		merger.Kick()
		g.kill()
	}
	g.counts(merger)
	g.counts(open(t, path, g.archive))
	if epochOf(t, look(t, path)) != epoch {
		t.Error("the index was found to be damaged, and made anew")
	}
	t.Logf("%d articles died while a merge ran", g.died)
}

// look opens a file to be read.
func look(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// epochOf returns the name of an index's tables, which are made anew under
// another.
func epochOf(t *testing.T, db *sql.DB) (name string) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), `SELECT epoch FROM state`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

// A graveyard is where articles die, by the other index than the one that merges.
type graveyard struct {
	*testing.T
	archive *archive
	other   *search.Index
	file    *sql.DB // of both indexes
	last    int64   // claim
	next    int     // article that dies
	died    int     // while a merge ran
}

// claim claims articles of many words, which the other index takes in.
func (g *graveyard) claim(n int) {
	g.archive.mu.Lock()
	for range n {
		g.last++
		g.archive.articles = append(g.archive.articles, g.article(fmt.Sprint("a", g.last)))
	}
	g.archive.mu.Unlock()
	g.takeIn()
}

// takeIn has the other index take in what is claimed.
func (g *graveyard) takeIn() {
	for left := int64(1); left > 0; {
		f, err := g.other.Search(g.Context(), news.Search{Limit: 1})
		if err != nil {
			g.Fatal(err)
		}
		left = f.Left
	}
}

func (g *graveyard) article(id string) search.Claimed {
	var words strings.Builder
	for k := range 600 {
		fmt.Fprintf(&words, "w%d ", (int(g.last)*7919+k*104729)%50_000)
	}
	c := search.Claimed{Number: g.last, At: time.Unix(1_000_000+g.last, 0)}
	c.Article = news.Article{ID: id, Title: "Blast", Body: words.String(), Source: "outlet"}
	return c
}

// kill waits for a merge and has articles die until it is over, of which it
// counts those that were dead before. Whichever index has nothing to do begins
// one within half a second, if there is something to merge.
func (g *graveyard) kill() {
	made := g.merging()
	for n := 0; made > 0; n++ {
		g.bury(n%4 == 3)
		if g.ask(`SELECT count(*) FROM waste WHERE segment = ?`, made) == 0 {
			return
		}
		g.died++
	}
}

// merging waits for a merge and returns the number of what it writes, 0 if none
// has begun within half a second.
func (g *graveyard) merging() (made int64) {
	const unfinished = `SELECT coalesce(max(segment), 0) FROM waste WHERE segment > (SELECT max(number) FROM segments)`
	for range 500 {
		if made = g.ask(unfinished); made > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return made
}

func (g *graveyard) ask(query string, args ...any) (n int64) {
	if err := g.file.QueryRowContext(g.Context(), query, args...).Scan(&n); err != nil {
		g.Fatal(err)
	}
	return n
}

// bury takes the oldest article out that has not been, or claims it anew.
func (g *graveyard) bury(anew bool) {
	id := fmt.Sprint("a", g.next+1)
	g.next++
	g.archive.mu.Lock()
	g.archive.articles = slices.DeleteFunc(g.archive.articles, func(c search.Claimed) bool { return c.Article.ID == id })
	if anew {
		g.last++
		g.archive.articles = append(g.archive.articles, g.article(id))
	}
	g.archive.mu.Unlock()
	if anew {
		g.takeIn()
	} else if err := g.other.Forget(g.Context(), []string{id}); err != nil {
		g.Fatal(err)
	}
}

// counts checks that an index counts and finds what lives, each once.
func (g *graveyard) counts(x *search.Index) {
	g.Helper()
	var want []string
	for _, c := range g.archive.articles {
		want = append(want, c.Article.ID)
	}
	slices.Sort(want)
	if got := found(g.T, x, "blast"); got != strings.Join(want, " ") {
		g.Errorf("found %d bytes of IDs, want %d", len(got), len(strings.Join(want, " ")))
	}
	sources, err := x.TopSources(g.Context(), nil, time.Time{}, time.Time{}, 9)
	if err != nil || len(sources) != 1 || sources[0].Articles != len(want) {
		g.Errorf("TopSources = %v, %v, want %d articles", sources, err, len(want))
	}
}
