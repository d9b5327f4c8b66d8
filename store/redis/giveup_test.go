package redis_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestWhoGivesUpIsToldWhy calls a server in trouble, first with the store's own
// patience, then with less of it than a try takes, as who renews a lease has at
// last: either way the error names the trouble, and not the time alone.
func TestWhoGivesUpIsToldWhy(t *testing.T) {
	for _, trouble := range []struct {
		why  string
		make func(*testing.T, *storetest.Server)
	}{
		{"is a read-only replica", func(t *testing.T, s *storetest.Server) { s.Do(t, "REPLICAOF", "127.0.0.1", "1") }},
		{"is out of memory", func(t *testing.T, s *storetest.Server) { s.Do(t, "CONFIG", "SET", "maxmemory", "1") }},
		{"takes no writes without replicas", func(t *testing.T, s *storetest.Server) { s.Do(t, "CONFIG", "SET", "min-replicas-to-write", "1") }},
		{"forbids it to this user", func(t *testing.T, s *storetest.Server) { s.Do(t, "ACL", "SETUSER", "default", "-evalsha", "-eval") }},
		{"is loading its data", load},
		{"connection refused", func(_ *testing.T, s *storetest.Server) { s.Kill() }},
	} {
		t.Run(trouble.why, func(t *testing.T) {
			server := storetest.StartRedis(t, "enable-debug-command yes", "loading-process-events-interval-bytes 1024", "rdbcompression no")
			s := open(t, server.Address(), store.Config{})
			defer s.Close()
			trouble.make(t, server)
			_, err := s.Claim(t.Context(), claimOf("a"))
			wantError(t, err, trouble.why)
			brief, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			for range 2 { // before time is up, and after
				_, err = s.Claim(brief, claimOf("b"))
				wantError(t, err, trouble.why)
				<-brief.Done()
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Claim = %v, want %v in it too", err, context.DeadlineExceeded)
			}
		})
	}
}

// TestATroubleThatIsOverIsForgotten gives a call no time on a server that was in
// trouble: once something went well there is no more to tell.
func TestATroubleThatIsOverIsForgotten(t *testing.T) {
	server := storetest.StartRedis(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	over, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	const why = "is out of memory"
	server.Do(t, "CONFIG", "SET", "maxmemory", "1")
	_, err := s.Claim(t.Context(), claimOf("a"))
	wantError(t, err, why)
	_, err = s.Claim(over, claimOf("a"))
	wantError(t, err, why)
	server.Do(t, "CONFIG", "SET", "maxmemory", "0")
	if _, err := s.Claim(t.Context(), claimOf("a")); err != nil {
		t.Fatal(err)
	}
	if _, err = s.Claim(over, claimOf("b")); !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), why) {
		t.Errorf("Claim = %v, want that time was up and no more", err)
	}
}

// load has a server load its data for a while, until the test ends it.
func load(t *testing.T, server *storetest.Server) {
	a := admin(t, server.URL())
	for i := range 100 {
		do(t, a, fmt.Sprintf("SET key%d %s", i, strings.Repeat("x", 2000)))
	}
	do(t, a, "CONFIG SET key-load-delay 50000")
	var wg sync.WaitGroup
	wg.Go(func() { a.Do(context.Background(), "DEBUG", "RELOAD") }) // ends with the server
	t.Cleanup(func() { server.Kill(); wg.Wait() })
	look := admin(t, server.URL())
	for !redis.IsLoadingError(look.Ping(t.Context()).Err()) {
	}
}
