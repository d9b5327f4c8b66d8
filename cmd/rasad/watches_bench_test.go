package main

import (
	"runtime"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// BenchmarkWatches measures what a process that starts takes to know 100,000
// watches, what it then keeps for them, and the look that finds nothing new.
func BenchmarkWatches(b *testing.B) {
	for name, address := range map[string]string{"sqlite": sqliteAddress(b), "redis": storetest.Redis(b).Address()} {
		b.Run(name, func(b *testing.B) {
			books := openBooks(b, address)
			saveMany(b, books, 100_000)
			var s *service
			b.Run("start", func(b *testing.B) {
				before := heapMB()
				for b.Loop() {
					s, _, _ = watched(b, books, "")
					if err := s.watches.catchUp(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(heapMB()-before, "MB-kept")
			})
			b.Run("look", func(b *testing.B) {
				for b.Loop() {
					if err := s.watches.catchUp(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("save", func(b *testing.B) {
				prompt := s.botBooks()
				for i := 0; b.Loop(); i++ {
					save(b, prompt, "one", 1, word(i)+" AND "+word(i+1))
				}
			})
			runtime.KeepAlive(s)
		})
	}
}

func heapMB() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
