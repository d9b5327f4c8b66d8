package feed_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/feed"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGoldenFeeds reads each document of testdata/feeds, as if it came from
// feeds.example, and compares what comes out with its golden file.
func TestGoldenFeeds(t *testing.T) {
	inputs, err := filepath.Glob("../../testdata/feeds/*.*")
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no feeds to test with: %v", err)
	}
	for _, input := range inputs {
		body, err := os.ReadFile(input)
		if err != nil {
			t.Fatal(err)
		}
		f, err := feed.Parse(body, "text/xml", "https://feeds.example/rss")
		var out struct {
			*feed.Feed
			Error string `json:"error,omitempty"`
		}
		if out.Feed = f; err != nil {
			out.Error = err.Error()
		}
		got, err := json.MarshalIndent(out, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join(filepath.Dir(input), "golden", filepath.Base(input)+".json")
		if *update {
			if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != strings.TrimSpace(string(want)) {
			t.Errorf("%s: Parse = %s\nwant %s", filepath.Base(input), got, want)
		}
	}
}
