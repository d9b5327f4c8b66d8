package telegramtest

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// ParseMarkdownV2 reads Telegram's MarkdownV2 as the Bot API does with that
// parse_mode, and returns the text and its entities. Its errors are the
// server's, without "can't parse entities: " before them; offsets count bytes
// of the source. https://core.telegram.org/bots/api#markdownv2-style
func ParseMarkdownV2(source string) (string, []Entity, error) {
	p := markdown{in: source, lineStart: true}
	for p.at < len(p.in) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if err := p.finish(); err != nil {
		return "", nil, err
	}
	text, entities := tidy(p.out.String(), p.entities)
	return text, entities, nil
}

// A markdown reads MarkdownV2.
type markdown struct {
	in       string
	at       int // byte offset
	out      strings.Builder
	length   int // of out, in UTF-16 units
	open     []mark
	entities []Entity

	quoted    bool // a quote is open
	lineStart bool // a quote can begin here
}

// A mark is the beginning of an entity whose end is to come.
type mark struct {
	name     string // in the server's errors
	language string // of code
	offset   int    // in UTF-16 units
	source   int    // where it stands, in bytes of the source
	byteAt   int    // in out
}

// markEntity names the entities that marks make.
var markEntity = map[string]string{
	"Bold": "bold", "Italic": "italic", "Underline": "underline", "Strikethrough": "strikethrough", "Spoiler": "spoiler",
	"Code": "code", "Pre": "pre", "PreCode": "pre", "BlockQuote": "blockquote", "ExpandableBlockQuote": "expandable_blockquote",
}

// markEnd is the sign that ends an entity.
var markEnd = map[string]string{
	"Bold": "*", "Italic": "_", "Underline": "__", "Strikethrough": "~", "Spoiler": "||",
	"Code": "`", "Pre": "```", "PreCode": "```", "TextUrl": "]", "CustomEmoji": "]",
}

// reservedSigns must be escaped where they mean nothing; codeSigns are those
// that do so inside code.
const (
	reservedSigns = "_*[]()~`>#+-=|{}.!\n"
	codeSigns     = "`"
)

// step reads one character, or one sign with what belongs to it.
func (p *markdown) step() error {
	signs := reservedSigns
	if m := p.inner(); m != nil && (m.name == "Code" || m.name == "Pre" || m.name == "PreCode") {
		signs = codeSigns
	}
	c := p.in[p.at]
	switch {
	case escapes(p.in[p.at:]):
		p.at++
		p.lineStart = p.in[p.at] == '\n' || p.lineStart && p.in[p.at] == '\r'
		p.write()
		return nil
	case strings.IndexByte(signs, c) < 0:
		p.lineStart = p.lineStart && c == '\r'
		p.write()
		return nil
	case p.quoted && c == '\n' && !p.has("\n>"):
		return p.endQuote()
	case p.ends():
		return p.end()
	}
	return p.begin()
}

// inner returns the innermost entity that is open, or nil.
func (p *markdown) inner() *mark {
	if len(p.open) == 0 {
		return nil
	}
	return &p.open[len(p.open)-1]
}

// has tells whether s comes next.
func (p *markdown) has(s string) bool { return strings.HasPrefix(p.in[p.at:], s) }

// write copies the next character.
func (p *markdown) write() {
	r, size := utf8.DecodeRuneInString(p.in[p.at:])
	p.at += size
	p.out.WriteRune(r)
	p.length += width16(r)
}

// ends tells whether the next sign ends the innermost entity.
func (p *markdown) ends() bool {
	m := p.inner()
	if m == nil || m.name == "BlockQuote" {
		return false
	}
	return p.has(markEnd[m.name]) && !(m.name == "Italic" && p.has("__"))
}

// begin reads the sign that begins an entity, or refuses one that must be
// escaped.
func (p *markdown) begin() error {
	name, size := "", 1
	switch c := p.in[p.at]; {
	case p.has("__"):
		name, size = "Underline", 2
	case p.has("||"):
		name, size = "Spoiler", 2
	case p.has("!["):
		name, size = "CustomEmoji", 2
	case p.has("```"):
		p.beginCode()
		return nil
	case c == '\n':
		p.write()
		p.lineStart = true
		return nil
	case c == '>' && p.lineStart:
		if p.at++; !p.quoted {
			p.quoted = true
			p.push("BlockQuote", "", p.at-1)
		}
		return nil
	default:
		name = map[byte]string{'_': "Italic", '*': "Bold", '~': "Strikethrough", '[': "TextUrl", '`': "Code"}[c]
		if name == "" {
			return refusef("Character '%c' is reserved and must be escaped with the preceding '\\'", c)
		}
	}
	p.push(name, "", p.at)
	p.at += size
	return nil
}

func (p *markdown) push(name, language string, source int) {
	p.open = append(p.open, mark{name: name, language: language, offset: p.length, source: source, byteAt: p.out.Len()})
}

// beginCode reads the beginning of a block of code.
func (p *markdown) beginCode() {
	source := p.at
	language, size := fence(p.in[p.at:])
	p.push(cmp.Or(map[bool]string{true: "PreCode"}[language != ""], "Pre"), language, source)
	p.at += size
}

// fence reads the ``` that begins a block of code, with its language and one
// line break, and returns its size.
func fence(s string) (language string, size int) {
	size = len("```")
	word := span(s[size:], func(c byte) bool { return !isSpace(c) && c != '`' })
	if end := size + word; word > 0 && end < len(s) && s[end] != '`' {
		language, size = s[size:end], end
	}
	for _, lineEnd := range []string{"\r\n", "\n\r", "\n", "\r"} {
		if strings.HasPrefix(s[size:], lineEnd) {
			return language, size + len(lineEnd)
		}
	}
	return language, size
}

// end reads the sign that ends the innermost entity, and makes it.
func (p *markdown) end() error {
	m := *p.inner()
	p.at += len(markEnd[m.name])
	e := Entity{Type: markEntity[m.name], Offset: m.offset, Length: p.length - m.offset, Language: m.language}
	switch m.name {
	case "TextUrl":
		address, err := p.address("a URL")
		if err != nil {
			return err
		}
		if address == nil {
			shown := p.out.String()[m.byteAt:]
			address = &shown
		}
		e.link(*address)
	case "CustomEmoji":
		if !p.has("(") {
			return refusef("Custom emoji entity must contain a tg://emoji URL")
		}
		address, err := p.address("a custom emoji URL")
		if err == nil {
			err = e.picture(*address)
		}
		if err != nil {
			return err
		}
	}
	p.open = p.open[:len(p.open)-1]
	if e.Type != "" && e.Length > 0 {
		p.entities = append(p.entities, e)
	}
	return nil
}

// address reads a link in brackets, or returns nil if none comes next.
func (p *markdown) address(what string) (*string, error) {
	if !p.has("(") {
		return nil, nil
	}
	p.at++
	begin := p.at
	var b strings.Builder
	for p.at < len(p.in) && p.in[p.at] != ')' {
		if escapes(p.in[p.at:]) {
			p.at++
		}
		b.WriteByte(p.in[p.at])
		p.at++
	}
	if p.at == len(p.in) {
		return nil, refusef("Can't find end of %s at byte offset %d", what, begin)
	}
	p.at++
	address := b.String()
	return &address, nil
}

// escapes tells whether a text begins with a backslash that makes the next
// character mean nothing.
func escapes(s string) bool {
	return len(s) > 1 && s[0] == '\\' && s[1] > 0 && s[1] <= 126
}
