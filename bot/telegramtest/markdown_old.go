package telegramtest

import "strings"

// ParseMarkdown reads Telegram's old Markdown as the Bot API does with that
// parse_mode, as ParseMarkdownV2 reads the new one. Entities cannot be nested.
// https://core.telegram.org/bots/api#markdown-style
func ParseMarkdown(source string) (string, []Entity, error) {
	p := oldMarkdown{markdown{in: source}}
	for p.at < len(p.in) {
		c := p.in[p.at]
		switch {
		case c == '\\' && p.at+1 < len(p.in) && strings.IndexByte("_*`[", p.in[p.at+1]) >= 0:
			p.at++
			p.write()
		case strings.IndexByte("_*`[", c) < 0:
			p.write()
		default:
			if err := p.entity(c); err != nil {
				return "", nil, err
			}
		}
	}
	text, entities := tidy(p.out.String(), p.entities)
	return text, entities, nil
}

// An oldMarkdown reads the old Markdown.
type oldMarkdown struct{ markdown }

// entity reads an entity from the sign c to its end.
func (p *oldMarkdown) entity(c byte) error {
	begin, end := p.at, string(c)
	e := Entity{Type: map[byte]string{'_': "italic", '*': "bold", '`': "code"}[c], Offset: p.length}
	size := 1
	switch {
	case c == '[':
		end = "]"
	case p.has("```"):
		end, e.Type = "```", "pre"
		e.Language, size = fence(p.in[p.at:])
	}
	p.at += size
	shown := p.at
	for p.at < len(p.in) && !p.has(end) {
		p.write()
	}
	if p.at >= len(p.in) {
		return refusef("Can't find end of the entity starting at byte offset %d", begin)
	}
	e.Length = p.length - e.Offset
	shownText := p.in[shown:p.at]
	p.at += len(end)
	if c == '[' && e.Length > 0 {
		e.link(p.target(shownText))
	}
	if e.Type != "" && e.Length > 0 {
		p.entities = append(p.entities, e)
	}
	return nil
}

// target reads the link in brackets that follows [a text], which is the link
// itself if there is none. A link without an end reaches to the end of all.
func (p *oldMarkdown) target(shown string) string {
	if !p.has("(") {
		return shown
	}
	address, rest, _ := strings.Cut(p.in[p.at+1:], ")")
	p.at = len(p.in) - len(rest)
	return address
}
