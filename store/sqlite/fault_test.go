package sqlite_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// wantRefused opens a file and checks that the error says why not.
func wantRefused(t *testing.T, path, why string) {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err == nil {
		s.Close()
		t.Fatalf("Open(%s) went well, want an error with %q", path, why)
	}
	if !strings.Contains(err.Error(), why) {
		t.Errorf("Open(%s) = %v, want an error with %q", path, err, why)
	}
}

// query runs a statement on the closed store's file.
func query(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// made returns the path of a store's file with something in it.
func made(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rasad.db")
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range strings.Fields(strings.Repeat("key ", 100)) {
		if err := s.PutSetting(t.Context(), key, strings.Repeat("value ", 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	path := made(t)
	query(t, path, "PRAGMA user_version = 4711")
	wantRefused(t, path, "the database has version 4711")
	query(t, path, fmt.Sprint("PRAGMA user_version = ", len(steps(t))))
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

func TestForeignDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "theirs.db")
	query(t, path, "CREATE TABLE accounts (id INTEGER)")
	wantRefused(t, path, "another program's")
}

func TestJunkIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	junk := strings.Repeat("this is no database\n", 1000)
	if err := os.WriteFile(path, []byte(junk), 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, path, "the file is not a database")
	if got, err := os.ReadFile(path); string(got) != junk || err != nil {
		t.Errorf("the refused file was changed: %v", err)
	}
}

func TestDamagedDatabaseIsRefused(t *testing.T) {
	path := made(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for i := 200; i < page; i++ {
		data[i] ^= 0xa5 // the schema, but not the header
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, path, "damaged")
}

func TestFolderIsNoFile(t *testing.T) {
	dir := t.TempDir()
	wantRefused(t, dir, "it is a folder")
	wantRefused(t, "", "names no file")
	wantRefused(t, "//host/rasad.db", "names no file")
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, filepath.Join(dir, "file", "rasad.db"), "make its folder")
}

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
	spoil(t, path, 4096, 20*4096)
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		if !strings.Contains(err.Error(), "damaged: restore a backup") {
			t.Errorf("Open = %v, want that the file is damaged", err)
		}
		return
	}
	defer s.Close()
	_, err = s.Claim(t.Context(), claimOf("a"))
	if err == nil || !strings.Contains(err.Error(), path+": the file is damaged: restore a backup") {
		t.Errorf("Claim = %v, want that the file is damaged", err)
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

// TestLockedFileIsWaitedFor lets another program lock the file: calls fail with
// what to do, after a while, and go on once it is gone.
func TestLockedFileIsWaitedFor(t *testing.T) {
	path := made(t)
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	const callers = 32 // who wait together, not one after another
	errs := make(chan error, callers)
	for range callers {
		go func() { errs <- s.PutSetting(t.Context(), "a", "b") }()
	}
	for range callers {
		if err := <-errs; err == nil || !strings.Contains(err.Error(), "another program holds the file locked") {
			t.Errorf("PutSetting = %v, want that the file is locked", err)
		}
	}
	if _, err := db.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := s.PutSetting(t.Context(), "a", "b"); err != nil {
		t.Errorf("PutSetting once it is free: %v", err)
	}
}

// TestBadWriteHarmsNoOther fails one write of a batch.
func TestBadWriteHarmsNoOther(t *testing.T) {
	path := made(t)
	query(t, path, `CREATE TRIGGER poison BEFORE INSERT ON settings WHEN new.key = 'poison'
		BEGIN SELECT raise(ABORT, 'poisoned'); END`)
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const callers = 32
	errs := make(chan error, callers)
	for i := range callers {
		go func() {
			key := "sound" + strings.Repeat("!", i)
			if i == callers/2 {
				key = "poison"
			}
			err := s.PutSetting(t.Context(), key, "value")
			if key == "poison" && err != nil && strings.Contains(err.Error(), "poisoned") {
				err = nil
			}
			errs <- err
		}()
	}
	for range callers {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if v, err := s.Claim(t.Context(), news.Claim{Keys: []string{"after"}}); v != news.New || err != nil {
		t.Errorf("Claim after the failure = %v, %v, want New", v, err)
	}
}
