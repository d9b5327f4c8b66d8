package redis_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// on returns what makes fresh places on a server.
func on(s *storetest.Server) func(testing.TB) storetest.Place {
	return func(testing.TB) storetest.Place {
		address := s.Address()
		return func(t testing.TB, clock func() time.Time) store.Store {
			t.Helper()
			return open(t, address, store.Config{Clock: clock})
		}
	}
}

func open(t testing.TB, address string, c store.Config) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), address, c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestContract(t *testing.T)   { storetest.Run(t, on(storetest.Redis(t))) }
func BenchmarkStore(b *testing.B) { storetest.Bench(b, on(storetest.Redis(b))) }
func BenchmarkIndex(b *testing.B) { storetest.BenchIndex(b, on(storetest.Redis(b))) }
