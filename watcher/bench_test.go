package watcher_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// BenchmarkWatcher measures what 12,000 polls a minute cost: 2,000 outlets in
// another process, asked every ten seconds on average, over HTTP, with a real
// store and desk. About half of the answers are 304s; the others are feeds of
// 25 items that have changed, some with an item whose page is read too. It
// reports polls a minute, and the share of all processors that this process
// takes, in user code and kernel.
func BenchmarkWatcher(b *testing.B) {
	const sources, every, warm, measured = 2000, 10 * time.Second, 15 * time.Second, 30 * time.Second
	f := newFarm(b)
	for b.Loop() {
		w, stop := working(b, f, sources, every)
		idle(b, warm)
		polls, cpu, began := w.Polls(), processorTime(b), time.Now()
		items := w.Tally().Found()
		idle(b, measured)
		passed := time.Since(began)
		b.ReportMetric(float64(w.Polls()-polls)/passed.Minutes(), "polls/min")
		b.ReportMetric(float64(w.Tally().Found()-items)/passed.Minutes(), "pages/min")
		b.ReportMetric(100*(processorTime(b)-cpu).Seconds()/passed.Seconds()/float64(runtime.NumCPU()), "%cpu")
		stop()
	}
}

// BenchmarkAtRest measures what a source costs in memory that is not being
// polled, of 10,000: resident memory of the process, with its goroutines, its
// store, and the connections that are kept, less what it was before.
func BenchmarkAtRest(b *testing.B) {
	const sources = 10_000
	f := newFarm(b)
	for b.Loop() {
		before := resident(b)
		w, stop := working(b, f, sources, 24*time.Hour)
		debug.FreeOSMemory()
		after := resident(b)
		b.ReportMetric(float64(after-before)/sources, "B/source")
		b.ReportMetric(float64(runtime.NumGoroutine()), "goroutines")
		runtime.KeepAlive(w)
		stop()
	}
}

// working returns a watcher that has taken the baseline of its sources.
func working(b *testing.B, f farm, n int, every time.Duration) (*watcher.Watcher, func()) {
	b.Helper()
	s, err := store.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "rasad.db"), store.Config{})
	if err != nil {
		b.Fatal(err)
	}
	client := fetch.New(f.fetching())
	var based atomic.Int64
	all := make(chan struct{})
	desk := news.NewDesk(alarm{word: "bomb"}, s, news.DeskConfig{})
	w := watcher.New(desk, s, client, watcher.Config{Every: every, Leases: s, OnBaseline: func(watcher.Baseline) {
		if based.Add(1) == int64(n) {
			close(all)
		}
	}})
	w.SetSources(f.sources(n))
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	select {
	case <-all:
	case <-time.After(3 * time.Minute):
		b.Fatalf("%d of %d sources have their baseline; %+v", based.Load(), n, w.Health()[0])
	}
	return w, func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
		client.Close()
		s.Close()
	}
}

func idle(b *testing.B, d time.Duration) {
	select {
	case <-b.Context().Done():
	case <-time.After(d):
	}
}

// processorTime returns what this process has taken of all processors.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident returns the bytes of memory that this process holds.
func resident(b *testing.B) int64 {
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Skip("no /proc: ", err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(status))[1], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}
