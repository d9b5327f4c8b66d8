package query

import (
	"fmt"
	"strings"
)

// paragraph reads parts that one paragraph must meet.
func (p *parser) paragraph() Node { return p.within(Paragraph, p.sentence) }

// sentence reads parts that one sentence must meet.
func (p *parser) sentence() Node { return p.within(Sentence, p.near) }

// within reads parts that one unit of the text must meet.
func (p *parser) within(u Unit, part func() Node) Node {
	start := p.peek().Start
	n := part()
	if t := p.peek(); t.kind != within || t.unit != u {
		return n
	}
	w := &Within{Unit: u}
	w.add(n)
	for {
		t := p.peek()
		if t.kind != within || t.unit != u {
			break
		}
		p.take()
		w.add(p.negated(part))
	}
	w.Span = p.since(start)
	for _, n := range w.Nodes {
		p.inside(n, u)
	}
	return w
}

func (w *Within) add(n Node) {
	if inner, ok := n.(*Within); ok && inner.Unit == w.Unit {
		w.Nodes = append(w.Nodes, inner.Nodes...)
		return
	}
	w.Nodes = append(w.Nodes, n)
}

// negated reads a part that may have a NOT before it.
func (p *parser) negated(part func() Node) Node {
	t := p.peek()
	if t.kind != not {
		return part()
	}
	if !p.enter() {
		return p.tooDeep()
	}
	defer p.leave()
	p.take()
	n := p.negated(part)
	return &Not{p.since(t.Start), n}
}

// inside refuses what is not of the text within a unit of the text.
func (p *parser) inside(n Node, u Unit) {
	name := [...]string{"SENTENCE", "PARAGRAPH"}[u]
	Walk(n, func(n Node) bool {
		start := n.Place().Start
		switch n := n.(type) {
		case *In:
			p.fail(start, "%s: stands around %s, not within: write %s:(a %s b)", n.Field, name, n.Field, name)
		case *First:
			first := fmt.Sprintf("first/%d", n.Words)
			p.fail(start, "%s: stands around %s, not within: write %s:(a %s b)", first, name, first, name)
		case *Filter:
			p.fail(start, "%s: is not a matter of a %s: write %s AND (a %s b)", n.Name, strings.ToLower(name), n, name)
		case *Within:
			if n.Unit > u {
				p.fail(start, "no paragraph stands within a sentence: write (a SENTENCE b) PARAGRAPH c")
			}
		}
		return true
	})
}

// near reads places near to each other, the first two first.
func (p *parser) near() Node {
	start := p.peek().Start
	n := p.count()
	for i := 0; p.peek().kind == near; i++ {
		t := p.take()
		if i == maxNear {
			p.fail(t.Start, "more than %d of %s in a row: write PARAGRAPH", maxNear, orders[t.order])
		}
		p.place(n, t, "")
		right := p.count()
		p.place(right, t, "")
		n = &Near{p.since(start), t.order, t.number, n, right}
	}
	return n
}

// place refuses a node beside NEAR, or before {3}, that does not stand
// somewhere in the text.
func (p *parser) place(n Node, t token, within string) {
	sign := p.source[t.Start:t.End]
	hint := ""
	switch n := n.(type) {
	case *Or:
		for _, k := range n.Nodes {
			p.place(k, t, " within the alternatives")
		}
		return
	case *Words:
		phrase := make([]string, len(n.Terms))
		for i, t := range n.Terms {
			phrase[i] = t.Text
		}
		hint = `write "` + strings.Join(phrase, " ") + `" for a phrase`
	case *And:
		hint = "write it once for each of them, with AND between"
	case *Not:
		hint = "write a NOTNEAR/5 b for an a that has no b near"
	case *In:
		hint = "write " + n.Field + ":(…) around the whole"
	case *First:
		hint = "write first/50:(…) around the whole"
	case *Filter:
		hint = "write AND " + n.String() + " after it"
	case *Count:
		hint = "count the whole, as in (a NEAR/5 b){3}"
	case *Of:
		hint = "write OR between alternatives"
	case *Within:
		hint = "write PARAGRAPH or SENTENCE outside, AND between"
	default:
		return
	}
	if t.kind == times {
		p.fail(n.Place().Start, "%s counts a term, a phrase, a concept or alternatives%s, not this", sign, within)
		return
	}
	p.fail(n.Place().Start, "%s wants a term, a phrase, a concept or alternatives at its sides%s: %s", sign, within, hint)
}

// count reads a part and how often it must be found.
func (p *parser) count() Node {
	start := p.peek().Start
	n := p.part()
	t := p.peek()
	if t.kind != times || p.at == 0 || p.tokens[p.at-1].End != t.Start {
		return n
	}
	p.take()
	if p.place(n, t, ""); t.number == 1 {
		return n
	}
	return &Count{p.since(start), n, t.number}
}

// part reads a part with nothing around it.
func (p *parser) part() Node {
	t := p.peek()
	switch t.kind {
	case scope:
		return p.scope()
	case open:
		p.lacking = false
		return p.group()
	case word, concept, expression, filter:
		if p.terms++; p.terms == MaxTerms+1 {
			p.fail(t.Start, "the query has more than %d terms", MaxTerms)
		}
	default:
		p.missing(t)
		switch t.kind {
		case of:
			return p.of(token{text: "1", Span: t.Span})
		case within, near:
			p.take()
			return p.part()
		}
		return &Term{Span: Span{t.Start, t.Start}}
	}
	p.lacking = false
	p.take()
	switch t.kind {
	case concept:
		return &Concept{t.Span, t.text}
	case expression:
		return &Regex{t.Span, t.text}
	case filter:
		return p.filter(t)
	}
	if p.peek().kind == of {
		return p.of(t)
	}
	return &Term{t.Span, t.text, t.exact, t.form}
}

// scope reads a field, or the first words, with what it limits.
func (p *parser) scope() Node {
	if !p.enter() {
		return p.tooDeep()
	}
	defer p.leave()
	t := p.take()
	n := p.negated(p.count)
	if t.text == "first" {
		return &First{p.since(t.Start), t.number, n}
	}
	return &In{p.since(t.Start), t.text, n}
}

// of reads the list of an OF.
func (p *parser) of(count token) Node {
	sign := p.take()
	n := &Of{}
	if p.peek().kind != open {
		p.fail(sign.Start, "OF wants a list in parentheses: %s OF (a, b, c)", count.text)
		return p.part()
	}
	if !p.enter() {
		return p.tooDeep()
	}
	defer p.leave()
	opened := p.take()
	p.open++
	for {
		n.Nodes = append(n.Nodes, p.query())
		if p.peek().kind == times {
			p.stray()
			continue
		}
		if p.peek().kind != comma {
			break
		}
		p.take()
		if p.peek().kind == shut { // a comma after the last
			break
		}
	}
	p.close(opened)
	if n.Least = 1; digits(count.text) {
		n.Least = p.number(count.Start, count.text, 1, MaxTerms, count.text+" OF (…)")
	} else {
		p.fail(count.Start, "a number is expected before OF, not %s: write 2 OF (a, b, c); to look for the word OF, quote it", p.source[count.Start:count.End])
	}
	if n.Least > len(n.Nodes) && len(p.errs) == 0 {
		p.fail(count.Start, "%d OF a list of %d can never be met: commas part the list, as in 2 OF (a, b, c)", n.Least, len(n.Nodes))
	}
	n.Span = p.since(count.Start)
	return n
}
