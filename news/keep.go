package news

import "time"

// A Keep says how much of what is over a store keeps. Its zero value keeps all.
type Keep struct {
	// Articles is for how long articles stay in the archive, by their time; 0 for
	// ever.
	Articles time.Duration

	// Deliveries is for how long it stays known what was sent, dropped or expired;
	// 0 for ever, and LeastKept at least.
	Deliveries time.Duration

	// Size is how many bytes the store is to take; 0 for any number. The oldest
	// articles go until it takes no more, or none is left that may go.
	Size int64
}

// LeastKept is for how long a delivery that is over stays known whatever a Keep
// says: a message is asked for what it brought for sixty days, and a key must
// not be enqueued twice for as long as somebody may repeat the call.
const LeastKept = 62 * 24 * time.Hour

// Purged counts what a purge removed.
type Purged struct {
	Articles   int64 `json:"articles"`
	Deliveries int64 `json:"deliveries"` // on Redis, the marks that are left of them
	Votes      int64 `json:"votes"`      // on articles that are gone
	Bytes      int64 `json:"bytes"`      // that the store takes less, about
}

// A Job is something to be done at a time.
type Job struct {
	Key  string
	Due  time.Time
	Work string // what is to be done, in the words of whoever scheduled it
}
