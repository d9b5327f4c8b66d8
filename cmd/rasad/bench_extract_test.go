package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// benchExtract runs rasad bench extract for one round.
func benchExtract(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	root := rootCommand()
	root.SetOut(&out)
	root.SetArgs(append([]string{"bench", "extract", "--for", "0s"}, args...))
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

// TestBenchExtract measures the project's own pages, whose articles are known
// to the letter, and wants our figures to say so, beside a peer's.
func TestBenchExtract(t *testing.T) {
	out, err := benchExtract(t, "--set", "../../testdata/extract/pages", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []extractMeasure
	for line := range strings.Lines(out) {
		var r extractMeasure
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		rows = append(rows, r)
	}
	if len(rows) != 2 || rows[0].Engine != "rasad" || rows[1].Engine != "go-readability v2" {
		t.Fatalf("rows = %+v, want rasad's and go-readability's", rows)
	}
	own, peer := rows[0], rows[1]
	if own.Pages < 20 || own.F1 != 1 || own.Refused != 0 || own.Titles.Right != own.Pages || own.Dates.Right != own.Dates.Known || own.Dates.Known < 20 || len(own.Folds) != 5 || own.Folds[4].Precision != 1 {
		t.Errorf("rasad: %+v, want all of it", own)
	}
	if peer.F1 <= 0.5 || peer.F1 >= own.F1 {
		t.Errorf("go-readability: F1 %.3f, want a peer's", peer.F1)
	}
}

// TestBenchExtractTable wants the table for people to hold the same engines,
// and the pages with the lowest figures when they are asked for.
func TestBenchExtractTable(t *testing.T) {
	out, err := benchExtract(t, "--set", "../../testdata/extract/pages", "--worst", "3")
	if err != nil || strings.Count(out, "\n") != 9 || !strings.Contains(out, "rasad             1.0000") || !strings.Contains(out, ".html https://") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := benchExtract(t, "--set", t.TempDir()); err == nil || !strings.Contains(err.Error(), "neither ground-truth.json") {
		t.Errorf("an empty folder: %v", err)
	}
}

// A refusedPage would be read whole, were it taken for an article.
const refusedPage = "<title>Quay</title><h1>Quay</h1><p>The harbour board met on Monday, and agreed on a plan for the quay.</p><div>Already a subscriber? Log in</div>"

// benchOne measures one page against its gold.
func benchOne(t *testing.T, page, gold string) extractMeasure {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.html"), []byte(page))
	write(t, filepath.Join(dir, "a.json"), []byte(gold))
	out, err := benchExtract(t, "--set", dir, "--json")
	if err != nil {
		t.Fatal(err)
	}
	var own extractMeasure
	if err := json.NewDecoder(strings.NewReader(out)).Decode(&own); err != nil {
		t.Fatal(err)
	}
	return own
}

// TestBenchExtractCountsARefusedPageAsEmpty wants no merit for text that is not
// told.
func TestBenchExtractCountsARefusedPageAsEmpty(t *testing.T) {
	own := benchOne(t, refusedPage, `{"url":"https://news.example/n/1","title":"Quay","text":"The harbour board met on Monday, and agreed on a plan for the quay."}`)
	if own.Refused != 1 || own.F1 != 0 || own.Titles.Right != 0 {
		t.Errorf("a refused page counts as %+v", own)
	}
}

// TestBenchExtractComparesDays wants days compared on the clocks of the set, and
// no folds where there are fewer pages.
func TestBenchExtractComparesDays(t *testing.T) {
	for gold, right := range map[string]int{
		"2025-11-24T02:00:00+03:30": 1, // the very moment
		"2025-11-23":                1, // a day without a clock
		"2025-11-23T22:30:00Z":      1,
		"2025-11-24":                0,
	} {
		page := `<meta property="article:published_time" content="2025-11-23T22:30:00Z">` + savedArticle
		own := benchOne(t, page, `{"url":"https://news.example/n/1","title":"Bridge opens","text":"The new bridge","published":"`+gold+`"}`)
		if own.Dates.Known != 1 || own.Dates.Right != right || len(own.Folds) != 0 {
			t.Errorf("%s: %+v", gold, own)
		}
	}
}

// TestBenchExtractNamesWhatIsWrongWithASet wants a set without pages, and a date
// that is none, called so.
func TestBenchExtractNamesWhatIsWrongWithASet(t *testing.T) {
	for truth, want := range map[string]string{
		`{}`: "ground-truth.json names no pages",
		`{"x":{"articleBody":"text","datePublished":"next week"}}`: `"next week" is no date`,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "ground-truth.json"), []byte(truth))
		if _, err := benchExtract(t, "--set", dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", truth, err, want)
		}
	}
}
