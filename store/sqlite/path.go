package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Beside a store's file stand others, whose names are its own and one of these.
const (
	lockSuffix    = ".lock"    // which process the store belongs to
	logSuffix     = "-wal"     // what was written last
	shareSuffix   = "-shm"     // where in the log it stands
	journalSuffix = "-journal" // how it was, in the place of a log
	indexSuffix   = ".search"  // the search index, with files of its own beside it
)

// suffixes are those of all files of a store, beginning with its own.
var suffixes = []string{
	"", lockSuffix, logSuffix, shareSuffix, journalSuffix,
	indexSuffix, indexSuffix + logSuffix, indexSuffix + shareSuffix, indexSuffix + journalSuffix,
}

// CheckPath tells whether a path can be that of a store's file.
func CheckPath(path string) error {
	if path == "" || strings.HasPrefix(path, "//") {
		return fmt.Errorf("sqlite:%s names no file: write sqlite:PATH, such as sqlite:data/rasad.db", path)
	}
	return nil
}

// fullPath returns the one path from the root of a store's file, by whichever
// links it is named: the files beside it must be the same for all who use it.
func fullPath(path string) (string, error) {
	if err := CheckPath(path); err != nil {
		return "", err
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("sqlite:%s: %w", path, err)
	}
	return resolve(full), nil
}

// resolve follows the links of a path from the root. What is not there, be it
// what a link leads to, keeps its name; a path that leads nowhere is returned as
// it is, and whoever opens it is told why.
func resolve(path string) string {
	real, err := filepath.EvalSymlinks(path)
	switch {
	case err == nil:
		return real
	case !errors.Is(err, fs.ErrNotExist), path == filepath.Dir(path):
		return path
	}
	folder := resolve(filepath.Dir(path))
	path = filepath.Join(folder, filepath.Base(path))
	target, err := os.Readlink(path)
	if err != nil {
		return path // it is no link
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(folder, target)
	}
	return resolve(target)
}

// belongs tells whether a path is that of one of the files of a store, be it there
// or not.
func belongs(path, store string) bool {
	path = resolve(path)
	there, missing := os.Stat(path)
	return slices.ContainsFunc(suffixes, func(suffix string) bool {
		own, err := os.Stat(store + suffix)
		return path == store+suffix || err == nil && missing == nil && os.SameFile(own, there)
	})
}
