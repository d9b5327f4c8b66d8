package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/rasadnews/rasad/store/sqlite/file"
)

// partSuffix makes the name of a copy that is not whole yet.
const partSuffix = ".part"

// takePart returns the file of a part, empty and locked. One that a backup left
// which was broken off is taken over; with replace, whichever file is there.
func takePart(part string, replace bool) (*os.File, error) {
	if there(part + lockSuffix) {
		return nil, fmt.Errorf("a store is at %s: give another path", part)
	}
	f, err := lockFile(part)
	if err == nil && !names(part, f) {
		err = errors.Join(errHeld, f.Close()) // it got its name while we came
	}
	if errors.Is(err, errHeld) {
		return nil, errors.New("another backup to there is under way")
	}
	if err != nil {
		return nil, err
	}
	anew, err := clearPart(f, part, replace)
	if err == nil && !anew {
		return f, nil
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return takePart(part, replace)
}

// clearPart empties the locked file of a part, of which nothing is of use, and
// removes what SQLite left beside it, which it would take for the next part's. If
// the file has another name by now, as the copy that it has become, it keeps what is
// in it and loses this name, so that the part is to be made anew.
func clearPart(f *os.File, part string, replace bool) (anew bool, err error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s is no regular file: give another path", part)
	case !replace && !brokenOff(f):
		return false, fmt.Errorf("%s is no copy that was broken off: %w", part, ErrExists)
	}
	if err := discardBeside(part); err != nil {
		return false, err
	}
	if links(info) > 1 {
		return true, os.Remove(part)
	}
	// What is in the store is for no other user to read.
	return false, errors.Join(f.Truncate(0), f.Chmod(0o600))
}

// brokenOff tells whether a file can be what a backup left: nothing, pages without
// the first one, which SQLite writes last, or a store.
func brokenOff(f *os.File) bool {
	const magic, owner = "SQLite format 3\x00", 68 // https://sqlite.org/fileformat2.html#the_database_header
	head := make([]byte, owner+4)
	switch n, err := f.ReadAt(head, 0); {
	case n == 0 && errors.Is(err, io.EOF):
		return true
	case err != nil:
		return false
	}
	return bytes.Count(head, []byte{0}) == len(head) ||
		bytes.HasPrefix(head, []byte(magic)) && binary.BigEndian.Uint32(head[owner:]) == application
}

// names tells whether a path is still that of an open file.
func names(path string, f *os.File) bool {
	open, err := f.Stat()
	return err == nil && file.IsAt(path, open)
}

// discard removes a part, and what SQLite writes beside it.
func discard(part string) error {
	return errors.Join(discardBeside(part), remove(part))
}

func discardBeside(part string) error {
	return errors.Join(remove(part+journalSuffix), remove(part+logSuffix), remove(part+shareSuffix))
}

// remove removes a file, if it is there.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
