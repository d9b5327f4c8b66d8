package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// measureLoop runs f until a time has passed, and returns how long it took,
// how often it ran, and how many objects it allocated.
func measureLoop(least time.Duration, f func()) (took time.Duration, rounds int, mallocs uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for took < least || rounds == 0 {
		f()
		rounds++
		took = time.Since(began)
	}
	runtime.ReadMemStats(&after)
	return took, rounds, after.Mallocs - before.Mallocs
}

// memory returns the state of the heap after a collection.
func memory() runtime.MemStats {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m
}

// peakMemory returns the most bytes that the process has held: as the kernel
// tells where it does, else what the runtime has taken from it.
func peakMemory() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			if err == nil {
				return kilobytes * 1024
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys)
}

// restartPeak gives free memory back and lets the kernel count peakMemory
// anew, and returns how many bytes the process holds; 0 if it cannot.
func restartPeak() float64 {
	debug.FreeOSMemory()
	if os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) != nil {
		return 0
	}
	return peakMemory()
}
