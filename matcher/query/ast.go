package query

// A Node is a part of a query. Some nodes are places: what they find stands
// somewhere in the text, from its first word to its last. These are Term,
// Concept, Regex, Near and an Or of places; only they stand beside NEAR and
// before {3}. The other nodes are met or not.
//
// In, First and Within narrow the part of the article in which the nodes
// beneath them are met: NOT, counts and all else hold for that part alone.
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
	Text  string // as written, without its signs and quotation marks
	Exact bool   // this form alone: =word
	Form  Form
}

// A Form says what else than its own letters and their inflections a term
// finds. A form other than Whole finds no inflections besides: *bomb ends in b.
type Form uint8

// The forms of a term.
const (
	Whole  Form = iota // the term
	Prefix             // any word that begins so: word*; of a phrase, its last word
	Suffix             // any word that ends so: *word; never a phrase
	Wild               // each ? in Text stands for any one letter: w?rd; never a phrase
	Fuzzy              // one letter more, less or other, or two neighbours swapped: ~word; never a phrase
)

// A Concept stands for all names of a concept.
type Concept struct {
	Span
	ID string
}

// A Regex finds what a regular expression (RE2 syntax) finds in folded text, as
// Folded writes it. See Literals for how it is bounded.
type Regex struct {
	Span
	Source string // between the slashes, with \/ for a slash
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

// A Near finds two places with at most Distance words between them, in one
// field: 0 means side by side. What it finds runs from the beginning of the
// first to the end of the last. The two places must not overlap.
type Near struct {
	Span
	Order       Order
	Distance    int
	Left, Right Node // places
}

// An Order says how the two places of a Near stand to each other.
type Order uint8

// The orders of a Near.
const (
	Either  Order = iota // NEAR: whichever comes first
	Forward              // ONEAR: Left stands before Right
	Apart                // NOTNEAR: Left with no Right that near; it finds Left alone
)

// A Within is met when one sentence, or one paragraph, meets all its nodes.
// The title and the lead are paragraphs by themselves.
type Within struct {
	Span
	Unit  Unit
	Nodes []Node // two or more; no In, First or Filter beneath them
}

// A Unit is a part of a text.
type Unit uint8

// The units of a text. A sentence stands within one paragraph.
const (
	Sentence Unit = iota
	Paragraph
)

// A Count is met when its node is found at Least times.
type Count struct {
	Span
	Node  Node // a place
	Least int  // 2 or more
}

// An Of is met when at least Least of its nodes are.
type Of struct {
	Span
	Least int // from 1 to the number of nodes
	Nodes []Node
}

// An In is met when its node is met by one field of the article alone.
type In struct {
	Span
	Field string // title, lead or body
	Node  Node
}

// A First is met when its node is met by the first words of the title, or of
// the lead and body read as one.
type First struct {
	Span
	Words int // 1 or more
	Node  Node
}

// A Filter is met by what is known of an article besides its text.
type Filter struct {
	Span
	Name  string // lang, source, country or tag
	Value string // lower case but for a tag, which is found whatever its case
}

// Fields returns the names of fields that may stand before a colon.
func Fields() []string { return []string{"title", "lead", "body"} }

// Filters returns the names of filters that may stand before a colon.
func Filters() []string { return []string{"lang", "source", "country", "tag"} }

// Walk calls f for every node of the tree, parents first, until f returns
// false.
func Walk(n Node, f func(Node) bool) bool {
	if n == nil || !f(n) {
		return n == nil
	}
	for _, k := range Children(n) {
		if !Walk(k, f) {
			return false
		}
	}
	return true
}

// Children returns the nodes right beneath a node, in their order.
func Children(n Node) []Node {
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
	case *Near:
		return []Node{n.Left, n.Right}
	case *Within:
		return n.Nodes
	case *Count:
		return []Node{n.Node}
	case *Of:
		return n.Nodes
	case *In:
		return []Node{n.Node}
	case *First:
		return []Node{n.Node}
	}
	return nil
}

// IsPlace tells whether what a node finds stands somewhere in the text.
func IsPlace(n Node) bool {
	switch n := n.(type) {
	case *Term, *Concept, *Regex, *Near:
		return true
	case *Or:
		for _, k := range n.Nodes {
			if !IsPlace(k) {
				return false
			}
		}
		return true
	}
	return false
}
