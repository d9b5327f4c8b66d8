package matcher

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

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
	terms map[string]*query.Term

	printed map[query.Node]string // what has been printed, as most is asked for often
}

// print returns the printed form of a node.
func (c *cover) print(n query.Node) string {
	s, ok := c.printed[n]
	if !ok {
		s = n.String()
		c.printed[n] = s
	}
	return s
}

// A grade says how well one term covers another.
type grade uint8

// The grades of cover.
const (
	alone  grade = iota // not at all
	partly              // as it is written, though not in all its forms
	surely
)

// grade says how well other is found wherever t is.
func (c *cover) grade(t, other *query.Term) grade {
	key, name := c.print(t), c.print(other)
	switch {
	case key == name:
		return surely
	case !slices.Contains(c.found[key], name):
		return alone
	case t.Exact || other.Form == query.Prefix || other.Form == query.Whole && (!hasArabic(t.Text) || tokens(t) > tokens(other)):
		return surely
	}
	return partly
}

// tokens counts the words of a term.
func tokens(t *query.Term) int {
	var scanned text.Text
	scanned.Scan(t.Text)
	return len(scanned.Tokens)
}

// learn reads all terms of the topics and concepts, once.
func (l *linter) learn() {
	if l.cover != nil {
		return
	}
	terms := map[string]*query.Term{}
	l.cover = &cover{found: map[string][]string{}, terms: terms, printed: map[query.Node]string{}}
	collect := func(n query.Node) {
		query.Walk(n, func(n query.Node) bool {
			if t, ok := n.(*query.Term); ok {
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
		sources := slices.Concat(t.Any, t.All, t.None)
		for _, w := range t.Weighted {
			sources = append(sources, w.Term)
		}
		for _, source := range sources {
			if n, err := query.ParseEntry(source); err == nil {
				collect(n)
			}
		}
	}
	if len(terms) > maxCovered {
		l.problems = append(l.problems, Problem{Warning: true, Message: fmt.Sprintf(
			"%d different terms are too many to be held against each other: which of them cover others, or are never met, was not looked for above %d", len(terms), maxCovered)})
		return
	}
	l.cover.hold(terms)
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
		if t.Form != query.Whole && t.Form != query.Prefix {
			continue
		}
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
	var scanned text.Text
	scanned.Scan(t.Text)
	var key strings.Builder
	for i, k := range scanned.Tokens {
		gap := k.Gap
		if i > 0 && gap.Crossable() && gap != text.Glued {
			gap = text.Space // a text may have either
		}
		fmt.Fprint(&key, gap, k.Mark, string(utf16.Decode(scanned.Letters[k.First:k.Last])))
	}
	return key.String()
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
		l.path = e.path
		t, ok := e.node.(*query.Term)
		if !ok {
			l.implied(entries, i)
			continue
		}
		if first, ok := seen[sense(t)]; ok {
			l.warn(t.Start, "%s stands %s already", e.source, entryPlace(entries[first], e))
			continue
		}
		seen[sense(t)] = i
		switch j, how := l.coverer(t, i, places); how {
		case surely:
			l.warn(t.Start, "%s is found wherever %s is: %s covers it", entries[j].source, e.source, entryName(entries[j], e))
		case partly:
			l.warn(t.Start, "%s is found wherever %s stands as it is written: %s leaves it only its own endings", entries[j].source, e.source, entryName(entries[j], e))
		}
	}
}

// implied warns of an entry that is more than a term, if another one is met
// wherever it is.
func (l *linter) implied(entries []entry, i int) {
	e := entries[i]
	for j, other := range entries {
		if j != i && l.implies(e.node, other.node) && (j < i || !l.implies(other.node, e.node)) {
			l.warn(e.node.Place().Start, "%s is met wherever %s is: %s covers it", other.source, e.source, entryName(other, e))
			return
		}
	}
}

// coverer returns the entry that best covers the term of another one, and how
// well. Of two terms that cover each other the first one stays.
func (l *linter) coverer(t *query.Term, i int, places map[string][]int) (best int, how grade) {
	for _, key := range append([]string{t.String()}, l.cover.found[t.String()]...) {
		mutual := key != t.String() && slices.Contains(l.cover.found[key], t.String())
		g := l.cover.grade(t, l.cover.terms[key])
		for _, j := range places[key] {
			if j != i && (!mutual || j < i) && g > how {
				best, how = j, g
			}
		}
	}
	return best, how
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
		return "\"" + strings.Trim(e.source, `"`) + "\""
	}
	return e.path
}

// shadowed warns of entries that find only what a none entry excludes.
func (l *linter) shadowed(some, none []entry) {
	excluded := map[string]entry{} // by the terms they find
	for _, e := range none {
		for _, key := range l.finds(e.node) {
			excluded[key] = e
		}
	}
	for _, e := range some {
		l.path = e.path
		if by, ok := l.excluder(e.node, none, excluded); ok {
			l.warn(e.node.Place().Start, "%s is never met: %s excludes every article that holds it", e.source, by.path)
		}
	}
}

// excluder returns the none entry that is met wherever a node is.
func (l *linter) excluder(n query.Node, none []entry, excluded map[string]entry) (by entry, ok bool) {
	t, ok := n.(*query.Term)
	if !ok {
		i := slices.IndexFunc(none, func(e entry) bool { return l.implies(n, e.node) })
		if i < 0 {
			return entry{}, false
		}
		return none[i], true
	}
	for _, key := range append([]string{t.String()}, l.cover.found[t.String()]...) {
		if by, ok = excluded[key]; ok && l.cover.grade(t, l.cover.terms[key]) == surely {
			return by, true
		}
	}
	return entry{}, false
}
