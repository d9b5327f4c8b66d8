package extract_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// BenchmarkPage measures pages of the benchmark's set, parsing included, one
// page an operation.
func BenchmarkPage(b *testing.B) {
	dir := shared(b, "data/extract/zyte181")
	var gold map[string]struct{ URL string }
	text, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err == nil {
		err = json.Unmarshal(text, &gold)
	}
	if err != nil {
		b.Fatal(err)
	}
	var pages, urls []string
	for id, g := range gold {
		pages, urls = append(pages, readGzip(b, filepath.Join(dir, "html", id+".html.gz"))), append(urls, g.URL)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := extract.Page(pages[i%len(pages)], urls[i%len(pages)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
