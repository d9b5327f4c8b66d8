package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// TestBackupTakesOverWhatItLeftAlone has files where a part is to be written: what a
// backup left that was broken off is taken over, with what SQLite wrote beside it;
// what is another's is left alone, unless it is to be replaced, and another store's
// in any case.
func TestBackupTakesOverWhatItLeftAlone(t *testing.T) {
	path, foreign := made(t), filepath.Join(t.TempDir(), "theirs.db")
	query(t, foreign, "CREATE TABLE accounts (id INTEGER)")
	for name, c := range map[string]struct {
		part   string
		beside []string
		taken  bool
	}{
		"begun":                    {"", []string{"-journal"}, true},
		"pages without the first":  {strings.Repeat("\x00", 50_000), []string{"-journal"}, true},
		"whole, but not checked":   {bytesOf(t, path), []string{"-wal", "-shm"}, true},
		"text":                     {"precious", nil, false},
		"another program's":        {bytesOf(t, foreign), nil, false},
		"a text as long as a page": {strings.Repeat("precious", 512), []string{"-wal"}, false},
	} {
		folder := t.TempDir()
		to := filepath.Join(folder, "copy.db")
		put(t, to+".part", c.part)
		for _, suffix := range c.beside {
			put(t, to+".part"+suffix, strings.Repeat("junk", 3000))
		}
		err := store.Backup(t.Context(), "sqlite:"+path, to, false)
		if !c.taken {
			if got := bytesOf(t, to+".part"); !errors.Is(err, store.ErrExists) || got != c.part {
				t.Errorf("%s: Backup = %v, want ErrExists, and the file is left: %v", name, err, got == c.part)
			}
			err = store.Backup(t.Context(), "sqlite:"+path, to, true)
		}
		if err != nil {
			t.Errorf("%s: Backup = %v", name, err)
			continue
		}
		wantOnly(t, folder, "copy.db")
		wantSound(t, to, nil)
	}
}

// TestBackupIsNotWrittenOverAnotherStore names a copy whose part is a store.
func TestBackupIsNotWrittenOverAnotherStore(t *testing.T) {
	to := filepath.Join(t.TempDir(), "copy.db")
	other, err := store.Open(t.Context(), "sqlite:"+to+".part", store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if v, err := other.Claim(t.Context(), claimOf("a")); v != news.New || err != nil {
		t.Fatalf("Claim = %v, %v", v, err)
	}
	for _, replace := range []bool{false, true} {
		if err := store.Backup(t.Context(), "sqlite:"+made(t), to, replace); err == nil || !strings.Contains(err.Error(), "a store is at") {
			t.Errorf("Backup, replace %v = %v, want that there is a store", replace, err)
		}
	}
	if v, err := other.Claim(t.Context(), claimOf("a")); v != news.Duplicate || err != nil {
		t.Errorf("Claim in the other store = %v, %v, want Duplicate", v, err)
	}
}

// TestBackupSparesTheCopyThatAPartBecame makes a copy to a place where a process died
// that had given the part its name, but not taken the other from it: the copy is
// whole as long as the next is not.
func TestBackupSparesTheCopyThatAPartBecame(t *testing.T) {
	folder := t.TempDir()
	to := filepath.Join(folder, "copy.db")
	put(t, to, bytesOf(t, made(t)))
	if err := os.Link(to, to+".part"); err != nil {
		t.Skip("there are no links here:", err)
	}
	before := bytesOf(t, to)
	damaged := made(t)
	spoil(t, damaged, 4096, 20*4096)
	if err := store.Backup(t.Context(), "sqlite:"+damaged, to, true); err == nil {
		t.Error("a damaged store was copied")
	}
	if after := bytesOf(t, to); after != before {
		t.Error("the copy before was changed, though there is none in its place")
	}
	if err := store.Backup(t.Context(), "sqlite:"+made(t), to, true); err != nil {
		t.Error(err)
	}
	wantOnly(t, folder, "copy.db")
	wantSound(t, to, nil)
}

func put(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// bytesOf returns what is in files.
func bytesOf(t *testing.T, paths ...string) (all string) {
	t.Helper()
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all += string(data)
	}
	return all
}
