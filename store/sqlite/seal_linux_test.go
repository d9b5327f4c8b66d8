package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"unsafe"

	"github.com/rasadnews/rasad/store"
)

// TestADiskWithoutRightsIsOpened opens a store that others may read, on a disk that
// knows no rights, as a mount into a container may be: it is opened as it is.
func TestADiskWithoutRightsIsOpened(t *testing.T) {
	for _, why := range []syscall.Errno{syscall.ENOTSUP, syscall.ENOSYS, syscall.EROFS, syscall.EINVAL, syscall.EPERM} {
		t.Run(why.Error(), func(t *testing.T) {
			path := made(t)
			chmodAll(t, filepath.Dir(path), 0o644)
			done := make(chan error)
			go func() {
				runtime.LockOSThread() // for good: the thread ends with this
				if err := refuseChmod(path, why); err != nil {
					done <- err
					return
				}
				s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
				if err == nil {
					err = s.Close()
				}
				done <- err
			}()
			switch err := <-done; {
			case errors.Is(err, errNoFilter):
				t.Skip(err)
			case err != nil:
				t.Errorf("Open where chmod says %v = %v", why, err)
			}
		})
	}
}

var errNoFilter = errors.New("no filter of system calls is allowed here")

// refuseChmod has the system refuse this thread to change the rights of files.
func refuseChmod(path string, why syscall.Errno) error {
	const (
		setNoNewPrivs, setSeccomp, filterMode = 38, 22, 2 // of prctl(2)
		loadWord, jumpIfEqual, give           = 0x20, 0x15, 0x06
		refuse, allow                         = 0x00050000, 0x7fff0000 // of seccomp(2)
	)
	filter := []syscall.SockFilter{
		{Code: loadWord}, // the number of the call
		{Code: jumpIfEqual, Jf: 1, K: syscall.SYS_FCHMODAT},
		{Code: give, K: refuse | uint32(why)},
		{Code: give, K: allow},
	}
	program := syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if _, _, err := syscall.RawSyscall6(syscall.SYS_PRCTL, setNoNewPrivs, 1, 0, 0, 0, 0); err != 0 {
		return fmt.Errorf("%w: %w", errNoFilter, err)
	}
	if _, _, err := syscall.RawSyscall6(syscall.SYS_PRCTL, setSeccomp, filterMode, uintptr(unsafe.Pointer(&program)), 0, 0, 0); err != 0 {
		return fmt.Errorf("%w: %w", errNoFilter, err)
	}
	if err := os.Chmod(path, 0o644); !errors.Is(err, why) {
		return fmt.Errorf("chmod = %w, want %w", err, why)
	}
	return nil
}
