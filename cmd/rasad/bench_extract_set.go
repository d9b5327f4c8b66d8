package main

import (
	"encoding/json"
	"fmt"
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
	published       time.Time
}

// labelledSets returns the folders of labelled pages that are at hand: the
// benchmark's among the shared data, and the project's own.
func labelledSets() []string {
	shared := os.Getenv("RASAD_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	var found []string
	for _, dir := range []string{filepath.Join(shared, "data", "extract", "zyte181"), filepath.Join("testdata", "extract", "pages")} {
		if exists(dir) {
			found = append(found, dir)
		}
	}
	return found
}

// readLabelled reads a set, its pages in the order of their names.
func readLabelled(dir string) ([]labelled, error) {
	set, err := readBenchmark(dir)
	if os.IsNotExist(err) {
		set, err = readPairs(dir)
	}
	if err == nil && len(set) == 0 {
		err = fmt.Errorf("%s has neither ground-truth.json nor pages NAME.html with their articles in NAME.json", dir)
	}
	return set, err
}

// readBenchmark reads a set of the article-extraction-benchmark.
func readBenchmark(dir string) ([]labelled, error) {
	var truth map[string]struct{ ArticleBody, Headline, DatePublished, URL string }
	if err := readJSON(filepath.Join(dir, "ground-truth.json"), &truth); err != nil {
		return nil, err
	}
	var set []labelled
	for _, id := range slices.Sorted(maps.Keys(truth)) {
		t := truth[id]
		p := labelled{name: id, file: filepath.Join(dir, "html", id+".html.gz"), url: t.URL, title: t.Headline, body: t.ArticleBody}
		p.published, _ = time.Parse(time.RFC3339, t.DatePublished)
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
		p.published, _ = time.Parse(time.RFC3339, a.Published)
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

// day returns the day on which the page says that its article was published.
func (p *labelled) day() string { return dayOf(p.published) }

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
