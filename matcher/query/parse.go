package query

import (
	"errors"
	"slices"
	"strings"
)

// The bounds of a query: more is refused, not stalled on.
const (
	MaxBytes = 64 << 10
	MaxDepth = 100
	MaxTerms = 5000
	MaxWords = 50 // of one term
)

// Parse reads a query. If anything is wrong with it the error is an Errors
// with all that was found, and the node is nil.
func Parse(source string) (Node, error) {
	if len(source) > MaxBytes {
		return nil, Errors{newError(source, MaxBytes, "the query is %d bytes long, %d are allowed", len(source), MaxBytes)}
	}
	tokens, errs := lex(source)
	p := &parser{source: source, tokens: tokens, errs: errs}
	n := p.query()
	for p.peek().kind != end { // only a ) stops before the end
		p.fail(p.take().Start, "nothing was opened that this ) could close")
		p.query()
	}
	if len(p.errs) > 0 {
		slices.SortStableFunc(p.errs, func(a, b Error) int { return a.Offset - b.Offset })
		return nil, p.errs
	}
	return n, nil
}

// ParseEntry reads an entry of a plain list (any, all or none of a topic).
// Several words without any sign of the language are a phrase there.
func ParseEntry(source string) (Node, error) {
	s := strings.TrimSpace(source)
	words := strings.Fields(strings.TrimPrefix(s, "="))
	speaks := strings.ContainsAny(s, delimiter+"*@?~{}")
	for i, w := range words {
		reserved := w == "AND" || w == "OR" || w == "NOT" || operator.MatchString(w)
		minus := i > 0 && len(w) > 1 && w[0] == '-'
		speaks = speaks || reserved || minus || fieldName.MatchString(w) || strings.ContainsAny(w[len(w)-1:], ",;") || w[0] == '='
	}
	if speaks || len(words) < 2 || s[0] == '-' {
		return Parse(source)
	}
	return ParseTerm(source)
}

// ParseTerm reads a name, such as an alias of a concept: one term, in which
// only a leading =, a final * and quotation marks around it have a meaning.
func ParseTerm(source string) (*Term, error) {
	if len(source) > MaxBytes {
		return nil, Errors{newError(source, MaxBytes, "the term is %d bytes long, %d are allowed", len(source), MaxBytes)}
	}
	s := strings.TrimSpace(source)
	start := strings.Index(source, s)
	t := &Term{Span: Span{start, start + len(s)}}
	s, t.Exact = strings.CutPrefix(s, "=")
	s, prefix := strings.CutSuffix(s, "*")
	if prefix {
		t.Form = Prefix
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(quotes, r) {
			return ' '
		}
		return r
	}, s)
	t.Text = strings.Join(strings.Fields(s), " ")
	l := &lexer{source: source}
	if !l.worth(token{kind: word, text: t.Text, prefix: prefix, Span: t.Span}) {
		return nil, l.errs
	}
	return t, nil
}

// A parser builds the tree, and goes on after an error to find the others.
type parser struct {
	source string
	tokens []token
	at     int
	depth  int
	terms  int
	errs   Errors
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) fail(offset int, format string, args ...any) {
	p.errs = append(p.errs, newError(p.source, offset, format, args...))
}

// query reads alternatives.
func (p *parser) query() Node {
	nodes := flat[*Or](nil, p.all())
	for p.peek().kind == or {
		p.take()
		nodes = flat[*Or](nodes, p.all())
	}
	if len(nodes) == 1 {
		return nodes[0]
	}
	return &Or{around(nodes), nodes}
}

// all reads parts that must all be met.
func (p *parser) all() Node {
	var nodes []Node
	side := false // the part before stands side by side with the next
	for {
		n := p.one()
		nodes = addSide(nodes, n, side)
		switch p.peek().kind {
		case and:
			p.take()
			side = false
		case end, or, shut:
			if len(nodes) == 1 {
				return nodes[0]
			}
			return &And{around(nodes), nodes}
		default:
			side = true
		}
	}
}

// addSide appends a part; single words side by side become Words.
func addSide(nodes []Node, n Node, side bool) []Node {
	t, single := n.(*Term)
	if side && single && t.word() {
		switch last := nodes[len(nodes)-1].(type) {
		case *Term:
			if last.word() {
				nodes[len(nodes)-1] = &Words{Span{last.Start, t.End}, []*Term{last, t}}
				return nodes
			}
		case *Words:
			last.Terms, last.End = append(last.Terms, t), t.End
			return nodes
		}
	}
	return flat[*And](nodes, n)
}

// word tells whether a term is one plain word.
func (t *Term) word() bool { return !t.Exact && t.Form == Whole && !strings.Contains(t.Text, " ") }

// one reads a single part.
func (p *parser) one() Node {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		return p.tooDeep()
	}
	t := p.peek()
	switch t.kind {
	case not:
		p.take()
		n := p.one()
		return &Not{Span{t.Start, n.Place().End}, n}
	case field:
		p.take()
		n := p.one()
		return &In{Span{t.Start, n.Place().End}, t.text, n}
	case open:
		return p.group()
	case concept:
		p.take()
		return &Concept{t.Span, t.text}
	case word:
		p.take()
		if p.terms++; p.terms == MaxTerms+1 {
			p.fail(t.Start, "the query has more than %d terms", MaxTerms)
		}
		n := &Term{Span: t.Span, Text: t.text, Exact: t.exact}
		if t.prefix {
			n.Form = Prefix
		}
		return n
	}
	p.missing(t)
	return &Term{Span: Span{t.Start, t.Start}}
}

// group reads what stands in parentheses.
func (p *parser) group() Node {
	opened := p.take()
	if p.peek().kind == shut {
		p.fail(opened.Start, "nothing stands in these parentheses: a term is expected")
		return &Term{Span: Span{opened.Start, p.take().End}}
	}
	n := p.query()
	if p.peek().kind != shut {
		p.fail(opened.Start, "this ( is never closed")
		return n
	}
	p.take()
	return n
}

// missing reports that a term should stand where t does.
func (p *parser) missing(t token) {
	if p.spoken(t.Start) {
		return
	}
	switch t.kind {
	case end:
		if p.at == 0 {
			p.fail(t.Start, "the query is empty: a term is expected")
			return
		}
		p.fail(t.Start, "the query ends where a term is expected")
	case shut:
		p.fail(t.Start, "a term is expected before )")
	default:
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
	return slices.ContainsFunc(p.errs, func(e Error) bool { return from <= e.Offset && e.Offset < max(offset, 1) })
}

func (p *parser) tooDeep() Node {
	t := p.peek()
	p.fail(t.Start, "the query is nested more than %d deep", MaxDepth)
	p.at = len(p.tokens) - 1
	return &Term{Span: t.Span}
}

// flat appends a node, or its nodes if it is itself of the kind K.
func flat[K *And | *Or](nodes []Node, n Node) []Node {
	if k, ok := n.(K); ok {
		return append(nodes, Children(any(k).(Node))...)
	}
	return append(nodes, n)
}

func around(nodes []Node) Span {
	return Span{nodes[0].Place().Start, nodes[len(nodes)-1].Place().End}
}

// AsErrors returns the errors that Parse, ParseEntry or ParseTerm reported.
func AsErrors(err error) Errors {
	var e Errors
	errors.As(err, &e)
	return e
}
