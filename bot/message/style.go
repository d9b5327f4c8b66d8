package message

import "strings"

// A style is how a message is written: as Telegram HTML, or as plain text.
type style struct {
	markup      bool   // Telegram HTML
	open, close string // around bold words
	most        int    // bold words in one text: Telegram counts the entities of a message
}

// The styles.
var (
	asHTML   = style{markup: true, open: "<b>", close: "</b>", most: 12}
	inDigest = style{markup: true, open: "<b>", close: "</b>", most: 2}
	asPlain  = style{}
	asANSI   = style{open: "\x1b[1m", close: "\x1b[22m", most: 12} // for a terminal
)

// escape makes a text safe in the style.
func (s style) escape(text string) string {
	if s.markup {
		return escape(text)
	}
	return text
}

// bold, italic and link take texts that are escaped already.
func (s style) bold(text string) string { return s.open + text + s.close }

func (s style) italic(text string) string {
	if s.markup {
		return "<i>" + text + "</i>"
	}
	return text
}

// link makes a text lead to an address, if there is one and the style can.
func (s style) link(address, text string) string {
	if s.markup && address != "" {
		return `<a href="` + escape(address) + `">` + text + "</a>"
	}
	return text
}

// quote sets lines apart as what somebody else says. What is folded shows its
// beginning, and the rest when the reader asks for it.
func (s style) quote(lines []string, folded bool) []string {
	switch {
	case !s.markup:
		quoted := make([]string, len(lines))
		for i, line := range lines {
			quoted[i] = "  ❝ " + line
		}
		return quoted
	case folded:
		return []string{"<blockquote expandable>" + strings.Join(lines, "\n\n") + "</blockquote>"}
	}
	return []string{"<blockquote>" + strings.Join(lines, "\n\n") + "</blockquote>"}
}

// mark returns a text of at most limit units with the ranges in bold, the first
// of them alone if they are many.
func (s style) mark(text string, bold [][2]int, limit int) string {
	end := cut(text, limit)
	var b strings.Builder
	at := 0
	for i, r := range bold {
		if i == s.most || r[1] > end || r[0] < at || r[0] >= r[1] {
			break
		}
		b.WriteString(s.escape(clean(text[at:r[0]])))
		if word := clean(text[r[0]:r[1]]); strings.TrimSpace(word) != "" {
			b.WriteString(s.bold(s.escape(word)))
		}
		at = r[1]
	}
	b.WriteString(s.escape(strings.TrimRight(clean(text[at:end]), " ")))
	if end < len(text) {
		b.WriteString("…")
	}
	return b.String()
}
