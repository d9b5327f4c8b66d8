package feed

import (
	"html"
	"strings"
	"unicode/utf8"
)

// unescape replaces the entities of HTML, which feeds use although XML knows
// five of them only. One that is unknown, such as those a document type
// declares, stays as it stands, and so does an ampersand that begins none.
func unescape(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 {
		b.WriteString(s[:i])
		var array [64]byte
		meant, n := appendEntity(array[:0], s[i:])
		b.Write(meant)
		s = s[i+n:]
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// appendEntity appends what the entity at the start of s stands for, and
// returns how long it is: 1, and the ampersand, if there is none.
func appendEntity(b []byte, s string) ([]byte, int) {
	n := entity(s)
	switch s[:n] {
	case "&":
		return append(b, '&'), n
	case "&lt;":
		return append(b, '<'), n
	case "&gt;":
		return append(b, '>'), n
	case "&amp;":
		return append(b, '&'), n
	case "&quot;":
		return append(b, '"'), n
	case "&nbsp;":
		return append(b, "\u00a0"...), n
	}
	return append(b, html.UnescapeString(s[:n])...), n
}

// entity returns the length of the entity at the start of s, 1 if there is
// none.
func entity(s string) int {
	const longest = 33
	for i := 1; i < len(s) && i < longest; i++ {
		c := s[i]
		if c == ';' {
			return i + 1
		}
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '#' && i == 1) {
			break
		}
	}
	return 1
}

// line returns a copy of s as one line: blanks become single spaces.
func line(s string) string {
	var w writer
	w.text(s)
	return w.String()
}

// A writer renders markup as plain text, and knows what stands between two
// words. Its buffer serves for one text after the other.
type writer struct {
	buf   []byte
	space bool // a blank is due
	lines int  // line breaks that are due
}

// String returns what was written since the last time.
func (w *writer) String() string {
	s := string(w.buf)
	w.buf, w.space, w.lines = w.buf[:0], false, 0
	return s
}

// plain returns the text of markup: tags out, entities replaced, paragraphs
// parted by one blank line, other blanks made single spaces.
func (w *writer) plain(markup string) string {
	s := scanner{doc: markup, broken: -1}
	hidden := "" // the element whose content no reader sees
	for {
		t := s.next()
		switch {
		case t.kind == end:
			if s.broken >= 0 && hidden == "" {
				w.escaped(remnant(s.doc[s.broken:]))
			}
			return w.String()
		case hidden != "":
			if t.kind == shut && strings.EqualFold(t.name, hidden) {
				hidden = ""
			}
		case t.kind == text:
			w.escaped(t.data)
		case t.kind == cdata && s.broken >= 0 && len(s.doc) == len(markup):
			s = scanner{doc: t.data, broken: -1} // no section, as it has no end
		case t.kind == cdata:
			w.text(t.data)
		case t.kind == open && !t.closed && unseen(t.name) && s.closes(t.name):
			hidden = t.name
		default:
			w.tag(t.name)
		}
	}
}

// verse returns plain text as it is, its blank lines the ends of paragraphs.
func (w *writer) verse(s string) string {
	for s != "" {
		i := strings.IndexByte(s, '\n')
		if i < 0 {
			break
		}
		w.text(s[:i])
		w.space = true
		if s = s[i+1:]; strings.TrimLeft(s, " \t\r") != "" && strings.TrimLeft(s, " \t\r")[0] == '\n' {
			w.gap(2)
		}
	}
	w.text(s)
	return w.String()
}

// remnant returns what a reader would see of a piece that begins like a tag
// and has no end: nothing of a tag that was cut off, all of a mere "<".
func remnant(s string) string {
	if strings.ContainsAny(s, "=\"") || strings.HasPrefix(s, "</") || strings.HasPrefix(s, "<!--") || strings.HasPrefix(s, "<![CDATA[") {
		return ""
	}
	return s
}

// unseen tells the elements whose content is not text.
func unseen(name string) bool {
	switch lower(name) {
	case "script", "style", "noscript", "template", "svg":
		return true
	}
	return false
}

// tag writes what a tag does to the text around it.
func (w *writer) tag(name string) {
	switch lower(name) {
	case "br":
		w.gap(min(w.lines+1, 2)) // two make a paragraph
	case "p", "div", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
		"header", "footer", "figure", "figcaption", "hr", "pre", "dl", "dt", "dd", "aside":
		w.gap(2)
	case "td", "th":
		w.gap(0)
	}
}

// gap asks for a blank, or for n line breaks at least.
func (w *writer) gap(n int) {
	w.space = true
	w.lines = max(w.lines, n)
}

// escaped writes text with entities.
func (w *writer) escaped(s string) {
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			w.text(s)
			return
		}
		w.text(s[:i])
		var array [64]byte
		b, n := appendEntity(array[:0], s[i:])
		w.text(string(b))
		s = s[i+n:]
	}
}

// text writes text without entities.
func (w *writer) text(s string) {
	for s != "" {
		n, size := wordEnd(s)
		if n > 0 {
			w.word(s[:n])
		}
		w.space = w.space || size > 0
		s = s[n+size:]
	}
}

// wordEnd returns where the word at the start of s ends, and how long the
// blank behind it is, 0 at the end of s. Control characters are blanks.
func wordEnd(s string) (n, size int) {
	for n < len(s) {
		c := s[n]
		switch {
		case c <= ' ' || c == 0x7f:
			return n, 1
		case c < 0xc2 || c > 0xe3 || c > 0xc2 && c < 0xe1: // of no blank
			n++
		default:
			if size = wideBlank(s[n:]); size > 0 {
				return n, size
			}
			n++
		}
	}
	return n, 0
}

// wideBlank returns the length of the blank at the start of s, 0 if there is
// none: U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F,
// U+205F and U+3000.
func wideBlank(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == 0x85, r == 0xa0, r == 0x1680, 0x2000 <= r && r <= 0x200a, r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f, r == 0x3000:
		return n
	}
	return 0
}

func (w *writer) word(s string) {
	if len(w.buf) > 0 {
		switch {
		case w.lines >= 2:
			w.buf = append(w.buf, "\n\n"...)
		case w.lines == 1:
			w.buf = append(w.buf, '\n')
		case w.space:
			w.buf = append(w.buf, ' ')
		}
	}
	w.space, w.lines = false, 0
	w.buf = append(w.buf, s...)
}
