package extract_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// update has TestFamilies write the goldens instead of checking them.
var update = flag.Bool("update", false, "write the goldens of testdata/extract/pages")

// A golden is what is to be found on a page of testdata/extract/pages, as rasad
// extract prints it. Pages that are no articles have a type and the reason;
// those of live blogs, whose text goes on as well, have both.
type golden struct {
	URL       string   `json:"url"`
	Type      string   `json:"type"`
	Reason    string   `json:"reason,omitempty"`
	Title     string   `json:"title"`
	Lead      string   `json:"lead"`
	Text      string   `json:"text"`
	Author    string   `json:"author"`
	Published string   `json:"published"`
	Modified  string   `json:"modified"`
	Language  string   `json:"language"`
	Canonical string   `json:"canonical"`
	Site      string   `json:"site"`
	Section   string   `json:"section"`
	Tags      []string `json:"tags"`
	Image     string   `json:"image"`
	Code      string   `json:"code"`
}

// clocks are where the outlets of a family sit that writes times without a zone.
var clocks = map[string]*time.Location{
	"joomla1256": time.FixedZone("", 3*3600), // Baghdad
	"marsa":      time.FixedZone("", 4*3600), // Muscat
}

// readPages calls f with each page of the families and its golden.
func readPages(t *testing.T, f func(t *testing.T, family, file, text string, want golden)) {
	files, err := filepath.Glob("../../testdata/extract/pages/*/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, file := range files {
		family := filepath.Base(filepath.Dir(file))
		t.Run(family+"/"+strings.TrimSuffix(filepath.Base(file), ".html"), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := fetch.Decode(body, "text/html")
			f(t, family, file, text, readGolden(t, strings.TrimSuffix(file, ".html")+".json"))
		})
	}
}

// TestFamilies wants every page of the families of newsroom software read to
// the letter: its type and the reason, and of what goes on all its parts.
func TestFamilies(t *testing.T) {
	readPages(t, func(t *testing.T, family, file, text string, want golden) {
		s, err := extract.NewSite(news.Parts{}, clocks[family])
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Page(text, want.URL, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		got := goldenOf(want.URL, r)
		if *update {
			writeGolden(t, strings.TrimSuffix(file, ".html")+".json", got)
			return
		}
		if got.Type != want.Type || got.Reason != want.Reason {
			t.Fatalf("type = %s (%s), want %s (%s); body %.300q", got.Type, got.Reason, want.Type, want.Reason, r.Article.Body)
		}
		got.check(t, want)
	})
}

// goldenOf returns what was found on a page, of one that is of no use by itself
// its type and reason alone.
func goldenOf(url string, r extract.Result) golden {
	a := r.Article
	g := golden{URL: url, Type: string(r.Type), Reason: r.Reason}
	if r.Type.Use() != extract.UsePage {
		return g
	}
	return golden{
		URL: url, Type: g.Type, Reason: g.Reason, Title: a.Title, Lead: a.Lead, Text: a.Body, Author: a.Author,
		Published: written(a.Published), Modified: written(a.Modified), Language: a.Lang, Canonical: a.Canonical,
		Site: a.Site, Section: a.Section, Tags: append([]string{}, a.Tags...), Image: a.Image, Code: a.Code,
	}
}

func writeGolden(t *testing.T, file string, g golden) {
	t.Helper()
	var v any = g
	if g.Text == "" { // no article
		v = struct {
			URL    string `json:"url"`
			Type   string `json:"type"`
			Reason string `json:"reason"`
		}{g.URL, g.Type, g.Reason}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
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

func (g golden) check(t *testing.T, want golden) {
	t.Helper()
	for _, f := range []struct{ part, got, want string }{
		{"title", g.Title, want.Title}, {"lead", g.Lead, want.Lead}, {"text", g.Text, want.Text}, {"author", g.Author, want.Author},
		{"published", g.Published, want.Published}, {"modified", g.Modified, want.Modified},
		{"language", g.Language, want.Language}, {"canonical", g.Canonical, want.Canonical}, {"site", g.Site, want.Site},
		{"section", g.Section, want.Section}, {"image", g.Image, want.Image}, {"code", g.Code, want.Code},
		{"tags", strings.Join(g.Tags, "|"), strings.Join(want.Tags, "|")},
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
