package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

func benchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure the parts of rasad on this machine",
		Args:  cobra.NoArgs,
	}
	c.AddCommand(benchMatchCommand())
	return c
}

// A benchMatchConfig is what rasad bench match is asked for.
type benchMatchConfig struct {
	queries, docs string
	count         int           // of generated queries
	least         time.Duration // of each measurement
	asJSON        bool
}

func benchMatchCommand() *cobra.Command {
	var b benchMatchConfig
	c := &cobra.Command{
		Use:   "match [--queries Q.tsv --docs D.tsv]",
		Short: "Measure how fast documents are matched, on one core",
		Long: "Bench match builds an index of queries and matches documents in a loop, on one\n" +
			"core: with the queries as they are, and with every =exact term inflecting. It\n" +
			"reads the tables that rasad match reads; without them it generates documents\n" +
			"and queries in Persian and English, the same on every machine.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return b.run(c) },
	}
	c.Flags().StringVar(&b.queries, "queries", "", "a file of 'id TAB query' lines")
	c.Flags().StringVar(&b.docs, "docs", "", "a file of 'id TAB title TAB text' lines")
	c.Flags().IntVar(&b.count, "count", 0, "how many queries to generate (0: 10000), or to take of the file (0: all)")
	c.Flags().DurationVar(&b.least, "for", 2*time.Second, "how long each measurement takes at least")
	c.Flags().BoolVar(&b.asJSON, "json", false, "print lines of JSON")
	return c
}

func (b *benchMatchConfig) run(c *cobra.Command) error {
	if (b.queries == "") != (b.docs == "") {
		return errors.New("--queries and --docs are used together")
	}
	if b.count < 0 || b.least < 0 {
		return errors.New("--count and --for want no less than 0")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	out := bufio.NewWriter(c.OutOrStdout())
	measure := func(corpus string, topics []news.Topic, articles []news.Article) error {
		for _, terms := range []string{"as written", "inflected"} {
			if terms == "inflected" {
				topics = inflecting(topics)
			}
			r, err := measureMatch(topics, articles, b.least)
			if err != nil {
				return err
			}
			r.Corpus, r.Terms = corpus, terms
			if err := errors.Join(r.print(out, b.asJSON), out.Flush()); err != nil {
				return err
			}
		}
		return nil
	}
	if b.queries != "" {
		topics, articles, err := b.read(c.ErrOrStderr())
		if err != nil {
			return err
		}
		return measure(b.docs, topics, articles)
	}
	for _, lang := range []string{"fa", "en"} {
		topics, articles := generateCorpus(lang, cmp.Or(b.count, 10000))
		if err := measure("generated "+lang, topics, articles); err != nil {
			return err
		}
	}
	return nil
}

// read reads the tables of queries and documents.
func (b *benchMatchConfig) read(w io.Writer) ([]news.Topic, []news.Article, error) {
	topics, wrong, err := readQueries(b.queries, w)
	if err != nil {
		return nil, nil, err
	}
	if wrong > 0 {
		fmt.Fprintf(w, "%d queries of %s are wrong and were left out\n", wrong, b.queries)
	}
	if b.count > 0 && b.count < len(topics) {
		topics = topics[:b.count]
	}
	var articles []news.Article
	_, err = eachRow(b.docs, 3, w, func(_ int, row []string) error {
		articles = append(articles, news.Article{ID: row[0], Title: row[1], Body: row[2]})
		return nil
	})
	if err == nil && (len(articles) == 0 || len(topics) == 0) {
		err = errors.New("there are no queries or no documents to measure with")
	}
	return topics, articles, err
}

// inflecting returns topics whose =exact terms are plain ones.
func inflecting(topics []news.Topic) []news.Topic {
	plain := slices.Clone(topics)
	for i := range plain {
		n, err := query.Parse(plain[i].Query)
		if err != nil {
			continue
		}
		query.Walk(n, func(n query.Node) bool {
			if t, ok := n.(*query.Term); ok {
				t.Exact = false
			}
			return true
		})
		plain[i].Query = n.String()
	}
	return plain
}

// A matchMeasure is what rasad bench match prints of one corpus.
type matchMeasure struct {
	Corpus    string `json:"corpus"`
	Terms     string `json:"terms"` // as written, or inflected
	Queries   int    `json:"queries"`
	Documents int    `json:"documents"`
	Pairs     int    `json:"pairs"` // of a document and a query that it meets

	BuildSeconds float64 `json:"build_seconds"`
	IndexMB      float64 `json:"index_mb"` // what the index keeps
	BuildMB      float64 `json:"build_mb"` // what building it allocates

	AddMedianMS float64 `json:"add_median_ms"` // one more query, while the index is in use
	AddMaxMS    float64 `json:"add_max_ms"`

	PerSecond     float64 `json:"documents_per_second"` // finding which queries are met
	MBPerSecond   float64 `json:"mb_per_second"`
	NsPerByte     float64 `json:"ns_per_byte"`
	Allocations   float64 `json:"allocations_per_document"`
	HitsPerSecond float64 `json:"documents_per_second_with_hits"` // and where
	PeakMB        float64 `json:"peak_mb"`                        // of the process so far
}

const mega = 1e6

// measureMatch measures the building of an index and the matching of documents.
func measureMatch(topics []news.Topic, articles []news.Article, least time.Duration) (matchMeasure, error) {
	r := matchMeasure{Queries: len(topics), Documents: len(articles)}
	before := memory()
	began := time.Now()
	m, err := matcher.New(topics, nil)
	r.BuildSeconds = time.Since(began).Seconds()
	if err != nil {
		return r, err
	}
	var built runtime.MemStats
	runtime.ReadMemStats(&built)
	r.BuildMB = float64(built.TotalAlloc-before.TotalAlloc) / mega
	r.IndexMB = max(0, (float64(memory().HeapAlloc)-float64(before.HeapAlloc))/mega)

	bytes, met := 0, []int(nil)
	for i := range articles { // also to warm up
		met = m.Find(&articles[i], met[:0])
		r.Pairs += len(met)
		bytes += len(articles[i].Title) + len(articles[i].Body)
	}
	find, rounds, mallocs := measureLoop(least, func() {
		for i := range articles {
			met = m.Find(&articles[i], met[:0])
		}
	})
	docs := float64(rounds * len(articles))
	r.PerSecond = docs / find.Seconds()
	r.MBPerSecond = float64(rounds*bytes) / mega / find.Seconds()
	r.NsPerByte = float64(find.Nanoseconds()) / float64(rounds*max(bytes, 1))
	r.Allocations = float64(mallocs) / docs
	full, rounds, _ := measureLoop(least/2, func() {
		for i := range articles {
			m.Match(&articles[i])
		}
	})
	r.HitsPerSecond = float64(rounds*len(articles)) / full.Seconds()
	r.AddMedianMS, r.AddMaxMS, err = measureAdds(m, topics)
	r.PeakMB = peakMemory() / mega
	return r, err
}

// measureAdds adds queries to a matcher one by one, and returns the median and
// the longest time in milliseconds.
func measureAdds(m *matcher.Matcher, topics []news.Topic) (median, longest float64, err error) {
	live := matcher.NewLive(m)
	var took []time.Duration
	for i, t := range topics[:min(len(topics), 500)] {
		t.ID = "added " + strconv.Itoa(i)
		began := time.Now()
		if err := live.Add(t); err != nil {
			return 0, 0, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	inMS := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return inMS(took[len(took)/2]), inMS(took[len(took)-1]), nil
}

// measureLoop runs f until a time has passed, and returns how long it took,
// how often it ran, and how many objects it allocated.
func measureLoop(least time.Duration, f func()) (took time.Duration, rounds int, mallocs uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for took < least || rounds == 0 {
		f()
		rounds++
		took = time.Since(began)
	}
	runtime.ReadMemStats(&after)
	return took, rounds, after.Mallocs - before.Mallocs
}

// memory returns the state of the heap after a collection.
func memory() runtime.MemStats {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m
}

// peakMemory returns the most bytes that the process has held: as the kernel
// tells where it does, else what the runtime has taken from it.
func peakMemory() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			if err == nil {
				return kilobytes * 1024
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys)
}

func (r matchMeasure) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	_, err := fmt.Fprintf(w, "%s, terms %s: %d queries, %d documents, %d pairs\n"+
		"  index    %.2f s, keeps %.1f MB, allocated %.1f MB; one query more takes %.2f ms (%.2f at most)\n"+
		"  find     %.0f documents/s, %.1f MB/s, %.2f ns/byte, %.3f allocations a document\n"+
		"  hits     %.0f documents/s with the places of all terms\n"+
		"  memory   %.1f MB at most\n",
		cmp.Or(r.Corpus, "corpus"), r.Terms, r.Queries, r.Documents, r.Pairs,
		r.BuildSeconds, r.IndexMB, r.BuildMB, r.AddMedianMS, r.AddMaxMS,
		r.PerSecond, r.MBPerSecond, r.NsPerByte, r.Allocations, r.HitsPerSecond, r.PeakMB)
	return err
}
