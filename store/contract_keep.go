package store

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Upkeep keeps a store from growing for ever.
type Upkeep interface {
	// Purge removes what is over and older than asked, and the oldest articles
	// while the store takes more bytes than it may: articles with their matches,
	// and what is left of deliveries that were sent, dropped or expired. Where
	// articles are not kept for ever, votes on those that are not in the archive go
	// too. It counts what it removed, also when it fails on the way.
	//
	// An article stays as long as its alerts are not done with: while it is in
	// the outbox, or a delivery of it waits, is under way, held or buried. So do
	// these deliveries themselves. Whatever is removed, what was seen counts as
	// seen for as long as Identities say, so nothing that is old becomes new; but a
	// recipient counts as told of an article no longer than the delivery is kept.
	// On SQLite a delivery's age is that since it was over; on Redis that since the
	// first purge after it was made. Counts tells of all that was ever sent, expired
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

// Leases say who may do what only one process at a time may do.
type Leases interface {
	// Acquire takes a lease that is free, released, expired or the holder's
	// own, and tells whether it did. The token is greater than all before it
	// if the lease was released or held by another, and the same if it was
	// the holder's own.
	Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error)

	// Renew prolongs a lease, and tells whether it is still its holder's. One
	// that expired without another taking it is.
	Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error)

	// Release gives a lease back. One that another holds by now is left
	// alone.
	Release(context.Context, news.Lease) error

	// Held returns those of the named leases that are in force, in the order
	// of the names.
	Held(ctx context.Context, names []string) ([]news.Lease, error)
}

// Memory keeps small things by name.
type Memory interface {
	// SourceState returns the state of a source. That of an unknown one is
	// zero but for its Source.
	SourceState(ctx context.Context, id string) (news.SourceState, error)

	// PutSourceState writes the state of a source. If a newer token of the
	// lease under which it was polled was handed out, it returns
	// news.ErrFenced and changes nothing: another process polls it now. A
	// process that shares with no other gives the zero Lease.
	PutSourceState(context.Context, news.SourceState, news.Lease) error

	// Setting returns the value of a key, empty if it was never put.
	Setting(ctx context.Context, key string) (string, error)

	// PutSetting writes the value of a key.
	PutSetting(ctx context.Context, key, value string) error
}
