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

// A Grade says how reliable a source has proved, by the first half of the
// Admiralty code: A is completely reliable, E unreliable, F cannot be judged.
// The empty grade means nobody has judged it yet.
type Grade string
