package extract_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/extract/score"
)

// TestScore measures the bodies of the 181 pages of scrapinghub's
// article-extraction-benchmark against their gold texts, as the benchmark does.
// With -v it lists the pages that lose the most.
func TestScore(t *testing.T) {
	dir := shared(t, "data/extract/zyte181")
	var gold map[string]struct{ ArticleBody, URL string }
	text, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err == nil {
		err = json.Unmarshal(text, &gold)
	}
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	var pages []score.Overlap
	refused := 0
	for id, want := range gold {
		r, err := extract.Page(readGzip(t, filepath.Join(dir, "html", id+".html.gz")), want.URL)
		if err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if r.Type.Use() != extract.UsePage {
			r.Article.Body = "" // nobody is told of it
			refused++
			rows = append(rows, fmt.Sprintf("0.000 refused %s %s: %s %s", r.Type, r.Reason, id[:8], want.URL))
		}
		o := score.Compare(want.ArticleBody, r.Article.Body)
		pages = append(pages, o)
		rows = append(rows, fmt.Sprintf("%.3f P %.3f R %.3f %s %s", o.F1(), o.Precision(), o.Recall(), id[:8], want.URL))
	}
	f := score.Mean(pages)
	slices.Sort(rows)
	t.Logf("%s", strings.Join(rows[:min(60, len(rows))], "\n"))
	t.Logf("%d pages: F1 %.4f, precision %.4f, recall %.4f, refused %d", len(gold), f.F1, f.Precision, f.Recall, refused)
	if f.F1 < 0.97 || f.Precision < 0.965 {
		t.Errorf("F1 %.4f, precision %.4f, want at least .97 and .965", f.F1, f.Precision)
	}
	if refused > len(gold)/100 {
		t.Errorf("%d of %d articles were refused, want under 1 %%", refused, len(gold))
	}
}

// shared returns a folder of the data that is kept beside the project, and
// skips the test where it is absent.
func shared(t testing.TB, path string) string {
	root := os.Getenv("RASAD_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	root = filepath.Join(root, path)
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no %s: set RASAD_SHARED to the folder of shared data", root)
	}
	return root
}

func readGzip(t testing.TB, name string) string {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
