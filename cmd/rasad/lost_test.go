package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestALostStoreEndsTheService takes the store's folder away while the service
// runs: it ends and says so, where all it wrote from now on would be lost.
func TestALostStoreEndsTheService(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "data")
	w := newWorld(t, "sqlite:"+filepath.Join(folder, "rasad.db"))
	p := w.start("run")
	w.await("the start", p, func() bool { return strings.Contains(p.output(), "msg=baseline") })
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.end:
	case <-time.After(longestAwait):
		t.Fatal("the service goes on without its store; it said:\n", p.output())
	}
	if code := p.cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(p.output(), "rasad.db was taken away while it was in use") {
		t.Errorf("exit code %d; the service said:\n%s", code, p.output())
	}
}
