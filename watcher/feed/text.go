package feed

import (
	"html"
	"strings"
	"unicode"
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
		s = s[i:]
		n := entity(s)
		b.WriteString(html.UnescapeString(s[:n]))
		s = s[n:]
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
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

// line returns s as one line: blanks become single spaces.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// headline returns markup as one line of plain text.
func headline(markup string) string { return line(plain(markup)) }

// plain returns the text of markup: tags out, entities replaced, paragraphs
// parted by one blank line, other blanks made single spaces.
func plain(markup string) string {
	var w writer
	w.b.Grow(len(markup))
	s := newScanner(markup)
	hidden := "" // the element whose content no reader sees
	for {
		t := s.next()
		switch t.kind {
		case end:
			if s.broken >= 0 && hidden == "" {
				w.text(remnant(markup[s.broken:]))
			}
			return w.b.String()
		case text:
			if hidden == "" {
				w.text(unescape(t.data))
			}
		case cdata:
			if hidden == "" {
				w.text(t.data)
			}
		case open, shut:
			name := lower(t.name)
			switch {
			case hidden != "":
				if t.kind == shut && name == hidden {
					hidden = ""
				}
			case t.kind == open && !t.closed && unseen[name] && s.closes(t.name):
				hidden = name
			case name == "br":
				w.br()
			case paragraph[name]:
				w.gap(2)
			case name == "td" || name == "th":
				w.gap(0)
			}
		}
	}
}

// remnant returns what a reader would see of a piece that begins like a tag
// and has no end: nothing of a tag that was cut off, all of a mere "<".
func remnant(s string) string {
	if strings.ContainsAny(s, "=\"") || strings.HasPrefix(s, "</") || strings.HasPrefix(s, "<!--") {
		return ""
	}
	return unescape(strings.TrimPrefix(s, "<![CDATA["))
}

// unseen are the elements whose content is not text.
var unseen = map[string]bool{"script": true, "style": true, "iframe": true, "noscript": true, "template": true, "svg": true}

// paragraph are the elements that stand on lines of their own.
var paragraph = map[string]bool{
	"p": true, "div": true, "li": true, "ul": true, "ol": true, "blockquote": true, "h1": true, "h2": true, "h3": true,
	"h4": true, "h5": true, "h6": true, "tr": true, "table": true, "section": true, "article": true, "header": true,
	"footer": true, "figure": true, "figcaption": true, "hr": true, "pre": true, "dl": true, "dt": true, "dd": true, "aside": true,
}

// A writer collects text and knows what stands between two words.
type writer struct {
	b     strings.Builder
	space bool // a blank is due
	lines int  // line breaks that are due
}

// gap asks for a blank, or for n line breaks at least.
func (w *writer) gap(n int) {
	w.space = true
	w.lines = max(w.lines, n)
}

// br asks for one more line break; two make a paragraph.
func (w *writer) br() { w.gap(min(w.lines+1, 2)) }

func (w *writer) text(s string) {
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if unicode.IsSpace(r) {
			w.space = true
			s = s[n:]
			continue
		}
		stop := strings.IndexFunc(s, unicode.IsSpace)
		if stop < 0 {
			stop = len(s)
		}
		w.word(s[:stop])
		s = s[stop:]
	}
}

func (w *writer) word(s string) {
	if w.b.Len() > 0 {
		switch {
		case w.lines >= 2:
			w.b.WriteString("\n\n")
		case w.lines == 1:
			w.b.WriteByte('\n')
		case w.space:
			w.b.WriteByte(' ')
		}
	}
	w.space, w.lines = false, 0
	w.b.WriteString(s)
}
