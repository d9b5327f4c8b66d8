package feed_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/feed"
)

// TestScoreOnLabelledLinks measures which links of front pages are taken for
// articles, against what people said.
func TestScoreOnLabelledLinks(t *testing.T) {
	data, err := os.ReadFile(shared(t, "links/labelled.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for l := range strings.Lines(string(data)) {
		if row := strings.Split(strings.TrimSpace(l), "\t"); len(row) == 3 {
			rows = append(rows, row)
		}
	}
	if len(rows) < 1000 {
		t.Fatalf("%d links", len(rows))
	}
	var right, wrong, missed int
	for _, row := range rows[1:] { // but for the head
		is := strings.EqualFold(row[2], "true")
		switch took := feed.Score(row[0], row[1]) > 0; {
		case took && is:
			right++
		case took:
			wrong++
			if testing.Verbose() {
				t.Logf("wrong  %.1f %.100s | %.60s", feed.Score(row[0], row[1]), row[0], row[1])
			}
		case is:
			missed++
			if testing.Verbose() {
				t.Logf("missed %.1f %.100s | %.60s", feed.Score(row[0], row[1]), row[0], row[1])
			}
		}
	}
	p, rec := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	f1 := 2 * p * rec / (p + rec)
	t.Logf("%d links: precision %.3f, recall %.3f, F1 %.3f", len(rows)-1, p, rec, f1)
	if f1 < 0.94 {
		t.Errorf("F1 = %.3f, want 0.94 or more", f1)
	}
}
