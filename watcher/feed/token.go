package feed

import (
	"slices"
	"strings"
)

// A kind says what a token is.
type kind int

const (
	end   kind = iota // of the document
	text              // character data, entities as they stand
	cdata             // character data, verbatim
	open              // <name attrs>
	shut              // </name>
)

// A token is a piece of a document. Its strings are slices of it.
type token struct {
	kind   kind
	name   string // of a tag, with its prefix
	attrs  string // of an open tag, as they stand
	data   string // of text and cdata
	closed bool   // an open tag that ends itself: <name/>
	from   int    // where the token begins
	to     int    // where it ends
}

// A scanner cuts a document into tokens. Comments, processing instructions
// and document types vanish; what looks like markup and isn't, is text.
type scanner struct {
	doc string
	pos int

	// broken says where the document ends too early, -1 if it doesn't.
	broken int

	// What was looked for to the end of the document and is not there need
	// not be looked for again.
	unclosed   []string // names of which no closing tag follows
	undeclared bool     // no declaration that begins from here on ends
	uncomment  bool     // no comment does
}

// next returns the next token.
func (s *scanner) next() token {
	for s.pos < len(s.doc) {
		rest := s.doc[s.pos:]
		if rest[0] != '<' || !markup(rest) {
			return s.text()
		}
		switch {
		case strings.HasPrefix(rest, "<![CDATA["):
			return s.cdata()
		case strings.HasPrefix(rest, "<!--"):
			s.comment()
		case strings.HasPrefix(rest, "<?"):
			if !s.skip(">", len("<?")) {
				s.cut(s.pos)
			}
		case strings.HasPrefix(rest, "<!"):
			s.declaration()
		default:
			if t, ok := s.tag(); ok {
				return t
			}
		}
	}
	return token{kind: end, from: s.pos, to: s.pos}
}

// markup tells whether s, which begins with '<', begins a tag or the like.
func markup(s string) bool {
	if len(s) < 2 {
		return false
	}
	c := s[1]
	if c == '/' && len(s) > 2 {
		return nameStart(s[2]) || s[2] == '>'
	}
	if c == '!' {
		return len(s) > 2 && (s[2] == '-' || s[2] == '[' || nameStart(s[2]))
	}
	return c == '?' || nameStart(c)
}

func nameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

func (s *scanner) text() token {
	from := s.pos
	for s.pos++; s.pos < len(s.doc); s.pos++ {
		i := strings.IndexByte(s.doc[s.pos:], '<')
		if i < 0 {
			s.pos = len(s.doc)
			break
		}
		if s.pos += i; markup(s.doc[s.pos:]) {
			break
		}
	}
	return token{kind: text, data: s.doc[from:s.pos], from: from, to: s.pos}
}

func (s *scanner) cdata() token {
	const head = len("<![CDATA[")
	from := s.pos
	data := s.doc[from+head:]
	if i := strings.Index(data, "]]>"); i >= 0 {
		s.pos = from + head + i + 3
		return token{kind: cdata, data: data[:i], from: from, to: s.pos}
	}
	s.cut(from)
	return token{kind: cdata, data: data, from: from, to: s.pos}
}

// comment passes over <!-- … -->. One that has no end ends with its first tag,
// so that the document is not lost with it.
func (s *scanner) comment() {
	if !s.uncomment && s.skip("-->", len("<!--")) {
		return
	}
	s.uncomment = true
	if !s.skip(">", len("<!--")) {
		s.cut(s.pos)
	}
}

// skip passes over a piece that ends with a terminator, which stands not
// before the first n bytes. It is false if there is none.
func (s *scanner) skip(terminator string, n int) bool {
	i := strings.Index(s.doc[min(s.pos+n, len(s.doc)):], terminator)
	if i < 0 {
		return false
	}
	s.pos += n + i + len(terminator)
	return true
}

// cut notes that what begins at from has no end, and ends the document.
func (s *scanner) cut(from int) {
	if s.broken < 0 {
		s.broken = from
	}
	s.pos = len(s.doc)
}

// declaration passes over <!DOCTYPE …> with its internal subset.
func (s *scanner) declaration() {
	from, depth, inside := s.pos, 0, false
	for i := from + 2; i < len(s.doc) && !s.undeclared; i++ {
		switch c := s.doc[i]; {
		case c == '"' || c == '\'':
			n := strings.IndexByte(s.doc[i+1:], c)
			if n < 0 {
				continue // an apostrophe, not a quotation
			}
			if q := s.doc[i+1 : i+1+n]; !strings.Contains(q, "\n<") {
				i += 1 + n
			}
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case c == '<' && inside:
			depth++
		case c == '>' && depth > 0:
			depth--
		case c == '>' && !inside:
			s.pos = i + 1
			return
		}
	}
	// It has no end: only its first tag is lost.
	s.undeclared = true
	if i := strings.IndexByte(s.doc[from:], '>'); i >= 0 {
		s.pos = from + i + 1
		return
	}
	s.cut(from)
}

// tag reads the tag at pos. It returns false if the document ends in it.
func (s *scanner) tag() (token, bool) {
	from := s.pos
	i, k := from+1, open
	if s.doc[i] == '/' {
		i, k = i+1, shut
	}
	at := i
	for i < len(s.doc) && !blank(s.doc[i]) && s.doc[i] != '>' && s.doc[i] != '<' && s.doc[i] != '/' {
		i++
	}
	t := token{kind: k, name: s.doc[at:i], from: from}
	stop := tagEnd(s.doc, i)
	if stop < 0 {
		s.cut(from)
		return t, false
	}
	t.attrs = s.doc[i:stop]
	s.pos = stop
	if stop < len(s.doc) && s.doc[stop] == '>' {
		s.pos++
		if inner, ok := strings.CutSuffix(t.attrs, "/"); ok && k == open {
			t.attrs, t.closed = inner, true
		}
	}
	t.to = s.pos
	return t, true
}

// tagEnd returns where the tag whose attributes begin at i ends: at its '>',
// or at the '<' of the next if it has none. -1 means that the document ends
// first.
func tagEnd(doc string, i int) int {
	for i < len(doc) {
		switch c := doc[i]; c {
		case '>', '<':
			return i
		case '"', '\'':
			n := strings.IndexByte(doc[i+1:], c)
			if n < 0 || i > 0 && doc[i-1] != '=' && !blank(doc[i-1]) {
				break // a stray quotation mark
			}
			i += n + 1
		}
		i++
	}
	return -1
}

// closes tells whether a closing tag of that name follows.
func (s *scanner) closes(name string) bool {
	if slices.Contains(s.unclosed, name) {
		return false
	}
	for rest := s.doc[s.pos:]; ; {
		i := strings.Index(rest, "</")
		if i < 0 {
			s.unclosed = append(s.unclosed, name)
			return false
		}
		if rest = rest[i+2:]; len(rest) > len(name) && strings.EqualFold(rest[:len(name)], name) {
			return true
		}
	}
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
