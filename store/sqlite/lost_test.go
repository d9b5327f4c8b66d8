package sqlite_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
)

// TestAFileThatIsTakenAwayIsNoticed deletes the files of an open store, moves them,
// and puts copies into their place: who renews a lease is told, as is the service.
// Of a file that is left alone there is nothing to tell.
func TestAFileThatIsTakenAwayIsNoticed(t *testing.T) {
	replace := func(path string) error {
		all, err := os.ReadFile(path)
		return errors.Join(err, os.Remove(path), os.WriteFile(path, all, 0o600))
	}
	for _, c := range []struct {
		what string
		take func(path string) error // of the store's file
		lost string                  // what its path ends with
	}{
		{"nothing", func(string) error { return nil }, ""},
		{"touched", func(path string) error { return os.Chtimes(path, time.Now(), time.Now()) }, ""},
		{"deleted", os.Remove, ".db"},
		{"moved", func(path string) error { return os.Rename(path, path+".old") }, ".db"},
		{"replaced", replace, ".db"},
		{"log deleted", func(path string) error { return os.Remove(path + "-wal") }, ".db-wal"},
		{"lock replaced", func(path string) error { return replace(path + ".lock") }, ".db.lock"},
	} {
		t.Run(c.what, func(t *testing.T) {
			path := made(t)
			var told []error
			s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{Damaged: func(err error) { told = append(told, err) }})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			l, _, err := s.Acquire(t.Context(), "send", "me", time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.take(path); err != nil {
				t.Fatal(err)
			}
			kept, err := s.Renew(t.Context(), l, time.Minute)
			if c.lost == "" {
				if !kept || err != nil || told != nil {
					t.Errorf("Renew = %v, %v, told of %v, want that all is well", kept, err, told)
				}
				return
			}
			if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), c.lost+" was taken away while it was in use") {
				t.Errorf("Renew = %v, want ErrDamaged for %s", err, c.lost)
			}
			if len(told) != 1 || !errors.Is(told[0], store.ErrDamaged) {
				t.Errorf("told of %v, want the loss", told)
			}
		})
	}
}

// TestAClosedFileIsNotLost renews a lease when the store is closed, of which SQLite
// takes the log away: nobody is told of damage.
func TestAClosedFileIsNotLost(t *testing.T) {
	var told []error
	s, err := store.Open(t.Context(), "sqlite:"+made(t), store.Config{Damaged: func(err error) { told = append(told, err) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	l, _, err := s.Acquire(t.Context(), "send", "me", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := s.Renew(t.Context(), l, time.Minute)
	if kept || err == nil || !strings.Contains(err.Error(), "the store is closed") {
		t.Errorf("Renew = %v, %v, want that the store is closed", kept, err)
	}
	if told != nil {
		t.Errorf("told of %v, want nothing", told)
	}
}
