//go:build unix

package chaos_test

import (
	"slices"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestKilledServer kills the server under a worker and under a storm, in both
// ways in which a server writes its file through. One that does so every second
// lets its answers go ahead of its file while the disk is busy, for two seconds.
func TestKilledServer(t *testing.T) {
	t.Parallel()
	for _, way := range []struct {
		fsync string
		kills int
		late  time.Duration
	}{
		{"always", times(2, 20), 0},
		{"everysec", times(1, 20), 2 * time.Second},
	} {
		t.Run(way.fsync, func(t *testing.T) {
			t.Parallel()
			server := storetest.StartRedis(t, "appendfsync "+way.fsync)
			w := newWorld(t, "Redis, "+way.fsync, server.Address())
			w.besiege(siege{fault: "server killed", storms: server.Address(), strikes: way.kills, late: way.late, strike: func() {
				server.Kill()
				server.Restart(t)
			}})
		})
	}
}

// TestLostMoment kills a server and takes from its file what it wrote last, as is
// lost when the disk was busy. What was acknowledged before is there, in order, and
// what came later goes on.
func TestLostMoment(t *testing.T) {
	t.Parallel()
	const end = 64 << 10                                                                       // bytes, of some dozen claims
	server := storetest.StartRedis(t, "appendfsync everysec", "auto-aof-rewrite-percentage 0") // one file
	w := newWorld(t, "Redis, everysec", server.Address())
	w.besiege(siege{fault: "server killed that lost its last moment", storms: server.Address(), strikes: times(1, 5), late: 2 * time.Second,
		strike: func() {
			server.Kill()
			server.LoseEnd(t, end)
			server.Restart(t)
		}})
}

// A siege strikes the server of two stores again and again, over one of which a
// worker goes on, and over the other a storm.
type siege struct {
	fault   string
	storms  string // the address of the storm's store
	strikes int
	strike  func() // returns once the server answers again

	// late is how long before a strike the server may acknowledge what the strike
	// makes it lose. Before that it is left alone for as long again, so that half
	// of what it acknowledges must be there in any case.
	late time.Duration
}

// besiege counts what comes of a siege.
func (w *world) besiege(s siege) {
	w.Helper()
	a := newAcknowledged()
	p, raging := w.start(orders{}), rage(w.T, s.storms, a)
	var forgiven []moment
	for range s.strikes {
		a.await(w.T, 200)
		w.arrive(p, 3*readers)
		if s.late == 0 {
			s.strike()
			continue
		}
		a.awaitFor(w.T, s.late)
		m := moment{begin: w.now(a)}
		a.awaitFor(w.T, s.late)
		s.strike()
		m.end = w.now(a)
		forgiven = append(forgiven, m)
	}
	a.await(w.T, 200)
	raging.kill()
	w.finish(p, 10)
	books := openWell(w.T, s.storms)
	defer books.Close()
	a.mu.Lock()
	defer a.mu.Unlock()
	lost, late := a.lost(w.T, books, 0), 0
	for _, place := range lost {
		if slices.ContainsFunc(forgiven, func(m moment) bool { return m.claimed(place) }) {
			late++
		}
	}
	table.add(w.T, row{fault: s.fault + " under many claims", engine: w.engine, times: s.strikes,
		counted: len(a.all), what: "claims", lost: len(lost), late: late, gap: a.gap()})
	w.report(s.fault+" under a worker", s.strikes, s.strikes*readers, forgiven...)
}

// A moment is the time before a strike, up to its end, whose work may be lost.
type moment struct{ begin, end state }

// A state is how far all had come at a time.
type state struct {
	claims   int   // acknowledged
	done     int   // the last article that the desk was done with
	messages []int // with each reader
}

// now returns how far all has come.
func (w *world) now(a *acknowledged) state {
	var s state
	for _, u := range w.readers {
		s.messages = append(s.messages, len(u.Private().Messages()))
	}
	w.mu.Lock()
	s.done = w.done
	w.mu.Unlock()
	a.mu.Lock()
	defer a.mu.Unlock()
	s.claims = len(a.all)
	return s
}

// claimed tells whether a claim was acknowledged in the moment, by its place
// among all.
func (m moment) claimed(place int) bool { return m.begin.claims <= place && place < m.end.claims }

// did tells whether the desk was done with an article in the moment.
func (m moment) did(n int) bool { return m.begin.done < n && n <= m.end.done }

// told tells whether a reader was told something in the moment, by its place
// among the messages of the reader.
func (m moment) told(reader, place int) bool {
	return m.begin.messages[reader] <= place && place < m.end.messages[reader]
}
