//go:build !unix

package sqlite

import (
	"fmt"
	"io/fs"
	"os"
)

// lockless is what SQLite calls the way to its files that takes no locks.
const lockless = "win32-none"

// links takes it that a file has one name, as there is no telling.
func links(fs.FileInfo) uint64 { return 1 }

// lockFile makes a file to be locked. Where there is no flock it keeps nobody
// out: that a second process must not open the database is the operator's
// duty there.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", refused(err))
	}
	return f, nil
}
