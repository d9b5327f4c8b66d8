package feed

import (
	"slices"
	"strconv"
	"strings"
)

// identity reads a guid or an Atom id. A guid is the entry's address too,
// unless it says that it isn't. An Atom id that is a path is what it means
// here: by itself, two outlets could share it.
func (e *entry) identity(name string, c element) {
	id := line(c.text())
	if name != "guid" && strings.HasPrefix(id, "/") {
		id = or(e.resolve(c, id), id)
	}
	e.set(&e.ID, idField, 3, id)
	absolute := hasPrefix(id, "http://") || hasPrefix(id, "https://")
	if absolute && (name != "guid" || !strings.EqualFold(attribute(c.attrs, "isPermaLink"), "false")) {
		e.guid = e.resolve(c, id)
	}
}

// hasPrefix is strings.HasPrefix for any case.
func hasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// address reads a link: its text in RSS, its href in Atom.
func (e *entry) address(p *parser, c element) {
	ref := attribute(c.attrs, "href")
	if ref == "" {
		ref = c.text()
	}
	u := e.resolve(c, ref)
	if u == "" {
		return
	}
	kind := lower(attribute(c.attrs, "type"))
	rel := lower(strings.TrimSpace(attribute(c.attrs, "rel")))
	rel = strings.TrimPrefix(rel, "http://www.iana.org/assignments/relation/")
	if rel == "enclosure" {
		e.enclose(c, u)
		return
	}
	e.addLink(u)
	switch rel {
	case "", "alternate":
		rank := uint8(2)
		if kind != "" && !strings.Contains(kind, "html") {
			rank = 1
		}
		e.set(&e.link, linkField, rank, u)
	case "related", "via":
		e.related = or(e.related, u)
	}
	if e == &p.head {
		p.relation(rel, u)
	}
}

// relation reads the links by which a feed tells of itself.
func (p *parser) relation(rel, u string) {
	const enough = 8
	f := p.feed
	for r := range strings.FieldsSeq(rel) {
		switch r {
		case "self":
			f.Self = or(f.Self, u)
		case "hub":
			if len(f.Hubs) < enough && !slices.Contains(f.Hubs, u) {
				f.Hubs = append(f.Hubs, u)
			}
		case "next", "prev-archive":
			f.Next = or(f.Next, u)
		}
	}
}

// addLink notes an address that the entry names.
func (e *entry) addLink(u string) {
	const enough = 100
	if len(e.Links) < enough && !slices.Contains(e.Links, u) {
		e.Links = append(e.Links, u)
	}
}

// enclose notes an enclosed file.
func (e *entry) enclose(c element, ref string) {
	length, _ := strconv.ParseInt(line(or(attribute(c.attrs, "length"), attribute(c.attrs, "fileSize"))), 10, 64)
	e.file(e.resolve(c, ref), line(attribute(c.attrs, "type")), length)
}

// file notes a file by its address, its media type and its length in bytes.
func (e *entry) file(u, kind string, length int64) {
	const enough = 100
	if u == "" || len(e.Enclosures) >= enough {
		return
	}
	e.Enclosures = append(e.Enclosures, Enclosure{URL: u, Type: kind, Length: max(length, 0)})
	if hasPrefix(kind, "image/") {
		e.set(&e.Image, imageField, 2, u)
	}
	e.enclosure = or(e.enclosure, u)
}

// picture reads an element that names an image by an attribute or its text.
func (e *entry) picture(p *parser, name string, c element) {
	kind, medium := attribute(c.attrs, "type"), lower(attribute(c.attrs, "medium"))
	if name == "media:content" && medium != "image" && !hasPrefix(kind, "image/") {
		return
	}
	ref := or(attribute(c.attrs, "url"), attribute(c.attrs, "href"))
	if ref == "" {
		ref = c.text()
	}
	e.set(&e.Image, imageField, 1, e.resolve(c, ref))
}

// readImage reads an <image> with its address inside.
func (e *entry) readImage(p *parser, c element) {
	for _, name := range [...]string{"url", "loc", "href"} {
		if in, ok := c.find(name); ok {
			e.set(&e.Image, imageField, 1, e.resolve(in, in.text()))
		}
	}
	ref := or(attribute(c.attrs, "href"), attribute(c.attrs, "rdf:resource"))
	e.set(&e.Image, imageField, 1, e.resolve(c, ref))
}

// cdf reads the attributes by which a channel or item of CDF tells where and
// when.
func (e *entry) cdf(p *parser, attrs string) {
	c := element{attrs: attrs}
	if u := e.resolve(c, attribute(attrs, "href")); u != "" {
		e.addLink(u)
		e.set(&e.link, linkField, 2, u)
	}
	t, _ := parseDateIn(line(attribute(attrs, "lastmod")), p.zone)
	e.setTime(&e.updated, updatedField, 2, t)
}

// rebase follows an xml:base attribute.
func (p *parser) rebase(attrs string) {
	p.base, p.own = rebased(p.base, attrs), p.own || strings.Contains(attrs, "xml:base")
}

func rebased(base, attrs string) string {
	if !strings.Contains(attrs, "xml:base") {
		return base
	}
	e := entry{base: base}
	return or(e.resolve(element{}, attribute(attrs, "xml:base")), base)
}

// settled tells an address that is as plain as addresses come: resolving it
// would change nothing.
func settled(ref string) bool {
	rest, ok := strings.CutPrefix(ref, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(ref, "http://")
	}
	const long = 2000
	if !ok || rest == "" || len(rest) > long || strings.Contains(ref, "/.") {
		return false
	}
	host := true
	for i := range len(rest) {
		c := rest[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.':
		case c == '/':
			if i == 0 {
				return false
			}
			host = false
		case host || strings.IndexByte("_~?=&+,:;", c) < 0:
			return false
		}
	}
	return true
}
