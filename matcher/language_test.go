package matcher_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// TestLanguagePage runs the examples of docs/query-language.md: in its plain
// boxes a query, then texts that it finds (+) and does not find (-).
func TestLanguagePage(t *testing.T) {
	page, err := os.ReadFile("../docs/query-language.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for i, box := range strings.Split(string(page), "```") {
		if i%2 == 0 || !strings.HasPrefix(box, "\n") {
			continue
		}
		var m *matcher.Matcher
		var query string
		for line := range strings.Lines(box) {
			line = strings.TrimSuffix(line, "\n")
			sign, text, example := strings.Cut(line, " ")
			switch {
			case line == "":
				m = nil
			case m == nil:
				query = line
				if m, err = matcher.New([]news.Topic{{ID: "q", Query: query}}, nil); err != nil {
					t.Fatalf("%s: %v", query, err)
				}
			case example && (sign == "+" || sign == "-"):
				examples++
				if found := len(m.Match(&news.Article{Body: text})) > 0; found != (sign == "+") {
					t.Errorf("%s finds %q: %v", query, text, found)
				}
			default:
				t.Errorf("%q is neither a query nor an example", line)
			}
		}
	}
	if examples < 50 {
		t.Errorf("the page has %d examples, want 50 at least", examples)
	}
}
