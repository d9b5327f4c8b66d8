package fetch_test

import (
	"context"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// hanging returns a server of which all answer at once but /silent, and what
// is told of each request for that.
func hanging(t *testing.T) (url string, arrived chan struct{}) {
	arrived = make(chan struct{}, 100)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/silent" {
			arrived <- struct{}{}
			<-r.Context().Done()
			return
		}
		io.WriteString(w, "good")
	})
	return s.URL, arrived
}

// TestWhoWaitsForOneGateTakesNothingOfTheOther holds that a publisher all of
// whose turns are taken by what hangs keeps no other publisher from a host
// that they share, and that a host whose turns are taken keeps none of its
// publishers from their other hosts.
func TestWhoWaitsForOneGateTakesNothingOfTheOther(t *testing.T) {
	shared, atShared := hanging(t)
	own, atOwn := hanging(t)
	c := local(t, fetch.Config{HostConns: 2, PublisherConns: 2, HostPatience: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	var under sync.WaitGroup
	defer under.Wait()
	defer cancel()
	hang := func(url, publisher string, n int) {
		for range n {
			under.Go(func() { c.Get(ctx, fetch.Request{URL: url + "/silent", Publisher: publisher}) })
		}
	}
	good := func(url, publisher string) {
		t.Helper()
		if res, err := c.Get(t.Context(), fetch.Request{URL: url + "/good", Publisher: publisher}); err != nil || string(res.Body) != "good" {
			t.Errorf("publisher %q: %+v, %v", publisher, res, err)
		}
	}
	hang(own, "house", 2)
	<-atOwn
	<-atOwn
	hang(shared, "house", 8) // which wait for their publisher
	for range 3 {
		good(shared, "other")
		good(shared, "")
	}
	hang(shared, "", 2)
	<-atShared
	<-atShared
	hang(shared, "third", 8) // which wait for the host
	elsewhere, _ := hanging(t)
	for range 3 {
		good(elsewhere, "third")
	}
}

// TestWhoWaitsForATurnHoldsNoPermit holds that permits are taken by requests
// under way alone, and stay with who has the document, until it is done.
func TestWhoWaitsForATurnHoldsNoPermit(t *testing.T) {
	slow, arrived := hanging(t)
	quick, _ := hanging(t)
	c := local(t, fetch.Config{HostConns: 2, HostPatience: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	var under sync.WaitGroup
	defer under.Wait()
	defer cancel()
	permits := fetch.NewPermits(3)
	for range 8 {
		under.Go(func() { c.Get(ctx, fetch.Request{URL: slow + "/silent", Permit: permits.Permit()}) })
	}
	<-arrived
	<-arrived
	redirect := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, slow+"/silent", http.StatusFound) })
	for range 4 { // which go on to wait at the slow host
		under.Go(func() { c.Get(ctx, fetch.Request{URL: redirect.URL, Permit: permits.Permit()}) })
	}
	last := permits.Permit()
	for range 5 {
		if _, err := c.Get(t.Context(), fetch.Request{URL: quick + "/good", Permit: last}); err != nil {
			t.Fatalf("beside a host with a queue: %v", err)
		}
	}
	limited, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := c.Get(limited, fetch.Request{URL: quick + "/good", Permit: permits.Permit()}); err == nil {
		t.Error("a fourth request was under way with three permits")
	}
	last.Return()
	if _, err := c.Get(t.Context(), fetch.Request{URL: quick + "/none", Permit: permits.Permit()}); err != nil {
		t.Errorf("with a permit that was given back: %v", err)
	}
}
