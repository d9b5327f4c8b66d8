package fetch_test

import (
	"context"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// TestSilentPagesHoldUpNoOtherOfTheirHost holds that requests which get no
// answer make room for others to the same host, within a cap.
func TestSilentPagesHoldUpNoOtherOfTheirHost(t *testing.T) {
	arrived, asked := make(chan struct{}, 100), atomic.Int32{}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/good" {
			io.WriteString(w, "good")
			return
		}
		asked.Add(1)
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	c := local(t, fetch.Config{HostConns: 2, HostPatience: 10 * time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	var hanging sync.WaitGroup
	hang := func(n int) {
		for range n {
			hanging.Go(func() { c.Get(ctx, fetch.Request{URL: s.URL + "/silent"}) })
		}
	}
	hang(5)
	for range 3 {
		res, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/good"})
		if err != nil || string(res.Body) != "good" {
			t.Errorf("beside silent ones: %+v, %v", res, err)
		}
	}
	hang(15)
	for range 8 {
		<-arrived
	}
	limited, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := c.Get(limited, fetch.Request{URL: s.URL + "/good"}); err == nil || asked.Load() != 8 {
		t.Errorf("a request beside %d that hang: %v, want 8 at most and no more", asked.Load(), err)
	}
	cancel()
	hanging.Wait()
	if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/good"}); err != nil {
		t.Errorf("once they have ended: %v", err)
	}
}

// TestAPublisherGetsFewConnections holds that requests to many hosts of one
// publisher share its cap, and that those of others don't.
func TestAPublisherGetsFewConnections(t *testing.T) {
	var open, most atomic.Int32
	arrived, release := make(chan struct{}, 100), make(chan struct{})
	c := local(t, fetch.Config{PublisherConns: 3, HostPatience: time.Hour})
	var hosts []string
	for range 6 {
		hosts = append(hosts, serve(t, func(_ http.ResponseWriter, r *http.Request) {
			most.Store(max(most.Load(), open.Add(1)))
			defer open.Add(-1)
			arrived <- struct{}{}
			if r.URL.Path == "/slow" {
				<-release
			}
		}).URL)
	}
	var all sync.WaitGroup
	for _, host := range hosts {
		all.Go(func() {
			if _, err := c.Get(t.Context(), fetch.Request{URL: host + "/slow", Publisher: "house"}); err != nil {
				t.Error(err)
			}
		})
	}
	for range 3 {
		<-arrived
	}
	for _, publisher := range []string{"", "other"} {
		if _, err := c.Get(t.Context(), fetch.Request{URL: hosts[0] + "/quick", Publisher: publisher}); err != nil {
			t.Errorf("publisher %q beside it: %v", publisher, err)
		}
	}
	limited, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := c.Get(limited, fetch.Request{URL: hosts[1] + "/quick", Publisher: "house"}); err == nil {
		t.Error("a fourth request to the publisher got through")
	}
	close(release)
	all.Wait()
	if n := most.Load(); n > 4 { // three, and one of the others
		t.Errorf("%d requests at once, want 4 at most", n)
	}
}
