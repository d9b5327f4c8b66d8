package matcher_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// TestTermsFindTheirForms holds entries of a list, in every language, against
// texts, and the very bytes that are hit.
func TestTermsFindTheirForms(t *testing.T) {
	tables, _ := filepath.Glob("../testdata/match/terms*.tsv")
	if len(tables) == 0 {
		t.Fatal("there are no tables of terms")
	}
	for _, path := range tables {
		table, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(table)) {
			if strings.HasPrefix(line, "# ") {
				continue
			}
			row := strings.Split(strings.TrimRight(strings.ReplaceAll(line, `\n`, "\n"), "\n"), "\t")
			if len(row) != 4 {
				t.Fatalf("%s: %q has %d columns, want 4", path, line, len(row))
			}
			want := row[3]
			if want == "-" {
				want = ""
			}
			if got := hits(t, row[0], row[1], row[2]); got != want {
				t.Errorf("%s: %s in %q hits %q, want %q", row[0], row[1], row[2], got, want)
			}
		}
	}
}

// hits returns what an entry hits in a text, parted by |.
func hits(t *testing.T, lang, entry, body string) string {
	t.Helper()
	m, err := matcher.New([]news.Topic{{ID: "t", Any: []string{entry}}}, nil)
	if err != nil {
		t.Fatalf("%s: %v", entry, err)
	}
	var all []string
	for _, match := range m.Match(&news.Article{Lang: lang, Body: body}) {
		for _, h := range match.Hits {
			all = append(all, body[h.Start:h.End])
		}
	}
	return strings.Join(all, "|")
}
