package sqlite

import (
	"context"
	"errors"
	"fmt"

	codes "modernc.org/sqlite/lib"
)

const (
	pageSize = 4096 // bytes of a page of the file, and of the log without its header

	// logPages is how long the write-ahead log gets, in pages, before it is
	// copied into the file: 16 MB.
	logPages = 4000
)

// fitLog has the log copied into the file while that fits on the disk: once it
// is half as long as what the disk has left, which is all that the file can
// grow by. What the log takes beyond that is given back.
func (w *writer) fitLog() error {
	pages := logPages
	if free, known := freeBytes(w.folder); known && free < 2*logPages*pageSize {
		for pages = 1; uint64(pages)*4*pageSize <= free; pages *= 2 {
		}
	}
	if pages == w.pages {
		return nil
	}
	for _, pragma := range []string{
		fmt.Sprintf("PRAGMA wal_autocheckpoint(%d)", pages),
		fmt.Sprintf("PRAGMA journal_size_limit(%d)", pages*pageSize),
	} {
		if err := w.pragma(pragma); err != nil {
			return err
		}
	}
	w.pages = pages
	return nil
}

// makeRoom copies the log into the file and gives its room back to the disk,
// all of it unless a long read keeps it. It fails with SQLITE_FULL if the file
// cannot grow by what the log holds.
func (w *writer) makeRoom() error { return w.pragma("PRAGMA wal_checkpoint(TRUNCATE)") }

// pragma runs a pragma and passes over what it answers.
func (w *writer) pragma(text string) error {
	rows, err := w.conn.QueryContext(context.Background(), text)
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return errors.Join(rows.Err(), rows.Close())
}

// full tells whether an error says that the disk is full.
func full(err error) bool { return codeOf(err) == codes.SQLITE_FULL }
