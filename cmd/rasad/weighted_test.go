package main

import (
	"slices"
	"strings"
	"testing"
)

const weightedTopics = `
sources: [{id: irna, url: "https://example.org/feed", country: ir}]
concepts: [{id: isis, aliases: [داعش]}]
topics:
  - id: good
    threshold: 3
    weighted:
      - {term: تروریسم, weight: 3}
      - {term: "bomb NEAR/3 Kabul", weight: 1.5, per: hit}
      - {term: "@isis", weight: -2, per: once}
`

func TestWeightedTopicsAreRead(t *testing.T) {
	cfg, err := parseConfig("test.yaml", []byte(weightedTopics))
	if err != nil {
		t.Fatal(err)
	}
	topic := cfg.Catalog().Topics[0]
	w := topic.Weighted
	if topic.Threshold != 3 || len(w) != 3 || w[1].Weight != 1.5 || !w[1].PerHit || w[2].Weight != -2 || w[2].PerHit {
		t.Errorf("the topic is %+v", topic)
	}
	if len(cfg.warnings) != 0 {
		t.Errorf("warnings %v", cfg.warnings)
	}
}

// TestFaultsOfWeightsHavePlaces holds faults and warnings of weighted terms
// against the places that they are reported at.
func TestFaultsOfWeightsHavePlaces(t *testing.T) {
	got := faultsOf(t, weightedTopics+`
  - id: wrong
    weighted:
      - {term: "bomb (", weight: 2, per: hits}
      - {term: "@isi", weight: 0}
  - id: lists
    any: [bomb]
    threshold: 2
`)
	want := []string{
		"12:5: weighted terms want a threshold above 0",
		"14:22: this ( is never closed",
		"14:42: \"hits\" is not one of hit, once (did you mean \"hit\"?)",
		"15:17: @isi is not known: did you mean @isis?",
		"15:32: \"@isi\" has no weight",
		"18:16: a threshold is of weighted terms",
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, w) }) {
			t.Errorf("the faults lack %q; got:\n%s", w, strings.Join(got, "\n"))
		}
	}
}

// TestWarningsHavePlaces holds what the linter says of a configuration against
// its places.
func TestWarningsHavePlaces(t *testing.T) {
	cfg, err := parseConfig("test.yaml", []byte(weightedTopics+`
  - id: doubtful
    threshold: 9
    weighted: [{term: bomb, weight: 2}, {term: blast, weight: 1}]
  - id: filters
    query: |
      bomb AND
        (source:irn OR country:ir)
`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range cfg.warnings {
		got = append(got, p.render("test.yaml", nil))
	}
	for _, want := range []string{
		"test.yaml:13:16: warning: the threshold 9 can never be reached: all terms together have 3",
		"test.yaml:18:10: warning: no source meets source:irn (did you mean \"irna\"?)",
	} {
		if !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("the warnings lack %q; got:\n%s", want, strings.Join(got, "\n"))
		}
	}
	if len(got) != 2 {
		t.Errorf("%d warnings, want 2: %q", len(got), got)
	}
}
