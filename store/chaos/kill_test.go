//go:build unix

package chaos_test

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
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

// TestDeathWhilePuttingOff does so where Telegram refuses a message for now.
func TestDeathWhilePuttingOff(t *testing.T) {
	engines(t, func(w *world) {
		deaths, inFlight := 0, 0
		for range times(1, 5) {
			for _, moment := range []string{"before ", "after "} {
				w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendMessage"})
				w.die(moment+stepRetry, 1)
				inFlight += int(w.counts().Attempting)
				deaths++
			}
		}
		w.finish(w.start(orders{}), 10)
		w.report("worker dies before and after putting off", deaths, inFlight)
	})
}

// die starts a worker that dies at a moment, and waits until it has.
func (w *world) die(moment string, nth int) {
	w.Helper()
	p := w.start(orders{Exit: moment, Nth: nth})
	select {
	case <-p.end:
	case <-time.After(patience):
		w.Fatalf("the worker did not die %s; it said:\n%s", moment, p.log)
	}
	if s, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || s.Signal() != syscall.SIGKILL {
		w.Fatalf("%s, the worker ended by itself: %v; it said:\n%s", moment, p.cmd.ProcessState, p.log)
	}
}
