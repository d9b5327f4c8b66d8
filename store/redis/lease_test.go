package redis_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestLeasesGoByTheServersTime holds that without an injected clock a lease
// is written down by the server's time.
func TestLeasesGoByTheServersTime(t *testing.T) {
	server := storetest.StartRedis(t)
	s := open(t, server.Address(), store.Config{})
	defer s.Close()
	a := admin(t, server.Address())
	before := serverTime(t, a)
	held, ok, err := s.Acquire(t.Context(), "watch", "a", time.Hour)
	if !ok || err != nil {
		t.Fatalf("Acquire = %v, %v, want true", ok, err)
	}
	after := serverTime(t, a)
	keys, err := a.Keys(t.Context(), "*:lease:watch").Result()
	if len(keys) != 1 || err != nil {
		t.Fatalf("keys of the lease = %v, %v, want one", keys, err)
	}
	us, err := a.HGet(t.Context(), keys[0], "expires").Int64()
	if err != nil {
		t.Fatal(err)
	}
	if began := time.UnixMicro(us).Add(-time.Hour); began.Before(before) || began.After(after) {
		t.Errorf("the lease began at %v, want between %v and %v by the server", began, before, after)
	}
	if _, ok, err := s.Acquire(t.Context(), "watch", "b", time.Hour); ok || err != nil {
		t.Errorf("Acquire of another's lease = %v, %v, want false", ok, err)
	}
	if ok, err := s.Renew(t.Context(), held, time.Hour); !ok || err != nil {
		t.Errorf("Renew = %v, %v, want true", ok, err)
	}
	if err := s.Release(t.Context(), held); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Acquire(t.Context(), "watch", "b", time.Hour); !ok || err != nil {
		t.Errorf("Acquire of a released lease = %v, %v, want true", ok, err)
	}
}

func serverTime(t *testing.T, c *redis.Client) time.Time {
	t.Helper()
	now, err := c.Time(t.Context()).Result()
	if err != nil {
		t.Fatal(err)
	}
	return now
}
