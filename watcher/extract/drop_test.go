package extract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestNamesThatSayLittle wants paragraphs kept whose class says of an article
// what it says of furniture, and those dropped that it leaves no doubt of or
// that lead elsewhere.
func TestNamesThatSayLittle(t *testing.T) {
	text := more[0] + " " + more[1]
	for _, c := range []struct {
		name, html string
		kept       bool
	}{
		{"a paragraph about the weather", "<p class=weather>" + text + "</p>", true},
		{"a paragraph of a topic", "<p class='intro-info'>" + text + "</p>", true},
		{"a card of facts", "<div class='factbox card'><p>" + text + "</p></div>", true},
		{"a card that leads elsewhere", "<div class=card><p><a href=/2>" + text + "</a></p></div>", false},
		{"other news", "<div class='related card'><p>" + text + "</p></div>", false},
		{"an invitation", "<p class=newsletter>" + text + "</p>", false},
	} {
		want := slices.Clone(paragraphs)
		if c.kept {
			want = slices.Insert(want, 2, text)
		}
		r, err := extract.Page(story(each("<p>", "</p>", paragraphs[:2])+c.html+each("<p>", "</p>", paragraphs[2:])), "https://news.example/1")
		if err != nil || r.Article.Body != strings.Join(want, "\n\n") {
			t.Errorf("%s: body = %q, %v", c.name, r.Article.Body, err)
		}
	}
}
