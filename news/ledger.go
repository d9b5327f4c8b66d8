package news

import (
	"context"
	"time"
)

// A Claim is what an article brings to the store when the desk has matched
// it.
type Claim struct {
	// Keys are the identities of the article: its item's, its URLs', its
	// text's. If any of them has been seen, the article is a duplicate; all
	// of them count as seen afterwards, either way.
	Keys    []string
	Article Article
	Matches []Match
}

// A Verdict is the store's answer to a claim.
type Verdict int

// The answers to Claim.
const (
	New       Verdict = iota // ours: archived, and in the outbox if it has matches
	Duplicate                // seen before: nothing was written but the keys
)

// An Archived is an article in the archive, with the matches it was claimed
// with.
type Archived struct {
	Article Article `json:"article"`
	Matches []Match `json:"matches,omitempty"`
}

// Match returns the match of a topic, the zero Match if there is none.
func (a Archived) Match(topic string) Match {
	for _, m := range a.Matches {
		if m.Topic == topic {
			return m
		}
	}
	return Match{}
}

// An Entry is an article in the outbox whose alerts have not all been turned
// into deliveries.
type Entry struct {
	Article string    // Article.ID
	Topics  []string  // of its matches
	Chunk   int       // how many chunks have been fanned out
	After   Recipient // the last recipient of the last chunk
}

// A Chunk is one step of fanning out an entry.
type Chunk struct {
	Article    string
	Number     int       // the entry's Chunk
	From       Recipient // the entry's After, from which the subscribers were read
	Deliveries []Delivery
	After      Recipient // where the next chunk goes on
	Last       bool      // no more follow: the entry leaves the outbox
}

// A Ledger is what the desk needs of a store. Returned means durable; every
// call may be repeated with the same effect as once.
type Ledger interface {
	// Claim marks the article's keys as seen, archives it and, if it has
	// matches, puts it into the outbox: all of it or nothing.
	Claim(context.Context, Claim) (Verdict, error)

	// Outbox returns up to limit entries, oldest first: in the order of their
	// claims, whatever the clocks said. An entry keeps its place until its last
	// chunk is fanned out.
	Outbox(ctx context.Context, limit int) ([]Entry, error)

	// Archived returns the article of an ID, and whether there is one.
	Archived(ctx context.Context, id string) (Archived, bool, error)

	// Subscribers returns up to limit recipients after the given one, in the
	// order of Recipient.Before, that subscribed to at least one of the topics
	// and belong to chats that are not stopped, whatever their filters and
	// mutes, which come along. The zero Recipient begins.
	Subscribers(ctx context.Context, topics []string, after Recipient, limit int) ([]Subscriber, error)

	// FanOut writes a chunk's deliveries, of which Recipient, Topics, Class,
	// NotBefore and Expires count, and moves its entry on, or removes
	// it, in one transaction, and tells whether it did. A chunk whose Number
	// and From are not the entry's Chunk and After changes nothing: it was
	// written before, or another desk has moved the entry since it was read. Who
	// is told so reads the outbox anew before it touches a later entry, so that
	// every chat hears of the articles in the order of their claims.
	FanOut(context.Context, Chunk) (moved bool, err error)
}

// A Lease is held by one process at a time. Token grows with every
// acquisition by another holder, so what an old holder still does can be told
// from the new one's.
type Lease struct {
	Name    string
	Holder  string
	Token   int64
	Expires time.Time
}

// Counts are the sizes of what a store keeps, for /status and for tests.
type Counts struct {
	Seen          int64 `json:"seen"` // identity keys
	Articles      int64 `json:"articles"`
	Outbox        int64 `json:"outbox"` // entries not yet fanned out
	Pending       int64 `json:"pending"`
	Attempting    int64 `json:"attempting"`
	Sent          int64 `json:"sent"`
	Buried        int64 `json:"buried"`
	Expired       int64 `json:"expired"` // given up as they were worth nothing any more
	Joined        int64 `json:"joined"`  // parts of others that have not been sent
	Held          int64 `json:"held"`    // out of their lanes until a time
	Dropped       int64 `json:"dropped"` // given up as their chats did not want them any more
	Chats         int64 `json:"chats"`
	Subscriptions int64 `json:"subscriptions"`
	Watches       int64 `json:"watches"`
}

// Traces are the sizes of what a store keeps of a chat beside its record,
// subscriptions and watches.
type Traces struct {
	Waiting int64 `json:"waiting"` // deliveries that are to be sent
	Told    int64 `json:"told"`    // alerts that were sent or given up
	Votes   int64 `json:"votes"`   // of the chat, and of a private chat's user elsewhere
	Notes   int64 `json:"notes"`   // that have not expired
}

// SendLease names the lease whose holder alone sends deliveries. Its token
// fences off those who held it before.
const SendLease = "send"
