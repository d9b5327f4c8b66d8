package feed

import "strings"

// isURLList tells a sitemap in plain text (https://www.sitemaps.org/protocol.html#otherformats):
// the first and most lines of its beginning are addresses, and there is no
// markup.
func isURLList(doc string) bool {
	const enough = 20
	good, all := 0, 0
	for l := range strings.Lines(doc) {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		if bareAddress(l) {
			good++
		}
		if all++; good == 0 || strings.IndexByte(l, '<') >= 0 {
			return false
		}
		if all == enough {
			break
		}
	}
	return 2*good > all
}

// bareAddress tells a line that is an address and nothing else.
func bareAddress(l string) bool {
	return (hasPrefix(l, "http://") || hasPrefix(l, "https://")) && !strings.ContainsAny(l, " \t<>")
}

// list reads a sitemap in plain text. A line that is no address is passed over.
func (p *parser) list() {
	p.over = true
	at := 0
	for l := range strings.Lines(p.s.doc) {
		at += len(l)
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if p.more = p.full(); p.more {
			return
		}
		e := &p.item
		*e = entry{base: p.base}
		if bareAddress(l) {
			e.link = e.resolve(element{}, l)
		}
		if e.link == "" {
			p.note(at-len(l), "a line that is no address")
			continue
		}
		e.settle()
		p.feed.Entries = append(p.feed.Entries, e.Entry)
	}
}
