package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

func matchCommand() *cobra.Command {
	var queries, docs string
	c := &cobra.Command{
		Use:   "match [FILE…] | --queries Q.tsv --docs D.tsv",
		Short: "Match texts against queries",
		Long: "Match reads lines of JSON from files, or from standard input:\n" +
			"  {\"id\": …, \"query\": …, \"title\": …, \"text\": …, \"lang\": …}\n" +
			"where lead, source, country and tags may stand, too, and answers each with a line:\n" +
			"  {\"id\": …, \"matched\": …, \"score\": …, \"hits\": [{\"field\", \"start\", \"end\", \"term\"}], \"error\": …}\n" +
			"where the field is title, lead or text, and start and end are bytes of it.\n\n" +
			"A query may name the concepts of the configuration as @id.\n\n" +
			"With --queries (lines of id TAB query) and --docs (id TAB title TAB text) it prints\n" +
			"doc TAB query for every match. Files may be gzipped (.gz).\n\n" +
			"A line of JSON that is wrong is answered with its error. A query of a table that is\n" +
			"wrong is left out, and the command exits with 1; the others are matched all the same.",
		Args: func(_ *cobra.Command, files []string) error {
			switch {
			case (queries == "") != (docs == ""):
				return errors.New("--queries and --docs are used together")
			case queries != "" && len(files) > 0:
				return fmt.Errorf("%s: no other files are read with --queries and --docs", files[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			out := bufio.NewWriter(c.OutOrStdout())
			err := match(c, args, queries, docs, out)
			return errors.Join(err, out.Flush())
		},
	}
	c.Flags().StringVar(&queries, "queries", "", "a file of 'id TAB query' lines")
	c.Flags().StringVar(&docs, "docs", "", "a file of 'id TAB title TAB text' lines")
	return c
}

func match(c *cobra.Command, files []string, queries, docs string, out *bufio.Writer) error {
	switch {
	case queries == "" && docs == "" && len(files) == 0:
		answerer := newAnswerer(c)
		return answerer.all(c.InOrStdin(), out)
	case queries == "" && docs == "":
		answerer := newAnswerer(c)
		for _, name := range files {
			if err := withFile(name, func(r io.Reader) error { return answerer.all(r, out) }); err != nil {
				return err
			}
		}
		return nil
	}
	return matchTables(c, queries, docs, out)
}

// A matchCase is one line of input.
type matchCase struct {
	ID    json.RawMessage `json:"id"`
	Query string          `json:"query"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
	Lang  string          `json:"lang"`

	Lead    string   `json:"lead"`
	Source  string   `json:"source"`
	Country string   `json:"country"`
	Tags    []string `json:"tags"`
}

func (k *matchCase) article() *news.Article {
	return &news.Article{
		Title: k.Title, Lead: k.Lead, Body: k.Text, Lang: k.Lang,
		Source: k.Source, Country: k.Country, Tags: k.Tags,
	}
}

// A matchAnswer is one line of output.
type matchAnswer struct {
	ID      json.RawMessage `json:"id"`
	Matched bool            `json:"matched"`
	Score   float64         `json:"score"`
	Hits    []news.Hit      `json:"hits"`
	Error   string          `json:"error,omitempty"`
}

// An answerer answers lines. Concepts come from the configuration, which is
// read when the first query names one.
type answerer struct {
	command  *cobra.Command
	concepts []news.Concept
	read     bool

	query   string // its matcher serves the next line if the query is the same
	matcher *matcher.Matcher
}

func newAnswerer(c *cobra.Command) *answerer { return &answerer{command: c} }

// all answers every line of r. A line that cannot be read is answered with an
// error.
func (w *answerer) all(r io.Reader, out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return eachLine(r, func(number int, line []byte, tooLong bool) error {
		var k matchCase
		answer := matchAnswer{ID: json.RawMessage("null"), Hits: []news.Hit{}}
		err := errors.New("the line is too long")
		if !tooLong {
			err = json.Unmarshal(line, &k)
		}
		if len(k.ID) > 0 {
			answer.ID = k.ID
		}
		if err == nil {
			err = w.take(k.Query)
		}
		if err != nil {
			answer.Error = fmt.Sprintf("line %d: %v", number, err)
			return enc.Encode(answer)
		}
		w.matcher.Unsure = func(string, *news.Article) {
			answer.Error = fmt.Sprintf("line %d: the query takes too long in so long a text", number)
		}
		for _, found := range w.matcher.Match(k.article()) {
			answer.Matched, answer.Score = true, found.Score
			answer.Hits = append(answer.Hits, found.Hits...)
		}
		for i, h := range answer.Hits {
			if h.Field == news.FieldBody {
				answer.Hits[i].Field = "text" // as the line names it
			}
		}
		return enc.Encode(answer)
	})
}

// take compiles a query, unless it is the one before.
func (w *answerer) take(source string) error {
	switch {
	case strings.TrimSpace(source) == "":
		return errors.New("the query is empty: a term is expected")
	case w.matcher != nil && w.query == source:
		return nil
	}
	w.query, w.matcher = source, nil
	topics := []news.Topic{{ID: "query", Query: source}}
	named, err := w.named(source)
	if err != nil {
		return err
	}
	m, err := matcher.New(topics, named)
	if w.matcher = m; err == nil {
		return nil
	}
	var all []string
	for _, p := range matcher.Check(topics, w.concepts) {
		if !p.Warning {
			all = append(all, "query, "+query.At(source, p.Offset, p.Message).Error())
		}
	}
	return errors.New(strings.Join(all, "; "))
}

// named returns the concepts that a query names.
func (w *answerer) named(source string) ([]news.Concept, error) {
	tree, err := query.Parse(source)
	if err != nil {
		return nil, nil // which New reports
	}
	ids := map[string]bool{}
	query.Walk(tree, func(n query.Node) bool {
		if k, ok := n.(*query.Concept); ok {
			ids[k.ID] = true
		}
		return true
	})
	if len(ids) > 0 {
		err = w.readConcepts()
	}
	return slices.DeleteFunc(slices.Clone(w.concepts), func(k news.Concept) bool { return !ids[k.ID] }), err
}

func (w *answerer) readConcepts() error {
	if w.read {
		return nil
	}
	cfg, _, err := configOf(w.command)
	if err != nil {
		return fmt.Errorf("read concepts: %w", err)
	}
	w.read, w.concepts = true, cfg.Catalog().Concepts
	return nil
}
