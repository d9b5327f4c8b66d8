package main

import (
	"encoding/json"
	"maps"
	"strings"
	"syscall"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestMuchMovesInFlatMemory moves stores of two sizes by the real program, says
// how long it took and how much memory, and holds that the memory does not grow with
// what moves. The real sizes are for -long.
func TestMuchMovesInFlatMemory(t *testing.T) {
	small, large := 500, 5000
	if *long {
		small, large = 10_000, 100_000
	}
	var peak [2]int64
	for i, n := range []int{small, large} {
		path, to := filled(t, n, n), storetest.StartRedis(t).Address()
		p := startProgram(t, "", "migrate", "--from", "sqlite:"+path, "--to", to, "--json", "--config", "../../config.yaml")
		<-p.end
		var report migratedJSON
		lines := p.output()
		if err := json.Unmarshal([]byte(lines[strings.LastIndexByte(lines, '\n')+1:]), &report); err != nil || !report.Equal {
			t.Fatalf("rasad migrate: %v; it said:\n%s", err, lines)
		}
		peak[i] = p.cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss / 1024 // it is in KiB (getrusage(2))
		cpu := p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
		t.Logf("%d articles and %d deliveries: %.1f s with the comparison, %.1f s of them at work, at most %d MiB",
			n, n, report.Seconds, cpu.Seconds(), peak[i])
	}
	const slack = 64 // MiB, where the large store has some 700 in the real sizes
	if peak[1] > peak[0]+slack {
		t.Errorf("ten times as much takes %d MiB in the place of %d", peak[1], peak[0])
	}
}

// TestAMoveEndsWhoSlept stops a process that watches, until it holds no lease, moves
// a store to its place, and wakes it: it ends, says why, and has changed nothing.
func TestAMoveEndsWhoSlept(t *testing.T) {
	t.Parallel()
	path, server := filled(t, 10, 0), storetest.StartRedis(t)
	to := server.Address()
	want := migrated(t, path, to).hashes()
	w := newWorld(t, to)
	p := w.start("run", "--roles", "watch")
	w.await("baselines", p, func() bool { return strings.Count(p.output(), "msg=baseline") >= len(w.site.Sources(w.siteURL)) })
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for lease := range strings.FieldsSeq(strings.Trim(server.Do(t, "KEYS", "*lease:*"), "[]")) {
		server.Do(t, "DEL", lease) // their time is over
	}
	if out, err := told("migrate", "--from", "sqlite:"+path, "--to", to, "--replace", "--json", "--config", "../../config.yaml"); err != nil {
		t.Fatalf("rasad migrate --replace: %v: %s", err, out)
	}
	if err := p.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	<-p.end
	if code := p.cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(p.output(), "another store moves, or has moved, to the place") {
		t.Errorf("the process that slept ended with %d; it said:\n%s", code, p.output())
	}
	again := migrated(t, path, to)
	if again.Moved || !maps.Equal(again.hashes(), want) {
		t.Errorf("after it woke there is\n%v\nwant\n%v", again.hashes(), want)
	}
}
