package score_test

import (
	"math"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract/score"
)

// TestCompare holds the definition against shares counted by hand.
func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name, wanted, extracted string
		precision, recall       float64
	}{
		{"the same", "one two three four five", "one two three four five", 1, 1},
		{"one word more behind", "a b c d e", "a b c d e f", 2.0 / 3, 1},
		{"one word less", "a b c d e f", "a b c d e", 1, 2.0 / 3},
		{"a word in the middle spoils four shingles", "a b c d e f g h", "a b c d X f g h", 1.0 / 5, 1.0 / 5},
		{"shingles count as often as they stand there", "a a a a a", "a a a a", 1, 0.5},
		{"punctuation and order of case", "A-b, c: d!", "A b c d", 1, 1},
		{"case counts", "a b c d", "A b c d", 0, 0},
		{"short texts are one shingle", "a b", "a b", 1, 1},
		{"short texts that differ", "a b", "a b c", 0, 0},
		{"nothing extracted", "a b c d", "", 0, 0},
		{"nothing wanted", "", "a b c d", 0, 0},
		{"Persian, with ZWNJ as the end of a word", "می\u200cرود به خانه", "می رود به خانه", 1, 1},
		{"underscores belong to words", "a_b c d e", "a b c d e", 0, 0},
	} {
		o := score.Compare(c.wanted, c.extracted)
		if !near(o.Precision(), c.precision) || !near(o.Recall(), c.recall) {
			t.Errorf("%s: precision %.3f, recall %.3f, want %.3f and %.3f", c.name, o.Precision(), o.Recall(), c.precision, c.recall)
		}
	}
}

// TestMean wants a page that gave nothing to cost recall but no precision, as
// the benchmark has it.
func TestMean(t *testing.T) {
	f := score.Mean([]score.Overlap{
		score.Compare("a b c d e", "a b c d e f"), // 2/3, 1
		score.Compare("a b c d", ""),              // no precision, 0
		score.Compare("", ""),                     // neither
		score.Compare("a b c d", "a b c d"),       // 1, 1
	})
	precision, recall := (2.0/3+1)/2, 2.0/3
	if !near(f.Precision, precision) || !near(f.Recall, recall) || !near(f.F1, 2*precision*recall/(precision+recall)) {
		t.Errorf("Mean = %+v, want precision %.4f and recall %.4f", f, precision, recall)
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
