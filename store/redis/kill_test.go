package redis_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A claims is a store, and which claims it has acknowledged.
type claims struct {
	store        store.Store
	each         int
	reached      chan int // gets every each-th number of them
	mu           sync.Mutex
	acknowledged []string
}

// insist claims an article until that is acknowledged or ctx ends.
func (c *claims) insist(ctx context.Context, id string) {
	claim := news.Claim{Keys: []string{id}, Article: news.Article{ID: id}, Matches: []news.Match{{Topic: "terror"}}}
	for {
		_, err := c.store.Claim(ctx, claim)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return
		}
	}
	c.mu.Lock()
	c.acknowledged = append(c.acknowledged, id)
	n := len(c.acknowledged)
	c.mu.Unlock()
	if n%c.each == 0 {
		select {
		case c.reached <- n:
		case <-ctx.Done():
		}
	}
}

// TestKilledServerLosesNothing claims from many callers, each of which repeats
// a claim until it is acknowledged, while the server, which writes its file
// through, is killed and started again.
func TestKilledServerLosesNothing(t *testing.T) {
	server := storetest.StartRedis(t, "appendfsync always")
	s := open(t, server.Address(), store.Config{})
	defer s.Close()
	const kills, each = 3, 200
	a := claims{store: s, each: each, reached: make(chan int)}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for caller := range 8 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				a.insist(ctx, fmt.Sprintf("%d-%d", caller, i))
			}
		})
	}
	for range kills {
		<-a.reached
		server.Kill()
		server.Restart(t)
	}
	stop()
	wg.Wait()
	for _, id := range a.acknowledged {
		if _, found, err := s.Archived(t.Context(), id); !found || err != nil {
			t.Fatalf("Archived(%s) = %v, %v, want what was acknowledged", id, found, err)
		}
	}
	c, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Seen != c.Articles || c.Outbox != c.Articles {
		t.Errorf("Counts = %+v, want as many seen, archived and in the outbox", c)
	}
	t.Logf("%d kills, %d acknowledged claims, none lost", kills, len(a.acknowledged))
}
