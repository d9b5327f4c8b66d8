package redis_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store/storetest"
)

// BenchmarkRestart measures storetest.Restart on a server with many articles of
// 3 kB, a million with -long, which take some 5 GB: after the store was closed, and
// after the server was killed, once it has read its file again, for which load-s is.
func BenchmarkRestart(b *testing.B) {
	articles := 20_000
	if *long {
		articles = 1_000_000
	}
	server := storetest.StartRedis(b)
	place := on(server)(b)
	s := place(b, time.Now)
	storetest.Crowd(b, s, articles, 64)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.Run(fmt.Sprintf("articles=%d/closed", articles), func(b *testing.B) {
		for i := range b.N {
			storetest.Restart(b, place, fmt.Sprint("closed", time.Now().UnixNano(), i))
		}
	})
	b.Run(fmt.Sprintf("articles=%d/killed", articles), func(b *testing.B) {
		var loading time.Duration
		for i := range b.N {
			b.StopTimer()
			server.Kill()
			began := time.Now()
			server.Restart(b)
			loading += time.Since(began)
			b.StartTimer()
			storetest.Restart(b, place, fmt.Sprint("killed", time.Now().UnixNano(), i))
		}
		b.ReportMetric(loading.Seconds()/float64(b.N), "load-s")
	})
}
