package search_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// TestPurgedIndexGetsSmaller purges nearly all of an index.
func TestPurgedIndexGetsSmaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "x.search")
		a := &archive{name: "one"}
		for i := range 3000 {
			var words strings.Builder
			for k := range 100 {
				fmt.Fprintf(&words, "w%d ", (i*7919+k*104729)%50_000)
			}
			a.claim(fmt.Sprint("a", i))
			a.articles[i].Article.Body = words.String()
		}
		size := func() int64 {
			t.Helper()
			x := open(t, path, a)
			x.Kick()
			time.Sleep(time.Hour)
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			return info.Size()
		}
		before := size()
		a.articles, a.purges = a.articles[2900:], 1
		if after := size(); after > before/2 {
			t.Errorf("the file takes %d bytes after the purge, %d before", after, before)
		}
	})
}
