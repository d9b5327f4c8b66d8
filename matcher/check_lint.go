package matcher

import (
	"fmt"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// A linter looks for what works in topics and concepts, but probably not as
// meant. What is plainly wrong is left to the compiler, and passed over.
type linter struct {
	topics   []news.Topic
	concepts []news.Concept
	aliases  map[string][]*query.Term // of each concept
	used     map[string]bool          // concepts that a topic names
	cover    *cover
	broken   bool // a query could not be read
	watch    bool // topics are saved watches: what is met without a term is an error
	problems []Problem

	topic, concept, path string // what is being read, for problems
	foreign              *Problem
	foreigners           int // terms with Arabic letters among Persian ones
}

func newLinter(topics []news.Topic, concepts []news.Concept) *linter {
	l := &linter{topics: topics, concepts: concepts, aliases: map[string][]*query.Term{}, used: map[string]bool{}}
	for _, k := range concepts {
		for _, alias := range k.Aliases {
			if t, err := query.ParseTerm(alias); err == nil {
				l.aliases[k.ID] = append(l.aliases[k.ID], t)
			}
		}
	}
	return l
}

// warn notes a problem of what is being read.
func (l *linter) warn(offset int, format string, args ...any) {
	l.problems = append(l.problems, l.problem(offset, format, args...))
}

func (l *linter) problem(offset int, format string, args ...any) Problem {
	return Problem{Topic: l.topic, Concept: l.concept, Path: l.path, Offset: offset, Message: fmt.Sprintf(format, args...), Warning: true}
}

// An entry is a part of a list that was read.
type entry struct {
	path   string
	source string
	node   query.Node
}

// lintConcepts reads the aliases of all concepts.
func (l *linter) lintConcepts() {
	owners := map[string]string{} // concepts by the aliases they have
	l.learn()
	for _, k := range l.concepts {
		l.concept = k.ID
		var entries []entry
		for i, alias := range k.Aliases {
			t, err := query.ParseTerm(alias)
			if err != nil {
				continue
			}
			e := entry{fmt.Sprintf("aliases[%d]", i), alias, t}
			l.path = e.path
			l.term(t)
			switch owner, ok := owners[sense(t)]; {
			case !ok:
				owners[sense(t)] = k.ID
			case owner != k.ID:
				l.warn(0, "%s is an alias of @%s too", alias, owner)
			}
			entries = append(entries, e)
		}
		l.covered(entries)
	}
	l.concept = ""
}

// lintTopics reads the queries and lists of all topics.
func (l *linter) lintTopics() {
	l.learn()
	for _, t := range l.topics {
		l.topic = t.ID
		l.lintTopic(t)
	}
	l.topic = ""
	for _, k := range l.concepts {
		if l.concept, l.path = k.ID, ""; !l.used[k.ID] && !l.watch && !l.broken && identifies(k.ID) {
			l.warn(0, "no topic uses @%s", k.ID)
		}
	}
	l.concept = ""
	if l.foreign != nil {
		if l.foreigners > 1 {
			l.foreign.Message += fmt.Sprintf("; so are %d more terms", l.foreigners-1)
		}
		l.problems = append(l.problems, *l.foreign)
	}
}

func (l *linter) lintTopic(t news.Topic) {
	var anchored, wrong bool
	if l.path = "query"; t.Query != "" {
		n, err := query.Parse(t.Query)
		wrong = err != nil
		if !wrong {
			l.query(n)
			anchored = l.anchored(n)
		}
	}
	all, any, none := l.list("all", t.All), l.list("any", t.Any), l.list("none", t.None)
	for _, e := range all {
		anchored = anchored || l.anchored(e.node)
	}
	anchored = anchored || len(any) > 0 && !hasLoose(l, any)
	wrong = wrong || len(all)+len(any)+len(none) < len(t.All)+len(t.Any)+len(t.None)
	l.broken = l.broken || wrong
	l.covered(any)
	l.shadowed(any, none)
	if len(t.Weighted) > 0 {
		l.weighted(t)
		return
	}
	l.path = ""
	if t.Query != "" {
		l.path = "query"
	}
	if !wrong && !anchored && (t.Query != "" || len(t.All)+len(t.Any)+len(t.None) > 0) {
		p := l.problem(0, "articles that hold none of its terms meet this: say what must be found, too")
		p.Warning = !l.watch
		l.problems = append(l.problems, p)
	}
}

// hasLoose tells whether an entry can be met where no term is found.
func hasLoose(l *linter, entries []entry) bool {
	for _, e := range entries {
		if !l.anchored(e.node) {
			return true
		}
	}
	return false
}

// list reads the entries of a plain list that are well formed.
func (l *linter) list(name string, sources []string) []entry {
	var entries []entry
	for i, source := range sources {
		n, err := query.ParseEntry(source)
		if err != nil {
			continue
		}
		e := entry{fmt.Sprintf("%s[%d]", name, i), source, n}
		l.path = e.path
		l.query(n)
		entries = append(entries, e)
	}
	return entries
}

// anchored tells whether a node can be met only where a term is found.
func (l *linter) anchored(n query.Node) bool {
	switch n := n.(type) {
	case *query.Not, *query.Filter:
		return false
	case *query.And:
		for _, k := range n.Nodes {
			if l.anchored(k) {
				return true
			}
		}
		return false
	case *query.Within:
		for _, k := range n.Nodes {
			if l.anchored(k) {
				return true
			}
		}
		return false
	case *query.Or:
		for _, k := range n.Nodes {
			if !l.anchored(k) {
				return false
			}
		}
	case *query.Of:
		loose := 0
		for _, k := range n.Nodes {
			if !l.anchored(k) {
				loose++
			}
		}
		return loose < n.Least
	case *query.In:
		return l.anchored(n.Node)
	case *query.First:
		return l.anchored(n.Node)
	}
	return true
}
