package matcher

import (
	"slices"
	"strconv"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// maxCovered is how many terms are held against each other.
const maxCovered = 20000

// A cover knows which terms are found wherever another one is. It asks the
// engine itself: a term covers another whose own letters it is found in, in
// every language that they may be written in.
type cover struct {
	found map[string][]string // by printed term, the other terms in it
}

// learn reads all terms of the topics and concepts, once.
func (l *linter) learn() {
	if l.cover != nil {
		return
	}
	l.cover = &cover{found: map[string][]string{}}
	terms := map[string]*query.Term{}
	collect := func(n query.Node) {
		query.Walk(n, func(n query.Node) bool {
			if t, ok := n.(*query.Term); ok && (t.Form == query.Whole || t.Form == query.Prefix) {
				terms[t.String()] = t
			}
			return true
		})
	}
	for _, aliases := range l.aliases {
		for _, t := range aliases {
			collect(t)
		}
	}
	for _, t := range l.topics {
		if n, err := query.Parse(t.Query); err == nil {
			collect(n)
		}
		for _, source := range slices.Concat(t.Any, t.None) {
			if n, err := query.ParseEntry(source); err == nil {
				collect(n)
			}
		}
	}
	if len(terms) <= maxCovered {
		l.cover.hold(terms)
	}
}

// hold holds terms against each other.
func (c *cover) hold(terms map[string]*query.Term) {
	var topics []news.Topic
	for key := range terms {
		topics = append(topics, news.Topic{ID: key, Query: key})
	}
	m, err := New(topics, nil)
	if err != nil {
		return
	}
	for key, t := range terms {
		languages := []string{"en"}
		if hasArabic(t.Text) {
			languages = []string{"fa", "ar", "ps", "ur"}
		}
		times := map[string]int{}
		for _, lang := range languages {
			for _, match := range m.Match(&news.Article{Lang: lang, Body: t.Text}) {
				times[match.Topic]++
			}
		}
		for other, n := range times {
			if n == len(languages) && other != key && subsumes(terms[other], t) {
				c.found[key] = append(c.found[key], other)
			}
		}
	}
}

// subsumes tells whether a term that is found in the letters of another one is
// found in its other forms as well.
func subsumes(a, b *query.Term) bool {
	return (!a.Exact || b.Exact) && (b.Form == query.Whole || a.Form == query.Prefix)
}

func hasArabic(s string) bool {
	var scanned text.Text
	scanned.Scan(s)
	return slices.ContainsFunc(scanned.Tokens, func(t text.Token) bool { return t.Script == text.Arabic })
}

// sense returns what is the same for terms that find the same.
func sense(t *query.Term) string {
	if t.Exact || t.Form != query.Whole {
		return t.String()
	}
	return text.Fold(t.Text)
}

// covered warns of entries of which another one is found wherever they are.
func (l *linter) covered(entries []entry) {
	places := map[string][]int{} // entries by the terms they find
	for i, e := range entries {
		for _, key := range l.finds(e.node) {
			places[key] = append(places[key], i)
		}
	}
	seen := map[string]int{}
	for i, e := range entries {
		t, ok := e.node.(*query.Term)
		if !ok {
			continue
		}
		l.path = e.path
		if first, ok := seen[sense(t)]; ok {
			l.warn(t.Start, "%s stands %s already", e.source, entryPlace(entries[first], e))
			continue
		}
		seen[sense(t)] = i
		if j := l.coverer(t, i, places); j >= 0 {
			l.warn(t.Start, "%s is found wherever %s is: %s covers it", entries[j].source, e.source, entryName(entries[j], e))
		}
	}
}

// coverer returns the entry that covers the term of another one, or -1. Of two
// terms that cover each other the first one stays.
func (l *linter) coverer(t *query.Term, i int, places map[string][]int) int {
	for _, key := range append([]string{t.String()}, l.cover.found[t.String()]...) {
		mutual := key != t.String() && slices.Contains(l.cover.found[key], t.String())
		for _, j := range places[key] {
			if j != i && (!mutual || j < i) {
				return j
			}
		}
	}
	return -1
}

// finds returns the printed terms that a node finds, each of them by itself.
func (l *linter) finds(n query.Node) []string {
	var keys []string
	switch n := n.(type) {
	case *query.Term:
		keys = append(keys, n.String())
	case *query.Concept:
		for _, t := range l.aliases[n.ID] {
			keys = append(keys, t.String())
		}
	case *query.Or:
		for _, k := range n.Nodes {
			keys = append(keys, l.finds(k)...)
		}
	}
	return keys
}

// entryPlace says where an entry stands, for another one.
func entryPlace(e, from entry) string {
	if e.path == from.path {
		return "among these alternatives"
	}
	return "in " + e.path
}

// entryName names an entry, for another one.
func entryName(e, from entry) string {
	if e.path == from.path {
		return strconv.Quote(e.source)
	}
	return e.path
}

// shadowed warns of entries that find only what a none entry excludes.
func (l *linter) shadowed(some, none []entry) {
	excluded := map[string]entry{}
	for _, e := range none {
		for _, key := range l.finds(e.node) {
			excluded[key] = e
		}
	}
	for _, e := range some {
		t, ok := e.node.(*query.Term)
		if !ok {
			continue
		}
		l.path = e.path
		for _, key := range append([]string{t.String()}, l.cover.found[t.String()]...) {
			if by, ok := excluded[key]; ok {
				l.warn(t.Start, "%s is never met: %s excludes every article that holds it", e.source, by.path)
				break
			}
		}
	}
}
