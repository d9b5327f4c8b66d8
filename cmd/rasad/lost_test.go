package main

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestALostStoreEndsTheService empties the server under a process that watches, and
// one that sends: each ends and says why. One that is started then begins a new
// store, and says that, too.
func TestALostStoreEndsTheService(t *testing.T) {
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
