package watcher_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A queue is a world of which one host is slow: it serves eight at once, each
// for half a minute, and all others wait for their turn, as fetch has it.
type queue struct {
	world
	open  sync.Once // inside of the bubble
	turns chan struct{}
}

const slow = "http://slow.example/"

func (q *queue) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	q.open.Do(func() { q.turns = make(chan struct{}, 8) })
	if strings.HasPrefix(r.URL, slow) {
		select {
		case q.turns <- struct{}{}:
			defer func() { <-q.turns }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if err := r.Permit.Take(ctx); err != nil {
		return nil, err
	}
	if strings.HasPrefix(r.URL, slow) {
		select {
		case <-time.After(30 * time.Second):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return q.world.Get(ctx, r)
}

// TestSourcesOfOneHostHoldUpNoOthers holds that a slow host with many times
// more sources and pages than may be under way at once delays neither the
// polls nor the pages of another.
func TestSourcesOfOneHostHoldUpNoOthers(t *testing.T) {
	q, n := &queue{}, 0
	q.set(func(r fetch.Request) (*fetch.Response, error) {
		switch {
		case strings.HasPrefix(r.URL, slow+"feed"):
			n++
			return &fetch.Response{Status: 200, URL: r.URL, Body: []byte(pagesOf(r.URL, n, 4))}, nil
		case strings.HasPrefix(r.URL, slow):
			return feeding()(r)
		}
		return feeding(1)(r)
	})
	sources := []news.Source{{ID: "quick", URL: place, Every: time.Minute}}
	for i := range 400 {
		sources = append(sources, news.Source{ID: fmt.Sprint("slow-", i), URL: fmt.Sprint(slow, "feed-", i), Kind: news.KindFeed, Every: time.Minute})
	}
	m := newMemory()
	watching(t, q, m, watcher.Config{Polls: 16, Pages: 16}, sources, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(2 * time.Hour)
		for _, gap := range q.gaps(place) {
			if gap > 2*time.Minute {
				t.Errorf("a source that is asked every minute was left alone for %v", gap)
			}
		}
		q.set(feeding(1, 2))
		time.Sleep(2 * time.Minute)
		if got := fmt.Sprint(d.heard()); !strings.Contains(got, "news.example/c") {
			t.Errorf("a page beside those of a slow host was not read: %v", got)
		}
	})
}

// pagesOf returns a feed with so many items that it has shown never before.
func pagesOf(url string, n, items int) string {
	var s strings.Builder
	for i := range items {
		fmt.Fprintf(&s, "<item><title>Item %d of %d</title><link>%s/%[2]d/%[1]d</link></item>", i, n, strings.Replace(url, "feed", "page", 1))
	}
	return "<rss><channel>" + s.String() + "</channel></rss>"
}
