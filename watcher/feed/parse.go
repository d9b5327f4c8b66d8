package feed

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// Parse reads a document of any format but HTML, which Page reads: an HTML
// page, or what is nothing of all this, is ErrNotFeed. The document may be
// gzipped. Relative addresses in it are relative to baseURL, where it came
// from.
//
// Of a document that is broken, too long or too large it returns what could be
// read together with a *SyntaxError, ErrTooMany or ErrTooLarge. A Feed that is
// not nil is of use, whatever the error.
func Parse(body []byte, contentType, baseURL string) (*Feed, error) {
	return ParseIn(time.UTC, body, contentType, baseURL)
}

// ParseIn is Parse for an outlet whose dates are of a zone where they don't
// name one.
func ParseIn(zone *time.Location, body []byte, contentType, baseURL string) (*Feed, error) {
	body, cut := unzip(body, MaxBytes)
	doc, charset := fetch.Decode(body, contentType)
	f := &Feed{Charset: charset}
	p := &parser{s: scanner{doc: doc, broken: -1}, base: baseURL, zone: zone, feed: f}
	err := p.read()
	switch {
	case errors.Is(err, ErrNotFeed) && cut != nil:
		return nil, fmt.Errorf("%w: %w", ErrNotFeed, cut)
	case errors.Is(err, ErrNotFeed):
		return nil, err
	case cut != nil:
		return f, cut
	}
	return f, err
}

// Detect tells what a document is by what stands in it: its Content-Type is
// wrong too often.
func Detect(body []byte, contentType string) Format {
	const enough = 64 << 10
	body, _ = unzip(body, enough)
	doc, _ := fetch.Decode(body[:min(len(body), enough)], contentType)
	p := &parser{s: scanner{doc: doc, broken: -1}, feed: &Feed{}}
	return p.sniff()
}

// A parser reads one document.
type parser struct {
	s     scanner
	names scope
	zone  *time.Location // of dates that name none
	base  string         // what relative addresses are relative to
	own   bool           // base is the feed's own xml:base
	feed  *Feed
	head  entry // what the feed says of itself
	item  entry // the one that is being read
	w     writer

	period time.Duration // of sy:updatePeriod
	times  int           // that it changes in it

	rootName string // the root's name as it stands
	over     bool   // the root's end was seen
	more     bool   // entries were left out
	wrong    string // the first fault
	wrongAt  int
	vain     int // bytes read in search of closing tags that don't come
}

// read reads the document by its format.
func (p *parser) read() error {
	switch p.feed.Format = p.sniff(); p.feed.Format {
	case Unknown:
		if strings.TrimSpace(p.s.doc) == "" {
			return fmt.Errorf("%w: an empty document", ErrNotFeed)
		}
		return ErrNotFeed
	case HTML:
		return fmt.Errorf("%w: an HTML page", ErrNotFeed)
	}
	switch p.feed.Format {
	case JSON:
		p.json()
	case URLs:
		p.list()
	case Telegram:
		if err := p.telegram(); err != nil {
			return err
		}
	default:
		p.xml()
	}
	return p.fault()
}

// sniff finds out what the document is. In XML it stops behind the root's tag.
func (p *parser) sniff() Format {
	switch {
	case isJSONFeed(p.s.doc):
		return JSON
	case isURLList(p.s.doc):
		return URLs
	}
	p.names.declare(` xmlns:xml="http://www.w3.org/XML/1998/namespace"`)
	f := p.root()
	if (f == HTML || f == Unknown) && isTelegram(p.s.doc) {
		return Telegram
	}
	return f
}

// root finds the element that a feed is in. What other programs printed
// before it is passed over.
func (p *parser) root() Format {
	const patience = 100
	for range patience {
		t := p.s.next()
		switch t.kind {
		case end:
			return Unknown
		case open:
			p.names.declare(t.attrs)
			if f := rootFormat(p.names.name(t.name), t.attrs); f != Unknown {
				p.enter(f, t)
				return f
			}
		}
	}
	return Unknown
}

// rootFormat tells a document's format by its root.
func rootFormat(name, attrs string) Format {
	switch name {
	case "rss":
		return RSS
	case "channel":
		if attribute(attrs, "href") != "" || attribute(attrs, "base") != "" || attribute(attrs, "lastmod") != "" {
			return CDF
		}
		return RSS
	case "rdf:rdf":
		return RDF
	case "feed", "atom:feed":
		return Atom
	case "urlset":
		return Sitemap
	case "sitemapindex":
		return SitemapIndex
	case "html", "xhtml:html", "body":
		return HTML
	}
	return Unknown
}

// enter notes what the root says.
func (p *parser) enter(f Format, t token) {
	p.names.atom = f == Atom
	p.rootName, p.over = t.name, t.closed
	p.feed.Version = strings.Clone(strings.TrimSpace(attribute(t.attrs, "version")))
	p.rebase(t.attrs)
	p.head.base = p.base
	p.feed.Lang = language(attribute(t.attrs, "xml:lang"))
	if f == CDF {
		p.head.cdf(p, t.attrs)
	}
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
	case p.more:
		return ErrTooMany
	case p.wrong != "":
	case p.s.broken >= 0:
		p.note(p.s.broken, "the document ends inside a tag or section")
	case !p.over:
		p.note(len(p.s.doc), "the document ends before </"+p.rootName+">")
	default:
		return nil
	}
	return &SyntaxError{Line: 1 + strings.Count(p.s.doc[:p.wrongAt], "\n"), What: p.wrong}
}

// full tells whether no more entries or children may be taken in.
func (p *parser) full() bool {
	return len(p.feed.Entries) >= MaxItems || len(p.feed.Children) >= MaxItems
}
