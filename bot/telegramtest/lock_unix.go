//go:build unix

package telegramtest

import (
	"errors"
	"os"
	"syscall"
)

// lock keeps other processes, and other servers of this one, off a journal
// until it is closed, or the process ends in whatever way.
func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errors.New("another server uses it")
	}
	return err
}
