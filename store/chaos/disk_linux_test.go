package chaos_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// A smallDisk is a file system of the test's own.
type smallDisk struct{ dir string }

// mountDisk mounts one of a size, or skips the test if that is not allowed.
func mountDisk(t *testing.T, size string) smallDisk {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("what needs a full disk is not tested: no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return smallDisk{dir}
}

func (d smallDisk) ballast() string { return filepath.Join(d.dir, "ballast") }

// fill leaves no byte.
func (d smallDisk) fill(t *testing.T) {
	t.Helper()
	f, err := os.Create(d.ballast())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 1<<12))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// empty makes room again.
func (d smallDisk) empty(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.ballast()); err != nil {
		t.Fatal(err)
	}
}

// TestFullDisk fills the disk of the store, until the worker says so, and
// makes room again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		d := mountDisk(t, "12m")
		fillUp(newWorld(t, "SQLite", "sqlite:"+filepath.Join(d.dir, "rasad.db")), d, "full")
	})
	t.Run("Redis", func(t *testing.T) {
		t.Parallel()
		d := mountDisk(t, "48m")
		server := storetest.StartRedis(t, "dir "+d.dir, "appendfsync everysec")
		fillUp(newWorld(t, "Redis, everysec", server.Address()), d, "cannot write to its disk: free some space")
	})
}

func fillUp(w *world, d smallDisk, complaint string) {
	fills := times(1, 5)
	p := w.start(orders{})
	for range fills {
		w.arrive(p, 3*readers)
		p.log.clear()
		d.fill(w.T)
		w.says(p, complaint)
		d.empty(w.T)
	}
	w.arrive(p, 3*readers)
	w.finish(p, 10)
	w.report("disk full, then emptied", fills, fills*readers)
}
