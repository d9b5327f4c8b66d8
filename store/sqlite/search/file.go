package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/rasadnews/rasad/store/sqlite/file"
	codes "modernc.org/sqlite/lib"
)

// Tables are an open file, with the queries that are asked most.
type tables struct {
	*sql.DB
	file  os.FileInfo    // as it was found
	calls sync.WaitGroup // that use it

	preparing sync.Mutex
	idOf      *sql.Stmt
	leaves    *sql.Stmt
}

const (
	// leavesOf reads the leaves whose numbers lie in a span, the last one exclusive.
	leavesOf = `SELECT data FROM leaves WHERE number >= ? AND number < ? ORDER BY number`

	// someOf reads the leaves of a list of numbers.
	someOf = `SELECT l.data FROM json_each(?) AS asked CROSS JOIN leaves AS l ON l.number = asked.value`
)

// with runs what needs the file. If it finds it to be damaged, that is made anew,
// as it holds nothing that the archive does not, and it runs once more.
func (x *Index) with(ctx context.Context, run func(*tables) error) error {
	for again := true; ; again = false {
		db, err := x.open(ctx)
		if err != nil {
			return err
		}
		err = db.call(run)
		if !again || !damaged(err) {
			return err
		}
		x.discard(ctx, db, err)
	}
}

// call runs what needs the file, which is then done with it, however it ends.
func (db *tables) call(run func(*tables) error) error {
	defer db.calls.Done()
	return run(db)
}

// open returns the open file, which the caller has until it is done. One that is
// damaged from its first page on, or no database, is made anew. One that is not at
// its place any more, as another process threw it away, is left.
func (x *Index) open(ctx context.Context) (*tables, error) {
	x.opening.Lock()
	defer x.opening.Unlock()
	if x.closed {
		return nil, errClosed
	}
	if old := x.opened; old != nil && !file.IsAt(x.path, old.file) {
		x.opened = nil
		old.calls.Wait()
		_ = old.Close() // it holds nothing that anybody will miss
	}
	if x.opened == nil {
		db, err := connectOrMake(ctx, x.path)
		if err != nil {
			return nil, fmt.Errorf("open search index %s: %w", x.path, err)
		}
		x.opened = db
	}
	x.opened.calls.Add(1)
	return x.opened, nil
}

func connectOrMake(ctx context.Context, path string) (*tables, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	for again := true; ; again = false {
		if err := file.Create(path); err != nil {
			return nil, err
		}
		found, err := os.Stat(path) // before it is opened: that may be a later one, which then stays
		if err != nil {
			return nil, err
		}
		db, err := connect(ctx, path)
		if err == nil {
			return &tables{DB: db, file: found}, nil
		}
		if !again || !damaged(err) {
			return nil, err
		}
		if err := remove(path, found); err != nil {
			return nil, err
		}
	}
}

// change runs a transaction that writes.
func (db *tables) change(ctx context.Context, run func(*sql.Tx) error) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if err := run(t); err != nil {
		return err
	}
	return t.Commit()
}

// look runs a transaction that reads.
func (db *tables) look(ctx context.Context, run func(*sql.Tx) error) error {
	t, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer t.Rollback()
	return run(t)
}

// connect opens the file, and reads something of it.
func connect(ctx context.Context, path string) (*sql.DB, error) {
	const connections = 4
	pragmas := []string{"busy_timeout(5000)", "auto_vacuum(incremental)", "journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-16000)"}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// discard empties a file in which a call met damage, unless another call has
// already, and has it made anew. Where SQLite cannot read its pages any more, it
// throws it away, if no other process has: of what is beside a file, SQLite takes
// away by name when that is closed, so nobody of this process may have the old one
// open by then.
func (x *Index) discard(ctx context.Context, db *tables, why error) {
	x.opening.Lock()
	defer x.opening.Unlock()
	if x.opened != db {
		return
	}
	x.opened = nil
	db.calls.Wait()
	ctx = context.WithoutCancel(ctx)
	emptied := !file.Damaged(why) && !file.Short(why) && db.change(ctx, func(t *sql.Tx) error { return empty(ctx, t) }) == nil
	_ = db.Close() // what it says of a damaged file is known
	if !emptied {
		_ = remove(x.path, db.file) // if that fails, so will the next call, and say so
	}
	x.Kick()
}

// damaged tells whether an error says that a file is not what was written, or
// that what was written contradicts itself: every number is given out once. What
// the archive says is about another file.
func damaged(err error) bool {
	if theirs := (archiveError{}); errors.As(err, &theirs) {
		return false
	}
	return errors.Is(err, errDamaged) || file.Damaged(err) || file.Short(err) || file.Code(err) == codes.SQLITE_CONSTRAINT
}

// remove takes a file away, unless another one is at its place by now.
func remove(path string, f os.FileInfo) error {
	if !file.IsAt(path, f) {
		return nil
	}
	var errs []error
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(path + suffix); !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
