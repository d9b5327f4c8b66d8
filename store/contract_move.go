package store

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/store/move"
)

// A Mover gives all that a store keeps to another, and takes what another gave,
// as rows of the kinds that package move lists. What was exported from one
// store, imported into an empty one and exported from there is the same, row by
// row but for their order, whichever engines they are: deliveries keep their IDs
// and so their order, their states, doubts and reasons; claims their numbers; so
// that the new store goes on where the old one was. The one exception is what was
// seen: a server keeps so little of it that it can be compared (move.Print), but
// not written elsewhere, so that Import refuses the server's.
//
// Three things do not move: leases, as who held one is gone; the search index,
// which is made anew; and of deliveries that are over, what only tells of the
// past: those of no article count, and are no rows.
type Mover interface {
	// Export passes the rows of a kind to use, some at a time and each once,
	// without those that have expired by a moment. What is not written meanwhile
	// is told as it is; a store that moves should not be in use. An error of use
	// ends it and comes back as it is.
	Export(ctx context.Context, k move.Kind, at time.Time, use func([]move.Row) error) error

	// Import writes rows of a kind into a store that was empty before the first.
	// The kinds must come in the order of move.Kinds. Rows that are there already
	// stay as they are, but for counters, so that it may be repeated.
	Import(ctx context.Context, k move.Kind, rows []move.Row) error
}
