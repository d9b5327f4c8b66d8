//go:build linux || darwin

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestADryRunClearsWhatAKilledOneLeft kills a dry run, whose folder stays, and starts
// others: they remove it, but neither that of one which lives, nor what others have
// there by such a name.
func TestADryRunClearsWhatAKilledOneLeft(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	w := newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "unused.db"))
	start := func() *process {
		p := startIn(t, append(withToken("", t.TempDir()), "TMPDIR="+folder), "run", "--dry-run", "--config", w.config)
		w.await("a dry run", p, func() bool { return strings.Contains(p.output(), "msg=started") })
		return p
	}
	others := []string{filepath.Join(folder, scratchName+"others")}
	if err := os.Mkdir(others[0], 0o700); err != nil {
		t.Fatal(err)
	}
	left := func() []string {
		t.Helper()
		all, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(all, func(path string) bool { return slices.Contains(others, path) })
	}
	start().kill()
	killed := left()
	if len(killed) != 1 {
		t.Fatalf("a killed dry run leaves %q, want one folder", killed)
	}
	living := start()
	second := left()
	if len(second) != 1 || second[0] == killed[0] {
		t.Errorf("after the next one began there is %q, want its own folder alone", second)
	}
	third := start()
	if all := left(); len(all) != 2 || !slices.Contains(all, second[0]) {
		t.Errorf("beside one that lives there is %q, want %q as well", all, second)
	}
	for _, p := range []*process{living, third} {
		if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		select {
		case <-p.end:
		case <-time.After(longestAwait):
			t.Fatal("a dry run goes on after it was interrupted:\n", p.output())
		}
	}
	if all := left(); len(all) != 0 {
		t.Errorf("dry runs that ended leave %q", all)
	}
	if _, err := os.Stat(others[0]); err != nil {
		t.Errorf("what another program has there: %v", err)
	}
}
