package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// apart names the variable that is set where a test runs with mounts of its own.
const apart = "RASAD_TEST_APART"

// onDisk runs a test with a disk of so many bytes, in a process that has mounts
// of its own and takes them with it. It skips it where that is not allowed.
func onDisk(t *testing.T, bytes int, test func(disk string)) {
	if os.Getenv(apart) != "" {
		disk := t.TempDir()
		if err := syscall.Mount("none", disk, "tmpfs", 0, fmt.Sprint("size=", bytes)); err != nil {
			t.Fatal(err)
		}
		defer syscall.Unmount(disk, syscall.MNT_DETACH)
		test(disk)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=2m")
	cmd.Env = append(os.Environ(), apart+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	switch exit := (*exec.ExitError)(nil); {
	case err != nil && !errors.As(err, &exit):
		t.Skip("no mounts of its own for the test: ", err)
	case err != nil, !strings.Contains(string(out), "--- PASS: "+t.Name()):
		t.Errorf("%v\n%s", err, out)
	default:
		t.Logf("%s", out)
	}
}

// fill fills a disk to the last byte and returns the file that does.
func fill(t *testing.T, disk string) string {
	t.Helper()
	path := filepath.Join(disk, "ballast")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return path
}

// TestFullDiskIsWaitedOut claims until the disk is full, and on after space was
// made: what failed was not done, what was acknowledged is there, and the same
// open store goes on.
func TestFullDiskIsWaitedOut(t *testing.T) {
	onDisk(t, 12<<20, func(disk string) {
		path := filepath.Join(disk, "rasad.db")
		s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		ballast := filepath.Join(disk, "ballast")
		if err := os.WriteFile(ballast, make([]byte, 4<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		acknowledged, failed := claimAll(t, s, "before", 50_000)
		if len(failed) == 0 {
			t.Fatal("the disk never filled")
		}
		fill(t, disk)
		for id, err := range failed {
			if !strings.Contains(err.Error(), "free some space") || !strings.Contains(err.Error(), path) {
				t.Errorf("Claim = %v, want that %s is on a full disk", err, path)
			}
			if seen, err := s.Seen(t.Context(), []string{id}); err != nil || seen[0] {
				t.Errorf("Seen(%s), which failed = %v, %v", id, seen, err)
			}
		}
		if err := s.Finish(t.Context(), 1, 1); err != nil {
			t.Errorf("a call that writes nothing: %v", err)
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		after, stillFailed := claimAll(t, s, "after", 100)
		for id := range failed {
			if v, err := s.Claim(t.Context(), claimOf(id)); v != news.New || err != nil {
				t.Errorf("Claim(%s) once there was space = %v, %v", id, v, err)
			}
			after = append(after, id)
			break // the rest would fill the disk again
		}
		if len(stillFailed) > 0 {
			t.Errorf("once there was space: %v", stillFailed)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		wantSound(t, path, append(acknowledged, after...))
		t.Logf("%d acknowledged before, %d refused, %d acknowledged after", len(acknowledged), len(failed), len(after))
	})
}

// TestStoreThatFillsItsDiskUsesAllOfIt claims on a disk that holds nothing else
// until it is full. The log must not have taken what the file needed: the file
// got most of the disk, and once the disk is a little larger it goes on, also
// with what is written over and over.
func TestStoreThatFillsItsDiskUsesAllOfIt(t *testing.T) {
	const size = 12 << 20
	onDisk(t, size, func(disk string) {
		path := filepath.Join(disk, "rasad.db")
		s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		acknowledged, failed := claimAll(t, s, "before", 50_000)
		if len(failed) == 0 {
			t.Fatal("the disk never filled")
		}
		if info, err := os.Stat(path); err != nil || info.Size() < size/2 {
			t.Errorf("the file has %d bytes (%v) when the disk is full, want half of %d at least", info.Size(), err, size)
		}
		fill(t, disk)
		for more := int64(1); more <= 3; more++ { // a little at a time
			enlarge(t, disk, size+more<<19)
			some, _ := claimAll(t, s, fmt.Sprint("after", more), 20)
			acknowledged = append(acknowledged, some...)
			if more == 3 && len(some) < 20 {
				t.Errorf("%d of 20 claims went well once there was space", len(some))
			}
		}
		for i := range 2000 {
			if err := s.PutSetting(t.Context(), "key", strings.Repeat(fmt.Sprint(i), 500)); err != nil {
				t.Fatalf("what is written over and over, the %d. time: %v", i, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		wantSound(t, path, acknowledged)
		t.Logf("%d acknowledged, %d refused", len(acknowledged), len(failed))
	})
}

// enlarge gives a disk so many bytes.
func enlarge(t *testing.T, disk string, bytes int64) {
	t.Helper()
	if err := syscall.Mount("none", disk, "tmpfs", syscall.MS_REMOUNT, fmt.Sprint("size=", bytes)); err != nil {
		t.Fatal(err)
	}
}

// claimAll claims n articles from 16 callers until the first errors.
func claimAll(t *testing.T, s store.Store, name string, n int) (acknowledged []string, failed map[string]error) {
	var mu sync.Mutex
	failed = map[string]error{}
	var wg sync.WaitGroup
	for caller := range 16 {
		wg.Go(func() {
			for i := caller; i < n; i += 16 {
				id := fmt.Sprint(name, i)
				_, err := s.Claim(context.Background(), claimOf(id))
				mu.Lock()
				if err != nil {
					failed[id] = err
				} else {
					acknowledged = append(acknowledged, id)
				}
				enough := len(failed) > 100
				mu.Unlock()
				if enough {
					return
				}
			}
		})
	}
	wg.Wait()
	return acknowledged, failed
}

// TestFullDiskRefusesABackup copies to a disk that is too small, and opens a
// store on one that is full.
func TestFullDiskRefusesABackup(t *testing.T) {
	onDisk(t, 128<<10, func(disk string) {
		path := made(t)
		err := store.Backup(t.Context(), "sqlite:"+path, filepath.Join(disk, "copy.db"), false)
		if err == nil || !strings.Contains(err.Error(), "the disk is full") {
			t.Errorf("Backup = %v, want that the disk is full", err)
		}
		wantOnly(t, disk) // no part of a copy either
		fill(t, disk)
		wantAway(t, filepath.Join(disk, "rasad.db"))
	})
}

// wantAway opens a store on a full disk, and checks that the error says so, and
// that it is worth waiting.
func wantAway(t *testing.T, path string) {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err == nil {
		s.Close()
	}
	if !errors.Is(err, store.ErrAway) || !strings.Contains(fmt.Sprint(err), "the disk is full: free some space") {
		t.Errorf("Open(%s) on a full disk = %v, want ErrAway, and that the disk is full", path, err)
	}
}

// TestFullDiskIsWaitedForAtTheStart opens a store whose process was killed, and
// one that was closed, on a full disk, and again once there is room.
func TestFullDiskIsWaitedForAtTheStart(t *testing.T) {
	onDisk(t, 12<<20, func(disk string) {
		killed, closed := filepath.Join(disk, "killed.db"), filepath.Join(disk, "closed.db")
		claims := killAfter(t, "sqlite:"+killed, 50)
		s, err := store.Open(t.Context(), "sqlite:"+closed, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		ballast := fill(t, disk)
		if err := os.Remove(killed + "-shm"); err != nil { // as a start of the machine does
			t.Fatal(err)
		}
		fill(t, disk)
		wantAway(t, killed)
		wantAway(t, closed)
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		wantSound(t, killed, claims)
		wantSound(t, closed, nil)
	})
}

// TestReadOnlyDiskIsRefused opens, checks and copies a store on a disk that
// cannot be written.
func TestReadOnlyDiskIsRefused(t *testing.T) {
	onDisk(t, 12<<20, func(disk string) {
		path := filepath.Join(disk, "rasad.db")
		s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{Clock: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		acknowledged, _ := claimAll(t, s, "a", 100)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mount("none", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, path, "read-only")
		if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
			t.Errorf("Check = %q, %v", wrong, err)
		}
		copied := filepath.Join(t.TempDir(), "copy.db")
		if err := store.Backup(t.Context(), "sqlite:"+path, copied, false); err != nil {
			t.Fatal(err)
		}
		wantSound(t, copied, acknowledged)
	})
}
