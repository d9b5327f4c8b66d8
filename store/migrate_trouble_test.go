package store_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/redis"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestAMoveThatIsBrokenOffSaysWhatIsLeft ends the context of a move as the keyboard
// does, while it writes and while it compares: that is not the server's fault.
func TestAMoveThatIsBrokenOffSaysWhatIsLeft(t *testing.T) {
	from, server := furnished(t), storetest.Redis(t)
	for _, at := range []move.Kind{move.Seen, move.Deliveries, ""} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := store.Migrate(ctx, from, server.Address(), store.Migration{Clock: now, Began: func(k move.Kind) {
			if k == at {
				cancel()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("Migrate broken off at %q = %v, want context.Canceled in it", at, err)
		}
		for _, part := range []string{"move " + from + " to ", "broken off", "run it again", "only a part is there, and no rasad starts on it"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("Migrate broken off at %q = %v, want %q in it", at, err, part)
			}
		}
		if strings.Contains(err.Error(), "redis at") {
			t.Errorf("Migrate broken off at %q = %v, which blames the server", at, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Migrate(ctx, from, server.Address(), store.Migration{}); err == nil || strings.Contains(err.Error(), "a part") {
		t.Errorf("Migrate that has not begun = %v, want an error that says nothing of a part", err)
	}
}

// TestAMoveSaysWhereTo moves to two databases of a server, and to one that does not
// answer.
func TestAMoveSaysWhereTo(t *testing.T) {
	from, server := furnished(t), storetest.StartRedis(t)
	for _, database := range []string{"/0", "/1"} {
		to := strings.TrimSuffix(server.URL(), "/0") + database + "?prefix=p"
		want := server.Host() + database + " (prefix p)"
		if m := migrates(t, from, to, store.Migration{}, true); m.To != want {
			t.Errorf("Migrate to %s has moved to %q, want %q", to, m.To, want)
		}
	}
	const nobody = "127.0.0.1:1/3"
	refuses(t, from, "redis://:secret@"+nobody+"?prefix=p&max_retries=-1", store.Migration{}, "move "+from+" to "+nobody+" (prefix p): ")
}

// TestAMoveSaysThatTheServerWasEmptied empties the server while a store moves there,
// and has a service begin a new one there.
func TestAMoveSaysThatTheServerWasEmptied(t *testing.T) {
	from, server := furnished(t), storetest.StartRedis(t)
	for _, at := range []move.Kind{move.Seen, move.Articles, move.Deliveries, ""} {
		for _, opens := range []bool{false, true} {
			server.Do(t, "FLUSHALL")
			_, err := store.Migrate(t.Context(), from, server.URL(), store.Migration{Clock: now, Began: func(k move.Kind) {
				if k != at {
					return
				}
				server.Do(t, "FLUSHALL")
				if opens {
					change(t, server.URL(), func(store.Store) error { return nil })
				}
			}})
			if err == nil || !strings.Contains(err.Error(), "the server no longer holds what has moved there so far") {
				t.Errorf("Migrate to a server that is emptied at %q, opened %v = %v, want that it says so", at, opens, err)
			}
		}
	}
}

// TestAPlaceThatIsUsedMeanwhileIsLeftAlone has a service begin, and one open, a
// store after a move has looked at the place and before it would empty it.
func TestAPlaceThatIsUsedMeanwhileIsLeftAlone(t *testing.T) {
	from, server := furnished(t), storetest.Redis(t)
	moved := server.Address()
	migrates(t, from, moved, store.Migration{}, true)
	for _, to := range []string{moved, server.Address()} {
		target, err := redis.OpenTarget(t.Context(), to, now, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { target.Close() })
		if _, err := target.Move(t.Context()); err != nil {
			t.Fatal(err)
		}
		change(t, to, func(s store.Store) error {
			return s.PutSubscription(t.Context(), news.Subscription{Recipient: news.Recipient{Chat: 77}, Topic: "theirs"})
		})
		if err := target.Begin(t.Context(), "name", "file"); err == nil || !strings.Contains(err.Error(), "something has happened at the place") {
			t.Errorf("Begin = %v, want that something has happened", err)
		}
		change(t, to, func(s store.Store) error {
			if all, err := s.Subscriptions(t.Context(), 77); len(all) != 1 || err != nil {
				t.Errorf("Subscriptions = %v, %v, want what the service wrote", all, err)
			}
			return nil
		})
	}
}
