package main

import (
	"bytes"
	"encoding/json"
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
	if own.Pages < 20 || own.F1 != 1 || own.Refused != 0 || own.Titles.Right != own.Pages || own.Dates.Right != own.Pages {
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
	if err != nil || strings.Count(out, "\n") != 7 || !strings.Contains(out, "rasad             1.0000") || !strings.Contains(out, ".html https://") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := benchExtract(t, "--set", t.TempDir()); err == nil || !strings.Contains(err.Error(), "neither ground-truth.json") {
		t.Errorf("an empty folder: %v", err)
	}
}
