package feed

import (
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// An entry is an item while it is read. Of several elements that say the same
// the best one counts, wherever it stands.
type entry struct {
	item news.Item
	base string

	link, original, guid, related, enclosure string // addresses, absolute
	summary                                  string
	rank                                     map[string]int
}

// item reads the <item> or <entry> that t opens. One that is cut off is kept with what it said before.
func (p *parser) item(t token) {
	e := &entry{base: rebased(p.base, t.attrs), rank: map[string]int{}}
	e.item.ID = attribute(t.attrs, "rdf:about")
	for inside := true; inside; {
		in := p.s.next()
		switch in.kind {
		case end:
			p.note(t.from, "the document ends inside <"+t.name+">")
			inside = false
		case shut:
			inside = !p.borders(in)
			p.over = p.over || in.name == p.rootName
		case open:
			p.names.declare(in.attrs)
			if p.borders(in) {
				p.note(t.from, "<"+t.name+"> is not closed")
				p.s.pos = in.from
				inside = false
				break
			}
			e.read(p.names.name(in.name, p.atom), p.capture(in), p.atom)
		}
	}
	e.settle()
	p.feed.Items = append(p.feed.Items, e.item)
}

// set sets a field unless one of a higher rank did, or an equal one before.
func (e *entry) set(field *string, name string, rank int, value string) {
	if value != "" && rank > e.rank[name] {
		*field, e.rank[name] = value, rank
	}
}

// read takes in one child of the item.
func (e *entry) read(name string, c element, atom bool) {
	i := &e.item
	switch name {
	case "title":
		e.set(&i.Title, "title", 3, headline(c.markup(atom)))
	case "dc:title", "media:title", "itunes:title", "atom:title":
		e.set(&i.Title, "title", 1, headline(c.markup(false)))
	case "guid", "id", "atom:id":
		e.identity(name, c)
	case "dc:identifier":
		e.set(&i.ID, "id", 1, line(c.text()))
	case "link", "atom:link", "xhtml:link":
		e.address(c)
	case "feedburner:origlink":
		e.original = e.resolve(c, c.text())
	case "description", "summary", "tagline", "abstract", "atom:summary":
		e.set(&e.summary, "summary", 3, plain(c.markup(atom)))
	case "dc:description", "dcterms:abstract", "media:description", "itunes:summary", "itunes:subtitle":
		e.set(&e.summary, "summary", 1, plain(c.markup(false)))
	case "content:encoded":
		e.set(&i.Content, "content", 3, plain(c.markup(false)))
	case "fullitem":
		e.set(&i.Content, "content", 2, plain(c.markup(false)))
	case "content", "atom:content":
		e.set(&i.Content, "content", 2, plain(c.markup(true)))
		if src := attribute(c.attrs, "src"); src != "" {
			e.related = e.resolve(c, src)
		}
	case "xhtml:body", "xhtml:div", "body", "prodlink":
		e.set(&i.Content, "content", 1, plain(c.verbatim(func(s string) string { return s })))
	default:
		e.readMeta(name, c)
	}
}

// readMeta takes in a child that says something about the item.
func (e *entry) readMeta(name string, c element) {
	i := &e.item
	switch name {
	case "author", "atom:author":
		e.set(&i.Author, "author", 3, author(c))
	case "dc:creator", "dc:author", "itunes:author", "media:credit":
		e.set(&i.Author, "author", 2, author(c))
	case "dc:contributor", "contributor", "managingeditor":
		e.set(&i.Author, "author", 1, author(c))
	case "pubdate", "published", "atom:published":
		e.date(5, c)
	case "issued", "dcterms:issued":
		e.date(4, c)
	case "dc:date", "created", "dcterms:created", "dcterms:date", "dcterms:available":
		e.date(3, c)
	case "date":
		e.date(2, c)
	case "updated", "modified", "dcterms:modified", "atom:updated", "lastbuilddate":
		e.date(1, c)
	case "category", "dc:subject", "media:category", "atom:category":
		e.tag(line(plain(c.markup(false))))
		e.tag(line(or(attribute(c.attrs, "label"), attribute(c.attrs, "term"))))
	case "media:keywords", "itunes:keywords", "keywords":
		for tag := range strings.FieldsFuncSeq(c.text(), func(r rune) bool { return strings.ContainsRune(",،;؛", r) }) {
			e.tag(line(tag))
		}
	case "enclosure":
		e.enclose(c)
	case "media:content", "media:group", "media:thumbnail", "itunes:image", "image":
		e.pictures(name, c)
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// resolve returns the absolute form of an address in c, empty if it is none.
func (e *entry) resolve(c element, ref string) string {
	if strings.TrimSpace(ref) == "" {
		return ""
	}
	u, err := fetch.Resolve(rebased(e.base, c.attrs), ref)
	if err != nil {
		return ""
	}
	return u
}

// identity reads a guid or an Atom id. A guid is the item's address too,
// unless it says that it isn't.
func (e *entry) identity(name string, c element) {
	id := line(c.text())
	e.set(&e.item.ID, "id", 3, id)
	absolute := strings.HasPrefix(lower(id), "http://") || strings.HasPrefix(lower(id), "https://")
	if absolute && (name != "guid" || !strings.EqualFold(attribute(c.attrs, "isPermaLink"), "false")) {
		e.guid = e.resolve(c, id)
	}
}

// address reads a link: its text in RSS, its href in Atom.
func (e *entry) address(c element) {
	ref := strings.TrimSpace(c.text())
	if href := attribute(c.attrs, "href"); href != "" {
		ref = href
	}
	u, kind := e.resolve(c, ref), lower(attribute(c.attrs, "type"))
	switch rel := lower(strings.TrimSpace(attribute(c.attrs, "rel"))); rel {
	case "", "alternate", "http://www.iana.org/assignments/relation/alternate":
		rank := 2
		if kind != "" && !strings.Contains(kind, "html") {
			rank = 1
		}
		e.set(&e.link, "link", rank, u)
	case "enclosure":
		if strings.HasPrefix(kind, "image/") {
			e.set(&e.item.Image, "image", 2, u)
		}
		e.enclosure = or(e.enclosure, u)
	case "related", "via":
		e.related = or(e.related, u)
	}
}

func (e *entry) enclose(c element) {
	u := e.resolve(c, or(attribute(c.attrs, "url"), attribute(c.attrs, "href")))
	if strings.HasPrefix(lower(attribute(c.attrs, "type")), "image/") {
		e.set(&e.item.Image, "image", 2, u)
	}
	e.enclosure = or(e.enclosure, u)
}

// pictures reads the elements that name images, alone or in a group.
func (e *entry) pictures(name string, c element) {
	e.picture(name, c)
	if name == "media:group" || name == "media:content" {
		for _, inner := range []string{"content", "thumbnail"} {
			if in, ok := c.find(inner); ok {
				e.picture("media:"+inner, in)
			}
		}
	}
}

func (e *entry) picture(name string, c element) {
	kind, medium := lower(attribute(c.attrs, "type")), lower(attribute(c.attrs, "medium"))
	if name == "media:content" && medium != "image" && !strings.HasPrefix(kind, "image/") {
		return
	}
	ref := or(attribute(c.attrs, "url"), attribute(c.attrs, "href"))
	if ref == "" && name == "image" {
		if in, ok := c.find("url"); ok {
			ref = in.text()
		}
	}
	e.set(&e.item.Image, "image", 1, e.resolve(c, ref))
}

// date reads a date; the higher the rank, the more it is that of publishing.
func (e *entry) date(rank int, c element) {
	if t, ok := parseDate(line(c.text())); ok && rank > e.rank["date"] {
		e.item.Published, e.rank["date"] = t, rank
	}
}

func (e *entry) tag(s string) {
	if s != "" && !slices.Contains(e.item.Tags, s) {
		e.item.Tags = append(e.item.Tags, s)
	}
}

// author reads a person: a name, or an address with the name beside it.
func author(c element) string {
	if in, ok := c.find("name"); ok {
		return headline(in.markup(false))
	}
	if in, ok := c.find("email"); ok {
		return line(in.text())
	}
	s := headline(c.markup(false))
	if mail, name, ok := strings.Cut(s, "("); ok && strings.Contains(mail, "@") { // a@b.c (A Name)
		return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(name), ")"))
	}
	if name, mail, ok := strings.Cut(s, "<"); ok && strings.Contains(mail, "@") && strings.TrimSpace(name) != "" { // A Name <a@b.c>
		return strings.TrimSpace(name)
	}
	return s
}

// settle chooses the item's address and text from what was read.
func (e *entry) settle() {
	for _, u := range []string{e.original, e.link, e.guid, e.related, e.enclosure} {
		e.item.URL = or(e.item.URL, u)
	}
	e.item.Summary = e.summary
}
