package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// A labelled page is one whose article is known.
type labelled struct {
	name, file, url string
	title, body     string
	published       dated
}

// labelledSets returns the folders of labelled pages that are at hand: the
// benchmark's among the shared data, and the project's own.
func labelledSets() []string {
	dirs := []string{sharedFile(".", "extract", "zyte181"), filepath.Join("testdata", "extract", "pages")}
	return slices.DeleteFunc(dirs, func(dir string) bool { return !exists(dir) })
}

// sharedFile returns where something of the shared data is, which lies beside the
// project, whose root is given, or where RASAD_SHARED says.
func sharedFile(root string, path ...string) string {
	shared := cmp.Or(os.Getenv("RASAD_SHARED"), filepath.Join(root, "..", "shared"))
	return filepath.Join(shared, "data", filepath.Join(path...))
}

// readLabelled reads a set, its pages in the order of their names.
func readLabelled(dir string) ([]labelled, error) {
	set, err := readBenchmark(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return set, err
	}
	set, err = readPairs(dir)
	if err == nil && len(set) == 0 {
		err = fmt.Errorf("%s has neither ground-truth.json nor pages NAME.html with their articles in NAME.json", dir)
	}
	return set, err
}

// readBenchmark reads a set of the article-extraction-benchmark.
func readBenchmark(dir string) ([]labelled, error) {
	var truth map[string]struct{ ArticleBody, Headline, DatePublished, URL string }
	file := filepath.Join(dir, "ground-truth.json")
	if err := readJSON(file, &truth); err != nil {
		return nil, err
	}
	if len(truth) == 0 {
		return nil, fmt.Errorf("%s names no pages", file)
	}
	var set []labelled
	for _, id := range slices.Sorted(maps.Keys(truth)) {
		t := truth[id]
		p := labelled{name: id, file: filepath.Join(dir, "html", id+".html.gz"), url: t.URL, title: t.Headline, body: t.ArticleBody}
		var err error
		if p.published, err = readDated(t.DatePublished); err != nil {
			return nil, fmt.Errorf("read %s: %s: %w", file, id, err)
		}
		set = append(set, p)
	}
	return set, nil
}

// readPairs reads pages with their articles beside them. Pages that are no
// articles have no text, and are left out.
func readPairs(dir string) ([]labelled, error) {
	var set []labelled
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	more, err := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	if err != nil {
		return nil, err
	}
	for _, file := range append(files, more...) {
		var a extracted
		if err := readJSON(file, &a); err != nil {
			return nil, err
		}
		if a.Text == "" {
			continue
		}
		page := strings.TrimSuffix(file, ".json") + ".html"
		name, err := filepath.Rel(dir, page)
		if err != nil {
			return nil, err
		}
		p := labelled{name: name, file: page, url: a.URL, title: a.Title, body: a.Text}
		if p.published, err = readDated(a.Published); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		set = append(set, p)
	}
	return set, nil
}

func readJSON(file string, v any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	return nil
}

// read returns the page, decoded.
func (p *labelled) read() (string, error) {
	body, err := readPage(p.file, nil)
	if err != nil {
		return "", err
	}
	text, _ := fetch.Decode(body, "text/html")
	return text, nil
}

// A dated is when an article was published, as a set says it: a time, or a day
// of no zone. The zero value says nothing.
type dated struct {
	at      time.Time
	dayOnly bool
}

// readDated reads a date of a set, empty for none.
func readDated(s string) (dated, error) {
	if s == "" {
		return dated{}, nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
		if at, err := time.Parse(form, s); err == nil {
			return dated{at: at, dayOnly: form != time.RFC3339}, nil
		}
	}
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return dated{}, fmt.Errorf("%q is no date such as 2025-11-24 or 2025-11-24T09:30:00Z", s)
	}
	return dated{at: at, dayOnly: true}, nil
}

// days returns the day of the set, and the one that an engine found: on the
// clocks that the set's time is of, or as it was written if the set gives a day.
func (d dated) days(got time.Time) (want, found string) {
	if d.at.IsZero() {
		return "", ""
	}
	want = d.at.Format(time.DateOnly)
	switch {
	case got.IsZero():
		return want, ""
	case !d.dayOnly:
		got = got.In(d.at.Location())
	}
	return want, got.Format(time.DateOnly)
}
