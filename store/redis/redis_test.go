package redis_test

import (
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

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
