package news

import (
	"errors"
	"time"
)

// A Delivery is one Telegram message that a recipient is to get. It refers to
// an archived article, or carries a ready Text.
type Delivery struct {
	// ID is given by the store when the delivery is written. IDs grow with
	// time, so those of one chat are in the order in which they must arrive.
	ID int64 `json:"id"`

	Recipient

	Article string   `json:"article,omitempty"` // Article.ID
	Topics  []string `json:"topics,omitempty"`  // the recipient's topics that the article met
	Text    string   `json:"text,omitempty"`    // Telegram HTML, when there is no article
	Markup  string   `json:"markup,omitempty"`  // reply_markup as JSON, when Text has one

	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts,omitempty"` // Begins so far
	Doubts    int           `json:"doubts,omitempty"`   // attempts that ended in doubt: the message may have arrived
	NotBefore time.Time     `json:"not_before,omitzero"`
	CreatedAt time.Time     `json:"created_at"`
	MessageID int           `json:"message_id,omitempty"` // once sent
	Why       string        `json:"why,omitempty"`        // of the last failure
}

// A DeliveryState says how far a delivery has come.
type DeliveryState string

// The states of a delivery. Attempting is written before the request goes
// out; one that is found so after a crash or a time-out is in doubt: it may
// have arrived.
const (
	DeliveryPending    DeliveryState = "pending"
	DeliveryAttempting DeliveryState = "attempting"
	DeliverySent       DeliveryState = "sent"
	DeliveryBuried     DeliveryState = "buried"
)

// A Start is the store's answer to the beginning of a delivery.
type Start int

// The answers to Begin.
const (
	Go      Start = iota // send it
	Done                 // it was sent or buried already: nothing to do
	InDoubt              // an earlier attempt may have arrived: send it marked as a possible repeat
	Fenced               // another process holds the lease now: stop
)

// ErrFenced is what the holder of a lease gets for a token that is older than
// the newest one: another process does the work now, and the call changed
// nothing.
var ErrFenced = errors.New("another process holds the lease now")
