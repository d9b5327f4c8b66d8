package matcher

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// A compiler turns topics into programs over shared terms, and notes what is
// wrong with them.
type compiler struct {
	vocabulary *vocabulary
	sketch     *vocabulary // of terms that are only looked at
	scanned    text.Text
	known      numbers
	shown      map[int32]string   // terms that are shown otherwise than they are written
	concepts   map[string][]int32 // terms of each concept
	names      []string           // IDs of the concepts
	patterns   []string           // regular expressions, as they are shown
	problems   []Problem

	catalog map[string]news.Concept // that are defined once they are named
	named   []string                // IDs of concepts that the topic names

	topic   string // what is being compiled, for problems
	concept string
	path    string
}

// Numbers are those of terms by their text, apart for each form and for exact
// terms.
type numbers [2 * (query.Fuzzy + 1)]map[string]int32

// of returns the numbers of terms of a kind.
func (n *numbers) of(exact bool, form query.Form) map[string]int32 {
	i := 2 * form
	if exact {
		i++
	}
	if n[i] == nil {
		n[i] = map[string]int32{}
	}
	return n[i]
}

// newCompiler returns a compiler of topics whose words inflect by some
// paradigms.
func newCompiler(p *paradigms) *compiler {
	return &compiler{
		vocabulary: newVocabulary(p), sketch: newVocabulary(p),
		shown: map[int32]string{}, concepts: map[string][]int32{},
	}
}

// err returns all that is wrong as one error.
func (c *compiler) err() error {
	var errs []error
	for _, p := range c.problems {
		errs = append(errs, errors.New(p.String()))
	}
	return errors.Join(errs...)
}

// report notes a problem of what is being compiled.
func (c *compiler) report(offset int, warning bool, format string, args ...any) {
	p := Problem{
		Topic: c.topic, Concept: c.concept, Path: c.path, Offset: offset, Warning: warning, Message: fmt.Sprintf(format, args...),
	}
	p.Format, p.Args = query.Parts(format, args)
	c.problems = append(c.problems, p)
}

// pass reports what is wrong with the text of what is being compiled.
func (c *compiler) pass(e query.Error) {
	c.problems = append(c.problems, Problem{
		Topic: c.topic, Concept: c.concept, Path: c.path, Offset: e.Offset, Message: e.Message, Format: e.Format, Args: e.Args,
	})
}

// term returns the index of a term, compiled once however often it is used.
func (c *compiler) term(q *query.Term) int32 {
	known := c.known.of(q.Exact, q.Form)
	if i, ok := known[q.Text]; ok {
		return i
	}
	i := c.vocabulary.add(q, &c.scanned)
	known[q.Text] = i
	return i
}

// compile compiles concepts and topics, collects what is wrong with them, and
// hands on the topics with which nothing is.
func (c *compiler) compile(topics []news.Topic, concepts []news.Concept, put func(id string, root *node)) {
	c.define(concepts)
	seen := make(map[string]bool, len(topics))
	for _, t := range topics {
		root, ok := c.root(t)
		if seen[t.ID] {
			ok = false
			c.report(0, false, "there are two topics of this ID")
		}
		seen[t.ID] = true
		if put != nil && ok {
			put(t.ID, &root)
		}
	}
}

// root compiles a topic, and tells whether nothing is wrong with it.
func (c *compiler) root(t news.Topic) (root node, ok bool) {
	before := len(c.problems)
	c.named = nil
	root = c.program(t)
	c.path = ""
	return root, len(c.problems) == before
}

// program compiles a topic. What is wrong with it is noted; the program is
// then of no use.
func (c *compiler) program(t news.Topic) node {
	c.topic, c.path = t.ID, ""
	lists := len(t.Any) + len(t.All) + len(t.None)
	forms := 0
	for _, used := range []bool{t.Query != "", lists > 0, len(t.Weighted) > 0} {
		if used {
			forms++
		}
	}
	if len(t.Weighted) == 0 && t.Threshold != 0 {
		c.path = "threshold"
		c.report(0, false, "a threshold is of weighted terms: write weighted: [{term: …, weight: 2}]")
		c.path = ""
	}
	switch {
	case t.Query != "" && lists > 0:
		c.report(0, false, "the topic has both a query and lists: use one of them")
	case forms > 1:
		c.report(0, false, "the topic has weighted terms and another form as well: use one of them")
	case forms == 0:
		c.report(0, false, "the topic looks for nothing: give it any, all and none, or a query")
	case t.Query != "":
		c.path = "query"
		return c.parse(t.Query, query.Parse)
	case len(t.Weighted) > 0:
		return c.weighted(t)
	}
	root := node{op: all}
	root.nodes = append(root.nodes, c.list("all", t.All)...)
	if nodes := c.list("any", t.Any); len(nodes) > 0 {
		root.nodes = append(root.nodes, node{op: some, nodes: nodes})
	}
	for _, n := range c.list("none", t.None) {
		root.nodes = append(root.nodes, node{op: not, nodes: []node{n}})
	}
	return root
}

// list compiles the entries of a plain list.
func (c *compiler) list(name string, entries []string) []node {
	nodes := make([]node, len(entries))
	for i, e := range entries {
		c.path = fmt.Sprintf("%s[%d]", name, i)
		nodes[i] = c.parse(e, query.ParseEntry)
	}
	return nodes
}

// mostPoints is the greatest weight and the greatest threshold.
const mostPoints = 1_000_000

// weighted compiles terms that add up.
func (c *compiler) weighted(t news.Topic) node {
	root := node{op: weigh, details: &details{threshold: t.Threshold}}
	for i, w := range t.Weighted {
		if c.path = fmt.Sprintf("weighted[%d].weight", i); w.Weight == 0 || !(math.Abs(w.Weight) <= mostPoints) {
			c.report(0, false, "%q has no weight: points such as 2 or -1.5, a million at most", w.Term)
		}
		c.path = fmt.Sprintf("weighted[%d].term", i)
		root.nodes = append(root.nodes, c.parse(w.Term, query.ParseEntry))
		root.weights = append(root.weights, w)
	}
	if c.path = "threshold"; !(t.Threshold > 0 && t.Threshold <= mostPoints) {
		c.report(0, false, "weighted terms want a threshold above 0: the points that an article must have, a million at most")
	}
	return root
}

// parse compiles one query.
func (c *compiler) parse(source string, parse func(string) (query.Node, error)) node {
	tree, err := parse(source)
	if err != nil {
		for _, e := range query.AsErrors(err) {
			c.pass(e)
		}
		return node{}
	}
	before := len(c.problems)
	root := c.node(tree, allFields)
	if len(c.problems) == before {
		c.affordAll(tree, &root)
	}
	return root
}

// node compiles a part of a query, which must be met within some fields.
func (c *compiler) node(n query.Node, in fieldSet) node {
	switch n := n.(type) {
	case *query.Term:
		return node{op: find, fields: in, term: c.term(n)}
	case *query.Concept:
		return c.aliases(n, in)
	case *query.Regex:
		return c.pattern(n, in)
	case *query.Words:
		return c.words(n, in)
	case *query.And:
		return node{op: all, nodes: c.nodes(n.Nodes, in)}
	case *query.Or:
		return node{op: some, nodes: distinct(c.nodes(n.Nodes, in))}
	case *query.Not:
		return node{op: not, nodes: []node{c.node(n.Node, in)}}
	case *query.Near:
		near := node{op: near, order: n.Order, count: n.Distance, fields: in, nodes: c.nodes([]query.Node{n.Left, n.Right}, in)}
		c.afford(n, &near)
		return near
	case *query.Within:
		return node{op: within, unit: n.Unit, fields: in, nodes: c.nodes(n.Nodes, in)}
	case *query.Count:
		return node{op: times, count: n.Least, fields: in, nodes: []node{c.node(n.Node, in)}}
	case *query.Of:
		return node{op: of, count: n.Least, fields: in, nodes: c.nodes(n.Nodes, in)}
	case *query.First:
		return node{op: first, count: n.Words, fields: in, nodes: []node{c.node(n.Node, in)}}
	case *query.Filter:
		return node{op: filter, details: &details{name: n.Name, value: n.Value}}
	case *query.In:
		field := fieldSet(1) << slices.Index(fields[:], news.Field(n.Field))
		if in&field == 0 {
			c.report(n.Start, false, "%s: cannot be met inside another field", n.Field)
		}
		return c.node(n.Node, in&field)
	}
	return node{}
}

func (c *compiler) nodes(parts []query.Node, in fieldSet) []node {
	nodes := make([]node, len(parts))
	for i, p := range parts {
		nodes[i] = c.node(p, in)
	}
	return nodes
}

// aliases compiles the names of a concept.
func (c *compiler) aliases(n *query.Concept, in fieldSet) node {
	c.named = append(c.named, n.ID)
	terms, ok := c.concepts[n.ID]
	if k, known := c.catalog[n.ID]; known && !ok {
		topic, path := c.topic, c.path
		c.topic = ""
		c.define([]news.Concept{k})
		c.topic, c.path = topic, path
		terms, ok = c.concepts[n.ID], true
	}
	if !ok {
		if near := query.Nearest(n.ID, slices.AppendSeq(c.names, maps.Keys(c.catalog))); near != "" {
			c.report(n.Start, false, "@%s is not known: did you mean @%s?", n.ID, near)
		} else {
			c.report(n.Start, false, "@%s is not known: it is not among the concepts", n.ID)
		}
	}
	nodes := make([]node, len(terms))
	for i, t := range terms {
		nodes[i] = node{op: find, fields: in, term: t}
	}
	return node{op: some, nodes: nodes}
}

// words compiles words side by side: each must be found, or be a part of what
// two neighbours are when written as one.
func (c *compiler) words(n *query.Words, in fieldSet) node {
	pairs := make([]node, len(n.Terms)-1)
	for i := range pairs {
		a, b := n.Terms[i], n.Terms[i+1]
		pairs[i] = node{op: some}
		joined := &query.Term{Text: a.Text + " " + b.Text}
		if c.joinable(joined) {
			pairs[i] = node{op: find, fields: in, term: c.term(&query.Term{Text: a.Text + b.Text})}
			c.shown[pairs[i].term] = joined.Text
		}
	}
	root := node{op: all}
	for i, t := range n.Terms {
		word := node{op: some, nodes: []node{{op: find, fields: in, term: c.term(t)}}}
		if i > 0 {
			word.nodes = append(word.nodes, pairs[i-1])
		}
		if i < len(pairs) {
			word.nodes = append(word.nodes, pairs[i])
		}
		root.nodes = append(root.nodes, word)
	}
	return root
}

// joinable tells whether a term of two words is also written as one.
func (c *compiler) joinable(q *query.Term) bool {
	v := c.sketch
	v.clear()
	t := &v.terms[v.add(q, &c.scanned)]
	return t.count == 2 && v.closable(t, 1)
}
