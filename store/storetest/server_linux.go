package storetest

import (
	"os/exec"
	"syscall"
)

// dieWithTest makes a process end when the test's process dies, even by a
// time-out's panic, after which no test cleans up.
func dieWithTest(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
