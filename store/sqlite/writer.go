package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
)

// A writer is the one goroutine that writes. Jobs that wait while it commits
// are committed together the next time.
type writer struct {
	conn       *sql.Conn
	folder     string                // the file's
	pages      int                   // that the log is let grow to, see fitLog
	cramped    bool                  // the disk was full, and the log has not been copied since
	trouble    atomic.Pointer[error] // what went wrong with the file last, nil if all went well since
	statements map[string]*sql.Stmt
	jobs       chan job
	quit       chan struct{}
	done       chan error
}

// A job is what one caller wants written. It may be run twice, the first
// time in vain, and must set its results anew each time.
type job struct {
	run  func(*tx) error
	done chan error
}

// A tx is the transaction in which a job runs.
type tx struct {
	writer *writer
}

func startWriter(conn *sql.Conn, folder string) *writer {
	w := &writer{
		conn:       conn,
		folder:     folder,
		statements: map[string]*sql.Stmt{},
		jobs:       make(chan job),
		quit:       make(chan struct{}),
		done:       make(chan error),
	}
	go w.loop()
	return w
}

// write runs a job in a transaction and returns when it is durable. The
// context ends the wait for the writer's turn; a job whose turn has come is
// waited for, so that its caller knows how it ended.
func (e *Engine) write(ctx context.Context, run func(*tx) error) error {
	j := job{run: run, done: make(chan error, 1)}
	if ctx.Err() != nil {
		return e.explain(e.writer.givenUp(ctx))
	}
	select {
	case e.writer.jobs <- j:
		return e.explain(<-j.done)
	case <-e.writer.quit:
		return errClosed
	case <-ctx.Done():
		return e.explain(e.writer.givenUp(ctx))
	}
}

// givenUp returns the error of who waits no longer. It holds what was wrong with
// the file, which is what the wait was for.
func (w *writer) givenUp(ctx context.Context) error {
	if last := w.trouble.Load(); last != nil {
		return fmt.Errorf("%w: %w", *last, ctx.Err())
	}
	return ctx.Err()
}

// note notes how a transaction went. A job's own error is no trouble.
func (w *writer) note(err error) {
	switch {
	case err == nil:
		w.trouble.Store(nil)
	case advice(err) != "":
		w.trouble.Store(&err)
	}
}

// stop waits for the commit under way and ends the writer.
func (w *writer) stop() error {
	close(w.quit)
	return <-w.done
}

// stopped tells whether the writer was told to stop, as the store is closed.
func (w *writer) stopped() bool {
	select {
	case <-w.quit:
		return true
	default:
		return false
	}
}

func (w *writer) loop() {
	for {
		select {
		case j := <-w.jobs:
			w.commit(w.gather(j))
		case <-w.quit:
			w.done <- w.end()
			return
		}
	}
}

// gather returns the first job and those that wait behind it. If there are any,
// those whose last job has just been committed are let come to their next one
// as well, as long as that brings more: they would else wait for another commit.
func (w *writer) gather(first job) []job {
	const most = 256
	batch := []job{first}
	for before := 1; len(batch) < most; {
		select {
		case j := <-w.jobs:
			batch = append(batch, j)
			continue
		default:
		}
		if len(batch) == before {
			break
		}
		before = len(batch)
		runtime.Gosched()
	}
	return batch
}

// commit writes a batch in one transaction. If it fails, each job is given
// one of its own, so that a bad one harms no other; but not if it never began,
// which is no job's fault.
func (w *writer) commit(batch []job) {
	begun, err := w.attempt(batch)
	w.note(err)
	if err != nil && begun && len(batch) > 1 {
		for _, j := range batch {
			_, err := w.transact([]job{j})
			w.note(err)
			j.done <- err
		}
		return
	}
	for _, j := range batch {
		j.done <- err
	}
}

// attempt writes a batch in one transaction. On a full disk the log is copied
// into the file and given back, as there may be room then. If there is none, the
// next room that comes is the copy's, before anything is written.
func (w *writer) attempt(batch []job) (begun bool, err error) {
	if err := w.fitLog(); err != nil {
		return false, err
	}
	if w.cramped {
		w.cramped = full(w.makeRoom())
	}
	begun, err = w.transact(batch)
	if !full(err) {
		return begun, err
	}
	if w.cramped = full(w.makeRoom()); w.cramped {
		return begun, err
	}
	return w.transact(batch)
}

func (w *writer) transact(batch []job) (begun bool, err error) {
	t := &tx{w}
	if _, err := t.exec("BEGIN IMMEDIATE"); err != nil {
		return false, err
	}
	for _, j := range batch {
		if err := j.run(t); err != nil {
			return true, t.rollback(err)
		}
	}
	if _, err := t.exec("COMMIT"); err != nil {
		return true, t.rollback(err)
	}
	return true, nil
}

// rollback undoes the transaction for the given reason. SQLite undoes it by
// itself after the gravest errors; that there is nothing left to undo is then
// no second error.
func (t *tx) rollback(why error) error {
	_, _ = t.exec("ROLLBACK")
	return why
}

func (w *writer) end() error {
	var errs []error
	for _, s := range w.statements {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, w.conn.Close())...)
}

// prepared returns the statement of a query, prepared once.
func (t *tx) prepared(query string) (*sql.Stmt, error) {
	if s := t.writer.statements[query]; s != nil {
		return s, nil
	}
	s, err := t.writer.conn.PrepareContext(context.Background(), query)
	if err == nil {
		t.writer.statements[query] = s
	}
	return s, err
}

// exec runs a statement and returns how many rows it changed. No caller's
// context reaches it: it would tear down what others commit with it.
func (t *tx) exec(query string, args ...any) (int64, error) {
	s, err := t.prepared(query)
	if err != nil {
		return 0, err
	}
	r, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// insert runs a statement that inserts a row at most, and returns its number
// and whether it did.
func (t *tx) insert(query string, args ...any) (number int64, added bool, err error) {
	s, err := t.prepared(query)
	if err != nil {
		return 0, false, err
	}
	r, err := s.Exec(args...)
	if err != nil {
		return 0, false, err
	}
	n, err := r.RowsAffected()
	if err != nil || n == 0 {
		return 0, false, err
	}
	number, err = r.LastInsertId()
	return number, true, err
}

// get reads one row into dest and tells whether there was one.
func (t *tx) get(query string, args []any, dest ...any) (bool, error) {
	s, err := t.prepared(query)
	if err != nil {
		return false, err
	}
	err = s.QueryRow(args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each returns a function that passes all rows to scan and closes them.
func each(rows *sql.Rows, err error) func(scan func(*sql.Rows) error) error {
	return func(scan func(*sql.Rows) error) error {
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	}
}
