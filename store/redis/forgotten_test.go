package redis_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A forgetful server forgets what came after it was told to save.
type forgetful struct{ *storetest.Server }

func startForgetful(t *testing.T) forgetful {
	t.Helper()
	return forgetful{storetest.StartRedis(t, "appendonly no")}
}

func (f forgetful) save(t *testing.T) {
	t.Helper()
	f.Do(t, "SAVE")
}

func (f forgetful) forget(t *testing.T) {
	t.Helper()
	f.Kill()
	f.Restart(t)
}

// enqueue adds a delivery for a chat and returns its ID.
func enqueue(t *testing.T, s store.Store, chat int64, key string) int64 {
	t.Helper()
	if err := s.Enqueue(t.Context(), key, news.Delivery{Recipient: news.Recipient{Chat: chat}, Text: key}); err != nil {
		t.Fatal(err)
	}
	lane, err := s.Waiting(t.Context(), chat, 1000)
	if err != nil || len(lane) == 0 {
		t.Fatalf("Waiting = %v, %v, want what was enqueued", lane, err)
	}
	return lane[len(lane)-1].ID
}

// TestForgottenDeliveriesLeaveNoIDBehind finishes a delivery that the server
// has forgotten meanwhile: no other one is taken for it.
func TestForgottenDeliveriesLeaveNoIDBehind(t *testing.T) {
	server := startForgetful(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	enqueue(t, s, 1, "before")
	server.save(t)
	forgotten := map[int64]bool{}
	for i := range 5 {
		id := enqueue(t, s, 2, fmt.Sprint("forgotten", i))
		if start, err := s.Begin(t.Context(), id, 0); start != news.Go || err != nil {
			t.Fatalf("Begin = %v, %v, want Go", start, err)
		}
		forgotten[id] = true
	}
	server.forget(t)
	for i := range 5 {
		if id := enqueue(t, s, 3, fmt.Sprint("new", i)); forgotten[id] {
			t.Errorf("the ID %d is given again", id)
		}
	}
	for id := range forgotten {
		if err := s.Finish(t.Context(), id, 1); err != nil {
			t.Errorf("Finish of what is forgotten = %v, want nothing", err)
		}
	}
	if c, err := s.Counts(t.Context()); c.Pending != 6 || c.Sent != 0 || err != nil {
		t.Errorf("Counts = %+v, %v, want 6 pending and none sent", c, err)
	}
}

// TestForgottenLeasesLeaveNoTokenBehind has a holder whom the server has
// forgotten fenced off by the next one.
func TestForgottenLeasesLeaveNoTokenBehind(t *testing.T) {
	server, clock := startForgetful(t), storetest.NewClock()
	s := open(t, server.URL(), store.Config{Clock: clock.Now})
	defer s.Close()
	id := enqueue(t, s, 1, "x")
	acquire := func(holder string) news.Lease {
		clock.Advance(time.Hour)
		l, ok, err := s.Acquire(t.Context(), news.SendLease, holder, time.Minute)
		if !ok || err != nil {
			t.Fatalf("Acquire for %s = %v, %v", holder, ok, err)
		}
		return l
	}
	acquire("first")
	server.save(t)
	forgotten := acquire("forgotten")
	server.forget(t)
	next := acquire("next")
	if next.Token <= forgotten.Token {
		t.Errorf("token %d after %d, want a greater one", next.Token, forgotten.Token)
	}
	if start, err := s.Begin(t.Context(), id, forgotten.Token); start != news.Fenced || err != nil {
		t.Errorf("Begin by the forgotten one = %v, %v, want Fenced", start, err)
	}
}

// TestForgottenWatchesLeaveNoRevisionBehind has a follower of watches who is
// ahead of the server see what changes from then on.
func TestForgottenWatchesLeaveNoRevisionBehind(t *testing.T) {
	server := startForgetful(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	put := func(id string) {
		if err := s.PutWatch(t.Context(), news.Watch{ID: id, Recipient: news.Recipient{Chat: 1}, Name: id, Query: id}); err != nil {
			t.Fatal(err)
		}
	}
	server.save(t)
	put("forgotten")
	seen, err := s.WatchChanges(t.Context(), 0, 10)
	if err != nil || len(seen) != 1 {
		t.Fatalf("WatchChanges = %+v, %v, want one", seen, err)
	}
	server.forget(t)
	put("new")
	changes, err := s.WatchChanges(t.Context(), seen[0].Revision, 10)
	if err != nil || len(changes) != 1 || changes[0].Watch.ID != "new" {
		t.Errorf("WatchChanges after %d = %+v, %v, want the new one", seen[0].Revision, changes, err)
	}
}

// TestForgottenClaimsLeaveNoNumberBehind has a search index that is ahead of the
// server take in what is claimed from then on.
func TestForgottenClaimsLeaveNoNumberBehind(t *testing.T) {
	server := startForgetful(t)
	s := open(t, server.URL(), store.Config{Index: filepath.Join(t.TempDir(), "search")})
	defer s.Close()
	claim := func(name string) {
		for i := range 5 {
			c := claimOf(fmt.Sprint(name, i))
			c.Article.Title = name
			if v, err := s.Claim(t.Context(), c); v != news.New || err != nil {
				t.Fatalf("Claim = %v, %v, want New", v, err)
			}
		}
	}
	find := func() int {
		found, err := s.Search(t.Context(), news.Search{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		return len(found.Articles)
	}
	claim("before")
	server.save(t)
	claim("forgotten")
	if n := find(); n != 10 {
		t.Fatalf("%d articles found, want 10", n)
	}
	server.forget(t)
	claim("new")
	if n := find(); n != 10 {
		t.Errorf("%d articles found, want the 5 before and the 5 new ones", n)
	}
}
