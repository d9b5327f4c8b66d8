package query

import (
	"strconv"
	"strings"
)

// String returns the term, quoted if it must be.
func (t *Term) String() string {
	s := t.Text
	if !plain(s) {
		s = `"` + s + `"`
	}
	if t.Form == Prefix {
		s += "*"
	}
	if t.Exact {
		s = "=" + s
	}
	return s
}

// String returns @ and the concept's ID.
func (c *Concept) String() string { return "@" + c.ID }

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

// String returns the field, a colon and the node.
func (i *In) String() string { return i.Field + ":" + grouped(i.Node) }

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
	case *And, *Or, *Words:
		return "(" + n.String() + ")"
	}
	return n.String()
}

// plain tells whether a text reads as one word without quotation marks.
func plain(s string) bool {
	tokens, errs := lex(s)
	return len(errs) == 0 && len(tokens) == 2 && tokens[0].kind == word && tokens[0].text == s && !tokens[0].exact && !tokens[0].prefix
}

// String returns the expression between slashes.
func (r *Regex) String() string { return "/" + r.Source + "/" }

// String returns the two places parted by their operator.
func (n *Near) String() string {
	operator := [...]string{"NEAR", "ONEAR", "NOTNEAR"}[n.Order]
	return grouped(n.Left) + " " + operator + "/" + strconv.Itoa(n.Distance) + " " + grouped(n.Right)
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
func (o *Of) String() string { return strconv.Itoa(o.Least) + " OF (" + join(o.Nodes, ", ") + ")" }

// String returns first, the number and the node.
func (f *First) String() string { return "first/" + strconv.Itoa(f.Words) + ":" + grouped(f.Node) }

// String returns the name, a colon and the value.
func (f *Filter) String() string { return f.Name + ":" + f.Value }
