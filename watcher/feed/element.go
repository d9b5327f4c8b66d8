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

// borders tells the tags that no value of an entry spans.
func (p *parser) borders(t token) bool {
	if t.kind != open && t.kind != shut {
		return false
	}
	switch local := t.name[strings.LastIndexByte(t.name, ':')+1:]; len(local) {
	case 3, 4, 5, 7, 12: // only these can be: url, item, entry, channel, sitemapindex …
	default:
		return false
	}
	switch name := p.names.name(t.name); name {
	case "channel", "rss", "feed", "rdf:rdf", "urlset", "sitemapindex":
		return t.kind == shut
	default:
		return p.unit(name)
	}
}

// text returns the element's text without tags, entities replaced.
func (e element) text() string {
	if strings.IndexByte(e.inner, '<') < 0 {
		return unescape(e.inner)
	}
	return e.build(func(*strings.Builder, string) {}, unescape)
}

// markup returns the element's content as HTML. Where it is typed, as in Atom,
// its type says how it is written and whether it is plain text instead; in RSS
// it is HTML, escaped or not.
func (e element) markup(typed bool) (content string, isText bool) {
	kind, mode := "html", ""
	if typed {
		kind, mode = lower(strings.TrimSpace(attribute(e.attrs, "type"))), lower(attribute(e.attrs, "mode"))
	}
	switch {
	case mode == "base64" || binary(kind):
		return decoded(e.text()), false
	case kind == "xhtml" || mode == "xml" && strings.Contains(kind, "html") || kind == "application/xhtml+xml":
		return e.verbatim(keepText), false
	case (kind == "" || kind == "text" || kind == "text/plain") && mode != "escaped":
		if s := e.verbatim(unescape); strings.Contains(s, "</") || strings.Contains(s, "<br") {
			return s, false // HTML that is not called so
		}
		return e.text(), true
	}
	return e.verbatim(unescape), false
}

// headline returns the element's content as one line of plain text.
func (p *parser) headline(e element, typed bool) string {
	content, isText := e.markup(typed)
	if isText {
		return line(content)
	}
	return line(p.rendered(content))
}

// plain returns the element's content as plain text in paragraphs.
func (p *parser) plain(e element, typed bool) string {
	content, isText := e.markup(typed)
	if isText {
		return p.w.verse(content)
	}
	return p.rendered(content)
}

// rendered returns the text of markup. What was escaped twice shows tags to
// the reader still, and is read once more.
func (p *parser) rendered(markup string) string {
	s := p.w.plain(markup)
	if strings.IndexByte(markup, '<') < 0 && (strings.Contains(s, "</p>") || strings.Contains(s, "</a>") || strings.Contains(s, "<br")) {
		return p.w.plain(s)
	}
	return s
}

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

// keepText is a decoding of text that leaves it as it stands.
func keepText(s string) string { return s }

// verbatim returns the content with its tags as they stand.
func (e element) verbatim(decode func(string) string) string {
	if strings.IndexByte(e.inner, '<') < 0 {
		return decode(e.inner)
	}
	return e.build(func(b *strings.Builder, tag string) { b.WriteString(tag) }, decode)
}

func (e element) build(tag func(*strings.Builder, string), decode func(string) string) string {
	s := scanner{doc: e.inner, broken: -1}
	var b strings.Builder
	for {
		t := s.next()
		switch t.kind {
		case end:
			return b.String()
		case cdata:
			if alone := strings.TrimSpace(e.inner); len(alone) == t.to-t.from {
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

// find returns the first element of that name inside e, whatever its prefix
// and case.
func (e element) find(name string) (in element, ok bool) {
	if strings.IndexByte(e.inner, '<') < 0 {
		return element{}, false
	}
	e.each(name, func(el element) bool { in, ok = el, true; return false })
	return in, ok
}

// all returns the texts of all elements of that name inside e.
func (e element) all(name string) (texts []string) {
	e.each(name, func(el element) bool { texts = append(texts, el.text()); return true })
	return texts
}

// each calls yield with the elements of a name inside e while it returns true.
func (e element) each(name string, yield func(element) bool) {
	s := scanner{doc: e.inner, broken: -1}
	for {
		t := s.next()
		if t.kind == end {
			return
		}
		if t.kind != open || !strings.EqualFold(t.name, name) && !hasLocal(t.name, name) {
			continue
		}
		in := element{attrs: t.attrs}
		if !t.closed {
			stop := s.next()
			for depth := 0; stop.kind != end && (depth > 0 || stop.kind != shut); stop = s.next() {
				switch {
				case stop.kind == open && !stop.closed:
					depth++
				case stop.kind == shut:
					depth--
				}
			}
			in.inner = e.inner[t.to:stop.from]
		}
		if !yield(in) {
			return
		}
	}
}
