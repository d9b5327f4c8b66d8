package main

import (
	"encoding/json"
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
