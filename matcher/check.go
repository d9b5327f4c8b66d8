package matcher

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// A Problem is one thing that is wrong, or likely so, with a topic or concept.
type Problem struct {
	Topic   string // ID of the topic at fault, or
	Concept string // ID of the concept at fault; both empty for what is said of all
	Path    string // where in it, such as "any[2]", "query", "weighted[0].term" or "aliases[0]"; empty for the whole
	Offset  int    // bytes into the string that stands there
	Message string // what is wrong, what was expected, and what may be meant
	Warning bool   // it works, but probably not as meant

	// Format is the message before its values were put in, which stand in Args:
	// what a translation goes by.
	Format string
	Args   []string
}

// String returns the problem in one line.
func (p Problem) String() string {
	if p.Topic == "" && p.Concept == "" {
		return p.Message
	}
	kind, id := "topic", p.Topic
	if p.Concept != "" {
		kind, id = "concept", p.Concept
	}
	if p.Path != "" {
		id += " " + p.Path
	}
	return fmt.Sprintf("%s %s: %s", kind, id, p.Message)
}

// Check returns all that is wrong with topics and concepts, errors and
// warnings, concepts first, in the order in which they were given.
func Check(topics []news.Topic, concepts []news.Concept) []Problem {
	c := newCompiler(newParadigms())
	c.compile(topics, concepts, nil)
	l := newLinter(topics, concepts)
	l.lintConcepts()
	l.lintTopics()
	problems := append(c.problems, l.problems...)
	sortProblems(problems, topics, concepts)
	return problems
}

// CheckWatch returns all that is wrong with the query of a saved watch. What
// would alert its owner of articles in which nothing was found is an error
// here, not a warning. Without sources what it says of them is taken as it is.
func CheckWatch(source string, concepts []news.Concept, sources []news.Source) []Problem {
	watch := []news.Topic{{ID: "watch", Query: source}}
	if strings.TrimSpace(source) == "" {
		const empty = "the query is empty: a term is expected"
		return []Problem{{Topic: "watch", Path: "query", Message: empty, Format: empty}}
	}
	c := newCompiler(newParadigms())
	c.compile(watch, concepts, nil)
	l := newLinter(watch, slices.DeleteFunc(slices.Clone(concepts), func(k news.Concept) bool { return !slices.Contains(c.named, k.ID) }))
	l.watch, l.sources = true, sources
	l.lintTopics()
	problems := slices.DeleteFunc(append(c.problems, l.problems...), func(p Problem) bool { return p.Topic == "" })
	sortProblems(problems, watch, concepts)
	return problems
}

// sortProblems puts problems into the order of what they are about.
func sortProblems(problems []Problem, topics []news.Topic, concepts []news.Concept) {
	rank := map[string]int{}
	for i, k := range slices.Backward(concepts) {
		rank["c"+k.ID] = i
	}
	for i, t := range slices.Backward(topics) {
		rank["t"+t.ID] = len(concepts) + i
	}
	at := func(p Problem) int {
		if p.Concept != "" {
			return rank["c"+p.Concept]
		}
		return rank["t"+p.Topic]
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), comparePaths(a.Path, b.Path), cmp.Compare(a.Offset, b.Offset))
	})
}

// comparePaths orders paths as a reader meets them: aliases[2] before
// aliases[10].
func comparePaths(a, b string) int {
	return cmp.Or(cmp.Compare(cutIndex(a), cutIndex(b)), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// cutIndex returns a path up to the number in it.
func cutIndex(path string) string {
	name, _, _ := strings.Cut(path, "[")
	return name
}

// define compiles the concepts.
func (c *compiler) define(concepts []news.Concept) {
	for _, k := range concepts {
		c.concept, c.path = k.ID, ""
		if !identifies(k.ID) {
			c.report(0, false, "the ID %q cannot be written after @: use lower-case letters, digits, - and _", k.ID)
		}
		if _, ok := c.concepts[k.ID]; ok {
			c.report(0, false, "there are two concepts of this ID")
		}
		if len(k.Aliases) == 0 {
			c.report(0, false, "the concept has no aliases, so nothing can be found")
		}
		terms := []int32{}
		for i, alias := range k.Aliases {
			c.path = fmt.Sprintf("aliases[%d]", i)
			t, err := query.ParseTerm(alias)
			for _, e := range query.AsErrors(err) {
				c.pass(e)
			}
			if err == nil {
				terms = append(terms, c.term(t))
			}
		}
		c.concepts[k.ID] = terms
		c.names = append(c.names, k.ID)
	}
	c.concept = ""
}

// identifies tells whether a string can be the ID of a concept.
func identifies(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}
