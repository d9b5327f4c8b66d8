package matcher_test

import (
	"math"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// TestWeightsAndThresholdsAreJudged holds New and Check to refuse points that
// mean nothing, and to say where they stand.
func TestWeightsAndThresholdsAreJudged(t *testing.T) {
	bomb := func(threshold, weight float64) news.Topic {
		return news.Topic{ID: "t", Threshold: threshold, Weighted: []news.Weight{{Term: "bomb", Weight: weight}}}
	}
	for _, c := range []struct {
		topic news.Topic
		path  string // of the fault, "" for none
	}{
		{bomb(0.5, 0.5), ""},
		{bomb(1e6, 1e6), ""},
		{bomb(0, 1), "threshold"},
		{bomb(-1, 1), "threshold"},
		{bomb(math.NaN(), 1), "threshold"},
		{bomb(math.Inf(1), 1), "threshold"},
		{bomb(1, 0), "weighted[0].weight"},
		{bomb(1, math.NaN()), "weighted[0].weight"},
		{bomb(1, math.Inf(-1)), "weighted[0].weight"},
		{news.Topic{ID: "t", Query: "bomb", Threshold: 1}, "threshold"},
	} {
		path := ""
		for _, p := range matcher.Check([]news.Topic{c.topic}, nil) {
			if !p.Warning {
				path += p.Path
			}
		}
		if path != c.path {
			t.Errorf("Check(%+v) finds fault with %q, want %q", c.topic, path, c.path)
		}
		_, err := matcher.New([]news.Topic{c.topic}, nil)
		if c.path == "" && err != nil || c.path != "" && (err == nil || !strings.Contains(err.Error(), c.path)) {
			t.Errorf("New(%+v) fails with %v, want a fault of %q", c.topic, err, c.path)
		}
	}
}
