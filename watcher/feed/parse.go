package feed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A Feed is what a feed says of itself, and its items in the order in which
// they stand.
type Feed struct {
	Format  string // "rss", "rdf" or "atom"
	Charset string // the encoding that it was in
	Title   string
	Link    string // of the site, absolute
	Lang    string // as the feed declares it, empty when it doesn't

	// Items are as they stand in the feed; one that leads to no page has an
	// empty URL.
	Items []news.Item
}

// ErrNotFeed means that a document is no feed at all.
var ErrNotFeed = errors.New("not a feed")

// A SyntaxError says where a feed is broken. The items that could be read are
// returned beside it.
type SyntaxError struct {
	Line int // from 1
	What string
}

// Error returns the place and the fault.
func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// MaxItems is the most items that Parse and Page return.
const MaxItems = 50_000

// Parse reads a feed. Relative addresses in it are relative to baseURL, where
// it came from. Of a broken feed it returns the items that could be read
// together with a *SyntaxError; of any other document, ErrNotFeed.
func Parse(body []byte, contentType, baseURL string) (*Feed, error) {
	doc, charset := fetch.Decode(body, contentType)
	p := &parser{s: newScanner(doc), names: scope{"xml": "xml"}, base: baseURL, feed: &Feed{Charset: charset}}
	if err := p.root(); err != nil {
		return nil, err
	}
	p.body()
	return p.feed, p.fault()
}

// A parser reads one feed.
type parser struct {
	s        *scanner
	names    scope
	atom     bool
	rootName string // the root's name as it stands
	base     string // what relative addresses are relative to
	own      bool   // base is the feed's own xml:base
	feed     *Feed

	wrong   string // the first fault
	wrongAt int
	over    bool // the root's end was seen
	vain    int  // bytes read in search of closing tags that don't come
}

// root finds the element that the feed is in. What other programs printed
// before it is passed over.
func (p *parser) root() error {
	const patience = 100
	for range patience {
		t := p.s.next()
		if t.kind == end {
			break
		}
		if t.kind != open {
			continue
		}
		p.names.declare(t.attrs)
		switch name := p.names.name(t.name, true); name {
		case "rss", "channel":
			p.feed.Format = "rss"
		case "rdf:rdf":
			p.feed.Format = "rdf"
		case "feed":
			p.feed.Format, p.atom = "atom", true
		case "html", "xhtml:html", "body":
			return fmt.Errorf("%w: an HTML page", ErrNotFeed)
		default:
			continue
		}
		p.rootName = t.name
		p.over = t.closed
		p.rebase(t.attrs)
		p.feed.Lang = attribute(t.attrs, "xml:lang")
		return nil
	}
	if strings.TrimSpace(p.s.doc) == "" {
		return fmt.Errorf("%w: an empty document", ErrNotFeed)
	}
	return ErrNotFeed
}

// body reads what stands in the root.
func (p *parser) body() {
	for !p.over && len(p.feed.Items) < MaxItems {
		t := p.s.next()
		switch t.kind {
		case end:
			return
		case shut:
			p.over = t.name == p.rootName
		case open:
			p.names.declare(t.attrs)
			p.child(t)
		}
	}
}

// child reads an element that is not in an item.
func (p *parser) child(t token) {
	switch name := p.names.name(t.name, p.atom); name {
	case "item", "entry":
		if !t.closed {
			p.item(t)
		}
	case "channel":
		p.rebase(t.attrs)
	case "title":
		p.keep(&p.feed.Title, headline(p.capture(t).markup(p.atom)))
	case "link", "atom:link":
		p.link(p.capture(t))
	case "language", "dc:language":
		p.keep(&p.feed.Lang, line(p.capture(t).text()))
	case "image", "textinput", "author", "contributor", "generator", "cloud", "items", "skiphours", "skipdays":
		p.capture(t) // their titles and links are not the feed's
	}
}

// keep sets a field of the feed that is not set.
func (p *parser) keep(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// link notes the feed's site.
func (p *parser) link(e element) {
	ref := strings.TrimSpace(e.text())
	if ref == "" {
		if rel := attribute(e.attrs, "rel"); rel != "" && !strings.EqualFold(rel, "alternate") {
			return
		}
		ref = attribute(e.attrs, "href")
	}
	if u, err := fetch.Resolve(p.base, ref); err == nil && ref != "" {
		p.keep(&p.feed.Link, u)
		if !p.atom && !p.own {
			p.base = u // relative links of RSS mean the site, wherever the feed is kept
		}
	}
}

// rebase follows an xml:base attribute.
func (p *parser) rebase(attrs string) {
	p.base, p.own = rebased(p.base, attrs), p.own || strings.Contains(attrs, "xml:base")
}

func rebased(base, attrs string) string {
	if !strings.Contains(attrs, "xml:base") {
		return base
	}
	if u, err := fetch.Resolve(base, attribute(attrs, "xml:base")); err == nil {
		return u
	}
	return base
}

// note keeps the first fault.
func (p *parser) note(at int, what string) {
	if p.wrong == "" {
		p.wrong, p.wrongAt = what, at
	}
}

// fault returns what is wrong with the document, if anything is.
func (p *parser) fault() error {
	switch {
	case p.wrong != "":
	case p.s.broken >= 0:
		p.note(p.s.broken, "the document ends inside a tag or section")
	case !p.over && len(p.feed.Items) < MaxItems:
		p.note(len(p.s.doc), "the document ends before </"+p.rootName+">")
	default:
		return nil
	}
	return &SyntaxError{Line: 1 + strings.Count(p.s.doc[:p.wrongAt], "\n"), What: p.wrong}
}
