package feed

import (
	"slices"
	"strings"
)

// person reads a person: in Atom by the elements inside, in RSS from a name
// and an address beside each other.
func (e *entry) person(p *parser, rank uint8, c element) {
	name, mail := "", ""
	if in, ok := c.find("name"); ok {
		name = p.headline(in, false)
	}
	if in, ok := c.find("email"); ok {
		mail = line(in.text())
	}
	if name == "" && mail == "" {
		name, mail = parseAuthor(p.headline(c, false))
	}
	if name == "" {
		name, mail = mail, ""
	}
	if name != "" && rank > e.best[authorField] {
		e.Author, e.Email, e.best[authorField] = name, mail, rank
	}
}

// parseAuthor parts "a@b.c (A Name)", "A Name (a@b.c)" and "A Name <a@b.c>".
func parseAuthor(s string) (name, mail string) {
	for _, brackets := range []string{"()", "<>"} {
		outer, inner, ok := strings.Cut(s, brackets[:1])
		inner, whole := strings.CutSuffix(strings.TrimSpace(inner), brackets[1:])
		outer, inner = strings.TrimSpace(outer), strings.TrimSpace(inner)
		switch {
		case !ok || !whole || outer == "" || inner == "":
		case address(inner) && !address(outer):
			return outer, inner
		case address(outer) && !address(inner):
			return inner, outer
		}
	}
	return s, ""
}

// address tells a mail address.
func address(s string) bool {
	i := strings.IndexByte(s, '@')
	return i > 0 && i < len(s)-1 && !strings.ContainsAny(s, " \t")
}

// categories reads a category: its text or term, what people call it if it
// says so, and those inside it.
func (e *entry) categories(p *parser, c element) {
	for _, name := range [...]string{"term", "label", "text", "rdf:resource"} {
		e.tag(line(attribute(c.attrs, name)))
	}
	if strings.Contains(c.inner, "<itunes:") {
		c.each("category", func(in element) bool { e.tag(line(attribute(in.attrs, "text"))); return true })
		return
	}
	e.tag(p.headline(c, false))
}

func (e *entry) tag(s string) {
	const enough = 100
	if s != "" && len(e.Tags) < enough && !slices.Contains(e.Tags, s) {
		e.Tags = append(e.Tags, s)
	}
}

// via names whose words the entry passes on.
func (p *parser) via(c element) string {
	if in, ok := c.find("title"); ok {
		return p.headline(in, true)
	}
	return p.headline(c, false)
}
