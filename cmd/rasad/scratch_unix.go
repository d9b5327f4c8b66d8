//go:build linux || darwin

package main

import (
	"io/fs"
	"os"
	"syscall"
)

// hold takes the lock of a file, which goes with the process, and tells whether no
// other has it.
func hold(f *os.File) bool { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil }

// mine tells whether a file is this user's.
func mine(info fs.FileInfo) bool {
	sys, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(sys.Uid) == os.Getuid()
}
