package matcher_test

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
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

// corpus returns the queries of a language as topics, and its documents.
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

// TestPercolationFindsEveryPair holds thousands of boolean queries against
// pairs found by brute force. The folds may find a few more.
func TestPercolationFindsEveryPair(t *testing.T) {
	const some = 60 // articles; the pairs of the first 300 are known
	for _, lang := range []string{"fa", "en"} {
		topics, articles := corpus(t, lang)
		m, err := matcher.New(topics, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, got := map[string]bool{}, map[string]bool{}
		articles = articles[:some]
		for _, p := range rows(t, lang+"_expected.tsv.gz", 2) {
			if slices.ContainsFunc(articles, func(a news.Article) bool { return a.ID == p[0] }) {
				want[p[0]+" "+p[1]] = true
			}
		}
		more := 0
		for _, a := range articles {
			for _, match := range m.Match(&a) {
				pair := a.ID + " " + match.Topic
				if got[pair] = true; !want[pair] {
					more++
				}
			}
		}
		for pair := range want {
			if !got[pair] {
				t.Errorf("%s: %s is not found", lang, pair)
			}
		}
		t.Logf("%s: %d pairs, %d more", lang, len(want), more)
		if more*200 > len(want) {
			t.Errorf("%s: %d pairs more than %d", lang, more, len(want))
		}
	}
}

// BenchmarkMatch measures articles against thousands of boolean queries, as
// they are and with every term inflecting.
func BenchmarkMatch(b *testing.B) {
	for _, lang := range []string{"fa", "en"} {
		topics, articles := corpus(b, lang)
		b.Run(lang+"/exact", func(b *testing.B) { percolate(b, topics, articles) })
		for i := range topics {
			topics[i].Query = strings.ReplaceAll(topics[i].Query, "=", "")
		}
		b.Run(lang+"/inflected", func(b *testing.B) { percolate(b, topics, articles) })
	}
}

func percolate(b *testing.B, topics []news.Topic, articles []news.Article) {
	m, err := matcher.New(topics, nil)
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, a := range articles {
		size += len(a.Title) + len(a.Body)
	}
	b.SetBytes(int64(size / len(articles)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		m.Match(&articles[i%len(articles)])
		i++
	}
}

// BenchmarkNew measures the building of an index of thousands of queries.
func BenchmarkNew(b *testing.B) {
	topics, _ := corpus(b, "fa")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := matcher.New(topics, nil); err != nil {
			b.Fatal(err)
		}
	}
}
