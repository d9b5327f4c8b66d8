package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// perHit says that the points of a weighted term count for each of its hits.
const perHit = "hit"

// pathStep is a step of the path of a matcher's problem.
var pathStep = regexp.MustCompile(`([a-z_]+)(?:\[([0-9]+)\])?`)

func (v *validator) topics(cfg *config) {
	check := v.ids("topics")
	for i, t := range cfg.Topics {
		check(t.ID, i)
		at := func(key string) []any { return []any{"topics", i, key} }
		v.oneOf(t.Severity, severities, at("severity")...)
		for lang := range t.Name {
			v.oneOf(lang, languages, "topics", i, "name")
		}
		v.weights(t, i)
	}
	catalog := cfg.Catalog()
	for _, p := range matcher.Check(catalog.Topics, catalog.Concepts) {
		v.matcherProblem(cfg, p)
	}
	for _, t := range catalog.Topics {
		v.filters(cfg, t)
	}
}

// filters warns of source: and country: filters that no source meets.
func (v *validator) filters(cfg *config, t news.Topic) {
	n, err := query.Parse(t.Query)
	if err != nil {
		return
	}
	query.Walk(n, func(n query.Node) bool {
		f, ok := n.(*query.Filter)
		if !ok || f.Name != "source" && f.Name != "country" {
			return true
		}
		var known []string
		for _, s := range cfg.Sources {
			known = append(known, map[string]string{"source": s.ID, "country": s.Country}[f.Name])
		}
		if !slices.Contains(known, f.Value) {
			v.matcherProblem(cfg, matcher.Problem{
				Topic: t.ID, Path: "query", Offset: f.Start, Warning: true,
				Message: "no source meets " + f.String() + nearest(f.Value, known),
			})
		}
		return true
	})
}

// weights holds what the matcher does not know of weighted terms.
func (v *validator) weights(t topicConfig, i int) {
	for j, w := range t.Weighted {
		at := func(key string) []any { return []any{"topics", i, "weighted", j, key} }
		v.required(w.Term, at("term")...)
		v.oneOf(w.Per, counts, at("per")...)
	}
}

// matcherProblem finds the place in the file of a fault that the matcher
// found in a topic or concept.
func (v *validator) matcherProblem(cfg *config, p matcher.Problem) {
	path := []any{"topics", slices.IndexFunc(cfg.Topics, func(t topicConfig) bool { return t.ID == p.Topic })}
	if p.Concept != "" {
		path = []any{"concepts", slices.IndexFunc(cfg.Concepts, func(c conceptConfig) bool { return c.ID == p.Concept })}
	}
	if path[1].(int) < 0 {
		path = path[:1]
	} else {
		for _, step := range pathStep.FindAllStringSubmatch(p.Path, -1) {
			path = append(path, step[1])
			if n, err := strconv.Atoi(step[2]); err == nil {
				path = append(path, n)
			}
		}
	}
	n := v.doc.node(path...)
	line, column := v.doc.placeIn(n, p.Offset)
	if p.Warning {
		v.warnings = append(v.warnings, problem{Line: line, Column: column, Message: p.Message, Warning: true})
		return
	}
	v.doc.reportAt(line, column, p.Message)
}

// placeIn returns the line and column of a byte offset in a scalar's value.
// In folded and quoted text with escapes it is near, not exact.
func (d *document) placeIn(n *yaml.Node, offset int) (line, column int) {
	n = resolve(n)
	if n.Kind != yaml.ScalarNode || offset > len(n.Value) {
		return max(n.Line, 1), max(n.Column, 1)
	}
	before := n.Value[:offset]
	switch n.Style {
	case yaml.LiteralStyle:
		line = n.Line + 1 + strings.Count(before, "\n")
		return line, d.indent(n.Line) + utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
	case yaml.FoldedStyle:
		return n.Line + 1, 1
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		return n.Line, n.Column + 1 + utf8.RuneCountInString(before)
	}
	return n.Line, n.Column + utf8.RuneCountInString(before)
}

// indent returns by how many spaces the text is indented that begins below a
// line.
func (d *document) indent(line int) int {
	below := strings.Split(string(d.source), "\n")
	for _, text := range below[min(line, len(below)):] {
		if rest := strings.TrimLeft(text, " "); rest != "" && rest != "\r" {
			return len(text) - len(rest)
		}
	}
	return 0
}
