package robots

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// keep is how long the rules of a host are believed (RFC 9309, 2.4).
	keep = 24 * time.Hour

	// giveUp is how long a file may be out of reach before its host is taken
	// to have none. RFC 9309, 2.3.1.4, gives 30 days as an example, which is
	// longer than news is worth reading.
	giveUp = 24 * time.Hour

	// Between two tries at a file that is out of reach lie retryFirst, and
	// then twice as much each time, up to retryLast.
	retryFirst = time.Minute
	retryLast  = time.Hour

	maxHosts = 16384
	maxKept  = 32 << 20 // bytes, of the rules of all hosts

	rulesBytes = 32 // of a Rules, and of each rule in it beside its pattern
	ruleBytes  = 24
)

// A Fetch gets the robots.txt file of an origin, such as
// "https://news.example", following at least five redirects. It returns the
// status of the answer: 200 with the file, of which MaxBytes are enough, a
// status from 300 to 499 if there is none to be had (also one to which too
// many redirects lead), and 500 or more, or an error, if it could not be
// reached.
type Fetch func(ctx context.Context, origin string) (status int, file []byte, err error)

// A Cache knows the rules of many hosts, each for a day. It is safe for
// concurrent use.
type Cache struct {
	token string
	fetch Fetch

	mu    sync.Mutex
	hosts map[string]*host
	kept  int // bytes, of the rules of all hosts
}

// A host is what is known of one origin. Who holds turn may change it.
type host struct {
	turn  chan struct{} // holds one element while the file is fetched
	users int           // who wait for it or hold it; guarded by Cache.mu

	rules   *Rules
	got     time.Time // when rules were fetched; zero if never
	failing time.Time // since when the file has been out of reach; zero if it isn't
	wait    time.Duration
	next    time.Time // when to fetch again
	err     error     // why it is out of reach
}

// NewCache returns a cache of the rules for the crawler with that token.
func NewCache(token string, fetch Fetch) *Cache {
	return &Cache{token: token, fetch: fetch, hosts: make(map[string]*host)}
}

// Rules returns the rules of an origin, such as "https://news.example",
// fetching its robots.txt file if that is due. One fetches while others that
// ask for the same origin wait, as long as their ctx lasts.
//
// Where there is no file, everything is allowed. Where it can't be reached,
// the rules that were known before hold on; without any, nothing is allowed
// and the error says why, for a day (RFC 9309, 2.3.1).
func (c *Cache) Rules(ctx context.Context, origin string) (*Rules, error) {
	h := c.join(origin)
	defer c.part(h)
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if now := time.Now(); !now.Before(h.next) {
		status, file, err := c.fetch(ctx, origin)
		if ctx.Err() != nil { // it says nothing about the host
			return nil, ctx.Err()
		}
		before := h.size()
		h.learn(now, status, file, err, c.token)
		c.count(h.size() - before)
	}
	return h.rules, h.err
}

// learn takes in the answer to a request for the file.
func (h *host) learn(now time.Time, status int, file []byte, err error, token string) {
	switch {
	case err == nil && 200 <= status && status < 300:
		h.rules = Parse(file, token)
	case err == nil && 300 <= status && status < 500:
		h.rules = nil
	default:
		h.miss(now, status, err)
		return
	}
	h.got, h.next = now, now.Add(keep)
	h.failing, h.wait, h.err = time.Time{}, 0, nil
}

// miss notes that the file is out of reach.
func (h *host) miss(now time.Time, status int, err error) {
	if h.failing.IsZero() {
		h.failing = now
	}
	h.wait = min(max(2*h.wait, retryFirst), retryLast)
	h.next, h.err = now.Add(h.wait), nil
	if h.got.IsZero() && now.Sub(h.failing) < giveUp {
		h.err = err
		if err == nil {
			h.err = fmt.Errorf("it answers with status %d", status)
		}
	}
}

// size returns how many bytes the rules of a host take.
func (h *host) size() int {
	if h.rules == nil {
		return 0
	}
	n := rulesBytes
	for _, r := range h.rules.rules {
		n += ruleBytes + len(r.pattern)
	}
	return n
}

func (c *Cache) join(origin string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[origin]
	if h == nil {
		if len(c.hosts) >= maxHosts || c.kept > maxKept {
			c.sweep()
		}
		h = &host{turn: make(chan struct{}, 1)}
		c.hosts[origin] = h
	}
	h.users++
	return h
}

func (c *Cache) part(h *host) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h.users--
}

func (c *Cache) count(bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept += bytes
}

// sweep forgets the half of the hosts that are the first to be fetched again.
func (c *Cache) sweep() {
	var due []time.Time
	for _, h := range c.hosts {
		if h.users == 0 {
			due = append(due, h.next)
		}
	}
	if len(due) == 0 {
		return
	}
	slices.SortFunc(due, time.Time.Compare)
	middle := due[len(due)/2]
	for origin, h := range c.hosts {
		if h.users == 0 && !h.next.After(middle) {
			c.kept -= h.size()
			delete(c.hosts, origin)
		}
	}
}
