package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// longestLine is the most bytes that a line of input may have.
const longestLine = 16 << 20

// matchTables matches a table of documents against a table of queries, and
// prints the pairs. Lines and queries that are wrong are told on standard error
// and left out.
func matchTables(c *cobra.Command, queries, docs string, out *bufio.Writer) error {
	topics, wrong, err := readQueries(queries, c.ErrOrStderr())
	if err != nil {
		return err
	}
	m, err := matcher.New(topics, nil)
	if err != nil {
		return err
	}
	var met []int
	torn, err := eachRow(docs, 3, c.ErrOrStderr(), func(_ int, row []string) error {
		met = m.Find(&news.Article{Title: row[1], Body: row[2]}, met[:0])
		for _, i := range met {
			if _, err := fmt.Fprintf(out, "%s\t%s\n", row[0], topics[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && wrong > 0 {
		err = fmt.Errorf("%d queries of %s are wrong and were left out", wrong, queries)
	}
	if torn > 0 {
		err = errors.Join(err, fmt.Errorf("%d lines of %s are wrong and were left out", torn, docs))
	}
	return err
}

// readQueries reads a table of queries, and counts those that are wrong.
func readQueries(name string, w io.Writer) (topics []news.Topic, wrong int, err error) {
	lines := map[string]int{}
	torn, err := eachRow(name, 2, w, func(number int, row []string) error {
		if first, ok := lines[row[0]]; ok {
			fmt.Fprintf(w, "%s:%d: query %s stands in line %d already\n", name, number, row[0], first)
			wrong++
			return nil
		}
		lines[row[0]] = number
		topics = append(topics, news.Topic{ID: row[0], Query: row[1]})
		return nil
	})
	sources, bad := map[string]string{}, map[string]bool{}
	for _, t := range topics {
		sources[t.ID] = t.Query
	}
	for _, p := range matcher.Check(topics, nil) {
		if !p.Warning {
			shown := query.At(sources[p.Topic], p.Offset, p.Message).Show(sources[p.Topic])
			fmt.Fprintf(w, "%s:%d: query %s, %s\n", name, lines[p.Topic], p.Topic, shown)
			bad[p.Topic] = true
		}
	}
	kept := topics[:0]
	for _, t := range topics {
		if !bad[t.ID] {
			kept = append(kept, t)
		}
	}
	return kept, wrong + torn + len(bad), err
}

// eachRow calls f for every line of a table, cut into columns. Lines that are
// none are told to w and counted.
func eachRow(name string, columns int, w io.Writer, f func(number int, row []string) error) (torn int, err error) {
	err = withFile(name, func(r io.Reader) error {
		return eachLine(r, func(number int, line []byte, tooLong bool) error {
			row := strings.SplitN(string(line), "\t", columns)
			switch {
			case tooLong:
				fmt.Fprintf(w, "%s:%d: the line is longer than %d bytes\n", name, number, longestLine)
			case len(row) < columns:
				fmt.Fprintf(w, "%s:%d: %d columns parted by tabs are expected, %d found\n", name, number, columns, len(row))
			default:
				return f(number, row)
			}
			torn++
			return nil
		})
	})
	return torn, err
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
