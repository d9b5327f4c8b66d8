package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// A matchMeasure is what rasad bench match prints of one corpus.
type matchMeasure struct {
	Corpus    string `json:"corpus"`
	Terms     string `json:"terms"` // as written, or inflected
	Queries   int    `json:"queries"`
	Distinct  int    `json:"distinct_terms"`
	Documents int    `json:"documents"`
	Pairs     int    `json:"pairs"` // of a document and a query that it meets

	BuildSeconds float64 `json:"build_seconds"`
	IndexMB      float64 `json:"index_mb"`      // what the index keeps
	BuildMB      float64 `json:"build_mb"`      // what building it allocates
	BuildPeakMB  float64 `json:"build_peak_mb"` // the most memory that it takes; 0 where the kernel does not tell

	Add    spread `json:"add"`    // adding one more query, while the index is in use
	Remove spread `json:"remove"` // and taking it out

	PerSecond     float64 `json:"documents_per_second"` // finding which queries are met
	MBPerSecond   float64 `json:"mb_per_second"`
	NsPerByte     float64 `json:"ns_per_byte"`
	Allocations   float64 `json:"allocations_per_document"`
	HitsPerSecond float64 `json:"documents_per_second_with_hits"` // and where
	PeakMB        float64 `json:"peak_mb"`                        // of the process so far

	Live *liveMeasure `json:"live,omitempty"`
}

// A liveMeasure is of a matcher to which all queries were added one by one.
type liveMeasure struct {
	Add         spread  `json:"add"`
	KeptMB      float64 `json:"kept_mb"`
	MBPerSecond float64 `json:"mb_per_second"`
}

// A spread is how long something took, in milliseconds.
type spread struct {
	Median float64 `json:"median_ms"`
	P99    float64 `json:"p99_ms"`
	Most   float64 `json:"most_ms"`
}

const mega = 1e6

// measureMatch measures the building of an index and the matching of documents.
func measureMatch(topics []news.Topic, articles []news.Article, least time.Duration, live bool) (matchMeasure, error) {
	r := matchMeasure{Queries: len(topics), Distinct: distinctTerms(topics), Documents: len(articles)}
	m, err := r.build(topics)
	if err != nil {
		return r, err
	}
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
	if err := r.changes(m, topics); err != nil {
		return r, err
	}
	r.PeakMB = peakMemory() / mega
	m = nil
	if live {
		r.Live, err = measureLive(topics, articles, least, bytes)
	}
	return r, err
}

// build builds the index.
func (r *matchMeasure) build(topics []news.Topic) (*matcher.Matcher, error) {
	before := memory()
	held := restartPeak()
	began := time.Now()
	m, err := matcher.New(topics, nil)
	r.BuildSeconds = time.Since(began).Seconds()
	if held > 0 {
		r.BuildPeakMB = max(0, peakMemory()-held) / mega
	}
	var built runtime.MemStats
	runtime.ReadMemStats(&built)
	r.BuildMB = float64(built.TotalAlloc-before.TotalAlloc) / mega
	r.IndexMB = max(0, (float64(memory().HeapAlloc)-float64(before.HeapAlloc))/mega)
	return m, err
}

// changes adds queries to a matcher one by one, and takes them out again.
func (r *matchMeasure) changes(m *matcher.Matcher, topics []news.Topic) error {
	const most = 2000
	live := matcher.NewLive(m)
	topics = slices.Clone(topics[:min(len(topics), most)])
	for i := range topics {
		topics[i].ID = "added " + strconv.Itoa(i)
	}
	var err error
	if r.Add, err = addAll(live, topics); err != nil {
		return err
	}
	took := make([]time.Duration, len(topics))
	for i, t := range topics {
		began := time.Now()
		live.Remove(t.ID)
		took[i] = time.Since(began)
	}
	r.Remove = spreadOf(took)
	return nil
}

// measureLive adds all queries one by one, and matches documents with what
// came of it.
func measureLive(topics []news.Topic, articles []news.Article, least time.Duration, bytes int) (*liveMeasure, error) {
	none, err := matcher.New(nil, nil)
	if err != nil {
		return nil, err
	}
	before := memory().HeapAlloc
	live := matcher.NewLive(none)
	r := &liveMeasure{}
	if r.Add, err = addAll(live, topics); err != nil {
		return nil, err
	}
	r.KeptMB = max(0, (float64(memory().HeapAlloc)-float64(before))/mega)
	var met []string
	round := func() {
		for i := range articles {
			met = live.Find(&articles[i], met[:0])
		}
	}
	round()
	took, rounds, _ := measureLoop(least, round)
	r.MBPerSecond = float64(rounds*bytes) / mega / took.Seconds()
	return r, nil
}

// addAll adds topics one by one.
func addAll(live *matcher.Live, topics []news.Topic) (spread, error) {
	took := make([]time.Duration, len(topics))
	for i, t := range topics {
		began := time.Now()
		if err := live.Add(t); err != nil {
			return spread{}, err
		}
		took[i] = time.Since(began)
	}
	return spreadOf(took), nil
}

func spreadOf(took []time.Duration) spread {
	if len(took) == 0 {
		return spread{}
	}
	slices.Sort(took)
	at := func(permille int) float64 {
		return float64(took[min(len(took)-1, len(took)*permille/1000)].Nanoseconds()) / mega
	}
	return spread{at(500), at(990), at(1000)}
}

// distinctTerms counts the terms of queries, each once.
func distinctTerms(topics []news.Topic) int {
	seen := map[string]struct{}{}
	for _, t := range topics {
		n, _ := query.Parse(t.Query)
		query.Walk(n, func(n query.Node) bool {
			if t, ok := n.(*query.Term); ok {
				seen[t.String()] = struct{}{}
			}
			return true
		})
	}
	return len(seen)
}

func (s spread) String() string {
	return fmt.Sprintf("%.3g ms (p99 %.2g, at most %.2g)", s.Median, s.P99, s.Most)
}

func (r matchMeasure) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	_, err := fmt.Fprintf(w, "%s, terms %s: %d queries, %d documents, %d pairs\n"+
		"  index    %.2f s, keeps %.1f MB, allocated %.1f MB, took %.1f MB at most; %d distinct terms\n"+
		"  change   one query more takes %v, one less %v\n"+
		"  find     %.0f documents/s, %.1f MB/s, %.2f ns/byte, %.3f allocations a document\n"+
		"  hits     %.0f documents/s with the places of all terms\n",
		cmp.Or(r.Corpus, "corpus"), r.Terms, r.Queries, r.Documents, r.Pairs,
		r.BuildSeconds, r.IndexMB, r.BuildMB, r.BuildPeakMB, r.Distinct, r.Add, r.Remove,
		r.PerSecond, r.MBPerSecond, r.NsPerByte, r.Allocations, r.HitsPerSecond)
	if err == nil && r.Live != nil {
		_, err = fmt.Fprintf(w, "  live     all added one by one, %v each: keeps %.1f MB, finds at %.1f MB/s\n",
			r.Live.Add, r.Live.KeptMB, r.Live.MBPerSecond)
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "  memory   %.1f MB at most\n", r.PeakMB)
	}
	return err
}
