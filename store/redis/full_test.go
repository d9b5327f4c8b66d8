package redis_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestAFullServerSendsAndFrees does all that sends, frees and looks up on a
// server that is out of memory and has a replica: it passes, and what would bring
// more in is refused.
func TestAFullServerSendsAndFrees(t *testing.T) {
	server, clock := storetest.StartRedis(t), storetest.NewClock()
	storetest.StartReplica(t, server)
	server.AwaitReplicas(t, 1)
	s := open(t, server.URL(), store.Config{Clock: clock.Now})
	defer s.Close()
	ctx := t.Context()
	none := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s on a full server = %v, want it to pass", what, err)
		}
	}
	lease, _, err := s.Acquire(ctx, news.SendLease, "sender", 48*time.Hour)
	none("Acquire before", err)
	none("MarkSeen before", s.MarkSeen(ctx, []string{"seen"}))
	old := claimOf("old")
	if _, err := s.Claim(ctx, old); err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for i := range 12 {
		ids = append(ids, enqueue(t, s, int64(i+1), fmt.Sprint("delivery", i)))
	}
	alerts := alert(t, s, 20, "one", "two")

	server.Do(t, "CONFIG", "SET", "maxmemory", "1")
	server.Do(t, "SCRIPT", "FLUSH")
	clock.Advance(25 * time.Hour)
	if seen, err := s.Seen(ctx, []string{"seen", "other"}); err != nil || !seen[0] || seen[1] {
		t.Errorf("Seen on a full server = %v, %v, want true, false", seen, err)
	}
	if held, err := s.Renew(ctx, lease, 48*time.Hour); !held || err != nil {
		t.Errorf("Renew on a full server = %v, %v, want it held", held, err)
	}
	other, got, err := s.Acquire(ctx, "other", "sender", time.Hour)
	if none("Acquire", err); !got {
		t.Error("Acquire on a full server got nothing")
	}
	none("Release", s.Release(ctx, other))
	begin := func(id int64, want news.Start) {
		t.Helper()
		if start, err := s.Begin(ctx, id, lease.Token); start != want || err != nil {
			t.Errorf("Begin on a full server = %v, %v, want %v", start, err, want)
		}
	}
	soon := clock.Now().Add(time.Hour)
	begin(ids[0], news.Go)
	none("Finish", s.Finish(ctx, ids[0], 1))
	begin(ids[1], news.Go)
	none("Retry", s.Retry(ctx, ids[1], lease.Token, soon, false, "later"))
	begin(ids[2], news.Go)
	none("Retry in doubt", s.Retry(ctx, ids[2], lease.Token, time.Time{}, true, "cut off"))
	begin(ids[2], news.InDoubt)
	none("Shorten", s.Shorten(ctx, ids[2], lease.Token, "x"))
	none("Bury", s.Bury(ctx, ids[3], lease.Token, "refused"))
	none("Drop", s.Drop(ctx, ids[4], lease.Token, "muted"))
	none("Park", s.Park(ctx, 6, soon))
	for i := range 3 {
		none("Hold", s.Hold(ctx, ids[6+i], lease.Token, soon))
	}
	none("LetGo", s.LetGo(ctx, 7))
	none("AskFor", s.AskFor(ctx, news.Recipient{Chat: 8}))
	none("Join", s.Join(ctx, alerts[0], lease.Token, alerts[1:]))
	begin(alerts[0], news.Go)
	none("Finish of two", s.Finish(ctx, alerts[0], 2))
	none("StopChat", s.StopChat(ctx, 10, "blocked"))
	none("SetState", s.SetState(ctx, 11, news.ChatSuspended, "no right"))
	none("MigrateChat", s.MigrateChat(ctx, 12, -100))
	none("Forget", s.Forget(ctx, 11))
	n, err := s.Redrive(ctx)
	if none("Redrive", err); n != 1 {
		t.Errorf("Redrive = %d, want 1", n)
	}
	clock.Advance(2 * time.Hour)
	ds, err := s.Reserve(ctx, 100)
	if none("Reserve", err); len(ds) != 8 {
		t.Errorf("Reserve on a full server = %d, want all 8", len(ds))
	}
	for _, d := range ds {
		begin(d.ID, news.Go)
		none("Finish", s.Finish(ctx, d.ID, 3))
	}
	clock.Advance(100 * 24 * time.Hour)
	done, err := s.Purge(ctx, news.Keep{Articles: time.Hour, Deliveries: time.Hour})
	if none("Purge", err); done.Articles != 3 {
		t.Errorf("Purge on a full server = %+v, want all 3 articles", done)
	}
	for what, err := range map[string]error{
		"Claim":           claimed(s.Claim(ctx, claimOf("new"))),
		"Enqueue":         s.Enqueue(ctx, "new", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "x"}),
		"MarkSeen":        s.MarkSeen(ctx, []string{"new"}),
		"PutSubscription": s.PutSubscription(ctx, news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: "terror"}),
	} {
		if err == nil {
			t.Errorf("%s on a full server passes, want it refused", what)
			continue
		}
		wantError(t, err, "out of memory: raise its maxmemory")
	}
}

func claimed(_ news.Verdict, err error) error { return err }

// alert claims articles, whose alerts a chat gets, and returns their IDs.
func alert(t *testing.T, s store.Store, chat int64, articles ...string) (ids []int64) {
	t.Helper()
	for _, id := range articles {
		claim := claimOf(id)
		claim.Matches = []news.Match{{Topic: "terror"}}
		if _, err := s.Claim(t.Context(), claim); err != nil {
			t.Fatal(err)
		}
		c := news.Chunk{Article: id, Last: true, Deliveries: []news.Delivery{
			{Recipient: news.Recipient{Chat: chat}, Article: id, Topics: []string{"terror"}},
		}}
		if _, err := s.FanOut(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	lane, err := s.Waiting(t.Context(), chat, len(articles))
	if err != nil || len(lane) != len(articles) {
		t.Fatalf("Waiting = %v, %v, want an alert for each article", lane, err)
	}
	for _, d := range lane {
		ids = append(ids, d.ID)
	}
	return ids
}
