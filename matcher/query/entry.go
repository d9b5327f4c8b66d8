package query

import "strings"

// ParseEntry reads an entry of a list (any, all, none or weighted of a topic).
// Several words without any sign of the language are a phrase there.
func ParseEntry(source string) (Node, error) {
	if speaks(source) {
		return Parse(source)
	}
	return ParseTerm(source)
}

// speaks tells whether an entry is written in the language, rather than a
// phrase.
func speaks(source string) bool {
	s := strings.TrimSpace(source)
	words := strings.Fields(strings.TrimPrefix(s, "="))
	if len(words) < 2 || s[0] == '-' || s[0] == '/' || strings.ContainsAny(s, delimiters+"*@?~") {
		return true
	}
	for i, w := range words {
		_, _, named := nameOf(w)
		if named > 0 || reserved(w, words[:i]) || partition(w) >= 0 || w[0] == '=' || i > 0 && len(w) > 1 && w[0] == '-' {
			return true
		}
	}
	return false
}

// reserved tells whether a word is an operator, after the words before it, or
// was meant as one. A sign such as & is a part of a phrase.
func reserved(w string, before []string) bool {
	switch {
	case w == "OF":
		return len(before) > 0 && digits(before[len(before)-1])
	case strings.ContainsAny(w[:1], "&+!"):
		return false
	}
	l := &lexer{faults: &faults{source: w}}
	return l.operator(0, w)
}

// ParseTerm reads a name, such as an alias of a concept: one term, in which
// only a leading =, a final * and quotation marks around it have a meaning.
func ParseTerm(source string) (*Term, error) {
	f := &faults{source: source}
	if len(source) > MaxBytes {
		f.fail(MaxBytes, "the term is %d bytes long, %d are allowed", len(source), MaxBytes)
		return nil, f.err()
	}
	s := strings.TrimSpace(source)
	start := strings.Index(source, s)
	t := token{kind: word, Span: Span{start, start + len(s)}}
	s, t.exact = strings.CutPrefix(s, "=")
	s, prefix := strings.CutSuffix(s, "*")
	if prefix {
		t.form = Prefix
	}
	t.text = unquoted(s)
	l := &lexer{faults: f}
	if !l.worth(t) {
		return nil, f.err()
	}
	return &Term{t.Span, t.text, t.exact, t.form}, nil
}
