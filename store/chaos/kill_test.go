//go:build unix

package chaos_test

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestKilledWorker kills the worker at any moment, from its start on, again
// and again.
func TestKilledWorker(t *testing.T) {
	engines(t, func(w *world) {
		kills, inFlight := times(8, 200), 0
		for range kills {
			p := w.start(orders{})
			w.someCalls(p)
			p.kill()
			inFlight += int(w.counts().Attempting)
		}
		w.finish(w.start(orders{}), 10)
		w.report("worker killed at any moment", kills, inFlight)
	})
}

// someCalls waits for a number of calls that chance says. It may be none: then
// it is a moment of the start.
func (w *world) someCalls(p *process) {
	w.Helper()
	n := rand.IntN(120)
	if n < 12 {
		select {
		case <-time.After(time.Duration(rand.IntN(100)) * time.Millisecond):
		case <-p.end:
		}
		return
	}
	w.mu.Lock()
	goal := w.calls + n
	w.mu.Unlock()
	w.until("the next calls", p, func() bool { return w.calls >= goal })
}

// TestDeathAtEveryStep lets the worker kill itself before and after every step
// of the protocol.
func TestDeathAtEveryStep(t *testing.T) {
	engines(t, func(w *world) {
		deaths, inFlight := 0, 0
		for nth := range times(1, 5) {
			for _, step := range steps {
				after := 1 + nth*3
				switch step {
				case stepAcquire:
					after = 1 // a worker takes its lease once
				case stepRenew:
					after = 1 + nth // and renews it every 1.5 s
				}
				for _, moment := range []string{"before ", "after "} {
					w.die(moment+step, after)
					inFlight += int(w.counts().Attempting)
					deaths++
				}
			}
		}
		w.finish(w.start(orders{}), 10)
		w.report("worker dies before and after each step", deaths, inFlight)
	})
}

// TestKilledDesk has two desks fan out over one server. One after the other is
// killed between two chunks of an article, or stopped at any moment and let go on
// while the other is at work; the sender lives, so that nothing may come again.
func TestKilledDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "Redis", storetest.Redis(t).Address())
	sender, lasting := w.start(orders{Only: onlySend}), w.start(orders{Only: onlyDesk})
	faults := times(4, 60)
	for i := range faults {
		if i%2 == 0 {
			w.start(orders{Only: onlyDesk, Exit: "before " + stepFanOutRest, Nth: 1 + rand.IntN(20)}).await(t)
			w.arrive(sender, 3*readers)
			continue
		}
		p := w.start(orders{Only: onlyDesk})
		w.arrive(sender, rand.IntN(20*readers))
		p.signal(t, syscall.SIGSTOP)
		w.arrive(sender, 3*readers)
		p.signal(t, syscall.SIGCONT)
		w.arrive(sender, 3*readers)
		p.kill()
	}
	w.finish(lasting, 10)
	sender.kill()
	w.report("one of two desks killed or stopped", faults, 0)
}

// die starts a worker that dies at a moment, and waits until it has.
func (w *world) die(moment string, nth int) {
	w.Helper()
	w.start(orders{Exit: moment, Nth: nth}).await(w.T)
}

// await waits until a process has killed itself.
func (p *process) await(t testing.TB) {
	t.Helper()
	select {
	case <-p.end:
	case <-time.After(patience):
		t.Fatalf("the worker did not die %s; it said:\n%s", p.exit, p.log)
	}
	if s, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || s.Signal() != syscall.SIGKILL {
		t.Fatalf("%s, the worker ended by itself: %v; it said:\n%s", p.exit, p.cmd.ProcessState, p.log)
	}
}
