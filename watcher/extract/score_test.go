package extract_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestScore measures the bodies of the 181 pages of scrapinghub's
// article-extraction-benchmark against their gold texts, as its evaluate.py
// does: shared 4-grams of words, precision and recall averaged by page.
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
	var precision, recall float64
	refused := 0
	for id, want := range gold {
		r, err := extract.Page(readGzip(t, filepath.Join(dir, "html", id+".html.gz")), want.URL)
		if err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if r.Type != extract.TypeArticle {
			refused++
			rows = append(rows, fmt.Sprintf("0.000 refused %s %s: %s %s", r.Type, r.Reason, id[:8], want.URL))
		}
		p, rc := shingleScore(want.ArticleBody, r.Article.Body)
		precision, recall = precision+p, recall+rc
		rows = append(rows, fmt.Sprintf("%.3f P %.3f R %.3f %s %s", 2*p*rc/max(p+rc, 1e-9), p, rc, id[:8], want.URL))
	}
	n := float64(len(gold))
	precision, recall = precision/n, recall/n
	f1 := 2 * precision * recall / (precision + recall)
	slices.Sort(rows)
	t.Logf("%s", strings.Join(rows[:min(60, len(rows))], "\n"))
	t.Logf("%d pages: F1 %.4f, precision %.4f, recall %.4f, refused %d", len(gold), f1, precision, recall, refused)
	if f1 < 0.97 || precision < 0.965 {
		t.Errorf("F1 %.4f, precision %.4f, want at least .97 and .965", f1, precision)
	}
}

// shingleScore returns the precision and recall of a text's 4-grams.
func shingleScore(want, got string) (precision, recall float64) {
	w, g := shingles(want), shingles(got)
	var both, wanted, given int
	for s, n := range g {
		both += min(n, w[s])
		given += n
	}
	for _, n := range w {
		wanted += n
	}
	if both > 0 {
		return float64(both) / float64(given), float64(both) / float64(wanted)
	}
	if given == 0 && wanted == 0 {
		return 1, 1
	}
	return 0, 0
}

var token = regexp.MustCompile(`[\p{L}\p{N}_]+`)

func shingles(s string) map[string]int {
	words := token.FindAllString(s, -1)
	count := make(map[string]int)
	for i := 0; i < max(1, len(words)-3); i++ {
		if part := words[i:min(i+4, len(words))]; len(part) > 0 {
			count[strings.Join(part, " ")]++
		}
	}
	return count
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
