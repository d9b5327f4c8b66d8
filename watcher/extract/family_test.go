package extract_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A golden is what is to be found on a page of testdata/extract/pages, as rasad
// extract prints it. Pages that are no articles have a type alone.
type golden struct {
	URL, Type, Title, Lead, Text, Author, Published, Modified string
	Language, Canonical, Site, Section, Image, Code           string
	Tags                                                      []string
}

// TestFamilies wants every page of the families of newsroom software read to
// the letter: its type, and of an article all its parts.
func TestFamilies(t *testing.T) {
	files, err := filepath.Glob("../../testdata/extract/pages/*/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(file, "../../testdata/extract/pages/"), ".html"), func(t *testing.T) {
			want := readGolden(t, strings.TrimSuffix(file, ".html")+".json")
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := fetch.Decode(body, "text/html")
			r, err := extract.Page(text, want.URL)
			if err != nil {
				t.Fatal(err)
			}
			if string(r.Type) != want.Type || (r.Reason == "") != (want.Type == "article") {
				t.Fatalf("type = %s (%s), want %s; body %.300q", r.Type, r.Reason, want.Type, r.Article.Body)
			}
			if want.Type == "article" {
				want.check(t, r)
			}
		})
	}
}

func readGolden(t *testing.T, file string) golden {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return g
}

func (g golden) check(t *testing.T, r extract.Result) {
	t.Helper()
	a := r.Article
	for _, f := range []struct{ part, got, want string }{
		{"title", a.Title, g.Title}, {"lead", a.Lead, g.Lead}, {"text", a.Body, g.Text}, {"author", a.Author, g.Author},
		{"published", written(a.Published), g.Published}, {"modified", written(a.Modified), g.Modified},
		{"language", a.Lang, g.Language}, {"canonical", a.Canonical, g.Canonical}, {"site", a.Site, g.Site},
		{"section", a.Section, g.Section}, {"image", a.Image, g.Image}, {"code", a.Code, g.Code},
		{"tags", strings.Join(a.Tags, "|"), strings.Join(g.Tags, "|")},
	} {
		if f.got != f.want {
			t.Errorf("%s = %q, want %q", f.part, f.got, f.want)
		}
	}
}

// written writes a time as the goldens do.
func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
