package telegramtest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlTags are the tags of Telegram's HTML. https://core.telegram.org/bots/api#html-style
const htmlTags = "a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote"

// tagEntity names the entity that a tag makes, for those that need no
// attribute.
var tagEntity = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strikethrough", "strike": "strikethrough",
	"del": "strikethrough", "u": "underline", "ins": "underline", "tg-spoiler": "spoiler", "span": "spoiler",
}

// Parse reads Telegram's HTML as the Bot API does with parse_mode HTML, and
// returns the text and its entities. Its errors are the server's, without
// "can't parse entities: " before them; offsets count bytes of the source.
func Parse(source string) (string, []Entity, error) {
	p := parser{in: source}
	for p.at < len(p.in) {
		var err error
		switch {
		case p.in[p.at] == '&':
			p.reference()
		case strings.HasPrefix(p.in[p.at:], "</"):
			err = p.endTag()
		case p.in[p.at] == '<':
			err = p.startTag()
		default:
			p.write(p.rune())
		}
		if err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, refusef("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].tag)
	}
	if p.halves {
		return "", nil, refusef("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	text, entities := tidy(p.out.String(), p.entities)
	return text, entities, nil
}

// A markupError says in Telegram's words what is wrong with markup.
type markupError string

func (e markupError) Error() string { return string(e) }

func refusef(format string, args ...any) error { return markupError(fmt.Sprintf(format, args...)) }

// A parser reads HTML.
type parser struct {
	in       string
	at       int // byte offset
	out      strings.Builder
	length   int  // of out, in UTF-16 units
	halves   bool // out lacks halves of surrogate pairs
	open     []openTag
	entities []Entity
}

// An openTag is a start tag whose end is to come.
type openTag struct {
	tag      string
	argument string // the value of the attribute that matters
	format   string // tg-time: how to show it
	offset   int    // in UTF-16 units
	byteAt   int    // in out
}

func (p *parser) rune() rune {
	r, size := utf8.DecodeRuneInString(p.in[p.at:])
	p.at += size
	return r
}

func (p *parser) write(r rune) {
	p.out.WriteRune(r)
	p.length += width16(r)
}

// reference reads a character reference, or else an ampersand as it stands.
func (p *parser) reference() {
	r, size := decodeReference(p.in[p.at:])
	if size == 0 {
		r, size = '&', 1
	}
	p.halves = p.halves || isSurrogate(r)
	p.at += size
	p.write(r)
}

// startTag reads a start tag with its attributes.
func (p *parser) startTag() error {
	begin := p.at
	p.at++
	tag := strings.ToLower(p.until(func(c byte) bool { return isSpace(c) || c == '>' }))
	if p.at == len(p.in) {
		return refusef("Unclosed start tag at byte offset %d", begin)
	}
	if !slices.Contains(strings.Fields(htmlTags), tag) {
		return refusef("Unsupported start tag \"%s\" at byte offset %d", tag, begin)
	}
	open := openTag{tag: tag, offset: p.length, byteAt: p.out.Len()}
	for {
		p.spaces()
		if p.at < len(p.in) && p.in[p.at] == '>' {
			break
		}
		name, value, err := p.attribute(tag, begin)
		if err != nil {
			return err
		}
		open.set(name, value)
	}
	p.at++
	if tag == "span" && open.argument != "spoiler" {
		return refusef("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, open)
	return nil
}

// endTag reads an end tag and makes the entity.
func (p *parser) endTag() error {
	begin := p.at
	if len(p.open) == 0 {
		return refusef("Unexpected end tag at byte offset %d", begin)
	}
	p.at += 2
	name := strings.ToLower(p.until(func(c byte) bool { return isSpace(c) || c == '>' }))
	p.spaces()
	if p.at == len(p.in) || p.in[p.at] != '>' {
		return refusef("Unclosed end tag at byte offset %d", begin)
	}
	p.at++
	open := p.open[len(p.open)-1]
	if name != "" && name != open.tag {
		return refusef("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, open.tag, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.length > open.offset {
		return p.close(open)
	}
	return nil
}

// close makes the entity of a tag that held text.
func (p *parser) close(o openTag) error {
	e := Entity{Type: tagEntity[o.tag], Offset: o.offset, Length: p.length - o.offset}
	switch o.tag {
	case "a":
		if o.argument == "" {
			o.argument = p.out.String()[o.byteAt:]
		}
		e.link(o.argument)
	case "tg-emoji":
		if id, err := strconv.ParseInt(o.argument, 10, 64); err != nil || id == 0 {
			return refusef("Invalid custom emoji identifier specified")
		}
		e.Type, e.EmojiID = "custom_emoji", o.argument
	case "tg-time":
		unix, err := strconv.ParseInt(o.argument, 10, 64)
		if err != nil || unix <= 0 {
			return refusef("Invalid Unix time specified")
		}
		e.Type, e.UnixTime, e.DateTimeFormat = "date_time", unix, o.format
	case "blockquote":
		e.Type = cmp.Or(o.argument, "blockquote")
	case "pre", "code":
		e.Type, e.Language = o.tag, o.argument
		if p.joined(e) {
			return nil
		}
	}
	if e.Type != "" {
		p.entities = append(p.entities, e)
	}
	return nil
}

// joined makes one entity of <pre> and <code class="language-…"> around the
// same text, whichever is the outer one.
func (p *parser) joined(e Entity) bool {
	n := len(p.entities)
	if n == 0 {
		return false
	}
	last := &p.entities[n-1]
	pair := last.Type == "code" && e.Type == "pre" && last.Language != "" ||
		last.Type == "pre" && e.Type == "code" && e.Language != ""
	if !pair || last.Offset != e.Offset || last.Length != e.Length {
		return false
	}
	last.Type, last.Language = "pre", cmp.Or(last.Language, e.Language)
	return true
}

func (p *parser) until(stop func(byte) bool) string {
	start := p.at
	for p.at < len(p.in) && !stop(p.in[p.at]) {
		p.at++
	}
	return p.in[start:p.at]
}

func (p *parser) spaces() { p.until(func(c byte) bool { return !isSpace(c) }) }
