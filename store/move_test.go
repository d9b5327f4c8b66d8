package store_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// moveAway moves what SQLite holds to a new file, and from there to a new place on
// the server. The duel goes on with these two: but for the leases, nobody must
// notice.
func (d *duel) moveAway(server *storetest.Server) {
	d.Helper()
	d.sound()
	address := server.Address()
	path := filepath.Join(d.TempDir(), "moved.db")
	copied, err := store.Open(d.Context(), "sqlite:"+path, store.Config{Clock: d.clock.Now})
	if err != nil {
		d.Fatal(err)
	}
	copyStore(d.T, d.stores[0], copied, d.clock.Now())
	if err := copied.Close(); err != nil {
		d.Fatal(err)
	}
	report, err := store.Migrate(d.Context(), "sqlite:"+path, address, store.Migration{Clock: d.clock.Now})
	if err != nil {
		d.Fatalf("Migrate: %v; %+v", err, report.Kinds)
	}
	for i, address := range []string{"sqlite:" + path, address} {
		d.stores[i].Close()
		s, err := store.Open(d.Context(), address, store.Config{Clock: d.clock.Now})
		if err != nil {
			d.Fatal(err)
		}
		d.Cleanup(func() { s.Close() })
		d.stores[i], d.places[i] = s, address
	}
	d.leases = nil
	copy(d.met[1], d.met[0]) // IDs stay
}

// copyStore gives all of one store to another, and checks that both export the
// same.
func copyStore(t *testing.T, from, to store.Store, now time.Time) {
	t.Helper()
	for _, k := range move.Kinds() {
		if err := from.Export(t.Context(), k, now, func(rows []move.Row) error { return to.Import(t.Context(), k, rows) }); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range move.Kinds() {
		if a, b := exported(t, from, k, now), exported(t, to, k, now); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: one store exports\n%q\nand the other\n%q", k, a, b)
		}
	}
}

// exported returns the rows of a kind, sorted.
func exported(t *testing.T, s store.Store, k move.Kind, at time.Time) []string {
	t.Helper()
	var all []string
	err := s.Export(t.Context(), k, at, func(rows []move.Row) error {
		for _, r := range rows {
			all = append(all, fmt.Sprintf("%q", r))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}
