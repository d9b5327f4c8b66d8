package redis_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestMovedKeysAreThoseOfTheServer furnishes a store, moves it to another place, and
// compares the keys of both: what one call or another looks for must be there.
func TestMovedKeysAreThoseOfTheServer(t *testing.T) {
	server := storetest.StartRedis(t)
	now := time.Date(2026, 3, 21, 8, 0, 0, 0, time.UTC)
	var stores []store.Store
	for _, name := range []string{"from", "to"} {
		s, err := store.Open(t.Context(), server.URL()+"?prefix="+name, store.Config{Clock: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		stores = append(stores, s)
	}
	storetest.Furnish(t, stores[0], now)
	for _, k := range move.Kinds()[1:] { // what was seen cannot leave a server
		err := stores[0].Export(t.Context(), k, now, func(rows []move.Row) error { return stores[1].Import(t.Context(), k, rows) })
		if err != nil {
			t.Fatal(err)
		}
	}
	want, got := keysOf(t, server, "from"), keysOf(t, server, "to")
	if len(want) < 40 || !slices.Equal(got, want) {
		t.Errorf("what moved has the keys\n%q\nwant\n%q", got, want)
	}
}

// keysOf returns the keys of a prefix with their types, sorted, but for those of
// what was seen, and the roster, which is made when it is asked for.
func keysOf(t *testing.T, server *storetest.Server, prefix string) []string {
	t.Helper()
	var keys []string
	for key := range strings.FieldsSeq(strings.Trim(server.Do(t, "KEYS", "{"+prefix+"}:*"), "[]")) {
		if name := strings.TrimPrefix(key, "{"+prefix+"}:"); !strings.HasPrefix(name, "seen:") && name != "roster" {
			keys = append(keys, name+" "+server.Do(t, "TYPE", key))
		}
	}
	slices.Sort(keys)
	return keys
}

// TestMoveAsAUserWithFewRights moves a file, twice, as the manual's user over
// TLS.
func TestMoveAsAUserWithFewRights(t *testing.T) {
	to, from := startGuarded(t).Address(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db")
	for i := range 2 {
		s := open(t, from, store.Config{})
		if i == 0 {
			storetest.Furnish(t, s, time.Now())
		}
		if err := errors.Join(s.PutSetting(t.Context(), "changed", fmt.Sprint(i)), s.Close()); err != nil {
			t.Fatal(err)
		}
		if m, err := store.Migrate(t.Context(), from, to, store.Migration{}); err != nil || !m.Moved || !m.Equal() {
			t.Errorf("Migrate = %+v, %v, want that all has moved", m, err)
		}
	}
}
