package redis_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/redis"
	"github.com/rasadnews/rasad/store/storetest"
)

// target returns a place that a store is about to move to.
func target(t *testing.T, address string) *redis.Target {
	t.Helper()
	to, err := redis.OpenTarget(t.Context(), address, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { to.Close() })
	if _, err := to.Move(t.Context()); err != nil {
		t.Fatal(err)
	}
	return to
}

// TestAnOvertakenMoveWritesNothing begins two moves to one place.
func TestAnOvertakenMoveWritesNothing(t *testing.T) {
	address := storetest.Redis(t).Address()
	wantOvertaken := func(what string, err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), "another rasad migrate has begun") {
			t.Errorf("%s = %v, want that another move has begun", what, err)
		}
	}
	a, b := target(t, address), target(t, address)
	if err := a.Begin(t.Context(), "A", "a.db"); err != nil {
		t.Fatal(err)
	}
	wantOvertaken("Begin of who looked before", b.Begin(t.Context(), "B", "b.db"))
	if err := a.Import(t.Context(), move.Settings, []move.Row{{"whose", "a"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Move(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Begin(t.Context(), "B", "b.db"); err != nil {
		t.Fatal(err)
	}
	source, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"), store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	storetest.Furnish(t, source, time.Now())
	for _, k := range move.Kinds() {
		err := source.Export(t.Context(), k, time.Now(), func(rows []move.Row) error { return a.Import(t.Context(), k, rows) })
		wantOvertaken("Import of "+string(k), err)
	}
	wantOvertaken("Export", a.Export(t.Context(), move.Settings, time.Now(), func([]move.Row) error { return nil }))
	wantOvertaken("End", a.End(t.Context()))
	if s, err := store.Open(t.Context(), address, store.Config{}); err == nil {
		s.Close()
		t.Error("a store was opened that has not moved as a whole")
	}
	if err := b.End(t.Context()); err != nil {
		t.Fatal(err)
	}
	counts, err := open(t, address, store.Config{}).Counts(t.Context())
	if err != nil || counts != (news.Counts{}) {
		t.Errorf("Counts = %+v, %v, want nothing of the move that was overtaken", counts, err)
	}
}

// TestAProcessNoticesThatItsPlaceIsTaken moves a store to where a process has one
// open that sleeps, of no move and of an earlier one: when it wakes it writes
// nothing, and is told why.
func TestAProcessNoticesThatItsPlaceIsTaken(t *testing.T) {
	address, from := storetest.Redis(t).Address(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db")
	s := open(t, from, store.Config{})
	storetest.Furnish(t, s, time.Now())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for moves := range 2 {
		sleeper := open(t, address, store.Config{})
		if moves > 0 {
			if err := open(t, address, store.Config{}).PutSetting(t.Context(), "changed", "by a service"); err != nil {
				t.Fatal(err)
			}
		}
		if m, err := store.Migrate(t.Context(), from, address, store.Migration{Replace: true}); err != nil || !m.Moved {
			t.Fatalf("Migrate = %+v, %v, want that it moved", m, err)
		}
		want, err := open(t, address, store.Config{}).Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wantGone(t, sleeper, store.ErrMoved)
		now, err := open(t, address, store.Config{}).Counts(t.Context())
		if err != nil || now != want {
			t.Errorf("Counts = %+v, %v, want %+v as before", now, err, want)
		}
	}
}
