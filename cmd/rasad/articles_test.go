package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// labelledArticles hold whole articles in English, half of them of terrorism
// and half of other crime and other news that uses its words: a topic or "-",
// TAB title TAB text.
const labelledArticles = "../../testdata/topics/articles/terrorism.tsv"

// TestTerrorismIsToldFromOtherCrime holds the weights of the topic. Headlines
// can be told apart without a mistake; whole articles can't, as some tell of
// terrorism without a word of its own and some of crime in all its words.
func TestTerrorismIsToldFromOtherCrime(t *testing.T) {
	catalog := shippedCatalog(t)
	m, err := matcher.New(catalog.Topics, catalog.Concepts)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(labelledArticles)
	if err != nil {
		t.Fatal(err)
	}
	var found, missed, wrong int
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 3 {
			t.Fatalf("%q has %d columns, want topic, title and text", line, len(cells))
		}
		matches := m.Match(&news.Article{Title: cells[1], Body: cells[2], Lang: "en"})
		is, told := cells[0] == "terrorism", meetsTopic(matches, "terrorism")
		switch {
		case is && told:
			found++
		case is:
			missed++
			t.Logf("missed: %s", cells[1])
		case told:
			wrong++
			t.Logf("wrong: %s, by %q", cells[1], termsOf(matches))
		}
	}
	precision := float64(found) / float64(found+wrong)
	recall := float64(found) / float64(found+missed)
	if precision < 0.95 || recall < 0.88 {
		t.Errorf("precision %.3f, recall %.3f over %d articles of terrorism; want .95 and .88", precision, recall, found+missed)
	}
}

func meetsTopic(matches []news.Match, id string) bool {
	for _, m := range matches {
		if m.Topic == id {
			return true
		}
	}
	return false
}
