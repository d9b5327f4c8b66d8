package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad"
	"github.com/rasadnews/rasad/news"
)

// TestShippedFamilies reads the pages of each family in the shipped
// configuration by its rules, and wants what its goldens say, no rule missed on
// an article, and the same pages refused as without rules.
func TestShippedFamilies(t *testing.T) {
	cfg, err := parseConfig(builtIn, rasad.Config)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range cfg.Families {
		goldens, err := filepath.Glob(filepath.Join("../../testdata/extract/pages", f.ID, "*.json"))
		if err != nil || len(goldens) == 0 {
			t.Errorf("no pages of the family %s: %v", f.ID, err)
		}
		for _, file := range goldens {
			var want extracted
			if err := readJSON(file, &want); err != nil {
				t.Fatal(err)
			}
			page := savedPage{strings.TrimSuffix(file, ".json") + ".html", want.URL}
			r, err := pageReader{rules: news.Parts(f.Article)}.read(page)
			if err != nil {
				t.Fatal(err)
			}
			var got extracted
			got.fill(r)
			if got.Type != want.Type || want.Type == "article" && (got.Title != want.Title || got.Lead != want.Lead || got.Text != want.Text || got.Code != want.Code) {
				t.Errorf("%s by its family's rules:\n%+v\nwant\n%+v", page.file, got, want)
			}
			if want.Type == "article" && slices.Contains(r.Missed, "body") {
				t.Errorf("%s: missed %v", page.file, r.Missed)
			}
		}
	}
}
