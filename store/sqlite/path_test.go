package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
)

// link makes a symbolic link, and the folder that it is in.
func link(t *testing.T, to, path string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, path); err != nil {
		t.Skip("there are no links here:", err)
	}
	return path
}

// TestOneProcessByWhicheverPath opens a store by one path while it is open by
// another, whichever was there first: the file, or a link to where it will be.
func TestOneProcessByWhicheverPath(t *testing.T) {
	for name, paths := range map[string]func(root string) (first, second string){
		"link to the file": func(root string) (string, string) {
			path := filepath.Join(root, "data", "l.db")
			return path, link(t, path, filepath.Join(root, "other", "l.db"))
		},
		"link to a folder": func(root string) (string, string) {
			link(t, "data", filepath.Join(root, "other"))
			return filepath.Join(root, "data", "l.db"), filepath.Join(root, "other", "l.db")
		},
		"link to nothing yet": func(root string) (string, string) {
			l := link(t, filepath.Join("..", "data", "l.db"), filepath.Join(root, "other", "x.db"))
			return l, filepath.Join(root, "data", "l.db")
		},
		"link to a link in a folder that is not there": func(root string) (string, string) {
			link(t, "two", filepath.Join(root, "one"))
			link(t, filepath.Join(root, "three", "l.db"), filepath.Join(root, "two"))
			return filepath.Join(root, "one"), filepath.Join(root, "three", "l.db")
		},
	} {
		t.Run(name, func(t *testing.T) {
			first, second := paths(t.TempDir())
			s, err := store.Open(t.Context(), "sqlite:"+first, store.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			other, err := store.Open(t.Context(), "sqlite:"+second, store.Config{})
			if err == nil {
				other.Close()
			}
			if err == nil || !strings.Contains(err.Error(), "another process uses this database") {
				t.Errorf("Open by %s = %v, want that another uses it", second, err)
			}
		})
	}
	loop := filepath.Join(t.TempDir(), "loop.db")
	link(t, loop, loop)
	if s, err := store.Open(t.Context(), "sqlite:"+loop, store.Config{}); err == nil {
		s.Close()
		t.Error("a link to itself was opened")
	}
}

// TestAFileOfTwoNamesIsRefused gives a store another name by a hard link, before and
// after it is opened: what stands beside it by one name is unknown by the other, so
// no process may use it by either.
func TestAFileOfTwoNamesIsRefused(t *testing.T) {
	path := made(t)
	other := filepath.Join(t.TempDir(), "other.db")
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Link(path, other); err != nil {
		t.Skip("there are no links here:", err)
	}
	for _, path := range []string{other, path} {
		wantRefused(t, path, "another process")
	}
	if _, err := store.Check(t.Context(), "sqlite:"+other); err == nil || !strings.Contains(err.Error(), "a hard link") {
		t.Errorf("Check by another name = %v, want that there are two", err)
	}
	if _, err := s.Claim(t.Context(), claimOf("a")); err != nil {
		t.Error("Claim while there is another name:", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, path, "remove all names but one")
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	wantSound(t, path, []string{"a"})
}

// TestBackupSparesTheStoresFiles copies a store that is in use over each of its
// files, and where one will be, by its path and by a link.
func TestBackupSparesTheStoresFiles(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "l.db.part")
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	aside := link(t, folder, filepath.Join(t.TempDir(), "aside"))
	for _, name := range []string{
		"l.db.part", "l.db", // of which the part is the store
		"l.db.part.lock", "l.db.part-wal", "l.db.part-shm", "l.db.part-journal",
		"l.db.part.search", "l.db.part.search-wal", "l.db.part.search-shm",
	} {
		for _, to := range []string{filepath.Join(folder, name), filepath.Join(aside, name)} {
			err := store.Backup(t.Context(), "sqlite:"+path, to, true)
			if err == nil || !strings.Contains(err.Error(), "the store itself, or one of the files beside it") {
				t.Errorf("Backup to %s = %v", to, err)
			}
		}
	}
	if other, err := store.Open(t.Context(), "sqlite:"+path, store.Config{}); err == nil {
		other.Close()
		t.Error("after the backups a second process has the store")
	}
}

// TestBackupSparesAStoreInUse copies a store over another one that somebody has
// open.
func TestBackupSparesAStoreInUse(t *testing.T) {
	from, to := made(t), made(t)
	s, err := store.Open(t.Context(), "sqlite:"+to, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.PutSetting(t.Context(), "whose", "theirs"); err != nil {
		t.Fatal(err)
	}
	if err := store.Backup(t.Context(), "sqlite:"+from, to, true); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("Backup = %v, want that a store is there in use", err)
	}
	if v, err := s.Setting(t.Context(), "whose"); v != "theirs" || err != nil {
		t.Errorf("Setting = %q, %v", v, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Backup(t.Context(), "sqlite:"+from, to, true); err != nil {
		t.Errorf("once it is closed Backup = %v", err)
	}
}
