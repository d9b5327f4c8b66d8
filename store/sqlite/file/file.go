// Package file is what a store and its search index have in common as files of
// SQLite.
package file

import (
	"errors"
	"io/fs"
	"os"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// Create makes a file that only its owner may read, as it holds what chats wrote,
// if there is none. SQLite would let everybody read it.
func Create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		return err
	}
	return f.Close()
}

// IsAt tells whether a file is the one at a path.
func IsAt(path string, f fs.FileInfo) bool {
	there, err := os.Stat(path)
	return err == nil && os.SameFile(there, f)
}

// Code returns the code of an error of SQLite, without what extends it; 0 if it is
// none.
func Code(err error) int {
	const primary = 0xff
	return extended(err) & primary
}

func extended(err error) int {
	var s *driver.Error
	if !errors.As(err, &s) {
		return 0
	}
	return s.Code()
}

// Damaged tells whether an error says that a file is damaged, or is no database.
func Damaged(err error) bool {
	code := Code(err)
	return code == codes.SQLITE_CORRUPT || code == codes.SQLITE_NOTADB
}

// Short tells whether an error says that a file ends before what was written to it,
// as one does that was cut while it was open.
func Short(err error) bool { return extended(err) == codes.SQLITE_IOERR_SHORT_READ }
