package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// now is a moment that no period of what is kept begins after.
func now() time.Time { return time.Date(2026, 3, 21, 8, 0, 0, 0, time.UTC) }

// furnished returns the address of a store in a file that holds something of
// everything.
func furnished(t *testing.T) string {
	t.Helper()
	address := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
	change(t, address, func(s store.Store) error {
		storetest.Furnish(t, s, now())
		return nil
	})
	return address
}

// change opens a store, as a service does, and changes it.
func change(t *testing.T, address string, do func(store.Store) error) {
	t.Helper()
	s, err := store.Open(t.Context(), address, store.Config{Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(do(s), s.Close()); err != nil {
		t.Fatal(err)
	}
}

func setting(value string) func(s store.Store) error {
	return func(s store.Store) error { return s.PutSetting(context.Background(), "changed", value) }
}

// migrates moves a store and checks that both are the same, and whether anything
// had to be written.
func migrates(t *testing.T, from, to string, o store.Migration, moved bool) store.Migrated {
	t.Helper()
	o.Clock = now
	m, err := store.Migrate(t.Context(), from, to, o)
	if err != nil {
		t.Fatalf("Migrate = %v; %+v", err, m.Kinds)
	}
	if !m.Equal() || m.Moved != moved {
		t.Errorf("Migrate = %+v, want Moved %v and all equal", m, moved)
	}
	return m
}

// refuses wants Migrate to fail with an error that says so.
func refuses(t *testing.T, from, to string, o store.Migration, saying string) {
	t.Helper()
	o.Clock = now
	_, err := store.Migrate(t.Context(), from, to, o)
	if err == nil || !strings.Contains(err.Error(), saying) {
		t.Errorf("Migrate = %v, want an error that says %q", err, saying)
	}
}

// TestMigrateMayBeRepeated moves a store, and again after nothing, the file, or
// the server's store has changed.
func TestMigrateMayBeRepeated(t *testing.T) {
	from, to := furnished(t), storetest.Redis(t).Address()
	m := migrates(t, from, to, store.Migration{}, true)
	if m.InDoubt != 2 {
		t.Errorf("InDoubt = %d, want 2", m.InDoubt)
	}
	for _, k := range m.Kinds {
		if k.From.Rows == 0 {
			t.Errorf("there was nothing of %s to move", k.Kind)
		}
	}
	migrates(t, from, to, store.Migration{}, false)
	change(t, from, setting("in the file"))
	migrates(t, from, to, store.Migration{}, true)
	change(t, to, func(store.Store) error { return nil })
	migrates(t, from, to, store.Migration{}, false) // it was opened, but is the same
	change(t, to, setting("on the server"))
	refuses(t, from, to, store.Migration{}, store.ErrUsed.Error())
	change(t, to, func(s store.Store) error {
		if v, err := s.Setting(context.Background(), "changed"); v != "on the server" || err != nil {
			t.Errorf("Setting = %q, %v after a move that was refused", v, err)
		}
		return nil
	})
	migrates(t, from, to, store.Migration{Replace: true}, true)
	change(t, to, func(s store.Store) error {
		if v, err := s.Setting(context.Background(), "changed"); v != "in the file" || err != nil {
			t.Errorf("Setting = %q, %v after a new move", v, err)
		}
		return nil
	})
}

// TestMigrateToACluster moves a store to three masters.
func TestMigrateToACluster(t *testing.T) {
	from, to := furnished(t), storetest.StartCluster(t, 0).Address()
	migrates(t, from, to, store.Migration{}, true)
	migrates(t, from, to, store.Migration{}, false)
	change(t, from, setting("x"))
	migrates(t, from, to, store.Migration{}, true)
}

// TestMigrateLeavesOthersAlone moves a store to where something else is.
func TestMigrateLeavesOthersAlone(t *testing.T) {
	server := storetest.Redis(t)
	from, other := furnished(t), furnished(t)

	used := server.Address()
	change(t, used, setting("a service's"))
	moved := server.Address()
	migrates(t, other, moved, store.Migration{}, true)
	for _, o := range []store.Migration{{}, {Replace: true}} {
		refuses(t, from, used, o, "another prefix")
		refuses(t, from, moved, o, "another prefix")
	}
	migrates(t, other, moved, store.Migration{}, false)
	change(t, used, func(s store.Store) error {
		if v, err := s.Setting(context.Background(), "changed"); v != "a service's" || err != nil {
			t.Errorf("Setting = %q, %v where another store is", v, err)
		}
		return nil
	})
	change(t, from, func(s store.Store) error { return nil })
}

// TestMigrateRefusesAUsedServer moves a store, anew, to where a process holds a
// lease.
func TestMigrateRefusesAUsedServer(t *testing.T) {
	from, to := furnished(t), storetest.Redis(t).Address()
	migrates(t, from, to, store.Migration{}, true)
	var lease news.Lease
	change(t, to, func(s store.Store) (err error) {
		lease, _, err = s.Acquire(context.Background(), news.SendLease, "host/1/x", time.Hour)
		return errors.Join(err, setting("x")(s))
	})
	refuses(t, from, to, store.Migration{Replace: true}, "host/1/x uses it")
	change(t, to, func(s store.Store) error { return s.Release(context.Background(), lease) })
	migrates(t, from, to, store.Migration{Replace: true}, true)
}

// TestMigrateRefusesABadFile moves what is no store, or is another's.
func TestMigrateRefusesABadFile(t *testing.T) {
	to := storetest.Redis(t).Address()
	refuses(t, "sqlite:"+filepath.Join(t.TempDir(), "none.db"), to, store.Migration{}, "there is no such file")
	refuses(t, to, to, store.Migration{}, "only a store in a file can move")
	refuses(t, furnished(t), furnished(t), store.Migration{}, "moves to a server")

	held := furnished(t)
	s, err := store.Open(t.Context(), held, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	refuses(t, held, to, store.Migration{}, "another process uses this database: stop it first")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	text := filepath.Join(t.TempDir(), "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database at all\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, "sqlite:"+text, to, store.Migration{}, "not a database")
	if _, err := store.Migrate(t.Context(), "sqlite:"+text, to, store.Migration{}); strings.Count(err.Error(), "move it away") != 1 {
		t.Errorf("Migrate = %v, want its advice once", err)
	}
	refuses(t, damaged(t), to, store.Migration{}, "restore a backup")
	refuses(t, ofVersion(t, 999), to, store.Migration{}, "run the newer program")
	migrates(t, furnished(t), to, store.Migration{}, true) // nothing of these has come there
}

// damaged returns the address of a file in whose middle there is nothing.
func damaged(t *testing.T) string {
	t.Helper()
	address := furnished(t)
	path := strings.TrimPrefix(address, "sqlite:")
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(all) / 4; i < len(all); i++ {
		all[i] = 0
	}
	if err := os.WriteFile(path, all, 0o600); err != nil {
		t.Fatal(err)
	}
	return address
}

// ofVersion returns the address of a file of a schema's version, which stands at
// byte 60 of it (https://sqlite.org/fileformat2.html).
func ofVersion(t *testing.T, version uint16) string {
	t.Helper()
	address := furnished(t)
	f, err := os.OpenFile(strings.TrimPrefix(address, "sqlite:"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte{0, 0, byte(version >> 8), byte(version)}, 60); err != nil {
		t.Fatal(err)
	}
	return address
}

// TestHalfMovedStoreIsNotOpened breaks a move off.
func TestHalfMovedStoreIsNotOpened(t *testing.T) {
	server := storetest.Redis(t)
	from, other, to := furnished(t), furnished(t), server.Address()
	breakOff(t, from, to)
	_, err := store.Open(t.Context(), to, store.Config{})
	if err == nil || errors.Is(err, store.ErrAway) || !strings.Contains(err.Error(), "run rasad migrate again") {
		t.Errorf("Open = %v, want one that says to run rasad migrate again, and not to wait", err)
	}
	refuses(t, other, to, store.Migration{}, "has not ended")
	change(t, from, func(s store.Store) error {
		_, err := s.DeleteSubscription(context.Background(), news.Recipient{Chat: 1}, "terror")
		return err
	})
	migrates(t, from, to, store.Migration{}, true)
	change(t, to, func(store.Store) error { return nil })

	to = server.Address()
	breakOff(t, from, to)
	migrates(t, other, to, store.Migration{Replace: true}, true)
}

// TestHalfMovedStoreNamesItsFileFromTheRoot breaks a move of a file off that was named
// from the folder where it stands, which says nothing elsewhere.
func TestHalfMovedStoreNamesItsFileFromTheRoot(t *testing.T) {
	from, to := furnished(t), storetest.Redis(t).Address()
	t.Chdir(filepath.Dir(strings.TrimPrefix(from, "sqlite:")))
	breakOff(t, "sqlite:rasad.db", to)
	if _, err := store.Open(t.Context(), to, store.Config{}); err == nil || !strings.Contains(err.Error(), "all of "+from+" is here") {
		t.Errorf("Open = %v, want one that names %s", err, from)
	}
}

// breakOff begins a move, and ends it when it comes to the deliveries.
func breakOff(t *testing.T, from, to string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := store.Migrate(ctx, from, to, store.Migration{Clock: now, Began: func(k move.Kind) {
		if k == move.Deliveries {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Migrate = %v, want that it was broken off", err)
	}
}

// TestMigrateRefusesANewerServer moves a store to where a newer program's is.
func TestMigrateRefusesANewerServer(t *testing.T) {
	server := storetest.StartRedis(t)
	server.Do(t, "SET", "{rasad}:version", "999")
	refuses(t, furnished(t), server.URL(), store.Migration{}, "run the newer program")
}

// TestMigrateFindsWhatIsMissing takes something away, or changes it, behind the
// back of a move, before both stores are compared.
func TestMigrateFindsWhatIsMissing(t *testing.T) {
	server := storetest.StartRedis(t)
	from := furnished(t)
	for i, c := range []struct {
		harm []string
		says string // of the row
	}{
		{[]string{"DEL", "note:kept:1"}, `of notes, "kept:1" is in the file alone`},
		{[]string{"HSET", "delivery:11", "why", "other"}, `of deliveries, "11" differs in why`},
		{[]string{"HDEL", "sources", "irna"}, `of sources, "irna" is in the file alone`},
		{[]string{"HSET", "settings", "theirs", "x"}, `of settings, "theirs" is on the server alone`},
		{[]string{"HSET", "article:half", "matches", "[]"}, `of articles, "half" differs in matches`},
		{[]string{"ZINCRBY", "changes", "1", "w1"}, `of watch changes, "w1" differs in revision`},
	} {
		harm := c.harm
		prefix := "harmed" + string(rune('a'+i))
		to := server.URL() + "?prefix=" + prefix
		m, err := store.Migrate(t.Context(), from, to, store.Migration{Clock: now, Began: func(k move.Kind) {
			if k == "" {
				server.Do(t, append([]string{harm[0], "{" + prefix + "}:" + harm[1]}, harm[2:]...)...)
			}
		}})
		differ := 0
		for _, k := range m.Kinds {
			if !k.Equal() {
				differ++
			}
		}
		if !errors.Is(err, store.ErrDiffers) || differ != 1 || !strings.Contains(err.Error(), c.says) {
			t.Errorf("after %q Migrate = %v, and %d kinds differ, want one, and %q", harm, err, differ, c.says)
		}
		if _, err := store.Open(t.Context(), to, store.Config{}); err == nil {
			t.Errorf("after %q the store was opened", harm)
		}
		migrates(t, from, to, store.Migration{}, true)
	}
}
