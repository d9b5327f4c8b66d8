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
	wantRefused(t, path, "the file is not a database: if it was rasad's store, it is damaged, so restore a backup; else move it away")
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
