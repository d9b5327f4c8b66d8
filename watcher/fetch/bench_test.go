//go:build unix

package fetch_test

import (
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// The benchmarks measure what polls cost the one who polls: the outlets run in
// a process of their own, a thousand hosts or more behind one address.
//
//	go test ./watcher/fetch -run '^$' -bench Poll -benchtime 3s
//	go test ./watcher/fetch -run '^$' -bench AtRest -benchtime 1x

// host returns the name of an outlet, which the certificate of httptest is for.
func host(i int) string { return "h" + strconv.Itoa(i) + ".example.com" }

// hostClient returns a client for which so many hosts are at loopback.
func hostClient(b *testing.B, hosts int, c fetch.Config) *fetch.Client {
	n := openNames(b)
	for i := range hosts {
		n.set(host(i)+".", "127.0.0.1")
	}
	c.AllowNetworks, c.Resolver, c.HostDelay = loopback, n.resolver(), -1
	client := fetch.New(c)
	b.Cleanup(client.Close)
	return client
}

// cpu returns the time that this process has spent on its processors.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPoll polls a thousand hosts in turn, as fast as it goes, whose
// documents have changed never, each time or every second time, and parses
// those that have. It prints the processor time of a poll and how many a core
// makes in a second; 12,000 a minute at half load on two cores allow 5 ms.
func BenchmarkPoll(b *testing.B) {
	plain, one := openOutlets(b, "h1")
	_, two := openOutlets(b, "h2")
	for _, way := range []struct{ name, base string }{{"HTTP", "http://%s:" + plain}, {"TLS", "https://%s:" + one}, {"TLS-HTTP2", "https://%s:" + two}} {
		for _, changed := range []int{0, 50, 100} {
			b.Run(fmt.Sprintf("%s/%d%%-changed", way.name, changed), func(b *testing.B) {
				const hosts, workers = 1000, 64
				c := hostClient(b, hosts, fetch.Config{})
				poll(b, c, hosts, workers, way.base, 0) // so that connections are open
				b.ResetTimer()
				b.ReportAllocs()
				before := cpu(b)
				poll(b, c, b.N, workers, way.base, changed)
				spent := cpu(b) - before
				b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "cpu-ms/poll")
				b.ReportMetric(float64(b.N)/spent.Seconds(), "polls/s/core")
			})
		}
	}
}

// poll makes n polls, of which so many percent find something new.
func poll(b *testing.B, c *fetch.Client, n, workers int, base string, changed int) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := pollOne(b, c, i, base, changed); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

func pollOne(b *testing.B, c *fetch.Client, i int, base string, changed int) error {
	r := fetch.Request{URL: fmt.Sprintf(base, host(i%1000)) + "/rss", ETag: `"1"`}
	if i*changed/100 != (i+1)*changed/100 {
		r.ETag = ""
	}
	res, err := c.Get(b.Context(), r)
	if err != nil || res.NotModified {
		return err
	}
	_, err = feed.Parse(res.Body, res.ContentType, res.URL)
	return err
}

// BenchmarkPollAtPace makes 12,000 polls a minute, half of which find
// something new, and prints how much of two cores that takes.
func BenchmarkPollAtPace(b *testing.B) {
	_, secure := openOutlets(b, "h1")
	c := hostClient(b, 1000, fetch.Config{})
	base := "https://%s:" + secure
	poll(b, c, 1000, 64, base, 0)
	b.ResetTimer()
	before, began := cpu(b), time.Now()
	var all sync.WaitGroup
	for i := range b.N {
		<-time.After(time.Until(began.Add(time.Duration(i) * time.Minute / 12_000)))
		all.Go(func() {
			if err := pollOne(b, c, i, base, 50); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	b.ReportMetric(100*(cpu(b)-before).Seconds()/time.Since(began).Seconds()/2, "%-of-2-cores")
	b.ReportMetric(float64(b.N)/time.Since(began).Minutes(), "polls/min")
}

// BenchmarkAtRest polls 10,000 hosts once and prints what the client still
// holds then for each of them: heap, stacks and all, as the system sees it.
// With all connections kept it shows what one costs.
func BenchmarkAtRest(b *testing.B) {
	const hosts = 10_000
	_, one := openOutlets(b, "h1")
	_, two := openOutlets(b, "h2")
	for _, way := range []struct{ name, port string }{{"TLS", one}, {"TLS-HTTP2", two}} {
		for _, kept := range []struct {
			name string
			most int
		}{{"as-configured", 0}, {"all-kept", hosts}} {
			b.Run(way.name+"/"+kept.name, func(b *testing.B) {
				for range b.N {
					before := resident(b)
					c := hostClient(b, hosts, fetch.Config{IdleConns: kept.most, HeaderTimeout: 5 * time.Second, IdleTimeout: 5 * time.Second, TLSTimeout: 5 * time.Second})
					var all sync.WaitGroup
					for w := range 8 {
						all.Go(func() {
							for i := w; i < hosts; i += 8 {
								if _, err := c.Get(b.Context(), fetch.Request{URL: "https://" + host(i) + ":" + way.port + "/rss"}); err != nil {
									b.Error(err)
									return
								}
							}
						})
					}
					all.Wait()
					b.ReportMetric(float64(resident(b)-before)/hosts, "bytes/source")
					b.ReportMetric(float64(runtime.NumGoroutine()), "goroutines")
				}
			})
		}
	}
}

// resident returns the bytes that the Go runtime has of the system in use for
// objects and stacks, garbage and idle spans aside.
func resident(b *testing.B) int64 {
	b.Helper()
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse + m.MSpanInuse + m.OtherSys + m.GCSys)
}
