//go:build linux || darwin

package sqlite

import "syscall"

// freeBytes returns how much a disk has left for this user, by a folder on it,
// and whether that is known.
func freeBytes(folder string) (uint64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
