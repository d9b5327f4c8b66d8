package news

import (
	"encoding/json"
	"time"
)

// A SourceState is what is remembered about a source between polls.
type SourceState struct {
	Source string `json:"source"`

	// URL is where the source was when this was written. A source that has
	// moved begins anew, with a baseline of its new place.
	URL string `json:"url,omitempty"`

	// Found is where the feed is that the source's home page led to, and Moved
	// where the publisher says that the document is for good. The source is
	// asked there as long as that goes well.
	Found string `json:"found,omitempty"`
	Moved string `json:"moved,omitempty"`

	// SearchAt is when a home page that led to no feed is searched for one
	// again.
	SearchAt time.Time `json:"search_at,omitzero"`

	// Based tells that the first poll, the baseline, is done: what stood
	// there is known and old, what comes is news.
	Based bool `json:"based"`

	// BasedAt is when that was. What a young source shows that is older by
	// far is no news, though its baseline did not hold it.
	BasedAt time.Time `json:"based_at,omitzero"`

	Form         Form      `json:"form,omitempty"` // of the last document read
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	BodyHash     string    `json:"body_hash,omitempty"` // of the last document read, to leave an unchanged one unparsed
	ReadAt       time.Time `json:"read_at,omitzero"`    // when a document was last read whole, not merely found unchanged
	Items        int       `json:"items,omitempty"`     // that this document held
	Dry          bool      `json:"dry,omitempty"`       // it holds none, and one before it did
	Silent       bool      `json:"silent,omitempty"`    // it has had nothing new for longer than its rhythm explains
	PolledAt     time.Time `json:"polled_at,omitzero"`
	NextPoll     time.Time `json:"next_poll,omitzero"`
	Failures     int       `json:"failures,omitempty"` // polls that failed in a row
	Err          string    `json:"err,omitempty"`      // what is wrong since the last poll, empty when it went well

	// Unfit counts the pages in a row that held no article; UnfitAs says what the
	// last of them was.
	Unfit   int    `json:"unfit,omitempty"`
	UnfitAs string `json:"unfit_as,omitempty"`

	// Wrong is since when Err is not empty, and Told that the operator was told.
	Wrong time.Time `json:"wrong,omitzero"`
	Told  bool      `json:"told,omitempty"`

	// NotBefore is when the publisher, by its last answer, will have us
	// again: the end of a Retry-After, or a day after a 410 Gone. It holds
	// over a restart, as our own backing off does not.
	NotBefore time.Time `json:"not_before,omitzero"`

	Rhythm Rhythm `json:"rhythm,omitzero"`
	Hint   Hint   `json:"hint,omitzero"`

	// Marks tell the items of the last document from those that were not in
	// it, and what they said: see watcher. Fickle tells what of an item is no
	// identity at this source, and Trust how near that is to being believed.
	Marks  []byte `json:"marks,omitempty"`
	Fickle Fickle `json:"fickle,omitempty"`
	Trust  Trust  `json:"trust,omitzero"`

	// Template is what addresses of the site's articles look like, for a page:
	// see watcher/feed.
	Template json.RawMessage `json:"template,omitempty"`

	// Children are sitemaps of an index: those that are read now, then some
	// that were. Listed holds hashes of what else it listed: see watcher. Ends
	// tells that these are of both its ends if it is long; earlier versions of the
	// program noted what came first.
	Children []Child `json:"children,omitempty"`
	Listed   []byte  `json:"listed,omitempty"`
	Ends     bool    `json:"ends,omitempty"`

	// Push is the subscription by which a hub tells of news at once, if there
	// is one.
	Push *Push `json:"push,omitempty"`

	// Pending are items that a poll found and that have not ended yet. They
	// are written before the validators above say that the poll is done, so
	// that neither a crash nor an unchanged feed loses them.
	Pending []Pending `json:"pending,omitempty"`
}

// A Pending is an item whose page could not be read yet.
type Pending struct {
	Item  Item      `json:"item"`
	Tries int       `json:"tries,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	Err   string    `json:"err,omitempty"`
}

// A Hint is when the publisher wants its document to be asked for.
type Hint struct {
	Every     time.Duration `json:"every,omitempty"`      // no sooner than after this
	SkipHours uint32        `json:"skip_hours,omitempty"` // not in these hours in UTC, a bit each
	SkipDays  uint8         `json:"skip_days,omitempty"`  // not on these days in UTC, Sunday's bit first
}

// Skips tells whether the publisher wants to be left alone at a time.
func (h Hint) Skips(at time.Time) bool {
	at = at.UTC()
	return h.SkipHours>>at.Hour()&1 == 1 || h.SkipDays>>at.Weekday()&1 == 1
}

// A Form is what kind of document a source shows, whatever its format.
type Form string

// The forms of documents.
const (
	FormFeed Form = "feed" // also a sitemap, or a channel
	FormPage Form = "page"
)

// A Fickle is what of an item changes, or recurs, and so identifies nothing.
type Fickle string

// What can be fickle.
const (
	FickleNone Fickle = ""        // guids and addresses hold
	FickleID   Fickle = "id"      // guids don't
	FickleURL  Fickle = "address" // neither do: what an item says identifies it
)

// Trust counts the documents of a source in a row that have shown that what
// its items are called by holds, or, below zero, that it doesn't.
type Trust struct {
	Addresses int `json:"addresses,omitempty"`
	Guids     int `json:"guids,omitempty"`
}

// A Child is a sitemap of an index, with the validators of the version that
// was read.
type Child struct {
	URL          string    `json:"url"`
	Modified     time.Time `json:"modified,omitzero"` // as the index has it
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	BodyHash     string    `json:"body_hash,omitempty"`
	Items        int       `json:"items,omitempty"`  // that it held
	ReadAt       time.Time `json:"read_at,omitzero"` // when its items were last looked up, not merely found unchanged; an earlier version left it out
	AskedAt      time.Time `json:"asked_at,omitzero"`

	Failed bool `json:"failed,omitempty"` // it could not be read whole: it is asked for whatever the index says
	Unread bool `json:"unread,omitempty"` // it was never read
	New    bool `json:"new,omitempty"`    // nor did the index list it when the source's baseline was taken
	Aside  bool `json:"aside,omitempty"`  // it is not one of the newest any more
}

// A Push is a subscription to a document at a hub (WebSub).
type Push struct {
	Hub    string `json:"hub"`
	Topic  string `json:"topic"`  // the document's address, as the hub knows it
	Secret string `json:"secret"` // with which the hub signs what it sends

	// Callback is where the hub sends it. Its last segment is as hard to guess
	// as the secret.
	Callback string `json:"callback"`

	AskedAt time.Time `json:"asked_at,omitzero"` // when the hub was last asked for the subscription
	Until   time.Time `json:"until,omitzero"`    // when it ends, once the hub has confirmed it; else zero
	Missed  bool      `json:"missed,omitempty"`  // a poll found what the hub had not told of
	Err     string    `json:"err,omitempty"`     // why the hub would not, the last time it was asked
}

// Tells reports whether the hub tells of news, as far as is known. There may
// be no subscription at all.
func (p *Push) Tells(now time.Time) bool {
	return p != nil && !p.Missed && p.Until.After(now)
}
