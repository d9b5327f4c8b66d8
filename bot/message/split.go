package message

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Telegram's limits of a message: units of UTF-16 once the markup is parsed,
// and bytes before, which stay below the server's 32 KiB. Of its entities it
// keeps a hundred and drops the rest in silence; all of them together it takes
// up to some 9,500 bytes, most of which are the addresses of links.
const (
	MaxUnits    = 4096
	maxBytes    = 30_000
	maxEntities = 100
	maxWeight   = 8_000
)

// Units returns the length of Telegram HTML as Telegram counts it.
func Units(markup string) int {
	n := 0
	for _, t := range tokenize(markup) {
		n += t.units
	}
	return n
}

// Split parts Telegram HTML into messages of at most limit units each that are
// within Telegram's other limits too, at the ends of paragraphs where it can be,
// else of lines, else of words. Tags and isolates that are open at a border are
// closed before it and opened again behind it. No text is lost but the white
// space at the borders. What fits comes back as it is; a text in which nothing
// can be seen has no parts.
func Split(markup string, limit int) []string {
	tokens := tokenize(markup)
	var parts []string
	var open []token // at the beginning of the next part
	for len(tokens) > 0 {
		n := fit(tokens, limit, open)
		part, still := write(open, tokens[:n])
		if strings.ContainsFunc(Strip(part), visible) {
			parts = append(parts, part)
		}
		open, tokens = still, trimLeft(tokens[n:])
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
	char  rune   // that the reader sees, the first if it is an entity of several
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
			t := token{text: s[:end+1]}
			for i, r := range Strip(t.text) {
				t.units += unitsOf(r)
				if i == 0 {
					t.char = r
				}
			}
			return t
		}
	}
	r, n := utf8.DecodeRuneInString(s)
	return token{text: s[:n], units: unitsOf(r), char: r}
}

func unitsOf(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

func (t token) opensTag() bool  { return t.tag != "" && t.tag[0] != '/' }
func (t token) closesTag() bool { return t.tag != "" && t.tag[0] == '/' }
func (t token) isolates() bool  { return between(t.char, '\u2066', '\u2068') }
func (t token) pops() bool      { return t.char == '\u2069' }

// deepest is how many isolates are kept apart; no text of ours has so many.
const deepest = 16

// after returns what is open behind a token. The end of a line ends isolates.
func after(open []token, t token) []token {
	switch {
	case t.opensTag(), t.isolates() && len(open) < deepest:
		return append(slices.Clip(open), t)
	case t.closesTag():
		return without(open, func(o token) bool { return o.opensTag() })
	case t.pops():
		return without(open, token.isolates)
	case t.text == "\n" && slices.ContainsFunc(open, token.isolates):
		return slices.DeleteFunc(slices.Clone(open), token.isolates)
	}
	return open
}

// without returns what is open without the last of a kind.
func without(open []token, kind func(token) bool) []token {
	for i := len(open) - 1; i >= 0; i-- {
		if kind(open[i]) {
			return slices.Concat(open[:i], open[i+1:])
		}
	}
	return open
}

// A cargo is what a message has to carry.
type cargo struct {
	units, bytes, entities, weight int
	open                           []token
}

// add puts a token on board.
func (c *cargo) add(t token) {
	c.units, c.bytes = c.units+t.units, c.bytes+len(t.text)
	if t.opensTag() {
		c.entities++
		c.weight += 16 + len(t.text)
	}
	if t.tag == "code" || t.tag == "pre" { // it parts the styles around it
		c.entities += len(c.open)
	}
	c.open = after(c.open, t)
}

// tooMuch tells whether a message cannot carry it, with what closes what is open.
func (c *cargo) tooMuch(limit int) bool {
	units, bytes := c.units, c.bytes
	for _, t := range c.open {
		units += t.units
		bytes += len(t.text)
	}
	return units > limit || bytes > maxBytes || c.entities > maxEntities || c.weight > maxWeight
}

// fit returns how many tokens make the next part: all that fit, or up to the
// best border before. The better border counts unless it leaves the part
// nearly empty.
func fit(tokens []token, limit int, open []token) int {
	var all cargo
	for _, t := range open {
		all.add(t)
	}
	var at seam
	var borders [4]int // the last border of each kind, from the best: paragraph, line, word, character
	for i, t := range tokens {
		all.add(t)
		if i > 0 && !blank(t) && all.tooMuch(limit) {
			for kind, at := range borders {
				if at >= i/4 && at > 0 || kind == len(borders)-1 && at > 0 {
					return at
				}
			}
			return i
		}
		at.pass(t)
		if kind := at.kind(tokens[i:]); kind >= 0 {
			borders[kind] = i + 1
		}
	}
	return len(tokens)
}

// A seam is a place between two tokens. It knows the characters before it,
// whatever tags stand between them.
type seam struct {
	last, before rune
	flags        int // regional indicators up to the last
}

// pass moves the seam behind a token.
func (s *seam) pass(t token) {
	if t.tag != "" {
		return
	}
	if s.before, s.last = s.last, t.char; indicator(t.char) {
		s.flags++
	} else {
		s.flags = 0
	}
}

// kind returns the kind of the border behind the first of some tokens, -1 if
// nothing may be parted there: neither what a reader sees as one sign, nor what
// is marked from its marks.
func (s *seam) kind(tokens []token) int {
	if len(tokens) < 2 || tokens[0].opensTag() || tokens[0].isolates() || tokens[1].closesTag() || tokens[1].pops() {
		return -1
	}
	next := rune(-1)
	for _, t := range tokens[1:] {
		if t.tag == "" {
			next = t.char
			break
		}
	}
	switch {
	case joined(s.last, next, s.flags):
		return -1
	case s.last == '\n' && s.before == '\n' && next != '\n':
		return 0
	case s.last == '\n':
		return 1
	case s.last == ' ':
		return 2
	}
	return 3
}

// write returns a part with its tags and isolates opened and closed, and those
// that are open behind it.
func write(open, tokens []token) (string, []token) {
	var b strings.Builder
	for _, t := range open {
		b.WriteString(t.text)
	}
	for _, t := range tokens {
		b.WriteString(t.text)
		open = after(open, t)
	}
	text := strings.TrimRight(b.String(), " \n")
	for _, t := range slices.Backward(open) {
		if t.isolates() {
			text += pdi
		} else {
			text += "</" + t.tag + ">"
		}
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
