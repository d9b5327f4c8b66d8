package feed

import (
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A Format says what a document is.
type Format string

// The formats of documents. All but HTML and Unknown are read by Parse.
const (
	RSS          Format = "rss"          // 0.91 to 0.94 and 2.0
	RDF          Format = "rdf"          // RSS 0.90, 1.0 and 1.1
	Atom         Format = "atom"         // 0.3 and 1.0
	CDF          Format = "cdf"          // Microsoft's Channel Definition Format
	JSON         Format = "json"         // JSON Feed 1.0 and 1.1
	Sitemap      Format = "sitemap"      // also one with news
	SitemapIndex Format = "sitemapindex" // a list of sitemaps
	URLs         Format = "urls"         // a sitemap in plain text, an address a line
	Telegram     Format = "telegram"     // the page of a public channel, t.me/s/NAME
	HTML         Format = "html"         // any other page: Page reads it
	Unknown      Format = ""
)

// A Feed is what a document says of itself, and its entries in the order in
// which they stand. Its strings are in UTF-8, plain text and copies: none
// holds on to the document. Its addresses are absolute.
type Feed struct {
	Format  Format `json:"format"`
	Version string `json:"version,omitempty"` // of the format, as the document gives it
	Charset string `json:"charset"`           // the encoding that it was in

	ID        string    `json:"id,omitempty"`
	Title     string    `json:"title,omitempty"`
	Link      string    `json:"link,omitempty"` // the site's address
	Summary   string    `json:"summary,omitempty"`
	Author    string    `json:"author,omitempty"` // a name, or else an address
	Email     string    `json:"email,omitempty"`  // the author's, if it is not the Author
	Published time.Time `json:"published,omitzero"`
	Updated   time.Time `json:"updated,omitzero"`
	Tags      []string  `json:"tags,omitempty"`
	Lang      string    `json:"lang,omitempty"` // as the document declares it, empty when it doesn't
	Image     string    `json:"image,omitempty"`

	// Every is how often the publisher says that the document changes (ttl,
	// sy:updatePeriod), zero if it doesn't. SkipHours, from 0 to 23 in UTC,
	// and SkipDays are when it asks not to be polled. All are hints.
	Every     time.Duration  `json:"every,omitempty"`
	SkipHours []int          `json:"skip_hours,omitempty"`
	SkipDays  []time.Weekday `json:"skip_days,omitempty"`

	Self string   `json:"self,omitempty"` // the document's own address (rel=self), the topic of its hubs
	Hubs []string `json:"hubs,omitempty"` // WebSub hubs that tell of changes
	Next string   `json:"next,omitempty"` // where older entries are (RFC 5005, JSON Feed, Telegram)

	Entries  []Entry `json:"entries,omitempty"`
	Children []Child `json:"children,omitempty"` // of a SitemapIndex
}

// An Entry is one article as a feed presents it. What the watcher needs is its
// Item: one that leads to no page has an empty URL.
type Entry struct {
	news.Item

	Links      []string    `json:"links,omitempty"` // every address that it names but for enclosures
	Email      string      `json:"email,omitempty"` // the author's, if it is not the Author
	Updated    time.Time   `json:"updated,omitzero"`
	Lang       string      `json:"lang,omitempty"`
	Via        string      `json:"via,omitempty"`    // whose words it passes on: an RSS <source>, a forward's origin
	Edited     bool        `json:"edited,omitempty"` // Telegram says so, without a time
	Enclosures []Enclosure `json:"enclosures,omitempty"`
}

// An Enclosure is a file that belongs to an entry.
type Enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type"`   // its media type
	Length int64  `json:"length"` // in bytes, 0 if unknown
}

// A Child is a sitemap that an index lists.
type Child struct {
	URL      string    `json:"url"`
	Modified time.Time `json:"modified,omitzero"` // zero if the index does not say
}

// Items returns the entries as the watcher takes them.
func (f *Feed) Items() []news.Item {
	items := make([]news.Item, len(f.Entries))
	for i := range f.Entries {
		items[i] = f.Entries[i].Item
	}
	return items
}

// The limits of what is read. A document beyond them is read up to there.
const (
	MaxItems = 50_000   // entries or children
	MaxBytes = 50 << 20 // of a document, unzipped: the most that a sitemap may have
)

var (
	// ErrNotFeed means that a document is no feed at all.
	ErrNotFeed = errors.New("not a feed")

	// ErrTooMany means that the entries behind the first MaxItems, or the links
	// of a page behind the first 10,000, were left out.
	ErrTooMany = errors.New("too many items, the rest was left out")

	// ErrZip means that a gzipped document is broken: what stands before the
	// break was read.
	ErrZip = errors.New("broken gzip")

	// ErrTooLarge means that what stands behind the first MaxBytes, of a page
	// behind the first 15 MB, was not read.
	ErrTooLarge = errors.New("larger than any list of articles, the rest was left out")
)

// A SyntaxError says where a feed is broken. The items that could be read are
// returned beside it.
type SyntaxError struct {
	Line int // from 1
	What string
}

// Error returns the place and the fault.
func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }
