package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestMigrateDoesNotGoBackUnasked moves a store, and then a backup of it that was made
// before something happened, which only --replace lets go back to that.
func TestMigrateDoesNotGoBackUnasked(t *testing.T) {
	for name, happens := range map[string]func(context.Context, store.Store) error{
		"claims": func(ctx context.Context, s store.Store) error {
			_, err := s.Claim(ctx, news.Claim{Keys: []string{"later"}, Article: news.Article{ID: "later"}})
			return err
		},
		"deliveries": func(ctx context.Context, s store.Store) error {
			return s.Enqueue(ctx, "later", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "x"})
		},
		"last in use": func(ctx context.Context, s store.Store) error {
			_, err := s.DeleteSubscription(ctx, news.Recipient{Chat: 1}, "terror")
			return errors.Join(err, s.PutSourceState(ctx, news.SourceState{Source: "irna", PolledAt: now()}, news.Lease{}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			from, to := furnished(t), storetest.Redis(t).Address()
			migrates(t, from, storetest.Redis(t).Address(), store.Migration{}, true)
			backup := filepath.Join(t.TempDir(), "backup.db")
			if err := store.Backup(t.Context(), from, backup, false); err != nil {
				t.Fatal(err)
			}
			change(t, from, func(s store.Store) error { return happens(context.Background(), s) })
			moved := migrates(t, from, to, store.Migration{}, true)
			refuses(t, "sqlite:"+backup, to, store.Migration{}, store.ErrOlder.Error())
			refuses(t, "sqlite:"+backup, to, store.Migration{}, name)
			if again := migrates(t, from, to, store.Migration{}, false); !slices.Equal(again.Kinds, moved.Kinds) {
				t.Errorf("after a backup was refused there is %+v, want %+v", again.Kinds, moved.Kinds)
			}
			migrates(t, "sqlite:"+backup, to, store.Migration{Replace: true}, true)
			migrates(t, from, to, store.Migration{}, true) // forward again
		})
	}
}
