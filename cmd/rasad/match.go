package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// longestLine is the most bytes that a line of input may have.
const longestLine = 16 << 20

func matchCommand() *cobra.Command {
	var queries, docs string
	c := &cobra.Command{
		Use:   "match [FILE…] | --queries Q.tsv --docs D.tsv",
		Short: "Match texts against queries",
		Long: "Match reads lines of JSON from files, or from standard input:\n" +
			"  {\"id\": …, \"query\": …, \"title\": …, \"text\": …, \"lang\": …}\n" +
			"and answers each with a line:\n" +
			"  {\"id\": …, \"matched\": …, \"score\": …, \"hits\": [{\"field\", \"start\", \"end\", \"term\"}], \"error\": …}\n" +
			"where start and end are bytes of the title or of the text (the field body).\n\n" +
			"With --queries (lines of id TAB query) and --docs (id TAB title TAB text) it prints\n" +
			"doc TAB query for every match. Files may be gzipped (.gz).",
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
		return answerAll(c.InOrStdin(), out)
	case queries == "" && docs == "":
		for _, name := range files {
			if err := withFile(name, func(r io.Reader) error { return answerAll(r, out) }); err != nil {
				return err
			}
		}
		return nil
	case queries == "" || docs == "":
		return errors.New("--queries and --docs are used together")
	case len(files) > 0:
		return fmt.Errorf("%s: no other files are read with --queries and --docs", files[0])
	}
	return matchTables(queries, docs, out, c.ErrOrStderr())
}

// A matchCase is one line of input.
type matchCase struct {
	ID    json.RawMessage `json:"id"`
	Query string          `json:"query"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
	Lang  string          `json:"lang"`
}

// A matchAnswer is one line of output.
type matchAnswer struct {
	ID      json.RawMessage `json:"id"`
	Matched bool            `json:"matched"`
	Score   float64         `json:"score"`
	Hits    []news.Hit      `json:"hits"`
	Error   string          `json:"error,omitempty"`
}

// answerAll answers every line of r. A line that cannot be read is answered
// with an error.
func answerAll(r io.Reader, out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var last matchCase // its matcher serves the next line if the query is the same
	var m *matcher.Matcher
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
		if err == nil && (m == nil || k.Query != last.Query) {
			m, err = matchQuery(k.Query)
			last = k
		}
		if err != nil {
			answer.Error = fmt.Sprintf("line %d: %v", number, err)
			return enc.Encode(answer)
		}
		a := news.Article{Title: k.Title, Body: k.Text, Lang: k.Lang}
		for _, found := range m.Match(&a) {
			answer.Matched, answer.Score = true, found.Score
			answer.Hits = append(answer.Hits, found.Hits...)
		}
		return enc.Encode(answer)
	})
}

// matchQuery returns a matcher of one query.
func matchQuery(query string) (*matcher.Matcher, error) {
	topics := []news.Topic{{ID: "query", Query: query}}
	if strings.TrimSpace(query) == "" {
		return nil, errors.New("the query is empty: a term is expected")
	}
	m, err := matcher.New(topics, nil)
	if err == nil {
		return m, nil
	}
	var all []string
	for _, p := range matcher.Check(topics, nil) {
		if !p.Warning {
			all = append(all, fmt.Sprintf("query, column %d: %s", len([]rune(query[:p.Offset]))+1, p.Message))
		}
	}
	return nil, errors.New(strings.Join(all, "; "))
}

// matchTables matches a table of documents against a table of queries, and
// prints the pairs. Queries that are wrong are told to w and left out.
func matchTables(queries, docs string, out *bufio.Writer, w io.Writer) error {
	topics, wrong, err := readQueries(queries, w)
	if err != nil {
		return err
	}
	m, err := matcher.New(topics, nil)
	if err != nil {
		return err
	}
	err = eachRow(docs, 3, func(_ int, row []string) error {
		for _, found := range m.Match(&news.Article{Title: row[1], Body: row[2]}) {
			if _, err := fmt.Fprintf(out, "%s\t%s\n", row[0], found.Topic); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && wrong > 0 {
		err = fmt.Errorf("%d queries of %s are wrong and were left out", wrong, queries)
	}
	return err
}

// readQueries reads a table of queries, and counts those that are wrong.
func readQueries(name string, w io.Writer) (topics []news.Topic, wrong int, err error) {
	lines := map[string]int{}
	err = eachRow(name, 2, func(number int, row []string) error {
		if first, ok := lines[row[0]]; ok {
			fmt.Fprintf(w, "%s:%d: query %s stands in line %d already\n", name, number, row[0], first)
			wrong++
			return nil
		}
		lines[row[0]] = number
		topics = append(topics, news.Topic{ID: row[0], Query: row[1]})
		return nil
	})
	bad := map[string]bool{}
	for _, p := range matcher.Check(topics, nil) {
		if !p.Warning {
			fmt.Fprintf(w, "%s:%d: %s\n", name, lines[p.Topic], p)
			bad[p.Topic] = true
		}
	}
	kept := topics[:0]
	for _, t := range topics {
		if !bad[t.ID] {
			kept = append(kept, t)
		}
	}
	return kept, wrong + len(bad), err
}

// eachRow calls f for every line of a table, cut into columns.
func eachRow(name string, columns int, f func(number int, row []string) error) error {
	return withFile(name, func(r io.Reader) error {
		return eachLine(r, func(number int, line []byte, tooLong bool) error {
			if tooLong {
				return fmt.Errorf("%s:%d: the line is longer than %d bytes", name, number, longestLine)
			}
			row := strings.SplitN(string(line), "\t", columns)
			if len(row) < columns {
				return fmt.Errorf("%s:%d: %d columns parted by tabs are expected, %d found", name, number, columns, len(row))
			}
			return f(number, row)
		})
	})
}

// eachLine calls f for every line that is not blank. Of one that is too long
// only the beginning is given.
func eachLine(r io.Reader, f func(number int, line []byte, tooLong bool) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		var line []byte
		tooLong := false
		for {
			part, err := in.ReadSlice('\n')
			if tooLong = tooLong || len(line)+len(part) > longestLine; !tooLong {
				line = append(line, part...)
			}
			if err == nil {
				break
			}
			if err == bufio.ErrBufferFull {
				continue
			}
			if !errors.Is(err, io.EOF) {
				return fmt.Errorf("read line %d: %w", number, err)
			}
			if len(bytes.TrimSpace(line)) > 0 || tooLong {
				return f(number, bytes.TrimRight(line, "\r\n"), tooLong)
			}
			return nil
		}
		if len(bytes.TrimSpace(line)) == 0 && !tooLong {
			continue
		}
		if err := f(number, bytes.TrimRight(line, "\r\n"), tooLong); err != nil {
			return err
		}
	}
}

// withFile opens a file, unzipped if it is a .gz; '-' is standard input.
func withFile(name string, f func(io.Reader) error) error {
	file := os.Stdin
	if name != "-" {
		opened, err := os.Open(name)
		if err != nil {
			return err
		}
		defer opened.Close()
		file = opened
	}
	if !strings.HasSuffix(name, ".gz") {
		return f(file)
	}
	z, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return f(z)
}
