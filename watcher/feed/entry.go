package feed

import (
	"strings"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// An entry is an Entry while it is read, and a feed's own head too, as both
// are told in the same elements. Of several elements that say the same the
// best one counts, wherever it stands.
type entry struct {
	Entry
	base string
	best [fields]uint8 // the rank of what each field holds

	link, original, guid, related, enclosure string // addresses
	published, updated                       time.Time
}

// The fields that several elements fill.
const (
	idField = iota
	titleField
	linkField
	summaryField
	contentField
	authorField
	publishedField
	updatedField
	imageField
	fields
)

// set sets a field unless one of a higher rank did, or an equal one before.
func (e *entry) set(field *string, f int, rank uint8, value string) {
	if value != "" && rank > e.best[f] {
		*field, e.best[f] = value, rank
	}
}

// setTime is set for a date.
func (e *entry) setTime(field *time.Time, f int, rank uint8, value time.Time) {
	if !value.IsZero() && rank > e.best[f] {
		*field, e.best[f] = value, rank
	}
}

// entry reads the entry that t opens. One that is cut off is kept with what it
// said before.
func (p *parser) entry(t token) {
	e := &p.item
	*e = entry{base: rebased(p.base, t.attrs)}
	if t.attrs != "" {
		e.ID = line(attribute(t.attrs, "rdf:about"))
		e.Lang = language(attribute(t.attrs, "xml:lang"))
		e.cdf(p, t.attrs)
	}
	for inside := !t.closed; inside; {
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
			e.take(p, p.names.name(in.name), in)
		}
	}
	if t.closed && e.link == "" {
		return
	}
	e.settle()
	p.feed.Entries = append(p.feed.Entries, e.Entry)
}

// sitemap reads one <sitemap> of an index.
func (p *parser) sitemap(t token) {
	n := len(p.feed.Entries)
	p.entry(t)
	if len(p.feed.Entries) > n {
		e := p.feed.Entries[n]
		p.feed.Entries = p.feed.Entries[:n]
		if e.URL != "" {
			p.feed.Children = append(p.feed.Children, Child{e.URL, e.Updated})
		}
	}
}

// take reads one child of the entry.
func (e *entry) take(p *parser, name string, t token) {
	switch name {
	case "media:group", "news:news", "news:publication":
		return // their children are read as the entry's own
	case "media:content":
		e.picture(p, name, element{attrs: t.attrs})
		return
	}
	if c := p.capture(t); !e.readText(p, name, c) && !e.readAddress(p, name, c) && !e.readDate(p, name, c) {
		e.readMeta(p, name, c)
	}
}

// readText takes in the elements that hold the article's words.
func (e *entry) readText(p *parser, name string, c element) bool {
	switch name {
	case "title":
		e.set(&e.Title, titleField, 3, p.headline(c, p.names.atom))
	case "news:title":
		e.set(&e.Title, titleField, 2, p.headline(c, false))
	case "dc:title", "media:title", "itunes:title", "atom:title":
		e.set(&e.Title, titleField, 1, p.headline(c, false))
	case "description", "summary", "subtitle", "tagline", "abstract", "atom:summary":
		e.summarize(p.plain(c, p.names.atom))
	case "dc:description", "dcterms:abstract", "itunes:summary":
		e.set(&e.Summary, summaryField, 2, p.plain(c, false))
	case "media:description", "itunes:subtitle":
		e.set(&e.Summary, summaryField, 1, p.plain(c, false))
	case "content:encoded":
		e.set(&e.Content, contentField, 3, p.plain(c, false))
	case "fullitem":
		e.set(&e.Content, contentField, 2, p.plain(c, false))
	case "content", "atom:content":
		e.set(&e.Content, contentField, 2, p.plain(c, true))
		if src := attribute(c.attrs, "src"); src != "" {
			e.related = e.resolve(c, src)
		}
	case "xhtml:body", "xhtml:div", "body", "prodlink":
		e.set(&e.Content, contentField, 1, p.rendered(c.verbatim(keepText)))
	default:
		return false
	}
	return true
}

// summarize takes in a summary. The second one of an item is what its author
// means to be read in full.
func (e *entry) summarize(s string) {
	if e.best[summaryField] >= 3 && s != e.Summary {
		e.set(&e.Content, contentField, 1, s)
	}
	e.set(&e.Summary, summaryField, 3, s)
}

// readAddress takes in the elements that say what the entry is and where.
func (e *entry) readAddress(p *parser, name string, c element) bool {
	switch name {
	case "guid", "id", "atom:id":
		e.identity(name, c)
	case "dc:identifier":
		e.set(&e.ID, idField, 1, line(c.text()))
	case "link", "atom:link":
		e.address(p, c)
	case "loc":
		e.set(&e.link, linkField, 2, e.resolve(c, c.text()))
	case "feedburner:origlink":
		e.original = e.resolve(c, c.text())
	case "enclosure":
		e.enclose(c, or(attribute(c.attrs, "url"), attribute(c.attrs, "href")))
	case "media:thumbnail", "itunes:image", "logo", "icon", "atom:logo":
		e.picture(p, name, c)
	case "image", "image:image":
		e.readImage(p, c)
	default:
		return false
	}
	return true
}

// readDate takes in the elements that say when; the higher the rank, the more
// it is the date of publishing, or of the last change.
func (e *entry) readDate(p *parser, name string, c element) bool {
	var published, updated uint8
	switch name {
	case "pubdate", "published", "atom:published", "news:publication_date":
		published = 6
	case "issued", "dcterms:issued":
		published = 5
	case "created", "dcterms:created", "dcterms:date", "dcterms:available":
		published = 4
	case "dc:date":
		published, updated = 3, 1
	case "date":
		published, updated = 2, 1
	case "updated", "modified", "dcterms:modified", "atom:updated", "lastbuilddate", "lastmod":
		updated = 2
	default:
		return false
	}
	t, _ := parseDateIn(line(c.text()), p.zone)
	e.setTime(&e.published, publishedField, published, t)
	e.setTime(&e.updated, updatedField, updated, t)
	return true
}

// readMeta takes in what else is said about the article.
func (e *entry) readMeta(p *parser, name string, c element) {
	switch name {
	case "author", "atom:author":
		e.person(p, 4, c)
	case "dc:creator", "dc:author", "itunes:author":
		e.person(p, 3, c)
	case "media:credit", "managingeditor":
		e.person(p, 2, c)
	case "dc:contributor", "contributor":
		e.person(p, 1, c)
	case "category", "dc:subject", "media:category", "atom:category", "itunes:category":
		e.categories(p, c)
	case "media:keywords", "itunes:keywords", "keywords", "news:keywords", "tags":
		for tag := range strings.FieldsFuncSeq(c.text(), func(r rune) bool { return strings.ContainsRune(",،;؛", r) }) {
			e.tag(line(tag))
		}
	case "language", "dc:language", "news:language":
		if e.Lang == "" || name == "language" {
			e.Lang = or(language(c.text()), e.Lang)
		}
	case "source":
		e.Via = or(e.Via, p.via(c))
	}
}

// language returns the name of a language as BCP 47 writes it.
func language(s string) string { return strings.ReplaceAll(line(s), "_", "-") }

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// resolve returns the absolute form of an address in c, empty if it is none.
func (e *entry) resolve(c element, ref string) string {
	ref = strings.TrimSpace(ref)
	switch {
	case ref == "":
		return ""
	case settled(ref):
		return strings.Clone(ref)
	}
	u, err := fetch.Resolve(rebased(e.base, c.attrs), ref)
	if err != nil {
		return ""
	}
	return u
}

// settle chooses the entry's address and dates from what was read.
func (e *entry) settle() {
	for _, u := range [...]string{e.original, e.link, e.guid, e.related, e.enclosure} {
		e.URL = or(e.URL, u)
	}
	e.Published, e.Updated = e.published, e.updated
	if e.Published.IsZero() {
		e.Published = e.updated
	}
}
