// Package sqlite is the store's default engine: one SQLite file, in pure Go,
// that serves one process. Beside it stands the file of the search index, which
// is made anew whenever it is not there.
//
// All writes go through one goroutine, which commits together what callers
// ask for at the same time: each waits for one fsync, not for all. Reads go
// past it over connections of their own; the write-ahead log lets them see
// the last commit while the next is under way.
//
//	sqlite.go        Open and Close
//	path.go          the file, by whichever path, and those beside it
//	lock_*.go        one process at a time
//	migrate.go       the schema, version by version, from migrations/
//	writer.go        the writing goroutine and its transactions
//	log.go           how long the write-ahead log gets; room_*.go: what the disk has left
//	reader.go        the reading connections and their queries
//	seen.go          seen keys, and when they are forgotten; day.go: the days by which that goes
//	claim.go         claims
//	archive.go       articles, the latest first
//	index.go         the search index, in a file of its own: search/
//	outbox.go        entries, subscribers, fan-out
//	chat.go          chats; migrate_chat.go, migrate_bot.go: a chat gets another ID
//	settings.go      what chats choose; forget.go: what is deleted of a chat
//	subscription.go  subscriptions
//	watch.go         watches and their changes
//	vote.go          votes and their sums
//	access.go        guests and invitations
//	message.go       what a message brought
//	delivery.go      deliveries: enqueue, begin, finish, shorten, retry, bury; redrive.go
//	join.go          deliveries that become one message
//	hold.go          deliveries out of their lanes until a time, or for good
//	lane.go          the order of deliveries by chat and class: reserve, park
//	lease.go         leases
//	memory.go        source states, settings, counts
//	view.go          the file as one who only reads sees it
//	check.go         whether the file is whole; recount.go: its counts
//	backup.go        a copy of it, while it is in use; part.go: as long as that is not whole
//	lost.go          whether the file is still where it was
//	fault.go         what an operator can do about errors; file/: what its files have in common
//	purge.go         what is too old or too much, a little at a time
//	jobs.go          what is to be done at a time
//	export.go        all that is kept as rows, for another store; import.go: the way back
//	source.go        the file of a store that moves
//	value.go         times and JSON, there and back
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/rasadnews/rasad/store/sqlite/search"
	driver "modernc.org/sqlite"
)

// An Engine is a store in one SQLite file. Its methods are those of
// store.Store, where they are documented.
type Engine struct {
	path   string // of the file, from the root
	clock  func() time.Time
	hurt   func(error) // told of damage, unless nil
	lock   *os.File
	files  []opened // that are open
	reads  *reader
	writes *sql.DB
	writer *writer
	index  *search.Index
	days   calendar
	close  func() error

	recounting sync.Mutex
}

var (
	// errClosed is what a call after Close gets.
	errClosed = errors.New("the store is closed")

	// errInUse is what a second process gets.
	errInUse = errors.New("another process uses this database: stop it first, or share a Redis store instead")

	// errHeld is what lockFile returns if another has the lock.
	errHeld = errors.New("it is locked")
)

// Open opens the file at path, and makes it, with its folder, if it is not
// there. The file belongs to this process until Close; a process that died
// leaves it free, however it died. Unless nil, hurt is told when a later call
// meets damage, or finds that the file was taken away, before that returns.
func Open(ctx context.Context, path string, clock func() time.Time, hurt func(error)) (*Engine, error) {
	full, err := fullPath(path)
	if err != nil {
		return nil, err
	}
	lock, err := own(full)
	if err != nil {
		return nil, fmt.Errorf("sqlite:%s: %w", path, atOpen(full, err))
	}
	e := &Engine{path: full, clock: clock, lock: lock, hurt: hurt}
	e.close = sync.OnceValue(e.shut)
	if err := e.open(ctx, full); err != nil {
		e.Close()
		return nil, fmt.Errorf("sqlite:%s: %w", path, atOpen(full, err))
	}
	return e, nil
}

// own takes the lock that says which process the file at a path belongs to. It
// is that of a file beside it, because SQLite loses its own locks when another
// handle to the database is closed.
func own(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make its folder: %w", refused(err))
	}
	if err := inspect(path); err != nil {
		return nil, err
	}
	lock, err := lockFile(path + lockSuffix)
	if errors.Is(err, errHeld) {
		return nil, errInUse
	}
	return lock, err
}

// open connects to the locked file, and begins to search it.
func (e *Engine) open(ctx context.Context, path string) error {
	if err := e.connect(ctx, path); err != nil {
		return err
	}
	e.index = search.New(path+indexSuffix, claimed{e}, 0)
	e.index.Kick() // for what was claimed last time
	return nil
}

// connect connects to the locked file and brings it to the present schema.
func (e *Engine) connect(ctx context.Context, path string) error {
	const readers = 4
	// A commit need not wait for the file's timestamps as well.
	if _, err := driver.Fdatasync(true); err != nil && !errors.Is(err, driver.ErrFdatasyncUnavailable) {
		return err
	}
	err := create(path)
	if err != nil {
		return err
	}
	seal(path)
	if e.writes, err = sql.Open("sqlite", address(path, writing...)); err != nil {
		return err
	}
	e.writes.SetMaxOpenConns(1)
	conn, err := e.writes.Conn(ctx)
	if err != nil {
		return err
	}
	if err := migrate(ctx, conn); err != nil {
		return errors.Join(err, conn.Close())
	}
	e.writer = startWriter(conn, filepath.Dir(path))
	reads, err := sql.Open("sqlite", address(path, "query_only(1)"))
	if err != nil {
		return err
	}
	e.reads = &reader{DB: reads, statements: map[string]*sql.Stmt{}}
	e.reads.SetMaxOpenConns(readers)
	e.reads.SetMaxIdleConns(readers)
	if err := e.reads.PingContext(ctx); err != nil {
		return err
	}
	e.files, err = filesOf(path)
	return err
}

// writing is how the file is written. A commit is on the disk when it returns.
// What a purge frees is given back a little at a time. The cache, in KiB, holds the
// pages that a batch of claims changes, which the small one that is usual would
// write twice.
var writing = []string{"auto_vacuum(incremental)", "journal_mode(WAL)", "synchronous(FULL)", "cache_size(-16000)"}

// address returns the file's address for the driver, with pragmas.
func address(path string, pragmas ...string) string {
	q := url.Values{"_pragma": append([]string{"busy_timeout(5000)"}, pragmas...)}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// Close waits for the writes under way and closes the file.
func (e *Engine) Close() error { return e.close() }

func (e *Engine) shut() error {
	var errs []error
	if e.index != nil {
		errs = append(errs, e.index.Close())
	}
	if e.writer != nil {
		errs = append(errs, e.writer.stop())
	}
	if e.reads != nil {
		errs = append(errs, e.reads.Close())
	}
	if e.writes != nil {
		errs = append(errs, e.writes.Close())
	}
	return errors.Join(append(errs, e.lock.Close())...)
}

// now returns the clock's time as the database keeps it.
func (e *Engine) now() int64 { return micro(e.clock()) }
