package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// openArchive returns a store in a file, at a moment.
func openArchive(tb testing.TB, now time.Time) store.Store {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "rasad.db")
	s, err := store.Open(tb.Context(), "sqlite:"+path, store.Config{Clock: func() time.Time { return now }})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	return s
}

func noConcepts() *news.Catalog { return news.NewCatalog(nil, nil, nil) }

var archiveNow = time.Date(2026, 3, 21, 8, 0, 0, 0, time.UTC)

// TestLibraryFindsWhatTheEngineDoes asks an archive many queries, and holds the
// answers, page by page, against a read of every article.
func TestLibraryFindsWhatTheEngineDoes(t *testing.T) {
	const articles = 400
	s := openArchive(t, archiveNow)
	p := storetest.NewPress(3)
	p.Print(t, s, articles, archiveNow, 30)
	all, err := s.Latest(t.Context(), nil, articles)
	if err != nil || len(all) != articles {
		t.Fatalf("Latest = %d, %v", len(all), err)
	}
	concepts := []news.Concept{{ID: "two", Aliases: []string{p.Word("fa", 900), p.Word("en", 900)}}}
	l := newLibrary(s, func() *news.Catalog { return news.NewCatalog(nil, concepts, nil) })
	l.Patience = time.Hour
	en, fa := func(n int) string { return p.Word("en", n) }, func(n int) string { return p.Word("fa", n) }
	met := 0
	for _, q := range []string{
		en(300), fa(300), "=" + en(40), en(30)[:3] + "*", "@two", fa(20) + " " + fa(30), `"` + fa(1) + " " + fa(2) + `"`,
		en(5) + " NEAR/3 " + en(9), fa(50) + " AND NOT " + fa(3), "2 OF (" + en(60) + ", " + en(70) + ", " + en(80) + ")",
		"title:" + fa(10), "lang:en " + en(200), fa(700) + " OR " + en(700), "*" + en(400)[2:], "source:source-7 " + fa(0), en(3) + "{9}",
	} {
		probe, err := matcher.NewProbe(q, concepts)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		var want, week, got []string
		for i := range all {
			if _, ok := probe.Match(&all[i].Article); ok {
				want = append(want, all[i].Article.ID)
				if !all[i].Article.Time().Before(archiveNow.AddDate(0, 0, -7)) {
					week = append(week, all[i].Article.ID)
				}
			}
		}
		met += len(want)
		within := news.Search{Limit: 7}
		for {
			a, err := l.Search(t.Context(), q, within)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range a.Findings {
				got = append(got, f.Article.ID)
				if len(f.Met.Hits) == 0 {
					t.Errorf("%s in %s: no hits", q, f.Article.ID)
				}
			}
			if within.After = a.Next; a.Next == 0 {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("Search(%s) finds %d articles, want %d: lookup %.200q", q, len(got), len(want), fmt.Sprint(probe.Lookup()))
		}
		preview, err := l.Preview(t.Context(), q, archiveNow.AddDate(0, 0, -7))
		if err != nil || preview.Count != len(week) || preview.More || len(preview.Examples) != min(3, len(week)) {
			t.Errorf("Preview(%s) = %d, more %v, %d examples, %v, want %d", q, preview.Count, preview.More, len(preview.Examples), err, len(week))
		}
	}
	if met < 50 {
		t.Errorf("all queries together are met by %d articles: they prove little", met)
	}
}

// TestLibraryStopsInTime asks for what is nowhere and cannot be looked up by:
// the answer says that there may be more, and where to go on.
func TestLibraryStopsInTime(t *testing.T) {
	const articles, budget = 150, 100
	s := openArchive(t, archiveNow)
	p := storetest.NewPress(4)
	p.Print(t, s, articles, archiveNow, 5)
	l := newLibrary(s, noConcepts)
	l.Budget, l.Patience = budget, time.Hour
	a, err := l.Search(t.Context(), "*zqx", news.Search{Limit: 5})
	if err != nil || len(a.Findings) > 0 || !a.Cut || a.Next == 0 || a.Tried != budget {
		t.Fatalf("Search = %d findings of %d tried, cut %v, next %d, %v, want none, cut", len(a.Findings), a.Tried, a.Cut, a.Next, err)
	}
	rest, err := l.Search(t.Context(), "*zqx", news.Search{Limit: 5, After: a.Next})
	if err != nil || rest.Cut || rest.Next != 0 || a.Tried+rest.Tried != articles {
		t.Errorf("the next page tried %d after %d, cut %v, %v, want the rest of %d", rest.Tried, a.Tried, rest.Cut, err, articles)
	}
	word := p.Word("en", 0)
	preview, err := l.Preview(t.Context(), word+" OR *"+strings.Repeat("z", 9), archiveNow.AddDate(0, 0, -7))
	if err != nil || !preview.More || preview.Count == 0 || len(preview.Examples) != 3 {
		t.Errorf("Preview = %d, more %v, %v, want more", preview.Count, preview.More, err)
	}
}

// TestLibrarySaysWhatIsWrong asks what cannot be asked.
func TestLibrarySaysWhatIsWrong(t *testing.T) {
	l := newLibrary(openArchive(t, archiveNow), noConcepts)
	for _, q := range []string{"", "(Kabul", "NOT film", "@nobody", "Kabul AND AND", strings.Repeat("(", 5000)} {
		a, err := l.Search(t.Context(), q, news.Search{Limit: 5})
		if err != nil || len(a.Problems) == 0 || a.Problems[0].Message == "" || a.Tried > 0 {
			t.Errorf("Search(%.20q) = %+v, %v, want problems", q, a.Problems, err)
		}
		if p, err := l.Preview(t.Context(), q, time.Time{}); err != nil || len(p.Problems) != len(a.Problems) {
			t.Errorf("Preview(%.20q) = %+v, %v, want the same problems", q, p.Problems, err)
		}
	}
}

// BenchmarkLibrary measures readers' queries over 30,000 articles of a month: a
// page of ten, and the preview of seven days.
func BenchmarkLibrary(b *testing.B) {
	const articles = 30_000
	s := openArchive(b, archiveNow)
	p := storetest.NewPress(1)
	p.Print(b, s, articles, archiveNow, 30)
	l := newLibrary(s, noConcepts)
	for _, c := range []struct{ name, query string }{
		{"rare", p.Word("fa", 20_000)}, {"common", p.Word("fa", 100)}, {"commonest", p.Word("en", 2)},
		{"two", p.Word("fa", 100) + " " + p.Word("fa", 40)}, {"phrase", `"` + p.Word("en", 1) + " " + p.Word("en", 300) + `"`},
		{"blind", "*zqx"},
	} {
		measure := func(name string, ask func() (tried int, err error)) {
			b.Run(name+"/"+c.name, func(b *testing.B) {
				var times []time.Duration
				tried := 0
				for range b.N {
					begun := time.Now()
					n, err := ask()
					if err != nil {
						b.Fatal(err)
					}
					tried, times = n, append(times, time.Since(begun))
				}
				slices.Sort(times)
				b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
				b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
				b.ReportMetric(float64(tried), "tried")
			})
		}
		measure("Search", func() (int, error) {
			a, err := l.Search(b.Context(), c.query, news.Search{Limit: 10})
			return a.Tried, err
		})
		measure("Preview", func() (int, error) {
			a, err := l.Preview(b.Context(), c.query, archiveNow.AddDate(0, 0, -7))
			return a.Tried, err
		})
	}
}
