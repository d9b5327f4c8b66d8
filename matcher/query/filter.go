package query

import (
	"slices"
	"strings"
)

// filter reads what a filter must be.
func (p *parser) filter(t token) Node {
	first := p.peek()
	if first.kind != open {
		return p.value(t, t.Start)
	}
	p.take()
	p.open++
	nodes := []Node{p.value(t, t.Start)}
	for p.peek().kind == or {
		p.take()
		nodes = append(nodes, p.value(t, p.peek().Start))
	}
	if k := p.peek().kind; k != shut && k != end {
		wrong := p.take()
		p.fail(wrong.Start, "%s:(…) holds values with | between, such as %s", t.text, examples[t.text])
		for k := p.peek().kind; k != shut && k != end; k = p.peek().kind {
			p.take()
		}
	}
	p.close(first)
	if len(nodes) == 1 {
		return nodes[0]
	}
	return &Or{p.since(t.Start), nodes}
}

// examples show the filters with several values.
var examples = map[string]string{
	"lang": "lang:(fa | prs)", "source": "source:(irna | tasnim)",
	"country": "country:(ir | af)", "tag": `tag:(agency | "state media")`,
}

// Languages returns what may stand after lang:.
func Languages() []string { return []string{"ar", "en", "fa", "prs", "ps", "ru", "ur"} }

// value reads one value of a filter.
func (p *parser) value(f token, start int) Node {
	t := p.peek()
	if t.kind != word || t.exact || t.form != Whole {
		if !p.spoken(t.Start) {
			p.fail(t.Start, "%s: wants a value right after it, such as %s", f.text, examples[f.text])
		}
		return &Term{Span: Span{t.Start, t.Start}}
	}
	p.take()
	n := &Filter{p.since(start), f.text, t.text}
	if n.Name == "tag" {
		return n
	}
	n.Value = strings.ToLower(n.Value)
	switch n.Name {
	case "lang":
		switch meant := languageMeant(n.Value); {
		case slices.Contains(Languages(), n.Value):
		case meant != "":
			p.fail(t.Start, "%q is not a language: did you mean lang:%s?", t.text, meant)
		default:
			p.fail(t.Start, "%q is not a language: one of %s is expected", t.text, strings.Join(Languages(), ", "))
		}
	case "country":
		if len(n.Value) != 2 || strings.Trim(n.Value, "abcdefghijklmnopqrstuvwxyz") != "" {
			p.fail(t.Start, "%q is not a country: write its two letters, such as country:ir or country:af", t.text)
		}
	}
	return n
}

// languageMeant returns the code of a language by another name of it, or "".
func languageMeant(s string) string {
	return map[string]string{
		"arabic": "ar", "english": "en", "persian": "fa", "farsi": "fa", "dari": "prs",
		"pashto": "ps", "russian": "ru", "urdu": "ur", "per": "fa", "eng": "en", "pus": "ps", "rus": "ru",
	}[s]
}
