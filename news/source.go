package news

import "time"

// A Source is one thing that is watched: a feed, a sitemap, a front page or a
// public Telegram channel of an outlet.
type Source struct {
	// ID names the source in the configuration, in the store and in logs. It
	// is made of lower-case letters, digits, '-' and '_', and never changes.
	ID string

	// Name is the outlet's name in its own language, as readers know it.
	Name string

	// Publisher is the house behind the source. Two sources of one publisher
	// are not two witnesses.
	Publisher string

	Kind    Kind
	URL     string
	Lang    string // BCP 47, such as "fa", "prs" or "en"
	Country string // ISO 3166-1 alpha-2 in lower case, such as "ir"
	Grade   Grade
	Tags    []string

	// Every is the interval between polls. Zero leaves it to the watcher.
	Every time.Duration

	// Proxy is what the source is asked through: an address, "direct" for
	// none, or empty for what all sources use.
	Proxy string

	// IgnoreRobots has pages read that the outlet's robots.txt forbids: the
	// operator has its leave. Feeds are meant to be fetched in any case.
	IgnoreRobots bool

	// Select says where the items of a page stand. Its zero value leaves it
	// to the watcher to find them.
	Select Selectors

	// Article says where the parts of an article stand on its pages. What it
	// leaves out is found by the extractor.
	Article Parts
}

// A Kind says what stands at a source's URL.
type Kind string

// The kinds of source. KindAuto looks at what the server answers.
const (
	KindAuto     Kind = "auto"
	KindFeed     Kind = "feed"     // RSS, Atom, JSON Feed
	KindSitemap  Kind = "sitemap"  // or an index of sitemaps
	KindPage     Kind = "page"     // a front or section page
	KindTelegram Kind = "telegram" // a public channel: https://t.me/NAME
)

// Selectors are CSS selectors, as goquery reads them, for a page that lists
// articles. Item selects one element by article; the others are looked up
// inside it. An empty Link means the first link, an empty Title its text.
type Selectors struct {
	Item, Link, Title, Date, Exclude string
}

// Parts are CSS selectors, as goquery reads them, for the parts of an article's
// page. A part that has none, or whose selector finds nothing on a page, is
// left to the extractor. Drop selects what is no part of any article; it is
// taken out first.
type Parts struct {
	Title, Lead, Body, Author, Published, Modified, Section, Tags, Image, Code, Drop string
}

// Over returns the selectors of p where it has one, and those of a family of
// sites where it has none. What either drops is dropped.
func (p Parts) Over(family Parts) Parts {
	either := func(own, shared string) string {
		if own != "" {
			return own
		}
		return shared
	}
	drop := either(p.Drop, family.Drop)
	if p.Drop != "" && family.Drop != "" {
		drop = family.Drop + ", " + p.Drop
	}
	return Parts{
		Title: either(p.Title, family.Title), Lead: either(p.Lead, family.Lead), Body: either(p.Body, family.Body),
		Author: either(p.Author, family.Author), Published: either(p.Published, family.Published),
		Modified: either(p.Modified, family.Modified), Section: either(p.Section, family.Section),
		Tags: either(p.Tags, family.Tags), Image: either(p.Image, family.Image), Code: either(p.Code, family.Code),
		Drop: drop,
	}
}

// A Grade says how reliable a source has proved, by the first half of the
// Admiralty code: A is completely reliable, E unreliable, F cannot be judged.
// The empty grade means nobody has judged it yet.
type Grade string
