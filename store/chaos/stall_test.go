//go:build unix

package chaos_test

import (
	"strings"
	"syscall"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestStalledSender stops the process that sends until another has taken its
// lease, and lets it go on then: it must see that it is fenced off.
func TestStalledSender(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "Redis", storetest.Redis(t).Address())
	desk := w.start(orders{Only: onlyDesk})
	first := w.start(orders{Only: onlySend, Holder: "first"})
	w.arrive(desk, 3*readers)
	second := w.start(orders{Only: onlySend, Holder: "second"})
	stalls := times(1, 5)
	for range stalls {
		w.arrive(desk, 3*readers)
		first.signal(t, syscall.SIGSTOP)
		first.log.clear()
		w.arrive(desk, 10*readers) // the second has the lease
		first.signal(t, syscall.SIGCONT)
		w.arrive(desk, 10*readers)
		if n := strings.Count(first.log.String(), "msg=sent"); n > readers {
			t.Errorf("the sender that was stopped has sent %d more, want what was in flight at most", n)
		}
		first, second = second, first
	}
	w.finish(desk, 10)
	w.report("sender stopped for longer than its lease", stalls, stalls*readers)
}

// TestStalledFile stops the only process of a file, and lets it go on an hour
// later by its clock: nobody else could take its place.
func TestStalledFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "SQLite", "sqlite:"+t.TempDir()+"/rasad.db")
	p, stalls := w.start(orders{}), times(2, 20)
	for range stalls {
		w.arrive(p, 3*readers)
		p.signal(t, syscall.SIGSTOP)
		second := w.start(orders{Holder: "second"})
		<-second.end
		if said := second.log.String(); !strings.Contains(said, "another process uses this database") {
			t.Errorf("beside a process that is stopped, a second one says %q", said)
		}
		p.signal(t, syscall.SIGUSR1)
		p.signal(t, syscall.SIGCONT)
	}
	w.finish(p, 10)
	w.report("sender stopped for longer than its lease", stalls, stalls*readers)
}
