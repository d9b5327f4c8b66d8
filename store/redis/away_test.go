package redis_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// openSoon opens what cannot be opened for a caller that gives up before long, and
// checks that it is told that the store is away, and why, rather than to give up.
func openSoon(t *testing.T, address, why string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	s, err := store.Open(ctx, address, store.Config{})
	if err == nil {
		s.Close()
	}
	if !errors.Is(err, store.ErrAway) {
		t.Errorf("Open(%s) = %v, want %v", address, err, store.ErrAway)
	}
	wantError(t, err, why)
}

// TestSentinelsThatRefuseAreToldOf opens a store, and has one open, whose sentinels
// are gone with all servers.
func TestSentinelsThatRefuseAreToldOf(t *testing.T) {
	openSoon(t, "redis+sentinel://127.0.0.1:1,127.0.0.1:2/mymaster/0", "connection refused")
	servers := storetest.StartSentinel(t, 0)
	s := open(t, servers.Address(), store.Config{})
	defer s.Close()
	for _, one := range append(servers.Sentinels, servers.Servers...) {
		one.Kill()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	_, err := s.Claim(ctx, claimOf("a"))
	wantError(t, err, "connection refused")
	if ctx.Err() != nil {
		t.Error("told when the caller's time was up")
	}
}

// TestASilentHandshakeIsToldOf speaks TLS to servers that wait for a command.
func TestASilentHandshakeIsToldOf(t *testing.T) {
	openSoon(t, strings.Replace(storetest.StartRedis(t).URL(), "redis://", "rediss://", 1), "rediss:// is wrong")
}

// TestAnErrorIsSaidOnce reads the errors of stores that cannot be opened.
func TestAnErrorIsSaidOnce(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	locked, newer := storetest.StartRedis(t, "requirepass right"), storetest.StartRedis(t)
	newer.Do(t, "SET", "{rasad}:version", "4711")
	for address, why := range map[string]string{
		locked.URL(): "refuses the user or password",
		newer.URL():  "holds a store of version",
		"redis://" + closed.Addr().String() + "/0": "connection refused",
	} {
		s, err := store.Open(t.Context(), address, store.Config{})
		if err == nil {
			s.Close()
			t.Fatalf("Open(%s) went well", address)
		}
		for _, once := range []string{why, "redis at "} {
			if n := strings.Count(err.Error(), once); n != 1 {
				t.Errorf("Open = %q, which says %q %d times, want once", err, once, n)
			}
		}
	}
}
