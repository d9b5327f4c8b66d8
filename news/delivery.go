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
	Text    string   `json:"text,omitempty"`    // Telegram HTML, when there is no article; else what is left to send
	Markup  string   `json:"markup,omitempty"`  // reply_markup as JSON, when Text has one

	// Parts are the deliveries that were joined to this one, oldest first: they
	// arrive in its message. Only Reserve and Waiting fill them in.
	Parts []Part `json:"parts,omitempty"`

	Class   Class     `json:"class,omitempty"`
	Expires time.Time `json:"expires,omitzero"` // when it is worth nothing any more; zero for never

	// Edits is the ID of the message that this delivery gives a new text, 0 for
	// a message of its own. If that message is gone, the text is sent anew,
	// unless EditOnly. What of it is too long for a message is cut off.
	Edits    int  `json:"edits,omitempty"`
	EditOnly bool `json:"edit_only,omitempty"`

	// Held tells that the delivery was held once, and Asked that somebody asked
	// for what was held since, so that nothing should hold it again.
	Held  bool `json:"held,omitempty"`
	Asked bool `json:"asked,omitempty"`

	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts,omitempty"` // Begins so far
	Doubts    int           `json:"doubts,omitempty"`   // attempts that ended in doubt: the message may have arrived
	NotBefore time.Time     `json:"not_before,omitzero"`
	CreatedAt time.Time     `json:"created_at"`
	MessageID int           `json:"message_id,omitempty"` // once sent
	Why       string        `json:"why,omitempty"`        // of the last failure
}

// A Part is what is left of a delivery that was joined to another one.
type Part struct {
	ID      int64    `json:"id"`
	Article string   `json:"article"`
	Topics  []string `json:"topics,omitempty"`
}

// Expired tells whether a delivery is worth nothing any more.
func (d *Delivery) Expired(now time.Time) bool {
	return !d.Expires.IsZero() && !now.Before(d.Expires)
}

// A Class says what goes first when there is more to send than can go out. The
// lower goes first; the zero class is that of alerts which may wait a little.
// Inside of one chat the order is that of the deliveries whatever their class,
// so a chat's lane has the best class of all that waits in it.
type Class int

// The classes, in the order in which they go.
const (
	ClassAnswer    Class = iota - 2 // someone waits for it
	ClassUrgent                     // an alert that rings
	ClassNormal                     // an alert
	ClassDigest                     // what was gathered over time
	ClassBroadcast                  // the same for everyone
)

// Classes returns all classes in the order in which they go.
func Classes() []Class {
	return []Class{ClassAnswer, ClassUrgent, ClassNormal, ClassDigest, ClassBroadcast}
}

// Valid returns the class itself, or the nearest one if there is no such.
func (c Class) Valid() Class { return min(max(c, ClassAnswer), ClassBroadcast) }

// Bulk tells whether what is of a class can wait for everything else.
func (c Class) Bulk() bool { return c > ClassNormal }

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
	DeliveryExpired    DeliveryState = "expired" // given up when it was worth nothing any more: for good
	DeliveryJoined     DeliveryState = "joined"  // a part of another one, and ends as that does
	DeliveryHeld       DeliveryState = "held"    // out of its lane until a time, such as that of a digest
	DeliveryDropped    DeliveryState = "dropped" // given up as its chat does not want it any more: for good
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
