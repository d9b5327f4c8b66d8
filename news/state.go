package news

import "time"

// A SourceState is what is remembered about a source between polls.
type SourceState struct {
	Source string `json:"source"`

	// URL is where the source was when this was written. A source that has
	// moved begins anew, with a baseline of its new place.
	URL string `json:"url,omitempty"`

	// Based tells that the first poll, the baseline, is done: what stood
	// there is known and old, what comes is news.
	Based bool `json:"based"`

	// BasedAt is when that was. What a young source shows that is older by
	// far is no news, though its baseline did not hold it.
	BasedAt time.Time `json:"based_at,omitzero"`

	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	BodyHash     string    `json:"body_hash,omitempty"` // of the last document read, to leave an unchanged one unparsed
	ReadAt       time.Time `json:"read_at,omitzero"`    // when a document was last read whole, not merely found unchanged
	Items        int       `json:"items,omitempty"`     // that this document held
	Dry          bool      `json:"dry,omitempty"`       // it holds none, and one before it did
	PolledAt     time.Time `json:"polled_at,omitzero"`
	NextPoll     time.Time `json:"next_poll,omitzero"`
	Failures     int       `json:"failures,omitempty"` // polls that failed in a row
	Err          string    `json:"err,omitempty"`      // what is wrong since the last poll, empty when it went well

	// NotBefore is when the publisher, by its last answer, will have us
	// again: the end of a Retry-After, or a day after a 410 Gone. It holds
	// over a restart, as our own backing off does not.
	NotBefore time.Time `json:"not_before,omitzero"`

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
