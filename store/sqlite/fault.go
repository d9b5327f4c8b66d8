package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/rasadnews/rasad/store/sqlite/file"
	codes "modernc.org/sqlite/lib"
)

// codeOf returns the code of an error of SQLite, 0 if it is none.
func codeOf(err error) int { return file.Code(err) }

// ErrDamaged is in the errors of a store whose file is damaged, or was taken away
// while it was in use, which no waiting mends.
var ErrDamaged = errors.New("the file is damaged")

// ErrFull is in the error of Open when the disk is full.
var ErrFull = errors.New("the disk is full")

// errLinked is the error of a file of which another process may use another name.
var errLinked = errors.New("the file has another name, a hard link, by which another process may use this database, " +
	"with a lock and a log of its own: remove all names but one")

// advice returns what is wrong when SQLite returns an error, and what the
// operator can do about it; nothing if there is no more to say.
func advice(err error) string {
	switch codeOf(err) {
	case codes.SQLITE_FULL:
		return "the disk is full: free some space"
	case codes.SQLITE_NOTADB:
		return "the file is not a database: if it was rasad's store, it is damaged, so restore a backup; else move it away, or give another path"
	case codes.SQLITE_CORRUPT:
		return "the file is damaged: restore a backup, or move it away"
	case codes.SQLITE_CANTOPEN, codes.SQLITE_PERM:
		return "the file cannot be opened: give this user the right to read and write it and its folder"
	case codes.SQLITE_READONLY:
		return "the file cannot be written: give this user the right to write it and its folder"
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return "another program holds the file locked: end it"
	case codes.SQLITE_IOERR:
		return "the disk fails, or is full or over a quota: see to it"
	}
	return ""
}

// explain adds to an error of SQLite what the operator can do about it.
func explain(err error) error {
	switch a := advice(err); {
	case a == "":
		return err
	case beyondRepair(err):
		return damaged{fmt.Errorf("%s: %w", a, err)}
	default:
		return fmt.Errorf("%s: %w", a, err)
	}
}

// damaged is an error that is ErrDamaged, in words of its own.
type damaged struct{ error }

func (d damaged) Is(target error) bool { return target == ErrDamaged }
func (d damaged) Unwrap() error        { return d.error }

// beyondRepair tells whether an error says that the file is damaged.
func beyondRepair(err error) bool { return file.Damaged(err) }

// unwritable tells whether an error says that the file cannot be written for now,
// be it that it can be read.
func unwritable(err error) bool {
	switch codeOf(err) {
	case codes.SQLITE_FULL, codes.SQLITE_IOERR, codes.SQLITE_READONLY, codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return true
	}
	return false
}

// atOpen explains why a file could not be opened. On a full disk SQLite says that
// the disk fails where it cannot make what processes share, so that what is left
// of the disk must tell.
func atOpen(path string, err error) error {
	const enough = 256 << 10 // bytes for what is made at an opening, and more
	left, known := freeBytes(filepath.Dir(path))
	switch code := codeOf(err); {
	case code == codes.SQLITE_FULL, code == codes.SQLITE_IOERR && known && left < enough:
		return fmt.Errorf("%w: free some space: %w", ErrFull, err)
	}
	return explain(err)
}

// explain does so and says which file the error is about.
func (e *Engine) explain(err error) error {
	if advice(err) == "" {
		return err
	}
	err = fmt.Errorf("sqlite:%s: %w", e.path, explain(err))
	if e.hurt != nil && errors.Is(err, ErrDamaged) {
		e.hurt(err)
	}
	return err
}

// reading explains why a read went wrong.
func (e *Engine) reading(err error) error {
	if e.writer.stopped() {
		return errClosed
	}
	return e.explain(err)
}

// inspect refuses what can be seen to be no store before it is opened: SQLite
// would wait for ever for what is no file, throw the log away of a file that was
// lost or emptied, and write a log for each name of one that has several.
func inspect(path string) error {
	size := int64(0)
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("it is a folder: name a file in it")
	case !info.Mode().IsRegular():
		return errors.New("it is no regular file: give another path")
	case links(info) > 1:
		return errLinked
	default:
		size = info.Size()
	}
	if log, err := os.Stat(path + logSuffix); size == 0 && err == nil && log.Size() > 0 {
		return fmt.Errorf("the file is lost or empty, but its log %s is there: "+
			"restore a backup, or move the log away to begin anew", path+logSuffix)
	}
	return nil
}

// refused adds to an error of the system what the operator can do about it.
func refused(err error) error {
	switch {
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the disk is read-only: mount it for writing, or give another path: %w", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("give this user the right to write the file and its folder: %w", err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: free some space: %w", ErrFull, err)
	}
	return err
}

// create makes a file that only its owner may read, if there is none.
func create(path string) error { return refused(file.Create(path)) }

// seal takes the rights of others from the files of a store that are there, such as
// one that was copied back. SQLite gives what it makes beside a file the file's. One
// that belongs to another user, or is on a disk without rights, such as some mounts
// into a container, stays as it is: that is no reason not to open it.
func seal(path string) {
	for _, suffix := range suffixes {
		info, err := os.Lstat(path + suffix)
		if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 == 0 {
			continue // what is wrong with it is for those to say who open it
		}
		_ = os.Chmod(path+suffix, info.Mode().Perm()&0o700)
	}
}
