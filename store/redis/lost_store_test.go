package redis_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// changes are calls of a store that change something, each by its name.
func changes(ctx context.Context, s store.Store) map[string]func() error {
	d := news.Delivery{Recipient: news.Recipient{Chat: 9}, Text: "stale"}
	return map[string]func() error{
		"Claim":          func() error { _, err := s.Claim(ctx, news.Claim{Keys: []string{"stale"}}); return err },
		"Enqueue":        func() error { return s.Enqueue(ctx, "stale", d) },
		"EnqueueAll":     func() error { return s.EnqueueAll(ctx, "stale", d, []int64{9}) },
		"Begin":          func() error { _, err := s.Begin(ctx, 1, 1<<40); return err },
		"Finish":         func() error { return s.Finish(ctx, 1, 1) },
		"PutSetting":     func() error { return s.PutSetting(ctx, "changed", "stale") },
		"PutSourceState": func() error { return s.PutSourceState(ctx, news.SourceState{Source: "stale"}, news.Lease{}) },
		"Schedule":       func() error { return s.Schedule(ctx, news.Job{Key: "stale"}) },
		"PutNote":        func() error { return s.PutNote(ctx, news.Note{Name: "stale", Chat: 9}) },
		"Renew":          func() error { _, err := s.Renew(ctx, news.Lease{Name: "stale"}, time.Minute); return err },
		"Acquire":        func() error { _, _, err := s.Acquire(ctx, "stale", "me", time.Minute); return err },
		"Import":         func() error { return s.Import(ctx, move.Settings, []move.Row{{"changed", "stale"}}) },
		// The index is named, and lists what was claimed.
		"Search": func() error { _, err := s.Search(ctx, news.Search{}); return err },
	}
}

// wantGone checks that nothing can be changed any more, and why.
func wantGone(t *testing.T, s store.Store, why error) {
	t.Helper()
	for what, do := range changes(t.Context(), s) {
		if err := do(); !errors.Is(err, why) {
			t.Errorf("%s = %v, want %v", what, err, why)
		}
	}
}

// openLogged opens a store, and returns what it has logged, too.
func openLogged(t *testing.T, address string) (store.Store, string) {
	t.Helper()
	var log bytes.Buffer
	s := open(t, address, store.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	t.Cleanup(func() { s.Close() })
	return s, log.String()
}

// TestALostStoreIsTold empties the server under a process, and has another one
// begin a store there: the first writes nothing, neither before nor after, and is
// told why.
func TestALostStoreIsTold(t *testing.T) {
	server := storetest.StartRedis(t)
	address := server.URL() + "?prefix=lost"
	first, log := openLogged(t, address)
	if !strings.Contains(log, "a new, empty store was begun") {
		t.Errorf("the first to open logged %q, want that a store was begun", log)
	}
	lease, _, err := first.Acquire(t.Context(), news.SendLease, "first", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	server.Do(t, "FLUSHALL")
	wantGone(t, first, store.ErrLost)
	if keys := server.Do(t, "KEYS", "{lost}:*"); keys != "[]" {
		t.Errorf("keys after the server was emptied = %s, want none", keys)
	}
	second, log := openLogged(t, address)
	if !strings.Contains(log, "a new, empty store was begun") {
		t.Errorf("the first to open an emptied place logged %q, want that a store was begun", log)
	}
	if err := second.Enqueue(t.Context(), "new", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "new"}); err != nil {
		t.Fatal(err)
	}
	ds, err := second.Reserve(t.Context(), 1)
	if err != nil || len(ds) != 1 {
		t.Fatalf("Reserve = %v, %v, want one", ds, err)
	}
	if start, err := first.Begin(t.Context(), ds[0].ID, lease.Token); !errors.Is(err, store.ErrLost) {
		t.Errorf("Begin by the token of a store that is lost = %v, %v, want ErrLost", start, err)
	}
	wantGone(t, first, store.ErrLost)
	if _, log := openLogged(t, address); strings.Contains(log, "new, empty") {
		t.Errorf("the second to open logged %q, want nothing of a new store", log)
	}
}

// TestAReplicaThatHadNothingIsTold puts an empty server in the place of the one
// that a process has open.
func TestAReplicaThatHadNothingIsTold(t *testing.T) {
	full, empty := storetest.StartRedis(t), storetest.StartRedis(t)
	way := storetest.StartProxy(t, full.Host())
	s, _ := openLogged(t, way.Before(t, full.Address()))
	full.Kill()
	way.Aim(empty.Host())
	wantGone(t, s, store.ErrLost)
}

// TestProcessesBeginOneStore opens an empty place from many sides at once: each
// can write there.
func TestProcessesBeginOneStore(t *testing.T) {
	address := storetest.Redis(t).Address()
	const processes = 16
	stores := make([]store.Store, processes)
	var wg sync.WaitGroup
	for i := range stores {
		wg.Go(func() {
			s, err := store.Open(t.Context(), address, store.Config{})
			if err != nil {
				t.Error(err)
				return
			}
			stores[i] = s
		})
	}
	wg.Wait()
	for _, s := range stores {
		if s == nil {
			continue
		}
		if err := s.PutSetting(t.Context(), "a", "b"); err != nil {
			t.Error(err)
		}
		s.Close()
	}
}

// TestRemainsAreNoStore opens what is left of a store that lost what it begins
// with: nothing is begun over it, and the error says how to empty the place.
func TestRemainsAreNoStore(t *testing.T) {
	fill := map[string]func(s store.Store) error{
		"nothing but the epoch": func(store.Store) error { return nil },
		"a claim":               func(s store.Store) error { return claimed(s.Claim(t.Context(), claimOf("a"))) },
		"what was seen":         func(s store.Store) error { return s.MarkSeen(t.Context(), []string{"a"}) },
		"a chat":                func(s store.Store) error { return s.PutChat(t.Context(), news.Chat{ID: 1}) },
		"a setting":             func(s store.Store) error { return s.PutSetting(t.Context(), "a", "b") },
		"a delivery": func(s store.Store) error {
			return s.Enqueue(t.Context(), "a", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "x"})
		},
	}
	for what, do := range fill {
		server := storetest.StartRedis(t)
		s := open(t, server.URL(), store.Config{})
		if err := do(s); err != nil {
			t.Fatal(err)
		}
		s.Close()
		server.Do(t, "DEL", "{rasad}:version")
		if what != "nothing but the epoch" {
			server.Do(t, "DEL", "{rasad}:epoch")
		}
		before := server.Do(t, "DBSIZE")
		s, err := store.Open(t.Context(), server.URL(), store.Config{})
		if err == nil {
			s.Close()
		}
		if !errors.Is(err, store.ErrLost) || errors.Is(err, store.ErrAway) {
			t.Errorf("Open where %s is left = %v, want ErrLost", what, err)
			continue
		}
		wantError(t, err, "empty the prefix")
		if after := server.Do(t, "DBSIZE"); after != before {
			t.Errorf("where %s is left, there were %s keys, and are %s", what, before, after)
		}
		server.Do(t, "FLUSHALL")
		open(t, server.URL(), store.Config{}).Close()
	}
}

// TestAStoreThatLostItsNameIsOpenedAnew deletes the epoch alone under a process.
func TestAStoreThatLostItsNameIsOpenedAnew(t *testing.T) {
	server := storetest.StartRedis(t)
	s, _ := openLogged(t, server.URL())
	if err := s.PutSetting(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	server.Do(t, "DEL", "{rasad}:epoch")
	wantGone(t, s, store.ErrLost)
	for what, do := range changes(t.Context(), s) {
		if err := do(); err == nil || !strings.Contains(err.Error(), "start rasad anew") || strings.Contains(err.Error(), "empty store") {
			t.Errorf("%s = %v, want that a new start suffices", what, err)
		}
	}
	anew, _ := openLogged(t, server.URL())
	if got, err := anew.Setting(t.Context(), "a"); got != "b" || err != nil {
		t.Errorf("Setting = %q, %v, want what was there", got, err)
	}
}

// TestAStoreWithoutEpochGetsOne opens a store as older programs left it.
func TestAStoreWithoutEpochGetsOne(t *testing.T) {
	server := storetest.StartRedis(t)
	old, _ := openLogged(t, server.URL())
	if err := old.PutSetting(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	server.Do(t, "DEL", "{rasad}:epoch")
	for range 2 {
		s, log := openLogged(t, server.URL())
		if strings.Contains(log, "new, empty") {
			t.Errorf("logged %q, want nothing of a new store", log)
		}
		if got, err := s.Setting(t.Context(), "a"); got != "b" || err != nil {
			t.Errorf("Setting = %q, %v, want what was there", got, err)
		}
		if err := s.PutSetting(t.Context(), "a", "b"); err != nil {
			t.Error(err)
		}
	}
	wantGone(t, old, store.ErrUpgraded)
}

// TestANewLayoutEndsOlderPrograms brings a store up to its layout under a process
// that has it open.
func TestANewLayoutEndsOlderPrograms(t *testing.T) {
	server := storetest.StartRedis(t)
	older, _ := openLogged(t, server.URL())
	server.Do(t, "SET", "{rasad}:version", "3")
	newer, _ := openLogged(t, server.URL())
	wantGone(t, older, store.ErrUpgraded)
	if err := newer.PutSetting(t.Context(), "a", "b"); err != nil {
		t.Error(err)
	}
}

// TestARefusedConnectionIsNoAnswer locks a user out under a process: a call that
// only asks fails, too.
func TestARefusedConnectionIsNoAnswer(t *testing.T) {
	server := storetest.StartRedis(t, userLine(t, "right", "rasad"))
	s, _ := openLogged(t, strings.Replace(server.URL(), "redis://", "redis://rasad:right@", 1))
	server.Do(t, "ACL", "SETUSER", "rasad", "resetpass", ">other")
	server.Do(t, "CLIENT", "KILL", "USER", "rasad")
	_, err := s.Reserve(t.Context(), 1)
	wantError(t, err, "refuses the user or password")
	_, err = s.Seen(t.Context(), []string{"a"})
	wantError(t, err, "refuses the user or password")
}
