//go:build unix

package chaos_test

import (
	"syscall"
	"testing"
)

// TestClockJumps sets the worker's clock an hour ahead, and back again: that by
// which the store writes its times, and over a file its leases too, and the bot
// its queue. Leases over a server go by that one's clock, which stays.
func TestClockJumps(t *testing.T) {
	engines(t, func(w *world) {
		p, jumps := w.start(orders{}), times(2, 20)
		for range jumps {
			for _, jump := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGUSR2, syscall.SIGUSR1} {
				w.arrive(p, 3*readers)
				p.signal(w.T, jump)
			}
		}
		w.finish(p, 10)
		w.report("clock set an hour ahead, and back", 4*jumps, 0)
	})
}
