package telegramtest

import "strings"

// attribute reads a name and its value of the start tag that begins at begin.
func (p *parser) attribute(tag string, begin int) (name, value string, err error) {
	unclosed := refusef("Unclosed start tag at byte offset %d", begin)
	name = p.until(func(c byte) bool { return isSpace(c) || strings.IndexByte("=>/\"'", c) >= 0 })
	if p.at == len(p.in) {
		return "", "", unclosed
	}
	if name == "" {
		return "", "", refusef("Empty attribute name in the tag \"%s\" at byte offset %d", tag, begin)
	}
	p.spaces()
	if p.at == len(p.in) {
		return "", "", unclosed
	}
	if p.in[p.at] != '=' {
		if tag == "blockquote" && name == "expandable" {
			return name, "", nil
		}
		return "", "", refusef("Expected equal sign in declaration of an attribute of the tag \"%s\" at byte offset %d", tag, begin)
	}
	p.at++
	p.spaces()
	if p.at == len(p.in) {
		return "", "", unclosed
	}
	if c := p.in[p.at]; c == '"' || c == '\'' {
		value = p.quoted(c)
	} else {
		start := p.at
		value = strings.ToLower(p.until(func(c byte) bool { return !isAlnum(c) && c != '.' && c != '-' }))
		if p.at < len(p.in) && !isSpace(p.in[p.at]) && p.in[p.at] != '>' {
			return "", "", refusef("Unexpected end of name token at byte offset %d", start)
		}
	}
	if p.at == len(p.in) {
		return "", "", unclosed
	}
	return name, value, nil
}

// quoted reads an attribute's value between quotes.
func (p *parser) quoted(quote byte) string {
	var value strings.Builder
	for p.at++; p.at < len(p.in) && p.in[p.at] != quote; {
		if r, size := decodeReference(p.in[p.at:]); p.in[p.at] == '&' && size > 0 {
			value.WriteRune(r)
			p.at += size
			continue
		}
		value.WriteByte(p.in[p.at])
		p.at++
	}
	p.at = min(p.at+1, len(p.in))
	return value.String()
}

// set keeps the value of an attribute that matters.
func (o *openTag) set(name, value string) {
	switch o.tag + " " + name {
	case "a href", "tg-emoji emoji-id", "tg-time unix":
		o.argument = value
	case "tg-time format":
		o.format = value
	case "blockquote expandable":
		o.argument = "expandable_blockquote"
	case "code class":
		if language, ok := strings.CutPrefix(value, "language-"); ok {
			o.argument = language
		}
	case "span class":
		if class, ok := strings.CutPrefix(value, "tg-"); ok {
			o.argument = class
		}
	}
}
