package sqlite_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// TestMiscountedStoreIsWhole spoils the counts: Check says that they mend, the
// store can be copied, and a purge counts anew.
func TestMiscountedStoreIsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	s := openAt(t, path)
	for _, id := range []string{"a", "b"} {
		if _, err := s.Claim(t.Context(), claimOf(id)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	query(t, path, `UPDATE counts SET n = n + 7 WHERE what = 'seen'; UPDATE counts SET n = n + 3 WHERE what = 'sent';
		UPDATE counts SET n = 0 WHERE what = 'articles'; DELETE FROM counts WHERE what = 'outbox'`)
	wrong, err := store.Check(t.Context(), "sqlite:"+path)
	if err != nil || len(wrong) != 3 {
		t.Errorf("Check = %q, %v, want the counts of seen, articles and the outbox", wrong, err)
	}
	for _, f := range wrong {
		if !f.Mends || !strings.HasPrefix(f.Text, "the count of ") {
			t.Errorf("Check says %+v, want what mends", f)
		}
	}
	if err := store.Backup(t.Context(), "sqlite:"+path, path+".copy", false); err != nil {
		t.Error(err)
	}
	s = openAt(t, path)
	if _, err := s.Purge(t.Context(), news.Keep{}); err != nil {
		t.Fatal(err)
	}
	want.Sent += 3 // of what is over, more is counted than is kept
	if got, err := s.Counts(t.Context()); got != want || err != nil {
		t.Errorf("Counts after a purge = %+v, %v, want %+v", got, err, want)
	}
	s.Close()
	if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
		t.Errorf("Check after a purge = %q, %v", wrong, err)
	}
}

// TestRecountBesideClaims spoils the counts of a store that is written to while
// several purges count anew: nothing is counted twice, or left out.
func TestRecountBesideClaims(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	s := openAt(t, path)
	claim := func(name string) {
		for i := range 300 {
			if _, err := s.Claim(t.Context(), claimOf(fmt.Sprint(name, i))); err != nil {
				t.Error(err)
			}
		}
	}
	claim("before")
	s.Close()
	query(t, path, `UPDATE counts SET n = n + 70 WHERE what = 'seen'; UPDATE counts SET n = 0 WHERE what = 'articles'; DELETE FROM counts WHERE what = 'outbox'`)
	s = openAt(t, path)
	defer s.Close()
	var all sync.WaitGroup
	all.Go(func() { claim("meanwhile") })
	for range 3 {
		all.Go(func() {
			for range 5 {
				if _, err := s.Purge(t.Context(), news.Keep{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
		t.Errorf("Check = %q, %v", wrong, err)
	}
}

// openAt opens the store in the file at a path; the caller closes it.
func openAt(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
