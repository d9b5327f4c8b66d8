package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestAnEmptiedServerEndsTheService empties the server under a process that watches, and
// one that sends: each ends and says why. One that is started then begins a new
// store, and says that, too.
func TestAnEmptiedServerEndsTheService(t *testing.T) {
	t.Parallel()
	server := storetest.StartRedis(t)
	w := newWorld(t, server.Address())
	var all []*process
	for _, role := range []string{"watch", "send"} {
		all = append(all, w.start("run", "--roles", role))
	}
	w.await("baselines", all[0], func() bool { return strings.Count(all[0].output(), "msg=baseline") >= len(w.site.Sources(w.siteURL)) })
	server.Do(t, "FLUSHALL")
	for _, p := range all {
		<-p.end
		if code := p.cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(p.output(), "the server no longer holds what it held") {
			t.Errorf("a process whose store is lost ended with %d; it said:\n%s", code, p.output())
		}
	}
	p := w.start("run", "--roles", "watch")
	w.await("a new store", p, func() bool { return strings.Contains(p.output(), "a new, empty store was begun") })
}

// TestALostFileEndsTheService takes the store's folder away while the service
// runs: it ends and says so, where all it wrote from now on would be lost.
func TestALostFileEndsTheService(t *testing.T) {
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
