package robots_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/watcher/robots"
)

// A host answers for robots.txt files, and counts how often it is asked.
type host struct {
	mu     sync.Mutex
	status int
	file   string
	err    error
	slow   time.Duration
	asked  int
}

func (h *host) fetch(ctx context.Context, _ string) (int, []byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	select {
	case <-time.After(h.slow):
	case <-ctx.Done():
		return 0, nil, ctx.Err()
	}
	return h.status, []byte(h.file), h.err
}

const (
	origin  = "https://news.example"
	private = "User-agent: *\nDisallow: /private"
)

func TestTheFileIsFetchedOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{status: 200, file: private, slow: time.Second}
		c := robots.NewCache("rasad", h.fetch)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				r, err := c.Rules(t.Context(), origin)
				if err != nil || r.Allow("/private") || !r.Allow("/news") {
					t.Errorf("Rules = %+v, %v", r, err)
				}
			})
		}
		all.Wait()
		time.Sleep(24*time.Hour - 2*time.Second)
		if _, err := c.Rules(t.Context(), origin); err != nil || h.asked != 1 {
			t.Errorf("asked %d times within a day, %v; want once", h.asked, err)
		}
		time.Sleep(3 * time.Second)
		h.file = ""
		if r, err := c.Rules(t.Context(), origin); err != nil || !r.Allow("/private") || h.asked != 2 {
			t.Errorf("after a day: asked %d times, %+v, %v", h.asked, r, err)
		}
		if c.Rules(t.Context(), "https://www.news.example"); h.asked != 3 {
			t.Errorf("asked %d times, want once more for another origin", h.asked)
		}
	})
}

func TestWhatAnAnswerMeans(t *testing.T) {
	refused := errors.New("connection refused")
	for _, test := range []struct {
		status  int
		err     error
		allowed bool
	}{
		{200, nil, false}, {206, nil, false}, {301, nil, true}, {401, nil, true}, {403, nil, true}, {404, nil, true},
		{410, nil, true}, {429, nil, true}, {500, nil, false}, {503, nil, false}, {0, refused, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &host{status: test.status, file: private, err: test.err}
			r, err := robots.NewCache("rasad", h.fetch).Rules(t.Context(), origin)
			unreachable := test.err != nil || test.status >= 500
			if unreachable != (err != nil) || test.err != nil && !errors.Is(err, test.err) {
				t.Errorf("status %d, %v: error %v", test.status, test.err, err)
			}
			if allowed := err == nil && r.Allow("/private"); allowed != test.allowed {
				t.Errorf("status %d, %v: allowed %v, want %v", test.status, test.err, allowed, test.allowed)
			}
		})
	}
}

// TestAHostOutOfReach holds that the file is asked for again, ever more
// seldom, and that after a day its host is taken to have none.
func TestAHostOutOfReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{status: 503}
		c := robots.NewCache("rasad", h.fetch)
		began := time.Now()
		for time.Since(began) < 24*time.Hour-time.Hour {
			if _, err := c.Rules(t.Context(), origin); err == nil {
				t.Fatalf("allowed after %v", time.Since(began))
			}
			time.Sleep(10 * time.Second)
		}
		if h.asked < 20 || h.asked > 40 {
			t.Errorf("asked %d times in 23 hours", h.asked)
		}
		time.Sleep(3 * time.Hour)
		if r, err := c.Rules(t.Context(), origin); err != nil || !r.Allow("/private") {
			t.Errorf("after a day: %+v, %v, want all allowed", r, err)
		}
		h.status, h.file = 200, private
		time.Sleep(time.Hour)
		if r, err := c.Rules(t.Context(), origin); err != nil || r.Allow("/private") {
			t.Errorf("when it is back: %+v, %v, want its rules", r, err)
		}
	})
}

func TestKnownRulesOutliveTheirHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{status: 200, file: private}
		c := robots.NewCache("rasad", h.fetch)
		for range 5 {
			if r, err := c.Rules(t.Context(), origin); err != nil || r.Allow("/private") || !r.Allow("/news") {
				t.Errorf("Rules = %+v, %v, want those known before", r, err)
			}
			time.Sleep(25 * time.Hour)
			h.status = 500
		}
		h.status = 404
		time.Sleep(time.Hour)
		if r, err := c.Rules(t.Context(), origin); err != nil || !r.Allow("/private") {
			t.Errorf("when the file is gone: %+v, %v", r, err)
		}
	})
}

func TestOneWhoLeavesDecidesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{status: 200, file: private, slow: time.Minute}
		c := robots.NewCache("rasad", h.fetch)
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var both sync.WaitGroup
		for range 2 { // one fetches, the other waits for it
			both.Go(func() {
				if _, err := c.Rules(short, origin); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Rules = %v, want DeadlineExceeded", err)
				}
			})
		}
		both.Wait()
		if r, err := c.Rules(t.Context(), origin); err != nil || r.Allow("/private") {
			t.Errorf("Rules = %+v, %v, want them as if nobody had asked before", r, err)
		}
	})
}

// TestHugeFilesAreForgotten holds that few hosts whose files are as large as can
// be read don't fill the memory.
func TestHugeFilesAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{status: 200, file: "User-agent: *\nDisallow: /" + strings.Repeat("x", robots.MaxBytes-100)}
		c := robots.NewCache("rasad", h.fetch)
		for i := range 200 {
			if r, err := c.Rules(t.Context(), fmt.Sprint("https://", i, ".example")); err != nil || !r.Allow("/x") {
				t.Fatalf("%+v, %v", r, err)
			}
			time.Sleep(time.Millisecond)
		}
		if c.Rules(t.Context(), "https://0.example"); h.asked != 201 {
			t.Error("100 MB of rules are kept")
		}
	})
}

// TestManyHostsAreForgotten holds that the cache stays small, and keeps those
// whose rules hold longest.
func TestManyHostsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{status: 200, file: private}
		c := robots.NewCache("rasad", h.fetch)
		for i := range 40_000 {
			if _, err := c.Rules(t.Context(), fmt.Sprint("https://", i, ".example")); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
		if c.Rules(t.Context(), "https://39999.example"); h.asked != 40_000 {
			t.Error("the newest host was forgotten")
		}
		if c.Rules(t.Context(), "https://0.example"); h.asked != 40_001 {
			t.Error("the oldest of 40,000 hosts was kept")
		}
	})
}
