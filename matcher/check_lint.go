package matcher

import (
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// A linter looks for what works in topics and concepts, but probably not as
// meant. What is plainly wrong is left to the compiler, and passed over.
type linter struct {
	topics   []news.Topic
	concepts []news.Concept
	sources  []news.Source            // that there are, nil if that is not known
	aliases  map[string][]*query.Term // of each concept
	used     map[string]bool          // concepts that a topic names
	cover    *cover
	broken   bool // a query could not be read
	watch    bool // topics are saved watches: what is met without a term is an error
	problems []Problem
	effort   int // bytes of the topic that were held against each other

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
	p := Problem{Topic: l.topic, Concept: l.concept, Path: l.path, Offset: offset, Message: fmt.Sprintf(format, args...), Warning: true}
	p.Format, p.Args = query.Parts(format, args)
	return p
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
	listed := map[string]string{} // concepts by the printed aliases they have
	for id, aliases := range l.aliases {
		for _, t := range aliases {
			listed[t.String()] = id
		}
	}
	for _, k := range l.concepts {
		l.concept, l.effort = k.ID, 0
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
				l.alias(t, listed)
			case owner != k.ID:
				l.warn(0, "%s is an alias of @%s too", alias, owner)
			}
			entries = append(entries, e)
		}
		l.covered(entries)
	}
	l.concept = ""
}

// alias warns of an alias that is found by a wildcard of another concept, of as
// many words: daesh by daesh*. A plural beside a singular may be meant.
func (l *linter) alias(t *query.Term, listed map[string]string) {
	for _, key := range l.cover.found[t.String()] {
		other, owner := l.cover.terms[key], listed[key]
		if owner != "" && owner != l.concept && other.Form != query.Whole && tokens(t) == tokens(other) && l.cover.grade(t, other) == surely {
			l.warn(0, "%s, an alias of @%s, is found wherever %s is", other, owner, t)
			return
		}
	}
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

// lintTopic reads one topic, in whichever of its forms it is written.
func (l *linter) lintTopic(t news.Topic) {
	l.effort = 0
	if t.Query != "" {
		l.lintQuery(t.Query)
	}
	if len(t.Any)+len(t.All)+len(t.None) > 0 {
		l.lintLists(t)
	}
	if len(t.Weighted) > 0 {
		l.weighted(t)
	}
	if l.path = ""; l.effort > maxEffort {
		l.warn(0, "its parts are too many to be all held against each other: which of them cover others, or are never met, was looked for among the first ones")
	}
}

func (l *linter) lintQuery(source string) {
	l.path = "query"
	n, err := query.Parse(source)
	if err != nil {
		l.broken = true
		return
	}
	l.query(n)
	if !l.anchored(n) {
		l.loose()
	}
}

func (l *linter) lintLists(t news.Topic) {
	all, some, none := l.list("all", t.All), l.list("any", t.Any), l.list("none", t.None)
	l.covered(some)
	l.shadowed(append(all, some...), none)
	l.needless(all)
	if len(all)+len(some)+len(none) < len(t.All)+len(t.Any)+len(t.None) {
		l.broken = true
		return
	}
	loose := func(e entry) bool { return !l.anchored(e.node) }
	l.path = ""
	if !slices.ContainsFunc(all, func(e entry) bool { return !loose(e) }) && (len(some) == 0 || slices.ContainsFunc(some, loose)) {
		l.loose()
	}
}

// loose notes that what was read is met by articles in which nothing was found.
func (l *linter) loose() {
	p := l.problem(0, "articles that hold none of its terms meet this: say what must be found, too")
	p.Warning = !l.watch
	l.problems = append(l.problems, p)
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
		return slices.ContainsFunc(n.Nodes, l.anchored)
	case *query.Within:
		return slices.ContainsFunc(n.Nodes, l.anchored)
	case *query.Or:
		return l.countAnchored(n.Nodes) == len(n.Nodes)
	case *query.Of:
		return len(n.Nodes)-l.countAnchored(n.Nodes) < n.Least
	case *query.In:
		return l.anchored(n.Node)
	case *query.First:
		return l.anchored(n.Node)
	}
	return true
}

func (l *linter) countAnchored(nodes []query.Node) int {
	count := 0
	for _, n := range nodes {
		if l.anchored(n) {
			count++
		}
	}
	return count
}
