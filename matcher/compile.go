package matcher

import (
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// An op is what a node of a program does.
type op uint8

const (
	find op = iota // a term was found in one of the fields
	all
	some
	not
)

// A node is a step of a compiled query.
type node struct {
	op     op
	fields fieldSet
	term   int32
	nodes  []node
}

// A fieldSet is a set of fields, by their index in the order title, lead,
// body.
type fieldSet uint8

const allFields fieldSet = 1<<len(fields) - 1

// fields are the parts of an article in the order in which they are read.
var fields = [...]news.Field{news.FieldTitle, news.FieldLead, news.FieldBody}

// A program is a compiled topic.
type program struct {
	topic string
	root  node
}

// A compiler turns topics into programs over shared terms, and notes what is
// wrong with them.
type compiler struct {
	terms    []*term
	known    map[string]int32   // terms by their printed form
	concepts map[string][]int32 // terms of each concept
	names    []string           // IDs of the concepts
	problems []Problem

	topic   string // what is being compiled, for problems
	concept string
	path    string
}

func newCompiler() *compiler {
	return &compiler{known: map[string]int32{}, concepts: map[string][]int32{}}
}

// report notes a problem of what is being compiled.
func (c *compiler) report(offset int, warning bool, format string, args ...any) {
	c.problems = append(c.problems, Problem{
		Topic: c.topic, Concept: c.concept, Path: c.path, Offset: offset, Warning: warning, Message: fmt.Sprintf(format, args...),
	})
}

// term returns the index of a term, compiled once however often it is used.
func (c *compiler) term(q *query.Term) int32 {
	key := q.String()
	if i, ok := c.known[key]; ok {
		return i
	}
	i := int32(len(c.terms))
	c.terms = append(c.terms, compileTerm(q))
	c.known[key] = i
	return i
}

// program compiles a topic. What is wrong with it is noted; the program is
// then of no use.
func (c *compiler) program(t news.Topic) program {
	c.topic, c.path = t.ID, ""
	lists := len(t.Any) + len(t.All) + len(t.None)
	switch {
	case t.Query != "" && lists > 0:
		c.report(0, false, "the topic has both a query and lists: use one of them")
	case t.Query == "" && lists == 0:
		c.report(0, false, "the topic looks for nothing: give it any, all and none, or a query")
	case t.Query != "":
		c.path = "query"
		return program{t.ID, c.parse(t.Query, query.Parse)}
	}
	root := node{op: all}
	root.nodes = append(root.nodes, c.list("all", t.All)...)
	if nodes := c.list("any", t.Any); len(nodes) > 0 {
		root.nodes = append(root.nodes, node{op: some, nodes: nodes})
	}
	for _, n := range c.list("none", t.None) {
		root.nodes = append(root.nodes, node{op: not, nodes: []node{n}})
	}
	return program{t.ID, root}
}

// list compiles the entries of a plain list.
func (c *compiler) list(name string, entries []string) []node {
	var nodes []node
	seen := map[string]int{}
	for i, e := range entries {
		c.path = fmt.Sprintf("%s[%d]", name, i)
		nodes = append(nodes, c.parse(e, query.ParseEntry))
		same := sense(e)
		if first, ok := seen[same]; ok {
			c.report(0, true, "%s stands in %s[%d] already", e, name, first)
		} else if same != "" {
			seen[same] = i
		}
	}
	return nodes
}

// sense returns what is the same for entries that find the same, or "" if an
// entry is wrong.
func sense(entry string) string {
	n, err := query.ParseEntry(entry)
	if err != nil {
		return ""
	}
	if t, ok := n.(*query.Term); ok && !t.Exact && t.Form == query.Whole {
		return text.Fold(t.Text)
	}
	return n.String()
}

// parse compiles one query.
func (c *compiler) parse(source string, parse func(string) (query.Node, error)) node {
	tree, err := parse(source)
	if err != nil {
		for _, e := range query.AsErrors(err) {
			c.report(e.Offset, false, "%s", e.Message)
		}
		return node{}
	}
	c.lint(tree)
	return c.node(tree, allFields)
}

// node compiles a part of a query, which must be met within some fields.
func (c *compiler) node(n query.Node, in fieldSet) node {
	switch n := n.(type) {
	case *query.Term:
		return node{op: find, fields: in, term: c.term(n)}
	case *query.Concept:
		return c.aliases(n, in)
	case *query.Words:
		return c.words(n, in)
	case *query.And:
		return node{op: all, nodes: c.nodes(n.Nodes, in)}
	case *query.Or:
		return node{op: some, nodes: c.nodes(n.Nodes, in)}
	case *query.Not:
		return node{op: not, nodes: []node{c.node(n.Node, in)}}
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
	terms, ok := c.concepts[n.ID]
	if !ok {
		hint := "it is not among the concepts"
		if near := query.Nearest(n.ID, c.names); near != "" {
			hint = "did you mean @" + near + "?"
		}
		c.report(n.Start, false, "@%s is not known: %s", n.ID, hint)
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
		if t := compileTerm(joined); len(t.words) == 2 && t.closable(1) {
			glued := &query.Term{Span: joined.Span, Text: a.Text + b.Text}
			pairs[i] = node{op: find, fields: in, term: c.term(glued)}
			c.terms[pairs[i].term].name = joined.Text
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

// needed returns terms of which at least one must be found if a node is to be
// met, the ones that are likely the rarest, and how common they are. There are
// none if it can be met by an article that holds no term at all.
func (c *compiler) needed(n *node) (terms []int32, cost float64, ok bool) {
	switch n.op {
	case find:
		return []int32{n.term}, c.common(n.term), true
	case all:
		for i := range n.nodes {
			t, k, has := c.needed(&n.nodes[i])
			if has && (!ok || k < cost) {
				terms, cost, ok = t, k, true
			}
		}
		return terms, cost, ok
	case some:
		for i := range n.nodes {
			t, k, has := c.needed(&n.nodes[i])
			if !has {
				return nil, 0, false
			}
			terms, cost = append(terms, t...), cost+k
		}
		return terms, cost, true
	}
	return nil, 0, false
}

// common guesses how common a term is: long ones are rare.
func (c *compiler) common(id int32) float64 {
	n := float64(c.terms[id].letters)
	if c.terms[id].prefix {
		n--
	}
	return 1 / (n * n)
}
