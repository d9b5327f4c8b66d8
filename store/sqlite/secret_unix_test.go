//go:build unix

package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// TestNobodyElseReadsTheStore looks at the files of an open store: what chats
// wrote is for its owner alone, whatever the umask.
func TestNobodyElseReadsTheStore(t *testing.T) {
	folder := t.TempDir()
	s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(folder, "rasad.db"), store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Claim(t.Context(), claimOf("a")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Search(t.Context(), news.Search{Words: [][]string{{"a"}}, Limit: 1}); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, folder, 5) // file, log, lock and index
}

// TestNobodyElseReadsAStoreThatWasOpenToAll opens a store whose process was killed,
// after all its files were given to everybody to read.
func TestNobodyElseReadsAStoreThatWasOpenToAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	folder := filepath.Dir(path)
	killAfter(t, "sqlite:"+path, 50)
	chmodAll(t, folder, 0o664)
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	wantSecret(t, folder, 4)
}

// wantSecret checks that in a folder are so many files at least, which their owner
// alone may read and write.
func wantSecret(t *testing.T, folder string, least int) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < least {
		t.Errorf("only %v in the folder, want %d files", files, least)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v, %v, want 0600", f.Name(), info.Mode(), err)
		}
	}
}

// asNobody runs a test as a user without rights: where root runs it, in a
// process that gave them up.
func asNobody(t *testing.T, test func()) {
	const nobody, given = 65534, "RASAD_TEST_AS_NOBODY"
	switch {
	case os.Getenv(given) != "":
		if err := errors.Join(syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			t.Fatal(err)
		}
		fallthrough
	case os.Getuid() != 0:
		test()
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=2m")
	cmd.Env = append(os.Environ(), given+"=1")
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestWhatCannotBeWrittenIsChecked checks and copies a file as one who may read
// it, but write neither it nor its folder, or not it alone: all goes well, and
// nothing is left beside the file.
func TestWhatCannotBeWrittenIsChecked(t *testing.T) {
	asNobody(t, func() {
		for _, rights := range []struct{ file, folder os.FileMode }{{0o600, 0o700}, {0o444, 0o555}, {0o600, 0o555}, {0o444, 0o700}} {
			path := filepath.Join(t.TempDir(), "rasad.db")
			s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			folder := filepath.Dir(path)
			before := namesIn(t, folder)
			if err := errors.Join(os.Chmod(path, rights.file), os.Chmod(folder, rights.folder)); err != nil {
				t.Fatal(err)
			}
			if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
				t.Errorf("Check with rights %v = %q, %v", rights, wrong, err)
			}
			if err := store.Backup(t.Context(), "sqlite:"+path, filepath.Join(t.TempDir(), "copy.db"), false); err != nil {
				t.Errorf("Backup with rights %v: %v", rights, err)
			}
			if after := namesIn(t, folder); after != before {
				t.Errorf("with rights %v, in the folder there is %s, and before %s", rights, after, before)
			}
			if err := os.Chmod(folder, 0o700); err != nil { // so that the test can remove it
				t.Fatal(err)
			}
		}
	})
}

// TestWhatCannotBeReadIsTold checks and copies a file that one may not read, or whose
// log, or whose folder: it says which right is missing, which is none to write.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	asNobody(t, func() {
		path, _ := killed(t)
		for _, kept := range []string{path, path + "-wal", path + "-shm", filepath.Dir(path)} {
			if err := os.Chmod(kept, 0); err != nil {
				t.Fatal(err)
			}
			_, err := store.Check(t.Context(), "sqlite:"+path)
			failed := store.Backup(t.Context(), "sqlite:"+path, filepath.Join(t.TempDir(), "copy.db"), false)
			for _, err := range []error{err, failed} {
				if err == nil || !strings.Contains(err.Error(), "give this user the right to read the file") || strings.Contains(err.Error(), "write") {
					t.Errorf("without the right to read %s: %v, want that this is missing", kept, err)
				}
			}
			if err := os.Chmod(kept, 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
			t.Errorf("Check with all rights = %q, %v", wrong, err)
		}
	})
}

// TestBackupHasAnIndexAnewOfWhatIsReadAlone copies a file with a damaged index as one
// who may write neither it nor its folder, and one beside which there is a log.
func TestBackupHasAnIndexAnewOfWhatIsReadAlone(t *testing.T) {
	asNobody(t, func() {
		for _, logged := range []bool{false, true} {
			path, copied := furnished(t), filepath.Join(t.TempDir(), "copy.db")
			folder := filepath.Dir(path)
			for _, row := range rowsOf(t, path, `SELECT rootpage FROM sqlite_schema WHERE name = 'deliveries_over'`) {
				spoil(t, path, (int(row[0].(int64))-1)*4096, 4096)
			}
			if logged {
				if err := os.WriteFile(path+"-wal", nil, 0o600); err != nil {
					t.Fatal(err)
				}
			} else if err := errors.Join(os.Chmod(path, 0o400), os.Chmod(folder, 0o500)); err != nil {
				t.Fatal(err)
			}
			names, bytes := namesIn(t, folder), bytesOf(t, path)
			if err := store.Backup(t.Context(), "sqlite:"+path, copied, false); err != nil {
				t.Errorf("Backup, with a log %v: %v", logged, err)
			} else {
				wantSound(t, copied, []string{"sent", "half", "plain"})
			}
			if namesIn(t, folder) != names || bytesOf(t, path) != bytes {
				t.Errorf("with a log %v, Backup changed the file, or left something beside it", logged)
			}
			if err := os.Chmod(folder, 0o700); err != nil { // so that the test can remove it
				t.Fatal(err)
			}
		}
	})
}

// TestAKilledStoreIsCheckedWithoutATrace checks and copies what a process leaves that
// is killed, with what processes share of the log and without, as one who may write
// it or only read: what stands in the log is seen, and nothing is changed.
func TestAKilledStoreIsCheckedWithoutATrace(t *testing.T) {
	asNobody(t, func() {
		for i := range 4 {
			lost, readOnly := i&1 != 0, i&2 != 0
			path, claims := killed(t)
			folder := filepath.Dir(path)
			if lost { // as when the machine dies
				if err := os.Remove(path + "-shm"); err != nil {
					t.Fatal(err)
				}
			}
			if readOnly {
				chmodAll(t, folder, 0o400)
				if err := os.Chmod(folder, 0o500); err != nil {
					t.Fatal(err)
				}
			}
			names, bytes := namesIn(t, folder), bytesOf(t, path, path+"-wal")
			if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
				t.Errorf("Check, lost %v, read-only %v = %q, %v", lost, readOnly, wrong, err)
			}
			copied := filepath.Join(t.TempDir(), "copy.db")
			if err := store.Backup(t.Context(), "sqlite:"+path, copied, false); err != nil {
				t.Errorf("Backup, lost %v, read-only %v: %v", lost, readOnly, err)
			} else {
				wantSound(t, copied, claims)
			}
			if after := namesIn(t, folder); after != names || bytesOf(t, path, path+"-wal") != bytes {
				t.Errorf("lost %v, read-only %v: in the folder there is %s, and before %s, or what is in them has changed", lost, readOnly, after, names)
			}
			if err := os.Chmod(folder, 0o700); err != nil { // so that the test can remove it
				t.Fatal(err)
			}
		}
	})
}

// killed returns the path of what a process leaves that is killed after some claims,
// and the claims.
func killed(t *testing.T) (path string, claims []string) {
	t.Helper()
	open := filepath.Join(t.TempDir(), "rasad.db")
	s, err := store.Open(t.Context(), "sqlite:"+open, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 50 {
		claims = append(claims, fmt.Sprint(i))
		if _, err := s.Claim(t.Context(), claimOf(claims[i])); err != nil {
			t.Fatal(err)
		}
	}
	path = filepath.Join(t.TempDir(), "rasad.db")
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		if err := os.WriteFile(path+suffix, []byte(bytesOf(t, open+suffix)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path, claims
}

// chmodAll gives all files of a folder the same rights.
func chmodAll(t *testing.T, folder string, rights os.FileMode) {
	t.Helper()
	for _, name := range strings.Fields(namesIn(t, folder)) {
		if err := os.Chmod(filepath.Join(folder, name), rights); err != nil {
			t.Fatal(err)
		}
	}
}

func namesIn(t *testing.T, folder string) string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	return strings.Join(names, " ")
}

// TestAnEmptyLogIsLeft checks a file beside which stands a log of nothing.
func TestAnEmptyLogIsLeft(t *testing.T) {
	path := made(t)
	if err := os.WriteFile(path+"-wal", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	before := namesIn(t, filepath.Dir(path))
	if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
		t.Errorf("Check = %q, %v", wrong, err)
	}
	if after := namesIn(t, filepath.Dir(path)); after != before {
		t.Errorf("in the folder there is %s, and before %s", after, before)
	}
}
