package watcher_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// An agency is many outlets at one server, each with two sources at a host of
// its own, which notes who asks for what: a process names itself by its user
// agent.
type agency struct {
	*outlet
	mu   sync.Mutex
	last map[string]string // by source, the process that asked last
	both []string          // sources that two processes asked at once
}

func newAgency(t *testing.T, n int) (*agency, []news.Source) {
	a := &agency{outlet: newOutlet(t), last: make(map[string]string)}
	_, port, _ := net.SplitHostPort(a.Listener.Addr().String())
	var sources []news.Source
	for i := range n {
		path := fmt.Sprintf("/feed-%d", i)
		var under atomic.Int64
		a.handle(path, func(w http.ResponseWriter, r *http.Request) {
			if under.Add(1) > 1 {
				a.mu.Lock()
				a.both = append(a.both, path)
				a.mu.Unlock()
			}
			defer under.Add(-1)
			a.mu.Lock()
			a.last[path] = r.UserAgent()
			a.mu.Unlock()
			fmt.Fprintf(w, "<rss><channel><item><title>Item</title><link>%s%s/item</link></item></channel></rss>", a.URL, path)
		})
		sources = append(sources, news.Source{ID: path[1:], URL: fmt.Sprintf("http://www%d.outlet-%d.test:%s%s", i%2, i/2, port, path), Every: quick})
	}
	return a, sources
}

// asking returns how many sources each process asks, once every source was
// asked anew.
func (a *agency) asking(t *testing.T, h *house, n int) map[string]int {
	t.Helper()
	a.mu.Lock()
	clear(a.last)
	a.mu.Unlock()
	wait(t, h, func() bool {
		a.mu.Lock()
		defer a.mu.Unlock()
		return len(a.last) == n
	})
	a.mu.Lock()
	defer a.mu.Unlock()
	count := make(map[string]int)
	for _, who := range a.last {
		count[who]++
	}
	return count
}

// cut is leases of a process that can be cut off from the store.
type cut struct {
	watcher.Leases
	off atomic.Bool
}

var errCut = errors.New("the line is cut")

func (c *cut) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error) {
	if c.off.Load() {
		return news.Lease{}, false, errCut
	}
	return c.Leases.Acquire(ctx, name, holder, ttl)
}

func (c *cut) Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error) {
	if c.off.Load() {
		return false, errCut
	}
	return c.Leases.Renew(ctx, l, ttl)
}

// sharing runs a process that shares sources with others.
func sharing(t *testing.T, s store.Store, l watcher.Leases, name string, sources []news.Source) *house {
	return watch(t, s, watcher.Config{Leases: l, Holder: name, LeaseTime: time.Second}, fetch.Config{UserAgent: name, Resolver: sitetest.Resolver(netip.MustParseAddr("127.0.0.1"))}, sources...)
}

// TestProcessesShareSources holds, on both engines, that processes share the
// sources between them, those of a site in one, that none is asked by two, and that those of a process
// which ends, or is cut off from the store, are taken over by the others.
func TestProcessesShareSources(t *testing.T) {
	engines := map[string]func(*testing.T) string{
		"sqlite": func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "rasad.db") },
		"redis":  func(t *testing.T) string { return storetest.Redis(t).Address() },
	}
	for name, address := range engines {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), address(t), store.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			const n = 60
			a, sources := newAgency(t, n)
			one := sharing(t, s, s, "one", sources)
			if got := a.asking(t, one, n); got["one"] != n {
				t.Fatalf("alone, one process asks %v, want all %d", got, n)
			}
			line := &cut{Leases: s}
			two := sharing(t, s, line, "two", sources)
			wait(t, two, func() bool { return len(two.Health()) > 0 && len(one.Health())+len(two.Health()) == n })
			if got := a.asking(t, two, n); got["one"]+got["two"] != n || got["two"] < n/5 || got["one"] < n/5 {
				t.Errorf("two processes ask %v, want about half of %d each", got, n)
			}
			a.mu.Lock()
			for source, who := range a.last {
				if n, err := strconv.Atoi(source[len("/feed-"):]); err != nil || a.last[fmt.Sprintf("/feed-%d", n^1)] != who {
					t.Errorf("%s is asked by %s, the other source of its site is not", source, who)
				}
			}
			a.mu.Unlock()
			three := sharing(t, s, s, "three", sources)
			wait(t, three, func() bool {
				return len(three.Health()) > 0 && len(one.Health())+len(two.Health())+len(three.Health()) == n
			})
			one.stop()
			wait(t, three, func() bool { return len(two.Health())+len(three.Health()) == n })
			line.off.Store(true) // as if it had died
			wait(t, three, func() bool { return len(three.Health()) == n })
			if got := a.asking(t, three, n); got["three"] != n {
				t.Errorf("the last process asks %v, want all %d", got, n)
			}
			line.off.Store(false)
			wait(t, two, func() bool { return len(two.Health()) > 0 && len(two.Health())+len(three.Health()) == n })
			a.mu.Lock()
			defer a.mu.Unlock()
			if len(a.both) > 0 {
				t.Errorf("asked by two at once: %v", a.both)
			}
			for _, h := range []*house{two, three} {
				if log := h.log.String(); strings.Contains(log, "store unreachable") {
					t.Errorf("log:\n%s", log)
				}
			}
		})
	}
}

// TestWhatIsSharedGoesOn holds that a source goes on in another process where
// the first one left it: what was pending is read there, and nothing is told
// twice.
func TestWhatIsSharedGoesOn(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	o := newOutlet(t)
	source := rss(o, "outlet")
	one := sharing(t, s, s, "one", []news.Source{source})
	wait(t, one, func() bool { return len(one.Health()) == 1 && !one.Health()[0].PolledAt.IsZero() })
	o.publish("/news/1", "A bomb is found")
	if a := one.alert(t); a.Title != "A bomb is found" {
		t.Errorf("alert = %+v", a)
	}
	arrived := make(chan struct{}, 10)
	o.handle("/news/2", func(_ http.ResponseWriter, r *http.Request) { arrived <- struct{}{}; <-r.Context().Done() })
	o.announce("/news/2", "Another bomb is found", "")
	<-arrived
	one.stop()
	o.publish("/news/2", "Another bomb is found")
	two := sharing(t, s, s, "two", []news.Source{source})
	if a := two.alert(t); a.Title != "Another bomb is found" {
		t.Errorf("alert = %+v", a)
	}
	wait(t, two, func() bool { return two.Health()[0].Pending == 0 })
	if n := len(two.alerts) + len(one.alerts); n > 0 {
		t.Errorf("%d alerts more", n)
	}
}
