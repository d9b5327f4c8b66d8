package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// TestLostFileIsRefused takes a store's file away from beside its log, which
// SQLite would throw away then.
func TestLostFileIsRefused(t *testing.T) {
	for _, lose := range []func(string) error{
		os.Remove,
		func(path string) error { return os.Truncate(path, 0) },
	} {
		path := filepath.Join(t.TempDir(), "rasad.db")
		killAfter(t, "sqlite:"+path, 20)
		if err := lose(path); err != nil {
			t.Fatal(err)
		}
		log, err := os.ReadFile(path + "-wal")
		if err != nil || len(log) == 0 {
			t.Fatalf("the log of a killed process: %d bytes, %v", len(log), err)
		}
		wantRefused(t, path, "lost or empty")
		if got, err := os.ReadFile(path + "-wal"); err != nil || len(got) != len(log) {
			t.Errorf("the log holds %d bytes, %v, want %d", len(got), err, len(log))
		}
	}
	empty := filepath.Join(t.TempDir(), "rasad.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), "sqlite:"+empty, store.Config{})
	if err != nil {
		t.Fatal("an empty file is a new store: ", err)
	}
	s.Close()
}

// TestTornLogLosesItsEnd cuts the log of a killed process, and spoils it: what
// was committed before that place is there, whole.
func TestTornLogLosesItsEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	ids := killAfter(t, "sqlite:"+path, 200)
	info, err := os.Stat(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	spoil(t, path+"-wal", int(info.Size())/2, 1000)
	if err := os.Truncate(path+"-wal", info.Size()*3/4); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	there := 0
	for _, id := range ids {
		_, found, err := s.Archived(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if found {
			there++
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if there == 0 || there == len(ids) {
		t.Errorf("%d of %d claims are there, want those before the damage", there, len(ids))
	}
	wantSound(t, path, nil)
}

// TestDamageIsTold spoils pages that no opening reads: the calls that meet them
// say so, and others go on.
func TestDamageIsTold(t *testing.T) {
	path := made(t)
	for _, row := range rowsOf(t, path, `SELECT rootpage FROM sqlite_schema WHERE name = 'seen'`) {
		spoil(t, path, (int(row[0].(int64))-1)*4096, 4096)
	}
	var told []error
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{Damaged: func(err error) { told = append(told, err) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.PutSetting(t.Context(), "a", "b"); err != nil || told != nil {
		t.Errorf("what meets no damage = %v, told of %v", err, told)
	}
	_, err = s.Claim(t.Context(), claimOf("a"))
	if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), path+": the file is damaged: restore a backup") {
		t.Errorf("Claim = %v, want ErrDamaged", err)
	}
	if len(told) != 1 || !errors.Is(told[0], store.ErrDamaged) {
		t.Errorf("told of %v, want the damage", told)
	}
}

// TestSpoiledIndexIsMadeAnew damages the search index in several places.
func TestSpoiledIndexIsMadeAnew(t *testing.T) {
	for _, harm := range []func(t *testing.T, path string){
		func(t *testing.T, path string) { spoil(t, path, 0, 100) },
		func(t *testing.T, path string) { spoil(t, path, 4096, 4*4096) },
		func(t *testing.T, path string) { os.Truncate(path, 5000) },
		func(t *testing.T, path string) { os.Truncate(path, 0) },
		func(t *testing.T, path string) { os.Remove(path) },
		func(t *testing.T, path string) { os.WriteFile(path, []byte(strings.Repeat("junk", 5000)), 0o600) },
	} {
		path := filepath.Join(t.TempDir(), "rasad.db")
		for round := range 2 {
			s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
			if err != nil {
				t.Fatal(err)
			}
			for i := range 30 {
				c := claimOf(fmt.Sprint(round, "-", i))
				c.Article.Title = "Blast in the north"
				if _, err := s.Claim(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			found, err := s.Search(t.Context(), news.Search{Words: [][]string{{"blast"}}, Limit: 100})
			if want := 30 * (round + 1); err != nil || len(found.Articles) != want {
				t.Errorf("Search = %d articles, %v, want %d", len(found.Articles), err, want)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			harm(t, path+".search")
		}
	}
}
