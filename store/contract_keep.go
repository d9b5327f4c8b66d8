package store

import (
	"context"

	"github.com/rasadnews/rasad/news"
)

// Upkeep keeps a store from growing for ever.
type Upkeep interface {
	// Purge removes what is over and older than asked, and the oldest articles
	// while the store takes more bytes than it may: articles with their matches
	// and the votes on them, and what is left of deliveries that were sent,
	// dropped or expired. It counts what it removed, also when it fails on the
	// way.
	//
	// An article stays as long as its alerts are not done with: while it is in
	// the outbox, or a delivery of it waits, is under way, held or buried. So do
	// these deliveries themselves. Seen keys are not touched, so nothing that is
	// old becomes new; but a recipient counts as told of an article no longer
	// than the delivery is kept. On SQLite a delivery's age is that since it was
	// over; on Redis that since the first purge after it was made. Counts tells of all that was ever sent, expired
	// or dropped.
	//
	// It works in steps of a few milliseconds, between which others have their
	// turn; each is all or nothing. One that was broken off goes on with the next
	// call, and two at a time harm nothing. The bytes are those of pages in use of
	// a SQLite file without its index, which gets smaller bit by bit; on Redis
	// they are an estimate of what the articles and seen keys take.
	Purge(ctx context.Context, k news.Keep) (news.Purged, error)
}

// Jobs keeps what is to be done at a time, so that it is done though the process
// that wanted it is gone. Who does a job holds a lease for it, and schedules it
// anew or cancels it once it is done: until then it stays due, for whoever takes
// the lease when its holder has died.
type Jobs interface {
	// Schedule writes a job. One of the same key is replaced.
	Schedule(context.Context, news.Job) error

	// Scheduled returns the job of a key, and whether there is one.
	Scheduled(ctx context.Context, key string) (news.Job, bool, error)

	// Due returns up to limit jobs whose time has come, the longest due first,
	// and of one time by key.
	Due(ctx context.Context, limit int) ([]news.Job, error)

	// Cancel removes a job and tells whether there was one.
	Cancel(ctx context.Context, key string) (bool, error)
}
