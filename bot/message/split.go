package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Telegram's limits of a message: units of UTF-16 once the markup is parsed,
// and bytes before. The second stays below the server's 32 KiB.
const (
	MaxUnits = 4096
	maxBytes = 30_000
)

// Units returns the length of Telegram HTML as Telegram counts it.
func Units(markup string) int {
	n := 0
	for _, t := range tokenize(markup) {
		n += t.units
	}
	return n
}

// Split parts Telegram HTML into messages of at most limit units each, at the
// ends of paragraphs where it can be, else of lines, else of words. Tags that
// are open at a border are closed before it and opened again behind it. No text
// is lost but the white space at the borders. What fits comes back as it is; a
// text in which nothing can be seen has no parts.
func Split(markup string, limit int) []string {
	tokens := tokenize(markup)
	var parts []string
	var open []token // tags at the beginning of the next part
	for len(tokens) > 0 {
		n := fit(tokens, limit, open)
		part, after := write(open, tokens[:n])
		if strings.ContainsFunc(Strip(part), visible) {
			parts = append(parts, part)
		}
		open, tokens = after, trimLeft(tokens[n:])
	}
	return parts
}

// SplitPlain parts a plain text as Split does.
func SplitPlain(text string, limit int) []string {
	parts := Split(escape(text), limit)
	for i := range parts {
		parts[i] = Strip(parts[i])
	}
	return parts
}

// A token is a tag, an entity or one character of Telegram HTML.
type token struct {
	text  string
	units int    // that the reader sees
	tag   string // the tag's name, with a slash before if it ends something
}

func tokenize(markup string) []token {
	var tokens []token
	for markup != "" {
		t := nextToken(markup)
		tokens = append(tokens, t)
		markup = markup[len(t.text):]
	}
	return tokens
}

func nextToken(s string) token {
	const longestEntity = 12
	switch s[0] {
	case '<':
		if end := strings.IndexByte(s, '>'); end > 0 {
			name, _, _ := strings.Cut(strings.TrimSpace(s[1:end]), " ")
			return token{text: s[:end+1], tag: strings.ToLower(name)}
		}
	case '&':
		if end := strings.IndexByte(s, ';'); end > 0 && end < longestEntity {
			units := 0
			for _, r := range Strip(s[:end+1]) {
				units += unitsOf(r)
			}
			return token{text: s[:end+1], units: units}
		}
	}
	r, n := utf8.DecodeRuneInString(s)
	return token{text: s[:n], units: unitsOf(r)}
}

func unitsOf(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// fit returns how many tokens make the next part: all that fit, or up to the
// best border before. The better border counts unless it leaves the part
// nearly empty.
func fit(tokens []token, limit int, open []token) int {
	var borders [4]int // the last border of each kind, from the best: paragraph, line, word, character
	units, bytes := 0, 0
	for _, t := range open {
		bytes += 2 * len(t.text)
	}
	for i, t := range tokens {
		units, bytes = units+t.units, bytes+len(t.text)
		if i > 0 && !blank(t) && (units > limit || bytes > maxBytes) {
			for kind, at := range borders {
				if at >= i/4 && at > 0 || kind == len(borders)-1 && at > 0 {
					return at
				}
			}
			return i
		}
		if kind := borderAfter(tokens, i); kind >= 0 {
			borders[kind] = i + 1
		}
	}
	return len(tokens)
}

// borderAfter returns the kind of the border between a token and the next one,
// or -1 if nothing may be parted there.
func borderAfter(tokens []token, i int) int {
	if i+1 == len(tokens) || tokens[i].tag != "" {
		return -1
	}
	this, next := tokens[i].text, tokens[i+1].text
	switch {
	case this == "\n" && i > 0 && tokens[i-1].text == "\n" && next != "\n":
		return 0
	case this == "\n":
		return 1
	case this == " ":
		return 2
	}
	r, _ := utf8.DecodeRuneInString(next)
	if unicode.In(r, unicode.M) || r == '\u200d' || r == '\u200c' || this == "\u200d" {
		return -1
	}
	return 3
}

// write returns a part with its tags opened and closed, and the tags that are
// open behind it.
func write(open, tokens []token) (string, []token) {
	var b strings.Builder
	open = append([]token(nil), open...)
	for _, t := range open {
		b.WriteString(t.text)
	}
	for _, t := range tokens {
		b.WriteString(t.text)
		switch {
		case t.tag == "":
		case !strings.HasPrefix(t.tag, "/"):
			open = append(open, t)
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	text := strings.TrimRight(b.String(), " \n")
	for i := len(open) - 1; i >= 0; i-- {
		text += "</" + open[i].tag + ">"
	}
	return text, open
}

// trimLeft drops the white space at a part's beginning.
func trimLeft(tokens []token) []token {
	for len(tokens) > 0 && blank(tokens[0]) {
		tokens = tokens[1:]
	}
	return tokens
}

func blank(t token) bool { return t.text == " " || t.text == "\n" }

// visible tells whether a reader sees something of a character.
func visible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S)
}
