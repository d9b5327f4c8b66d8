package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// A view is a store's file opened to be read alone. It takes no owner's lock,
// so that it can be had beside the process that the file belongs to, and shows
// what has been committed.
type view struct {
	*sql.Conn
	db      *sql.DB
	version int
	path    string
	left    string // the state of a file that nobody used, and that is read without locks
}

const (
	// asItIs reads a file without what SQLite makes beside one that others may use.
	asItIs = "&mode=ro&immutable=1"

	// forOne reads a file and its log, with what is shared of that kept in memory:
	// SQLite wants a lock for it that no reader can have.
	forOne = "&mode=ro&vfs=" + lockless
)

// look opens a view of the file at a path from the root.
func look(ctx context.Context, path string) (*view, error) {
	err := inspect(path)
	if err == nil && !there(path) {
		err = errors.New("there is no such file")
	}
	if err == nil {
		err = readable(path)
	}
	if errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("give this user the right to read the file and what stands beside it, and to enter their folder: %w", err)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case there(path + shareSuffix): // it is in use, or its process died
		return open(ctx, path, "&mode=ro")
	case there(path + logSuffix): // its process died, and so did the machine
		return alone(ctx, path, forOne, "locking_mode(exclusive)")
	case !writable(path):
		return alone(ctx, path, asItIs)
	}
	// Only who may write takes away again what is made beside the file.
	v, err := open(ctx, path, "&mode=rw")
	if code := codeOf(err); code == codes.SQLITE_CANTOPEN || code == codes.SQLITE_READONLY {
		v, err = alone(ctx, path, asItIs) // the folder cannot be written
	}
	return v, err
}

// readable returns an error if this user may not read a store's file, or its log.
func readable(path string) error {
	for _, suffix := range []string{"", logSuffix, shareSuffix} {
		if err := mayRead(path + suffix); err != nil && there(path+suffix) {
			return fmt.Errorf("read %s: %w", path+suffix, err)
		}
	}
	return nil
}

// leaveLog has a connection leave the log where it is, if nothing is in it too.
func leaveLog(conn any) error {
	_, err := conn.(driver.FileControl).FileControlPersistWAL("main", 1)
	return err
}

// writable tells whether this user may write a file that nobody uses: SQLite
// would lose its locks by it.
func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	return err == nil && f.Close() == nil
}

// alone opens a file that nobody uses.
func alone(ctx context.Context, path, how string, pragmas ...string) (*view, error) {
	left := state(path)
	v, err := open(ctx, path, how, pragmas...)
	if err != nil {
		return nil, err
	}
	v.left = left
	if err := v.Raw(leaveLog); err != nil {
		return nil, errors.Join(err, v.close())
	}
	return v, nil
}

func open(ctx context.Context, path, how string, pragmas ...string) (*view, error) {
	db, err := sql.Open("sqlite", address(path, pragmas...)+how)
	if err != nil {
		return nil, err
	}
	v := &view{db: db, path: path}
	if v.Conn, err = db.Conn(ctx); err == nil {
		v.version, err = currentVersion(ctx, v.Conn)
	}
	if err == nil && v.version == 0 {
		err = errors.New("there is no store in the file")
	}
	if err != nil {
		return nil, errors.Join(err, v.close())
	}
	return v, nil
}

// state tells by size and time what a store's file and its log are like.
func state(path string) (all string) {
	for _, suffix := range []string{"", logSuffix, shareSuffix} {
		if info, err := os.Stat(path + suffix); err == nil {
			all += fmt.Sprint(suffix, info.Size(), info.ModTime())
		}
	}
	return all
}

// errDisturbed tells that a file which nobody used is in use after all.
var errDisturbed = errors.New("a process began to use it meanwhile: try again")

// undisturbed returns an error if a file that was read without locks has come into
// use meanwhile, so that what was read is of several moments.
func (v *view) undisturbed() error {
	if v.left != "" && state(v.path) != v.left {
		return errDisturbed
	}
	return nil
}

// there tells whether there is something at a path.
func there(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func (v *view) close() error {
	if v.Conn == nil {
		return v.db.Close()
	}
	return errors.Join(v.Conn.Close(), v.db.Close())
}
