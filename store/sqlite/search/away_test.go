package search_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/rasadnews/rasad/store/sqlite/search"
)

// gather has all of an index that is open be in its file.
const gather = `PRAGMA wal_checkpoint(TRUNCATE)`

// overwrite makes a file one that is no database.
func overwrite(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	at, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xA5}, int(at.Size())), 0); err != nil {
		t.Fatal(err)
	}
}

// stays runs what may not throw a file away, and checks that it is there still.
func stays(t *testing.T, path string, run func()) {
	t.Helper()
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	run()
	if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) {
		t.Errorf("the file was thrown away (%v)", err)
	}
}

// TestWhatAnotherMadeAnewStays damages the file of an index, which another one makes
// anew as it opens it: the first goes over to the new one.
func TestWhatAnotherMadeAnewStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.search")
	g := graveyard{T: t, archive: &archive{name: "one"}}
	g.other = open(t, path, g.archive)
	g.claim(300)
	first := open(t, path, g.archive)
	g.counts(first)
	write(t, path, gather)
	overwrite(t, path)
	second := open(t, path, g.archive)
	g.other = second
	g.claim(10)
	g.counts(second)
	stays(t, path, func() {
		g.other = first
		g.claim(10)
		g.file = look(t, path)
		if n := g.ask(`SELECT claim FROM state`); n != g.last {
			t.Errorf("the file is at claim %d, want %d", n, g.last)
		}
		g.counts(first)
		g.counts(second)
	})
	write(t, path, `DELETE FROM leaves`) // what both are to meet
	g.counts(first)
	g.counts(second)
}

// A trap is an archive that springs when it is asked for claims.
type trap struct {
	*archive
	spring func()
}

func (a *trap) Claimed(ctx context.Context, after int64, limit int) ([]search.Claimed, int64, error) {
	if spring := a.spring; spring != nil {
		a.spring = nil
		spring()
	}
	return a.archive.Claimed(ctx, after, limit)
}

// TestWhatIsMadeAnewDuringACallStays damages a file while an index is in the middle
// of a search, and has another one make it anew before the first meets the damage.
func TestWhatIsMadeAnewDuringACallStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // where nothing happens behind the scenes
		path := filepath.Join(t.TempDir(), "x.search")
		g := graveyard{T: t, archive: &archive{name: "one"}}
		slow := &trap{archive: g.archive}
		x := search.New(path, slow, 0)
		t.Cleanup(func() { x.Close() })
		g.other = x
		g.claim(300)
		write(t, path, gather)
		var made os.FileInfo
		slow.spring = func() {
			overwrite(t, path)
			g.other = open(t, path, g.archive)
			g.claim(10)
			var err error
			if made, err = os.Stat(path); err != nil {
				t.Fatal(err)
			}
		}
		g.archive.mu.Lock()
		g.last++
		g.archive.articles = append(g.archive.articles, g.article(fmt.Sprint("a", g.last)))
		g.archive.mu.Unlock()
		found(t, x, "blast")
		if now, err := os.Stat(path); err != nil || !os.SameFile(now, made) {
			t.Errorf("the file was thrown away (%v)", err)
		}
		g.counts(g.other)
		g.counts(x)
	})
}

// TestALostFileIsLeft takes the file of an index away that needs nothing of it: it
// goes on in a new one, which others find.
func TestALostFileIsLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.search")
	g := graveyard{T: t, archive: &archive{name: "one"}}
	g.other = open(t, path, g.archive)
	g.claim(10)
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(path + suffix); err != nil {
			t.Fatal(err)
		}
	}
	g.claim(1)
	g.counts(g.other)
	g.file = look(t, path)
	if n := g.ask(`SELECT claim FROM state`); n != g.last {
		t.Errorf("the file at its place is at claim %d, want %d", n, g.last)
	}
}

// TestACutLogHeals cuts the log of an index that is open.
func TestACutLogHeals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.search")
	g := graveyard{T: t, archive: &archive{name: "one"}}
	g.other = open(t, path, g.archive)
	g.claim(300)
	if err := os.Truncate(path+"-wal", 0); err != nil {
		t.Fatal(err)
	}
	g.counts(open(t, path, g.archive))
	g.claim(1)
	g.counts(g.other)
}
