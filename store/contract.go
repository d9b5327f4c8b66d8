package store

import (
	"context"

	"github.com/rasadnews/rasad/news"
)

// A Store keeps what must survive. It is made of small groups, so that each
// room can ask for what it needs alone. For all of them:
//
//   - Returned means durable: what a call without an error has written is
//     there after a crash of the process, and, as far as the engine's disk
//     goes, of the machine.
//   - Every call is all or nothing, and may be repeated: the second time it
//     changes nothing that the first did.
//   - All methods are safe for concurrent use.
//   - "Now" is what the injected clock says. Times are kept to the
//     microsecond and come back in UTC. A clock that is set back holds up
//     nothing for long: a lane that was closed, or a lease that was taken,
//     more than a minute ahead of now is open or free, as it is better to
//     send too early, or to be fenced, than to stand still.
//   - It grows until it is purged (see Upkeep): every claimed article stays, and
//     of every alert that was sent, on SQLite the delivery, on Redis a short
//     mark, so that nobody is told twice. Seen keys that nobody looks up
//     take room until the purge as well. What else is only needed for a while,
//     such as the keys of Enqueue, Redis forgets by itself, SQLite when it is
//     purged. Counts tells how much there is.
//   - Texts are UTF-8 and come back byte for byte. A byte that is no UTF-8 becomes
//     U+FFFD wherever it is given, in names and keys as well: two that differ in
//     such bytes alone are one. Only the keys of what was seen may be any bytes.
type Store interface {
	Identities
	news.Ledger
	Archive
	Index
	Directory
	Queue
	Leases
	Memory
	Watches
	Votes
	Access
	Notes
	Upkeep
	Jobs
	Mover

	// Counts returns the sizes of what the store keeps. It costs the same
	// however much that is.
	Counts(ctx context.Context) (news.Counts, error)

	// Close ends the work under way and closes the store. A closed store can
	// be opened again at once.
	Close() error
}
