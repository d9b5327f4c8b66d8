package message

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean returns a text as one line, without invalid bytes, control
// characters, non-characters and the marks that force a direction.
func clean(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case unicode.IsSpace(r):
			if n := b.Len(); n == 0 || b.String()[n-1] != ' ' {
				b.WriteByte(' ')
			}
		case disturbing(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// disturbing reports whether a character could disturb what stands around it
// and shows nothing by itself.
func disturbing(r rune) bool {
	switch {
	case unicode.IsControl(r), r == '\ufeff', r&0xfffe == 0xfffe:
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f':
		return true
	case r >= '\ufdd0' && r <= '\ufdef', r >= 0xE0000 && r <= 0xE001F:
		return true
	}
	return false
}

// escape makes a text safe inside Telegram's HTML, in attributes too.
// Telegram knows these four named entities.
func escape(s string) string { return htmlEscaper.Replace(s) }

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Strip returns Telegram HTML as plain text.
func Strip(markup string) string {
	var b strings.Builder
	for markup != "" {
		before, rest, found := strings.Cut(markup, "<")
		b.WriteString(before)
		if !found {
			break
		}
		_, markup, _ = strings.Cut(rest, ">")
	}
	return html.UnescapeString(b.String())
}

// Flatten returns Telegram HTML as plain text that loses nothing: behind a link
// stands its address.
func Flatten(markup string) string {
	var b strings.Builder
	address := ""
	for _, t := range tokenize(markup) {
		switch {
		case t.tag == "a":
			_, address, _ = strings.Cut(t.text, `href="`)
			address, _, _ = strings.Cut(address, `"`)
		case t.tag == "/a" && address != "":
			b.WriteString(" (" + html.UnescapeString(address) + ")")
		case t.tag == "":
			b.WriteString(html.UnescapeString(t.text))
		}
	}
	return b.String()
}

// cut returns how many bytes of a text to show in limit UTF-16 code units, the
// unit of Telegram's limits that satisfies every reading of them. Words stay
// whole if they are not overlong.
func cut(s string, limit int) int {
	n, blank := 0, 0
	for i, r := range s {
		n++
		if r > 0xffff {
			n++
		}
		if n > limit {
			if blank > i/2 {
				return blank
			}
			return graphemeStart(s, i)
		}
		if r == ' ' {
			blank = i
		}
	}
	return len(s)
}

// graphemeStart moves a cut back to where a sign begins.
func graphemeStart(s string, i int) int {
	for i > 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		before, n := utf8.DecodeLastRuneInString(s[:i])
		if !joined(before, r, flagsBefore(s[:i])) {
			break
		}
		i -= n
	}
	return i
}

// flagsBefore counts the regional indicators at the end of a text.
func flagsBefore(s string) int {
	rest := strings.TrimRightFunc(s, indicator)
	return utf8.RuneCountInString(s[len(rest):])
}

// shorten returns a cleaned text of at most limit units, with an ellipsis
// where it was cut.
func shorten(s string, limit int) string {
	if len(s) > 16*limit {
		s = s[:16*limit] // no need to clean a megabyte
	}
	s = strings.TrimSpace(clean(s))
	if end := cut(s, limit); end < len(s) {
		return strings.TrimRight(s[:end], " ") + "…"
	}
	return s
}

// Printable returns a plain text of any origin as one that Telegram takes,
// whatever its length.
func Printable(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\ufffd")
	if !strings.ContainsFunc(text, visible) {
		return "—"
	}
	return text
}

// Block returns lines that are told as a program wrote them, in its own language,
// as Telegram HTML: as code, which runs from left to right.
func Block(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		line = shorten(line, 300)
		if first, _ := directions(line); first == toLeft {
			line = lrm + line
		}
		b.WriteString(escape(line))
	}
	return "<pre>" + b.String() + "</pre>"
}

// Escape returns plain texts as Telegram HTML.
func Escape(texts []string) []string {
	escaped := make([]string, len(texts))
	for i, t := range texts {
		escaped[i] = escape(t)
	}
	return escaped
}

// Quote returns a foreign text as one line of Telegram HTML, shortened.
func (l *Locale) Quote(s string) string { return isolate(escape(shorten(s, 300))) }
