package query

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// String returns the term with its signs, quoted if it must be.
func (t *Term) String() string {
	var s string
	switch t.Form {
	case Whole:
		s = quoted(t.Text)
	case Prefix:
		s = quoted(t.Text) + "*"
	case Suffix:
		s = "*" + t.Text
	case Wild:
		s = t.Text
	case Fuzzy:
		s = "~" + t.Text
	}
	if t.Exact {
		s = "=" + s
	}
	return s
}

// String returns @ and the concept's ID.
func (c *Concept) String() string { return "@" + c.ID }

// String returns the expression between slashes.
func (r *Regex) String() string { return "/" + r.Source + "/" }

// String returns the words parted by spaces.
func (w *Words) String() string {
	parts := make([]string, len(w.Terms))
	for i, t := range w.Terms {
		parts[i] = t.String()
	}
	return strings.Join(parts, " ")
}

// String returns the nodes parted by AND.
func (a *And) String() string { return join(a.Nodes, " AND ") }

// String returns the nodes parted by OR.
func (o *Or) String() string { return join(o.Nodes, " OR ") }

// String returns NOT and the node.
func (n *Not) String() string { return "NOT " + grouped(n.Node) }

// String returns the two places parted by their operator.
func (n *Near) String() string {
	left := grouped(n.Left)
	if k, ok := n.Left.(*Near); ok {
		left = k.String() // which is read from the left
	}
	return left + " " + orders[n.Order] + "/" + strconv.Itoa(n.Distance) + " " + grouped(n.Right)
}

// String returns the nodes parted by SENTENCE or PARAGRAPH.
func (w *Within) String() string {
	parts := make([]string, len(w.Nodes))
	for i, n := range w.Nodes {
		parts[i] = grouped(n)
	}
	return strings.Join(parts, [...]string{" SENTENCE ", " PARAGRAPH "}[w.Unit])
}

// String returns the node and its number in braces.
func (c *Count) String() string { return grouped(c.Node) + "{" + strconv.Itoa(c.Least) + "}" }

// String returns the number, OF and the list.
func (o *Of) String() string {
	parts := make([]string, len(o.Nodes))
	for i, n := range o.Nodes {
		parts[i] = n.String()
	}
	return strconv.Itoa(o.Least) + " OF (" + strings.Join(parts, ", ") + ")"
}

// String returns the field, a colon and the node.
func (i *In) String() string { return i.Field + ":" + grouped(i.Node) }

// String returns first, the number and the node.
func (f *First) String() string { return "first/" + strconv.Itoa(f.Words) + ":" + grouped(f.Node) }

// String returns the name, a colon and the value.
func (f *Filter) String() string { return f.Name + ":" + quoted(f.Value) }

func join(nodes []Node, operator string) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = n.String()
		switch n.(type) {
		case *And, *Or:
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, operator)
}

// grouped puts what is made of several parts into parentheses.
func grouped(n Node) string {
	switch n.(type) {
	case *And, *Or, *Words, *Not, *Near, *Within:
		return "(" + n.String() + ")"
	}
	return n.String()
}

// quoted puts a text into quotation marks unless it reads as one word.
func quoted(s string) string {
	if plain(s) {
		return s
	}
	return `"` + s + `"`
}

// plain tells whether a text reads as one word without quotation marks,
// wherever it stands.
func plain(s string) bool {
	if s == "OF" {
		return false
	}
	for i, r := range s {
		if isComma(r) && !inNumber(s, i) || r == utf8.RuneError {
			return false
		}
	}
	f := &faults{source: s}
	tokens := lex(f)
	return len(f.errs) == 0 && len(tokens) == 2 && tokens[0].kind == word && tokens[0].form == Whole && tokens[0].text == s && !tokens[0].exact
}
