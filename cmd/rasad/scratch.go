package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

const (
	// scratchName begins the names of the folders of dry runs.
	scratchName = "rasad-dry-run-"

	// heldName is the file in such a folder whose lock its process holds as long as
	// it lives.
	heldName = "held"
)

// A scratch is the folder of a dry run.
type scratch struct {
	dir  string
	lock *os.File
}

// newScratch makes the folder of a dry run, and removes those that were left by dry
// runs of this user which were killed.
func newScratch() (*scratch, error) {
	all, _ := os.ReadDir(os.TempDir()) // if that goes wrong, so does what follows
	for _, entry := range all {
		if strings.HasPrefix(entry.Name(), scratchName) {
			sweep(filepath.Join(os.TempDir(), entry.Name()))
		}
	}
	dir, err := os.MkdirTemp("", scratchName)
	if err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, heldName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := &scratch{dir, lock}
	if !hold(lock) {
		return nil, errors.Join(errors.New("another dry run takes the folder of this one for one that was left: try again"), s.remove())
	}
	return s, nil
}

// sweep removes the folder of a dry run that no living process holds. One without a
// lock may be about to get it, and is left.
func sweep(dir string) {
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() || !mine(info) {
		return
	}
	lock, err := os.OpenFile(filepath.Join(dir, heldName), os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer lock.Close()
	if hold(lock) {
		_ = os.RemoveAll(dir) // the next one tries again
	}
}

// remove removes the folder with all that is in it.
func (s *scratch) remove() error {
	return errors.Join(s.lock.Close(), os.RemoveAll(s.dir))
}
