package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// fresh returns a place in a folder that the engine has to make. Whatever a test
// does there, the file must be sound in the end.
func fresh(t testing.TB) storetest.Place {
	address := "sqlite:" + filepath.Join(t.TempDir(), "new folder ?#%20", "rasad.db")
	t.Cleanup(func() {
		if wrong, err := store.Check(context.Background(), address); err != nil || wrong != nil {
			t.Errorf("Check = %q, %v", wrong, err)
		}
	})
	return func(t testing.TB, clock func() time.Time) store.Store {
		t.Helper()
		s, err := store.Open(t.Context(), address, store.Config{Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func TestContract(t *testing.T)   { storetest.Run(t, fresh) }
func BenchmarkStore(b *testing.B) { storetest.Bench(b, fresh) }
func BenchmarkIndex(b *testing.B) { storetest.BenchIndex(b, fresh) }
