// Package store keeps what must survive a crash: which items have been seen,
// the archive, the outbox, subscriptions, deliveries, leases and the state of
// sources.
//
// The package itself is the contract. Two engines fulfil it, and both pass
// the one suite of store/storetest:
//
//	contract.go  Store: what every engine promises, and of what groups it is made:
//	             contract_archive.go: what was seen and claimed, and how it is found;
//	             contract_directory.go: chats and their subscriptions;
//	             contract_queue.go: deliveries; contract_bot.go: watches, votes, access
//	             and notes; contract_keep.go: upkeep, jobs, leases and small things;
//	             contract_move.go: all of it as rows, for another store
//	store.go     Open: from an address to an engine
//	door.go      of what callers give, texts are made valid: text.go
//	backup.go    a store in a file, copied and checked while it is in use
//	migrate.go   a store in a file moves to a server; differ.go: what did not come there;
//	             older.go: what may be thrown away for it
//	move/        the rows in which it does
//	sqlite/      the default: one file, one process, nothing to install
//	redis/       a server that any number of processes share
//	sqlite/search/   the index of either's archive: a projection in a file
//	storetest/   the suite, and Redis servers for tests
//	chaos/       tests that break everything, and count what is lost
package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/rasadnews/rasad/store/redis"
	"github.com/rasadnews/rasad/store/sqlite"
)

// Config holds the options of a store. Its zero value works.
type Config struct {
	// Clock tells the time. Nil means time.Now, and for leases on a server
	// that processes share, the server's time.
	Clock func() time.Time

	// Index is the file of the search index of a store on a server. A process
	// that answers searches gives one, so that the index outlives it; without
	// one, a process that searches makes an index for itself, which takes a while
	// if there is much. The store in a file has its index beside it.
	Index string

	// Damaged, if set, is told that the store's file turned out to be damaged, or,
	// when a lease is renewed, to have been taken away, with an error that is
	// ErrDamaged, before the call that met it returns. Whoever goes on with such a
	// file only meets it again.
	Damaged func(error)

	// Logger is told what an operator should know about the server or file
	// behind the store. Nil means silence.
	Logger *slog.Logger
}

// ErrAway is in an error of Open that waiting may mend: the server starts, fails
// over, or is out of reach or of memory; the disk of server or file is full.
var ErrAway = redis.ErrAway

// ErrDamaged is in the errors of a store whose file is damaged, or was taken away
// while it was in use, which no waiting mends.
var ErrDamaged = sqlite.ErrDamaged

// What is in the errors of a store on a server, of all calls that change something,
// once what was opened is gone: the process is to end.
var (
	// ErrMoved tells that another store moves to its place, or has moved (Migrate).
	ErrMoved = redis.ErrMoved

	// ErrLost tells that the server has lost it.
	ErrLost = redis.ErrLost

	// ErrUpgraded tells that a newer program has taken it over.
	ErrUpgraded = redis.ErrUpgraded
)

// CheckAddress tells whether an address can be understood, and the certificates be
// read that it names, without opening the store. Its errors never hold a password.
func CheckAddress(address string) error {
	scheme, rest, found := strings.Cut(address, ":")
	switch {
	case !found || !schemes.MatchString(scheme):
		return fmt.Errorf("%s: the address has no scheme", forms)
	case scheme == "sqlite":
		return sqlite.CheckPath(rest)
	case redis.Knows(scheme):
		return redis.Check(address)
	}
	return fmt.Errorf("%s: the address begins with %q", forms, scheme+":")
}

// Place names the store that an address leads to, without the user and password
// by whom it is asked for.
func Place(address string) (string, error) {
	if err := CheckAddress(address); err != nil {
		return "", err
	}
	if path, is := strings.CutPrefix(address, "sqlite:"); is {
		return "sqlite:" + path, nil
	}
	return redis.Place(address)
}

// forms are what an address may be.
const forms = "a store is sqlite:FILE, redis://HOST:PORT/DB, redis+sentinel://HOSTS/MASTER/DB or redis+cluster://HOSTS"

// Open opens the store at an address:
//
//	sqlite:data/rasad.db                a file, made with its folder when it is missing
//	redis://host:6379/0                 a Redis server
//	redis+sentinel://a,b,c/mymaster/0   the server that the sentinels on hosts a, b and c,
//	                                    port 26379 if none is given, hold for that master
//	redis+cluster://a,b,c               a Redis cluster, by some of its nodes
//
// A user and password stand before the hosts, user:password@, and are those of
// the servers; rediss, with two s, is the same over TLS. After a question mark
// may follow, with & between them:
//
//	prefix=name         under which all keys stand, so that stores share a server
//	ca=file             the authority of the server's certificate, if it is not the system's
//	cert=file&key=file  this client's certificate
//	sentinel_user=, sentinel_password=   what the sentinels want
//
// Errors never hold a password.
func Open(ctx context.Context, address string, c Config) (Store, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if err := CheckAddress(address); err != nil {
		return nil, err
	}
	if path, is := strings.CutPrefix(address, "sqlite:"); is {
		clock := c.Clock
		if clock == nil {
			clock = time.Now
		}
		s, err := sqlite.Open(ctx, path, clock, c.Damaged)
		if errors.Is(err, sqlite.ErrFull) {
			err = fmt.Errorf("%w: %w", ErrAway, err)
		}
		if err != nil {
			return nil, fmt.Errorf("open store: %w", err)
		}
		return door{s}, nil
	}
	s, err := redis.Open(ctx, address, c.Clock, c.Index, c.Logger)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return door{s}, nil
}

// schemes matches what can stand before the colon of an address (RFC 3986).
var schemes = regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`)
