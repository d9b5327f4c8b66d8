package matcher_test

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// rows reads a gzipped table of the shared data.
func rows(tb testing.TB, name string, columns int) [][]string {
	tb.Helper()
	f, err := os.Open(shared(tb, filepath.Join("data/match/bench", name)))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var all [][]string
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		all = append(all, strings.SplitN(lines.Text(), "\t", columns))
	}
	if err := lines.Err(); err != nil || len(all) == 0 {
		tb.Fatal("no rows in", name, err)
	}
	return all
}

// corpus returns the shared queries of a language as topics, and its documents.
func corpus(tb testing.TB, lang string) ([]news.Topic, []news.Article) {
	tb.Helper()
	var topics []news.Topic
	for _, q := range rows(tb, lang+"_queries.tsv.gz", 2) {
		topics = append(topics, news.Topic{ID: q[0], Query: q[1]})
	}
	var articles []news.Article
	for _, d := range rows(tb, lang+"_docs.tsv.gz", 3) {
		articles = append(articles, news.Article{ID: d[0], Lang: lang, Title: d[1], Body: d[2]})
	}
	return topics, articles
}

// madeUp returns queries and documents of made-up words, the commoner the
// earlier they were made up (Zipf's law), for machines without the shared data.
func madeUp(lang string, queries int) ([]news.Topic, []news.Article) {
	letters, length := []rune("ابپتجچحخدرزسشصطعفقکگلمنوهی"), 480
	if lang == "en" {
		letters, length = []rune("etaoinsrhldcumfpgwybvk"), 210
	}
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 40000)
	for i := range words {
		w := make([]rune, 2+r.IntN(7))
		for k := range w {
			w[k] = letters[r.IntN(len(letters))]
		}
		words[i] = string(w)
	}
	common := rand.NewZipf(r, 1.1, 4, uint64(len(words)-1))
	text := func(n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = words[common.Uint64()]
		}
		return strings.Join(all, " ")
	}
	articles := make([]news.Article, 500)
	for i := range articles {
		articles[i] = news.Article{ID: fmt.Sprint(i), Lang: lang, Title: text(8), Body: text(length)}
	}
	topics := make([]news.Topic, queries)
	for i := range topics {
		group := func() string {
			terms := make([]string, 1+r.IntN(4))
			for k := range terms {
				terms[k] = `="` + text(1+r.IntN(2)) + " " + words[r.IntN(len(words))] + `"`
				if r.IntN(3) > 0 {
					terms[k] = "=" + words[r.IntN(len(words))]
				}
			}
			return "(" + strings.Join(terms, " OR ") + ")"
		}
		q := group()
		if i%2 == 0 {
			q += " AND " + group() + " AND NOT =" + words[r.IntN(len(words))]
		}
		topics[i] = news.Topic{ID: fmt.Sprint(i), Query: q}
	}
	return topics, articles
}

// benchCorpus returns the shared corpus where there is one.
func benchCorpus(tb testing.TB, lang string) ([]news.Topic, []news.Article) {
	root := os.Getenv("RASAD_SHARED")
	if root == "" {
		root = "../../shared"
	}
	if _, err := os.Stat(filepath.Join(root, "data/match/bench")); err == nil {
		return corpus(tb, lang)
	}
	return madeUp(lang, 10000)
}

// TestPercolationFindsEveryPair holds thousands of boolean queries against
// pairs found by brute force. The folds may find a few more.
func TestPercolationFindsEveryPair(t *testing.T) {
	const some = 300 // articles; the pairs of these are known
	for _, lang := range []string{"fa", "en"} {
		topics, articles := corpus(t, lang)
		m, err := matcher.New(topics, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, more := map[string]bool{}, 0
		for _, p := range rows(t, lang+"_expected.tsv.gz", 2) {
			want[p[0]+" "+p[1]] = true
		}
		all := len(want)
		for i := range articles[:some] {
			for _, k := range m.Find(&articles[i], nil) {
				pair := articles[i].ID + " " + topics[k].ID
				if !want[pair] {
					more++
				}
				delete(want, pair)
			}
		}
		for pair := range want {
			t.Errorf("%s: %s is not found", lang, pair)
		}
		t.Logf("%s: %d pairs, %d more", lang, all, more)
		if more*200 > all {
			t.Errorf("%s: %d pairs more than %d", lang, more, all)
		}
	}
}

// TestFindAllocatesNothing holds the steady state to no allocation at all, also
// where the language of an article, short or long, is to be told from its text.
func TestFindAllocatesNothing(t *testing.T) {
	topics, articles := madeUp("fa", 1000)
	articles = articles[:20]
	for i := range articles {
		switch i % 3 {
		case 0:
			articles[i].Lang = ""
		case 1:
			articles[i].Lang, articles[i].Body = "", articles[i].Title
		}
	}
	m, err := matcher.New(topics, nil)
	if err != nil {
		t.Fatal(err)
	}
	met, i := make([]int, 0, 1000), 0
	for range 3 {
		for k := range articles {
			met = m.Find(&articles[k], met[:0])
		}
	}
	if n := testing.AllocsPerRun(100, func() {
		met = m.Find(&articles[i%len(articles)], met[:0])
		i++
	}); n > 0 {
		t.Errorf("Find allocates %v times an article", n)
	}
}

// inflected returns topics with every exact term inflecting.
func inflected(topics []news.Topic) []news.Topic {
	all := slices.Clone(topics)
	for i := range all {
		all[i].Query = strings.ReplaceAll(all[i].Query, "=", "")
	}
	return all
}

// BenchmarkFind measures which of thousands of boolean queries articles meet,
// as the queries are and with every term inflecting.
func BenchmarkFind(b *testing.B) {
	for _, lang := range []string{"fa", "en"} {
		topics, articles := benchCorpus(b, lang)
		b.Run(lang+"/exact", func(b *testing.B) { find(b, topics, articles) })
		b.Run(lang+"/inflected", func(b *testing.B) { find(b, inflected(topics), articles) })
	}
}

// BenchmarkFind100k measures the same for a hundred thousand queries: those of
// the corpus in many variations.
func BenchmarkFind100k(b *testing.B) {
	for _, lang := range []string{"fa", "en"} {
		topics, articles := benchCorpus(b, lang)
		b.Run(lang, func(b *testing.B) { find(b, many(topics, 100000), articles) })
	}
}

// many returns so many topics: the terms of some, each with others of its
// neighbours.
func many(topics []news.Topic, n int) []news.Topic {
	var terms []string
	for _, t := range topics {
		tree, err := query.Parse(t.Query)
		if err != nil {
			continue
		}
		query.Walk(tree, func(n query.Node) bool {
			if t, ok := n.(*query.Term); ok {
				terms = append(terms, t.String())
			}
			return true
		})
	}
	r := rand.New(rand.NewPCG(5, 5))
	all := slices.Clone(topics)
	for i := len(all); i < n; i++ {
		group := func() string {
			g := make([]string, 1+r.IntN(3))
			for k := range g {
				g[k] = terms[r.IntN(len(terms))]
			}
			return "(" + strings.Join(g, " OR ") + ")"
		}
		all = append(all, news.Topic{ID: fmt.Sprint("m", i), Query: group() + " AND " + group()})
	}
	return all
}

func find(b *testing.B, topics []news.Topic, articles []news.Article) {
	m, err := matcher.New(topics, nil)
	if err != nil {
		b.Fatal(err)
	}
	var met []int
	for i := range articles {
		met = m.Find(&articles[i], met[:0])
	}
	measure(b, articles, func(a *news.Article) { met = m.Find(a, met[:0]) })
}

// measure runs f for one article after the other.
func measure(b *testing.B, articles []news.Article, f func(*news.Article)) {
	b.Helper()
	size := 0
	for _, a := range articles {
		size += len(a.Title) + len(a.Body)
	}
	b.SetBytes(int64(size / len(articles)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		f(&articles[i%len(articles)])
		i++
	}
	b.ReportMetric(float64(i)/b.Elapsed().Seconds(), "docs/s")
}

// BenchmarkMatch measures the same as BenchmarkFind, with all hits.
func BenchmarkMatch(b *testing.B) {
	for _, lang := range []string{"fa", "en"} {
		topics, articles := benchCorpus(b, lang)
		m, err := matcher.New(topics, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(lang, func(b *testing.B) { measure(b, articles, func(a *news.Article) { m.Match(a) }) })
	}
}

// BenchmarkOthers measures what only looks for the letters of the queries'
// terms, without words, forms or operators: an Aho–Corasick automaton, a loop
// of strings.Contains, and a regular expression for each query, these for as
// many queries as their names say.
func BenchmarkOthers(b *testing.B) {
	for _, lang := range []string{"fa", "en"} {
		topics, articles := benchCorpus(b, lang)
		terms := literals(topics)
		b.Run(fmt.Sprintf("%s/aho-corasick/%d", lang, len(topics)), func(b *testing.B) {
			build := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{MatchKind: ahocorasick.StandardMatch})
			all := build.Build(terms)
			measure(b, articles, func(a *news.Article) {
				for next := all.IterOverlapping(a.Body); next.Next() != nil; {
				}
			})
		})
		b.Run(fmt.Sprintf("%s/contains/%d", lang, len(topics)), func(b *testing.B) {
			measure(b, articles, func(a *news.Article) {
				for _, t := range terms {
					strings.Contains(a.Body, t)
				}
			})
		})
		const few = 500
		var patterns []*regexp.Regexp
		for i := range topics[:few] {
			quoted := literals(topics[i : i+1])
			for k := range quoted {
				quoted[k] = regexp.QuoteMeta(quoted[k])
			}
			patterns = append(patterns, regexp.MustCompile(strings.Join(quoted, "|")))
		}
		b.Run(fmt.Sprintf("%s/regexp/%d", lang, few), func(b *testing.B) {
			measure(b, articles, func(a *news.Article) {
				for _, p := range patterns {
					p.MatchString(a.Body)
				}
			})
		})
	}
}

// literals returns the texts of all terms of some topics, each once.
func literals(topics []news.Topic) []string {
	var all []string
	for _, t := range topics {
		tree, err := query.Parse(t.Query)
		if err != nil {
			continue
		}
		query.Walk(tree, func(n query.Node) bool {
			if t, ok := n.(*query.Term); ok {
				all = append(all, t.Text)
			}
			return true
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// BenchmarkNew measures the building of an index, and what it keeps.
func BenchmarkNew(b *testing.B) {
	topics, _ := benchCorpus(b, "fa")
	for _, all := range [][]news.Topic{topics, many(topics, 100000)} {
		b.Run(fmt.Sprint(len(all)), func(b *testing.B) {
			b.ReportAllocs()
			before := heap()
			var m *matcher.Matcher
			var err error
			for b.Loop() {
				if m, err = matcher.New(all, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((heap()-before)/1e6, "MB-kept")
			runtime.KeepAlive(m)
		})
	}
}

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkAdd measures one topic more, and one less, beside a hundred thousand.
func BenchmarkAdd(b *testing.B) {
	topics, _ := benchCorpus(b, "fa")
	m, err := matcher.New(many(topics, 100000), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("add", func(b *testing.B) {
		live, i := matcher.NewLive(m), 0
		for b.Loop() {
			if err := live.Add(news.Topic{ID: fmt.Sprint(i), Query: topics[i%len(topics)].Query}); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
	b.Run("add and remove", func(b *testing.B) {
		live := matcher.NewLive(m)
		for b.Loop() {
			if err := live.Add(news.Topic{ID: "one", Query: topics[0].Query}); err != nil {
				b.Fatal(err)
			}
			live.Remove("one")
		}
	})
}
