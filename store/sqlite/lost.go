package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// An opened file is one that the store has open, as it stood at its path at the opening.
// Where files cannot be told apart, it only has to be there.
type opened struct {
	path string
	was  os.FileInfo
}

// filesOf returns the files of the open store at a path.
func filesOf(path string) ([]opened, error) {
	var files []opened
	for _, suffix := range []string{"", logSuffix, shareSuffix, lockSuffix} {
		info, err := os.Stat(path + suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err == nil {
			files = append(files, opened{path + suffix, info})
		}
	}
	return files, nil
}

// lost tells whether a file of the store was taken away while it was open, or
// another put into its place. The system still lets it be written, and throws
// all of it away when this process ends. It takes some microseconds. Of a closed
// store SQLite has taken files away itself, after quit was closed: so whether it is
// closed is asked once a file is missing.
func (e *Engine) lost() error {
	for _, f := range e.files {
		is, err := os.Stat(f.path)
		if err == nil && os.SameFile(f.was, is) || err != nil && !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if e.writer.stopped() {
			return errClosed
		}
		gone := damaged{fmt.Errorf("sqlite:%s: %s was taken away while it was in use, or another put into its place: "+
			"what is written now is lost; restore a backup, or the files as they were", e.path, f.path)}
		if e.hurt != nil {
			e.hurt(gone)
		}
		return gone
	}
	return nil
}
