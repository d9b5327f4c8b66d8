package query

// The bounds of a query: more is refused, not stalled on.
const (
	MaxBytes = 64 << 10
	MaxDepth = 100  // of the tree
	MaxTerms = 5000 // terms, concepts, expressions and filters
	MaxWords = 50   // of one term
	MaxWord  = 500  // bytes of one word
	maxNear  = 20   // NEAR one after the other
)

// Parse reads a query. If anything is wrong with it the error is an Errors
// with all that was found, and the node is nil.
func Parse(source string) (Node, error) {
	f := &faults{source: source}
	if len(source) > MaxBytes {
		f.fail(MaxBytes, "the query is %d bytes long, %d are allowed", len(source), MaxBytes)
		return nil, f.err()
	}
	p := &parser{faults: f, tokens: lex(f)}
	n := p.query()
	for p.peek().kind != end {
		p.stray()
		if p.peek().kind != end {
			p.query()
		}
	}
	if len(f.errs) == 0 {
		p.bound(n)
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return n, nil
}

// bound refuses a tree that is too deep, or whose printed form is too long to
// be read again.
func (p *parser) bound(n Node) {
	if p.deepest > 2 && depth(n) > MaxDepth {
		p.fail(0, "the query is nested more than %d deep", MaxDepth)
		return
	}
	const growth = 16 // no canonical form is longer than its source by that
	if len(p.source) > MaxBytes/growth && len(n.String()) > MaxBytes {
		p.fail(0, "the query is longer than %d bytes when all its operators are written out", MaxBytes)
	}
}

func depth(n Node) int {
	deepest := 0
	for _, k := range Children(n) {
		deepest = max(deepest, depth(k))
	}
	return deepest + 1
}

// A parser builds the tree, and goes on after an error to find the others.
type parser struct {
	*faults
	tokens  []token
	at      int
	depth   int // of parentheses, NOT and scopes around this place
	deepest int
	terms   int
	open    int  // parentheses around this place
	lacking bool // a term was missed, and nothing stood since that could be one
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

// since returns the span from an offset to the end of the last token taken.
func (p *parser) since(start int) Span {
	stop := start
	if p.at > 0 {
		stop = max(start, p.tokens[p.at-1].End)
	}
	return Span{start, stop}
}

// stray reports a token that nothing began and takes it. What is missing beside
// it is not wrong as well.
func (p *parser) stray() {
	t := p.take()
	if p.lacking {
		return
	}
	p.lacking = true
	p.misplaced(t)
}

// misplaced refuses a sign that stands after nothing.
func (p *parser) misplaced(t token) {
	switch t.kind {
	case comma:
		p.fail(t.Start, "a comma parts the list of an OF alone: write OR or AND between terms")
	case times:
		p.fail(t.Start, "%s stands right after what is counted, such as bomb{3}", p.source[t.Start:t.End])
	default:
		p.fail(t.Start, "nothing was opened that this ) could close")
	}
}

// query reads alternatives.
func (p *parser) query() Node {
	start := p.peek().Start
	n := p.all()
	if p.peek().kind != or {
		return n
	}
	nodes := flat[*Or](nil, n)
	for p.peek().kind == or {
		p.take()
		nodes = flat[*Or](nodes, p.all())
	}
	return &Or{p.since(start), nodes}
}

// all reads parts that must all be met.
func (p *parser) all() Node {
	start := p.peek().Start
	var nodes []Node
	side := false // the part before is a word side by side with this one
	for {
		from := p.at
		n := p.one()
		t, bare := n.(*Term)
		bare = bare && p.at == from+1 && t.word()
		switch {
		case side && bare && beside(nodes, t):
		case nodes == nil && p.ends(p.peek().kind):
			return n
		default:
			nodes = flat[*And](nodes, n)
		}
		if p.ends(p.peek().kind) {
			if len(nodes) == 1 {
				return nodes[0]
			}
			return &And{p.since(start), nodes}
		}
		if side = bare; p.peek().kind == and {
			p.take()
			side = false
		}
	}
}

// ends tells whether a kind of token ends what must all be met.
func (p *parser) ends(k kind) bool {
	return k == end || k == or || k == shut || k == comma || k == times
}

// beside joins a word to the words before it, into Words.
func beside(nodes []Node, t *Term) bool {
	switch last := nodes[len(nodes)-1].(type) {
	case *Term:
		nodes[len(nodes)-1] = &Words{Span{last.Start, t.End}, []*Term{last, t}}
	case *Words:
		last.Terms, last.End = append(last.Terms, t), t.End
	default:
		return false
	}
	return true
}

// word tells whether a term is one plain word.
func (t *Term) word() bool {
	if t.Exact || t.Form != Whole {
		return false
	}
	for i := range len(t.Text) {
		if t.Text[i] == ' ' {
			return false
		}
	}
	return true
}

// one reads a part that may be negated.
func (p *parser) one() Node {
	t := p.peek()
	if t.kind != not {
		return p.paragraph()
	}
	if !p.enter() {
		return p.tooDeep()
	}
	defer p.leave()
	p.take()
	n := p.one()
	return &Not{p.since(t.Start), n}
}

// enter counts one level of nesting, and tells whether it is allowed. Two
// levels are: a scope or NOT, and the parentheses it needs.
func (p *parser) enter() bool {
	p.depth++
	p.deepest = max(p.deepest, p.depth)
	if p.depth > 2*MaxDepth {
		p.depth--
		return false
	}
	return true
}

func (p *parser) leave() { p.depth-- }

// tooDeep ends the reading of a query. What was opened before is not called
// unclosed for that.
func (p *parser) tooDeep() Node {
	t := p.peek()
	p.fail(t.Start, "the query is nested more than %d deep", MaxDepth)
	p.at, p.over = len(p.tokens)-1, true
	return &Term{Span: t.Span}
}

// flat appends a node, or its nodes if it is itself of the kind K.
func flat[K *And | *Or](nodes []Node, n Node) []Node {
	if k, ok := n.(K); ok {
		return append(nodes, Children(any(k).(Node))...)
	}
	return append(nodes, n)
}

// group reads what stands in parentheses.
func (p *parser) group() Node {
	opened := p.take()
	if p.peek().kind == shut {
		p.fail(opened.Start, "nothing stands in these parentheses: a term is expected")
		p.take()
		return &Term{Span: p.since(opened.Start)}
	}
	if !p.enter() {
		return p.tooDeep()
	}
	defer p.leave()
	p.open++
	n := p.query()
	for p.peek().kind == comma || p.peek().kind == times {
		p.stray()
		n = p.query()
	}
	p.close(opened)
	return n
}

// close takes the parenthesis that closes another one.
func (p *parser) close(opened token) {
	p.open--
	if p.peek().kind != shut {
		p.fail(opened.Start, "this ( is never closed")
		return
	}
	p.take()
}

// missing reports that a term should stand where a token does, once for each
// place where one could stand.
func (p *parser) missing(t token) {
	spoken := p.spoken(t.Start)
	if spoken || p.lacking {
		p.lacking = !spoken
		return
	}
	p.lacking = true
	switch t.kind {
	case end:
		if p.at == 0 {
			p.fail(t.Start, "the query is empty: a term is expected")
			return
		}
		p.fail(t.Start, "the query ends where a term is expected")
	case of:
		p.fail(t.Start, "a number is expected before OF, such as 2 OF (a, b, c)")
	case times:
		p.misplaced(t)
	default:
		if t.kind == shut && p.open == 0 {
			p.misplaced(t)
			return
		}
		p.fail(t.Start, "a term is expected before %s", p.source[t.Start:t.End])
	}
}

// spoken tells whether an error was reported between the last token and an
// offset: a term that was refused there is not missing as well.
func (p *parser) spoken(offset int) bool {
	from := 0
	if p.at > 0 {
		from = p.tokens[p.at-1].End
	}
	for _, e := range p.errs {
		if from <= e.Offset && e.Offset < max(offset, 1) {
			return true
		}
	}
	return len(p.errs) == maxErrors
}
