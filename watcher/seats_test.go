package watcher_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
)

// TestAProcessTooManyWaits holds all seats but one as others do: a process takes
// that one, as many as there may be. Another says once that there is none left,
// and takes the next that is given up.
func TestAProcessTooManyWaits(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	const seats = 128 // as docs/reliability.md says
	name := func(n int) string { return fmt.Sprint("watch:seat:", n) }
	var first news.Lease
	for n := range seats - 1 {
		l, _, err := s.Acquire(t.Context(), name(n), "another", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			first = l
		}
	}
	holds := func(who string, n int) func() bool {
		return func() bool {
			held, err := s.Held(t.Context(), []string{name(n)})
			return err == nil && len(held) == 1 && held[0].Holder == who
		}
	}
	source := rss(newOutlet(t), "outlet")
	last := sharing(t, s, s, "last", []news.Source{source})
	wait(t, last, holds("last", seats-1))
	tooMany := sharing(t, s, s, "too many", []news.Source{source})
	wait(t, tooMany, func() bool {
		return strings.Contains(tooMany.log.String(), "all 128 seats of watching processes are taken")
	})
	if err := s.Release(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	wait(t, tooMany, holds("too many", 0))
	wait(t, tooMany, func() bool { return strings.Contains(tooMany.log.String(), "sources are shared out again") })
	if n := strings.Count(tooMany.log.String(), "seats of watching processes"); n != 1 {
		t.Errorf("it was said %d times that no seat is left, want once; log:\n%s", n, tooMany.log)
	}
}
