package search_test

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// TestPurgesAreFound takes articles out of an archive without telling its index,
// as another process does: the index finds out by itself, also after a restart.
func TestPurgesAreFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "x.search")
		a := &archive{name: "one"}
		a.claim("a", "b", "c", "d")
		x := open(t, path, a)
		found(t, x, "blast")
		purge := func(n int) {
			a.mu.Lock()
			a.articles, a.purges = a.articles[n:], a.purges+1
			a.mu.Unlock()
		}
		counts := func(want int) {
			t.Helper()
			sources, err := x.TopSources(t.Context(), nil, time.Time{}, time.Time{}, 9)
			if err != nil || len(sources) != 1 || sources[0].Articles != want {
				t.Errorf("TopSources = %v, %v, want %d articles", sources, err, want)
			}
		}
		purge(1)
		x.Kick()
		time.Sleep(time.Minute)
		counts(3)
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		purge(2)
		x = open(t, path, a)
		x.Kick()
		time.Sleep(time.Minute)
		counts(1)
	})
}
