package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
)

func benchFeedCommand() *cobra.Command {
	var least time.Duration
	var asJSON bool
	c := &cobra.Command{
		Use:   "feed [FILE…]",
		Short: "Measure how fast feeds are read, on one core",
		Long: "Bench feed reads the feeds, sitemaps and other documents that rasad feed reads, in\n" +
			"a loop, on one core. Without files it generates feeds in Persian and English, the\n" +
			"same on every machine: RSS with headlines and leads, and Atom with whole articles.",
		RunE: func(c *cobra.Command, files []string) error {
			if least < 0 {
				return errors.New("--for wants no less than 0")
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			corpora, err := feedCorpora(files)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(c.OutOrStdout())
			for _, corpus := range corpora {
				r, err := measureFeed(corpus, least)
				if err != nil {
					return err
				}
				if err := errors.Join(r.print(out, asJSON), out.Flush()); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().DurationVar(&least, "for", 2*time.Second, "how long each measurement takes at least")
	c.Flags().BoolVar(&asJSON, "json", false, "print lines of JSON")
	return c
}

// A feedCorpus is a set of documents to measure with.
type feedCorpus struct {
	name   string
	bodies [][]byte
}

// feedCorpora reads the files, or generates feeds if there are none.
func feedCorpora(files []string) ([]feedCorpus, error) {
	if len(files) == 0 {
		return []feedCorpus{
			{"generated fa, RSS", [][]byte{generateRSS(generateArticles("fa"))}},
			{"generated en, Atom", [][]byte{generateAtom(generateArticles("en"))}},
		}, nil
	}
	corpus := feedCorpus{name: fmt.Sprintf("%d files", len(files))}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read document: %w", err)
		}
		corpus.bodies = append(corpus.bodies, body)
	}
	return []feedCorpus{corpus}, nil
}

func generateArticles(lang string) []news.Article {
	const items = 100
	_, articles := generateCorpus(lang, 1)
	return articles[:items]
}

// generateRSS returns a feed of headlines and leads.
func generateRSS(articles []news.Article) []byte {
	const lead = 300 // letters
	var s strings.Builder
	s.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<rss version="2.0"><channel><title>rasad</title><link>https://news.example/</link><language>fa</language>` + "\n")
	for i := range articles {
		body := []rune(articles[i].Body)
		fmt.Fprintf(&s, "<item><title>%s</title><link>https://news.example/fa/news/%d</link><guid isPermaLink=\"false\">n-%d</guid><category>fa</category>"+
			"<pubDate>Tue, 24 Nov 2026 10:00:00 +0330</pubDate>\n<description><![CDATA[<p>%s</p>]]></description></item>\n",
			html.EscapeString(articles[i].Title), i, i, string(body[:min(len(body), lead)]))
	}
	s.WriteString("</channel></rss>\n")
	return []byte(s.String())
}

// generateAtom returns a feed of whole articles, their markup escaped.
func generateAtom(articles []news.Article) []byte {
	var s strings.Builder
	s.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>rasad</title><link href="https://news.example/"/><updated>2026-11-24T10:00:00Z</updated>` + "\n")
	for i := range articles {
		content := "<p>" + strings.ReplaceAll(html.EscapeString(articles[i].Body), "\n", "</p>\n<p>") + "</p>"
		fmt.Fprintf(&s, "<entry><title>%s</title><link href=\"https://news.example/en/%d\"/><id>tag:news.example,2026:%d</id><author><name>The Desk</name></author>"+
			"<published>2026-11-24T10:00:00Z</published><updated>2026-11-24T11:00:00Z</updated>\n<content type=\"html\">%s</content></entry>\n",
			html.EscapeString(articles[i].Title), i, i, html.EscapeString(content))
	}
	s.WriteString("</feed>\n")
	return []byte(s.String())
}

// A feedMeasure is what rasad bench feed prints of one corpus.
type feedMeasure struct {
	Corpus      string  `json:"corpus"`
	Documents   int     `json:"documents"`
	Unread      int     `json:"unread"` // of which nothing could be read
	Entries     int     `json:"entries"`
	MB          float64 `json:"mb"`
	PerSecond   float64 `json:"documents_per_second"`
	MBPerSecond float64 `json:"mb_per_second"`
	NsPerByte   float64 `json:"ns_per_byte"`
	Allocations float64 `json:"allocations_per_document"`
	KBPerDoc    float64 `json:"kb_allocated_per_document"`
	PeakMB      float64 `json:"peak_mb"` // of the process so far
}

// measureFeed measures how fast the documents of a corpus are read.
func measureFeed(corpus feedCorpus, least time.Duration) (feedMeasure, error) {
	r := feedMeasure{Corpus: corpus.name, Documents: len(corpus.bodies)}
	bytes := 0
	for _, body := range corpus.bodies { // also to warm up
		bytes += len(body)
		f, _ := feed.Parse(body, "", "https://news.example/")
		if f == nil {
			r.Unread++
			continue
		}
		r.Entries += len(f.Entries) + len(f.Children)
	}
	if r.Unread == r.Documents {
		return r, fmt.Errorf("measure %s: %w", corpus.name, feed.ErrNotFeed)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	took, rounds, mallocs := measureLoop(least, func() {
		for _, body := range corpus.bodies {
			_, _ = feed.Parse(body, "", "https://news.example/") // its faults are no matter here
		}
	})
	runtime.ReadMemStats(&after)
	docs := float64(rounds * len(corpus.bodies))
	r.MB = float64(bytes) / mega
	r.PerSecond = docs / took.Seconds()
	r.MBPerSecond = float64(rounds*bytes) / mega / took.Seconds()
	r.NsPerByte = float64(took.Nanoseconds()) / float64(rounds*max(bytes, 1))
	r.Allocations = float64(mallocs) / docs
	r.KBPerDoc = float64(after.TotalAlloc-before.TotalAlloc) / 1000 / docs
	r.PeakMB = peakMemory() / mega
	return r, nil
}

func (r feedMeasure) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	_, err := fmt.Fprintf(w, "%s: %d documents, %.2f MB, %d entries; %d could not be read\n"+
		"  read     %.0f documents/s, %.1f MB/s, %.2f ns/byte\n"+
		"  memory   %.0f allocations and %.1f KB a document, %.1f MB at most\n",
		r.Corpus, r.Documents, r.MB, r.Entries, r.Unread, r.PerSecond, r.MBPerSecond, r.NsPerByte, r.Allocations, r.KBPerDoc, r.PeakMB)
	return err
}
