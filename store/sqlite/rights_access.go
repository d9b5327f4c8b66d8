//go:build linux || darwin

package sqlite

import "syscall"

// mayRead returns an error if this user may not read a file. It does not open it:
// SQLite would lose its locks if this process has the file open already.
func mayRead(path string) error {
	const read = 4 // R_OK of access(2)
	return syscall.Access(path, read)
}
