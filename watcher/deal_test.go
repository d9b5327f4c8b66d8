package watcher_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
)

// A table holds leases that do not end by themselves.
type table struct {
	mu    sync.Mutex
	holds map[string]string // by lease, its holder
}

func (t *table) Acquire(_ context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.holds[name] != "" {
		return news.Lease{}, false, nil
	}
	t.holds[name] = holder
	return news.Lease{Name: name, Holder: holder, Token: 1, Expires: time.Now().Add(ttl)}, true, nil
}

func (t *table) Renew(_ context.Context, l news.Lease, _ time.Duration) (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.holds[l.Name] == l.Holder, nil
}

func (t *table) Release(_ context.Context, l news.Lease) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.holds, l.Name)
	return nil
}

func (t *table) Held(_ context.Context, names []string) (held []news.Lease, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, n := range names {
		if who := t.holds[n]; who != "" {
			held = append(held, news.Lease{Name: n, Holder: who, Token: 1, Expires: time.Now().Add(time.Hour)})
		}
	}
	return held, nil
}

// everywhere returns sources, one in each lot.
func everywhere() (sources []news.Source) {
	const lots = 128
	var there [lots]bool
	for n := 0; len(sources) < lots; n++ {
		site, h := fmt.Sprintf("outlet-%d.test", n), fnv.New32a()
		h.Write([]byte(site))
		if lot := h.Sum32() % lots; !there[lot] {
			there[lot] = true
			sources = append(sources, news.Source{ID: site, URL: "https://" + site + "/feed", Every: 24 * time.Hour})
		}
	}
	return sources
}

// lotsOf returns the lots that a process watches in a seat, while others have the
// seats beside it.
func lotsOf(t *testing.T, seat, seats int) (lots []string) {
	t.Helper()
	leases := &table{holds: make(map[string]string)}
	for n := range seats {
		if n != seat {
			leases.holds[fmt.Sprint("watch:seat:", n)] = "another"
		}
	}
	c := watcher.Config{Leases: leases, Holder: "this", LeaseTime: time.Minute}
	watching(t, &world{answer: failing(500, 0)}, newMemory(), c, everywhere(), func(*watcher.Watcher, *scribe) {
		leases.mu.Lock()
		defer leases.mu.Unlock()
		for name, who := range leases.holds {
			if who == "this" && strings.HasPrefix(name, "watch:lot:") {
				lots = append(lots, name)
			}
		}
		if own := fmt.Sprint("watch:seat:", seat); leases.holds[own] != "this" {
			t.Fatalf("the process does not have %s", own)
		}
	})
	return lots
}

// dealt returns the seat of each lot, as each seat for itself takes what is its own:
// none is left out, or taken by two, and all have as many, give or take one.
func dealt(t *testing.T, seats int) map[string]int {
	t.Helper()
	const lots = 128
	of := make(map[string]int)
	for seat := range seats {
		own := lotsOf(t, seat, seats)
		if n := len(own); n != lots/seats && n != (lots+seats-1)/seats {
			t.Errorf("seat %d of %d has %d of %d lots", seat, seats, n, lots)
		}
		for _, l := range own {
			if other, taken := of[l]; taken {
				t.Errorf("of %d seats, %d and %d both take %s", seats, other, seat, l)
			}
			of[l] = seat
		}
	}
	if len(of) != lots {
		t.Errorf("%d seats take %d lots, want all %d", seats, len(of), lots)
	}
	return of
}

// TestEverySeatHasItsPart holds that however many processes there are, they watch all
// sources, and as many lots each, and that few lots move when one more comes: no
// more than half as many again as are its own, and a few.
func TestEverySeatHasItsPart(t *testing.T) {
	for _, seats := range []int{2, 9, 64} {
		before, after, moved := dealt(t, seats-1), dealt(t, seats), 0
		for l, seat := range after {
			if before[l] != seat {
				moved++
			}
		}
		if most := 3*128/seats/2 + 8; moved > most {
			t.Errorf("%d lots move when seat %d is taken, want %d at most", moved, seats-1, most)
		}
	}
	dealt(t, 128) // the most
}
