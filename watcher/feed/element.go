package feed

import (
	"encoding/base64"
	"strings"
)

// An element is one whose content is read as a value.
type element struct {
	attrs string
	inner string // between its tags, as it stands
}

// enoughVain is how much of a document is read in vain, beyond twice its
// length, before the rest of it is given up.
const enoughVain = 1 << 20

// capture reads the element that t opens, with all that is in it. One that is
// not closed before its item ends holds the text up to the next tag.
func (p *parser) capture(t token) element {
	e := element{attrs: t.attrs}
	if t.closed {
		return e
	}
	depth, first := 1, -1
	for {
		in := p.s.next()
		switch {
		case in.kind == open && in.name == t.name && !in.closed:
			depth++
		case in.kind == shut && in.name == t.name:
			depth--
		}
		if in.kind == open && first < 0 || in.kind == shut && first < 0 {
			first = in.from
		}
		if depth == 0 {
			e.inner = p.s.doc[t.to:in.from]
			return e
		}
		if in.kind == end || p.borders(in) {
			break
		}
	}
	p.note(t.from, "<"+t.name+"> is not closed")
	if p.vain += p.s.pos - t.to; p.vain > 2*len(p.s.doc)+enoughVain {
		p.s.cut(t.from)
		return e
	}
	if first < 0 { // cut off in its text: the value is not whole
		return e
	}
	e.inner, p.s.pos = p.s.doc[t.to:first], first
	return e
}

// borders tells the tags that no value of an item spans.
func (p *parser) borders(t token) bool {
	if t.kind != open && t.kind != shut {
		return false
	}
	switch p.names.name(t.name, p.atom) {
	case "item", "entry":
		return true
	case "channel", "rss", "feed", "rdf:rdf":
		return t.kind == shut
	}
	return false
}

// text returns the element's text without tags, entities replaced.
func (e element) text() string {
	if strings.IndexByte(e.inner, '<') < 0 {
		return unescape(e.inner)
	}
	return e.build(func(*strings.Builder, string) {}, unescape)
}

// markup returns the element's content as HTML. In an Atom feed its type says
// how it is written, in RSS it is HTML, escaped or not.
func (e element) markup(atom bool) string {
	kind, mode := "html", ""
	if atom {
		kind, mode = lower(strings.TrimSpace(attribute(e.attrs, "type"))), lower(attribute(e.attrs, "mode"))
	}
	switch {
	case mode == "base64" || binary(kind):
		return decoded(e.text())
	case kind == "xhtml" || mode == "xml" && strings.Contains(kind, "html") || kind == "application/xhtml+xml":
		return e.verbatim(func(s string) string { return s })
	case (kind == "" || kind == "text" || kind == "text/plain") && mode != "escaped":
		if s := e.verbatim(unescape); strings.Contains(s, "</") || strings.Contains(s, "<br") {
			return s // HTML that is not called so
		}
		return escaper.Replace(e.text())
	}
	return e.verbatim(unescape)
}

// escaper makes plain text markup, its blank lines paragraphs.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", "\r\n\r\n", "<p>", "\n\n", "<p>")

// binary tells the types of Atom content that are written in base64 (RFC
// 4287, 4.1.3.3).
func binary(kind string) bool {
	major, minor, ok := strings.Cut(kind, "/")
	return ok && major != "text" && !strings.HasSuffix(minor, "xml") && major != "multipart" && major != "message"
}

func decoded(s string) string {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		return s
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// verbatim returns the content with its tags as they stand.
func (e element) verbatim(decode func(string) string) string {
	if strings.IndexByte(e.inner, '<') < 0 {
		return decode(e.inner)
	}
	return e.build(func(b *strings.Builder, tag string) { b.WriteString(tag) }, decode)
}

func (e element) build(tag func(*strings.Builder, string), decode func(string) string) string {
	s := newScanner(e.inner)
	var b strings.Builder
	for {
		t := s.next()
		switch t.kind {
		case end:
			return b.String()
		case cdata:
			if t.from == 0 && t.to == len(e.inner) {
				return t.data
			}
			b.WriteString(t.data)
		case text:
			b.WriteString(decode(t.data))
		default:
			tag(&b, e.inner[t.from:t.to])
		}
	}
}

// find returns the first element of that name inside e, as the document
// writes it but for its prefix and case.
func (e element) find(name string) (element, bool) {
	s := newScanner(e.inner)
	for {
		t := s.next()
		switch {
		case t.kind == end:
			return element{}, false
		case t.kind == open && (strings.EqualFold(t.name, name) || hasLocal(t.name, name)):
			in := &parser{s: s}
			return in.capture(t), true
		}
	}
}
