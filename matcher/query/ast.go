package query

// A Node is a part of a query: Term, Concept, Words, And, Or, Not or In.
type Node interface {
	// Place returns the bytes of the source that the node was read from.
	Place() Span

	// String returns the node in the language's one canonical form.
	String() string
}

// A Span is a byte range of a query, End exclusive.
type Span struct{ Start, End int }

// Place returns the span itself; nodes inherit it.
func (s Span) Place() Span { return s }

// A Term is a word or a phrase to be found.
type Term struct {
	Span
	Text   string // as written, without = * and quotation marks
	Exact  bool   // this form alone: =word
	Prefix bool   // anything that begins so: word*
}

// A Concept stands for all names of a concept.
type Concept struct {
	Span
	ID string
}

// Words are two or more single words side by side. All must be found; two
// neighbours are also found where a text writes them as one word.
type Words struct {
	Span
	Terms []*Term
}

// An And is met when all its nodes are.
type And struct {
	Span
	Nodes []Node
}

// An Or is met when at least one of its nodes is.
type Or struct {
	Span
	Nodes []Node
}

// A Not is met when its node is not.
type Not struct {
	Span
	Node Node
}

// An In is met when its node is met by one field of the article alone.
type In struct {
	Span
	Field string // title, lead or body
	Node  Node
}

// Fields returns the names that may stand before a colon.
func Fields() []string { return []string{"title", "lead", "body"} }

// Walk calls f for every node of the tree, parents first, until f returns
// false.
func Walk(n Node, f func(Node) bool) bool {
	if n == nil || !f(n) {
		return n == nil
	}
	for _, k := range children(n) {
		if !Walk(k, f) {
			return false
		}
	}
	return true
}

func children(n Node) []Node {
	switch n := n.(type) {
	case *Words:
		nodes := make([]Node, len(n.Terms))
		for i, t := range n.Terms {
			nodes[i] = t
		}
		return nodes
	case *And:
		return n.Nodes
	case *Or:
		return n.Nodes
	case *Not:
		return []Node{n.Node}
	case *In:
		return []Node{n.Node}
	}
	return nil
}
