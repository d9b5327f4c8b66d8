package telegramtest

// endQuote reads the end of the last line of a quote. Everything that began
// in the quote must have ended, but for a || at its very end: that makes the
// quote expandable.
func (p *markdown) endQuote() error {
	kind, err := p.quoteKind()
	if err != nil {
		return err
	}
	p.write()
	p.lineStart = true
	p.closeQuote(kind)
	return nil
}

// finish ends a quote in the last line, and refuses what has no end.
func (p *markdown) finish() error {
	if p.quoted {
		if kind, err := p.quoteKind(); err == nil {
			p.closeQuote(kind)
		}
	}
	return p.unended()
}

// quoteKind returns what the quote that ends here is. It takes a || that says
// so off what is open.
func (p *markdown) quoteKind() (string, error) {
	m := p.inner()
	if m.name == "Spoiler" && p.bare(m) {
		p.open = p.open[:len(p.open)-1]
		if m = p.inner(); m.name == "BlockQuote" {
			return "ExpandableBlockQuote", nil
		}
	}
	if m.name != "BlockQuote" {
		return "", p.unended()
	}
	return "BlockQuote", nil
}

// bare tells whether nothing but the carriage return of a line end follows a
// || that was opened.
func (p *markdown) bare(m *mark) bool {
	rest := p.in[m.source+len("||") : p.at]
	return rest == "" || rest == "\r" && p.at < len(p.in)
}

// closeQuote makes the innermost entity, a quote, what it is.
func (p *markdown) closeQuote(kind string) {
	m := p.inner()
	if p.length > m.offset {
		p.entities = append(p.entities, Entity{Type: markEntity[kind], Offset: m.offset, Length: p.length - m.offset})
	}
	p.open = p.open[:len(p.open)-1]
	p.quoted = false
}

// unended refuses an entity without an end.
func (p *markdown) unended() error {
	if m := p.inner(); m != nil {
		return refusef("Can't find end of %s entity at byte offset %d", m.name, m.source)
	}
	return nil
}
