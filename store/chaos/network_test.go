//go:build unix

package chaos_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestBadLine makes the line to Telegram slow, breaks it off, and lets it
// swallow everything.
func TestBadLine(t *testing.T) {
	engines(t, func(w *world) {
		line := storetest.StartProxy(w.T, host(w.T, w.line.URL))
		p := w.start(orders{Line: line.Before(w.T, w.line.URL)})
		w.suffer(p, line, "line to Telegram")
	})
}

// TestBadNetwork does so with the line to the server of the store.
func TestBadNetwork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "Redis", storetest.Redis(t).Address())
	line := storetest.StartProxy(t, host(t, w.address))
	p := w.start(orders{Store: line.Before(t, w.address)})
	w.suffer(p, line, "line to Redis")
}

// suffer lets a worker have its work on a line on which everything goes wrong:
// each fault once all readers have been reached since the last, as a message
// that meets four in turn is given up.
func (w *world) suffer(p *process, line *storetest.Proxy, name string) {
	w.Helper()
	hole, rounds, resets := time.Second, 1, 2
	if *long {
		hole, rounds, resets = 15*time.Second, 3, 5 // the hole is a lease and more
	}
	for range rounds {
		line.Delay(20 * time.Millisecond)
		w.reach(p)
		for range resets {
			line.Reset()
			w.reach(p)
		}
		line.Hole()
		time.Sleep(hole)
		line.Mend()
		w.reach(p)
	}
	w.finish(p, 10)
	w.report(name+" slow, reset, a black hole", rounds*(resets+1), rounds*(resets+1)*readers)
}

// host returns the host and port of an URL.
func host(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}
