package search_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// A world is an archive with two indexes on one file, and what they must say of
// it.
type world struct {
	*testing.T
	random  *rand.Rand
	archive archive
	indexes []*search.Index
}

// TestSegmentsAreOneIndex claims, claims anew and forgets at random, in small
// batches, so that segments are merged all the time: what is found and counted is
// what a look at every article says.
func TestSegmentsAreOneIndex(t *testing.T) { synctest.Test(t, segmentsAreOneIndex) }

func segmentsAreOneIndex(t *testing.T) {
	w := &world{T: t, random: rand.New(rand.NewPCG(8, 1)), archive: archive{name: "one"}}
	path := filepath.Join(t.TempDir(), "x.search")
	w.indexes = []*search.Index{open(t, path, &w.archive), open(t, path, &w.archive)}
	for round := range 150 {
		w.claimSome()
		if round%5 == 4 {
			w.forgetSome()
		}
		if round%3 == 0 {
			w.agrees()
		}
		time.Sleep(time.Minute) // in which the indexes put themselves in order
	}
	for _, x := range w.indexes { // as after a restart
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	w.indexes = []*search.Index{open(t, path, &w.archive)}
	w.agrees()
}

var vocabulary = strings.Fields("kabul kabuli kab market bomb bombs water کتاب کتابها اب میشود")

func (w *world) index() *search.Index { return w.indexes[w.random.IntN(len(w.indexes))] }

func (w *world) pick(list ...string) string { return list[w.random.IntN(len(list))] }

// claimSome claims a few articles of some days, one of five for the second time.
func (w *world) claimSome() {
	w.archive.mu.Lock()
	defer w.archive.mu.Unlock()
	for range 1 + w.random.IntN(12) {
		number := int64(1)
		if n := len(w.archive.articles); n > 0 {
			number = w.archive.articles[n-1].Number + 1
		}
		c := search.Claimed{Number: number, At: time.Unix(1_000_000+int64(w.random.IntN(300_000)), 0).UTC()}
		c.Article = news.Article{ID: fmt.Sprint("a", number), Source: w.pick("irna", "bbc", "dw"), Lang: w.pick("fa", "en-GB"), Title: w.pick(vocabulary...)}
		for range w.random.IntN(4) {
			c.Article.Body += w.pick(vocabulary...) + ". "
		}
		for _, topic := range []string{"terror", "water"} {
			if w.random.IntN(3) == 0 {
				c.Matches = append(c.Matches, news.Match{Topic: topic})
			}
		}
		if n := len(w.archive.articles); n > 0 && w.random.IntN(5) == 0 {
			again := w.random.IntN(n)
			c.Article.ID = w.archive.articles[again].Article.ID
			w.archive.articles = slices.Delete(w.archive.articles, again, again+1)
		}
		w.archive.articles = append(w.archive.articles, c)
	}
}

// forgetSome takes the oldest articles out, as a purge does.
func (w *world) forgetSome() {
	w.archive.mu.Lock()
	slices.SortFunc(w.archive.articles, func(a, b search.Claimed) int { return a.At.Compare(b.At) })
	n := min(w.random.IntN(40), len(w.archive.articles)/2)
	var ids []string
	for _, c := range w.archive.articles[:n] {
		ids = append(ids, c.Article.ID)
	}
	w.archive.articles = slices.Delete(w.archive.articles, 0, n)
	slices.SortFunc(w.archive.articles, func(a, b search.Claimed) int { return int(a.Number - b.Number) })
	w.archive.mu.Unlock()
	if err := w.index().Forget(w.Context(), ids); err != nil {
		w.Fatal(err)
	}
}

// agrees holds random questions against all articles.
func (w *world) agrees() {
	w.Helper()
	for range 6 {
		s := news.Search{Limit: 1 + w.random.IntN(30)}
		for range w.random.IntN(3) {
			s.Words = append(s.Words, []string{w.pick("kab", "bom", "mar", "wat"), w.pick("کتاب", "کتابها", "میش", "اب", "bombs")}[:1+w.random.IntN(2)])
		}
		if w.random.IntN(3) == 0 {
			s.Topics = []string{"water"}
		}
		if w.random.IntN(3) == 0 {
			s.Since = time.Unix(1_000_000+int64(w.random.IntN(300_000)), 0).UTC()
		}
		w.agree(s)
	}
}

func (w *world) agree(s news.Search) {
	w.Helper()
	x := w.index()
	var want []time.Time
	days := map[time.Time]int{}
	for _, c := range w.archive.articles {
		if c.At.Before(s.Since) {
			continue
		}
		days[c.At.Truncate(24*time.Hour)]++
		text := strings.Fields(c.Article.Title + " " + strings.ReplaceAll(c.Article.Body, ".", ""))
		topical := s.Topics == nil || slices.ContainsFunc(c.Matches, func(m news.Match) bool { return m.Topic == "water" })
		if topical && !slices.ContainsFunc(s.Words, func(g []string) bool { return !begins(text, g) }) {
			want = append(want, c.At)
		}
	}
	slices.SortFunc(want, func(a, b time.Time) int { return b.Compare(a) })
	var got []time.Time
	for page := s; ; {
		found, err := x.Search(w.Context(), page)
		if err != nil {
			w.Fatal(err)
		}
		for _, a := range found.Articles {
			i := slices.IndexFunc(w.archive.articles, func(c search.Claimed) bool { return c.Article.ID == a.Article.ID })
			got = append(got, w.archive.articles[i].At)
		}
		if page.After = found.Next; page.After == 0 {
			break
		}
	}
	if !slices.Equal(got, want) {
		w.Fatalf("Search(%+v) finds articles of\n%v, want\n%v", s, got, want)
	}
	counted := map[time.Time]int{}
	all, err := x.Days(w.Context(), nil, s.Since, time.Time{}, 0)
	if err != nil {
		w.Fatal(err)
	}
	for _, d := range all {
		counted[d.Start] = d.Articles
	}
	if !reflect.DeepEqual(counted, days) {
		w.Fatalf("Days = %v, want %v", counted, days)
	}
}

// begins tells whether a prefix begins a word.
func begins(text, prefixes []string) bool {
	return slices.ContainsFunc(text, func(word string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(word, p) })
	})
}
