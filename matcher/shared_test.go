package matcher_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// shared returns the path of a file of the shared data, and skips the test
// where there is none.
func shared(tb testing.TB, name string) string {
	tb.Helper()
	root := os.Getenv("RASAD_SHARED")
	if root == "" {
		root = "../../shared"
	}
	path := filepath.Join(root, name)
	if _, err := os.Stat(path); err != nil {
		tb.Skip("no shared data here:", err)
	}
	return path
}

// A labelled case of one term and one text.
type labelled struct {
	ID, Lang, Query, Text, Mode, Level, Why string
	ShouldMatch                             bool `json:"should_match"`
}

// finds tells whether the case's term is found, written as an entry of a list.
func (c labelled) finds(tb testing.TB) bool {
	tb.Helper()
	entry := c.Query
	if c.Mode == "exact" {
		entry = "=" + entry
	}
	m, err := matcher.New([]news.Topic{{ID: "t", Any: []string{entry}}}, nil)
	if err != nil {
		tb.Errorf("%s: %v", c.ID, err)
		return false
	}
	return len(m.Match(&news.Article{Lang: c.Lang, Body: c.Text})) > 0
}

// TestLabelledCases holds single terms against labelled texts: what is core
// must be right, and nearly all inflection.
func TestLabelledCases(t *testing.T) {
	f, err := os.Open(shared(t, "data/match/dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	right, all := map[string]int{}, map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c labelled
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if c.Mode == "aggressive" {
			c.Level = "aggressive"
		}
		all[c.Level]++
		if c.finds(t) == c.ShouldMatch {
			right[c.Level]++
			continue
		}
		t.Logf("%s %s: %q in %q should match: %v (%s)", c.Level, c.ID, c.Query, c.Text, c.ShouldMatch, c.Why)
	}
	for level, n := range all {
		t.Logf("%s: %d of %d", level, right[level], n)
	}
	if right["core"] < all["core"] || float64(right["stem"]) < .98*float64(all["stem"]) || all["core"] == 0 {
		t.Error("core must be all right, stem 98 %")
	}
	if testing.Verbose() {
		t.Log(strings.Repeat("-", 20))
	}
}
