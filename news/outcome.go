package news

import (
	"fmt"
	"sync/atomic"
)

// An Outcome is how an item ended. Every item ends in exactly one.
type Outcome struct {
	End    End
	Reason string // for NotArticle, Failed and Dropped: why, in one line
}

// An End is the kind of an Outcome.
type End int

// The ends of an item.
const (
	Alerted    End = iota // it met a topic, and its alerts are durable
	NoMatch               // it met none
	Repeated              // it, or its story, has been handled before
	NotArticle            // its page holds no article
	Failed                // its page could not be read: it will be tried again
	Dropped               // given up, with the reason
	ends
)

// String returns the end's name, as logs and /status show it.
func (e End) String() string {
	switch e {
	case Alerted:
		return "alerted"
	case NoMatch:
		return "no match"
	case Repeated:
		return "duplicate"
	case NotArticle:
		return "not an article"
	case Failed:
		return "failed"
	case Dropped:
		return "dropped"
	}
	return fmt.Sprintf("End(%d)", int(e))
}

// A Tally counts items and how they ended. Found is the sum of all ends and
// of the items under way. Its zero value is ready, and it is safe for
// concurrent use.
type Tally struct {
	found atomic.Int64
	ended [ends]atomic.Int64
}

// Find counts n items that a poll found to be new.
func (t *Tally) Find(n int) { t.found.Add(int64(n)) }

// End counts an item's end. A Failed item goes on: it counts as found again
// when it is tried anew.
func (t *Tally) End(e End) { t.ended[e].Add(1) }

// Found returns how many items were found.
func (t *Tally) Found() int64 { return t.found.Load() }

// Ended returns how many items ended so.
func (t *Tally) Ended(e End) int64 { return t.ended[e].Load() }

// Ends returns all ends in the order in which they are shown.
func Ends() []End {
	return []End{Alerted, NoMatch, Repeated, NotArticle, Failed, Dropped}
}
