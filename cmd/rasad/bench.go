package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

func benchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure the parts of rasad on this machine",
		Args:  cobra.NoArgs,
	}
	c.AddCommand(benchMatchCommand(), benchFeedCommand(), benchExtractCommand())
	return c
}

// A benchMatchConfig is what rasad bench match is asked for.
type benchMatchConfig struct {
	queries, docs string
	count         int           // of queries
	live          bool          // add them one by one, too
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
			"and queries in Persian and English, the same on every machine. If --count asks\n" +
			"for more queries than the table has, others are made of the words of the\n" +
			"documents and of as many new ones.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return b.run(c) },
	}
	c.Flags().StringVar(&b.queries, "queries", "", "a file of 'id TAB query' lines")
	c.Flags().StringVar(&b.docs, "docs", "", "a file of 'id TAB title TAB text' lines")
	c.Flags().IntVar(&b.count, "count", 0, "how many queries to measure with (0: all of the table, or 10000 generated ones)")
	c.Flags().BoolVar(&b.live, "live", false, "also add all queries one by one, and match with what came of it")
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
			r, err := measureMatch(topics, articles, b.least, b.live)
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
	if err == nil && b.count > len(topics) {
		topics = append(topics, newGenerator(wordsOf(articles)).queries(b.count-len(topics))...)
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
