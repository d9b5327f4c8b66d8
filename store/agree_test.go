package store_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestEnginesAgree does the same random things to both engines and compares
// every answer.
func TestEnginesAgree(t *testing.T) {
	server := storetest.Redis(t)
	for seed := range 30 {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			r := rand.NewChaCha8([32]byte{byte(seed), 7, 7})
			script := make([]byte, 600)
			r.Read(script)
			agree(t, server, script)
		})
	}
}

// A duel is two stores to which the same things happen.
type duel struct {
	*testing.T
	stores   [2]store.Store
	clock    *storetest.Clock
	script   []byte
	met      [2][]int64 // delivery IDs that Reserve returned, by engine
	chunk    news.Chunk // the last one fanned out
	enqueued int
	leases   [][2]news.Lease
}

func agree(t *testing.T, server *storetest.Server, script []byte) {
	d := &duel{T: t, clock: storetest.NewClock(), script: script}
	for i, address := range []string{"sqlite:" + filepath.Join(t.TempDir(), "rasad.db"), server.Address()} {
		s, err := store.Open(t.Context(), address, store.Config{Clock: d.clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		d.stores[i] = s
	}
	deeds := []func(){
		d.claim, d.claim, d.fanOut, d.fanOut, d.chat, d.subscribe, d.subscribe, d.unsubscribe, d.migrate,
		d.enqueue, d.enqueue, d.reserve, d.reserve, d.begin, d.begin, d.finish, d.retry, d.shorten, d.bury, d.join, d.join, d.hold, d.hold, d.letGo, d.drop, d.redrive, d.park, d.lease, d.pass, d.seen,
		d.settings, d.settings, d.watch, d.watch, d.vote, d.vote, d.guest, d.forget,
		d.note, d.note, d.enqueueAll, d.narrow, d.job, d.job, d.redriveOf, d.purge,
	}
	for half := len(script) / 2; len(d.script) > 0 && !t.Failed(); {
		deeds[d.pick(len(deeds))]()
		d.compare()
		if half > 0 && len(d.script) < half {
			d.moveAway(server)
			d.compare()
			half = 0
		}
	}
}

// pick takes the next byte of the script as a choice of n.
func (d *duel) pick(n int) int {
	if len(d.script) == 0 {
		return 0
	}
	b := d.script[0]
	d.script = d.script[1:]
	return int(b) % n
}

// both does the same to both stores and compares the answers.
func (d *duel) both(what string, do func(i int, s store.Store) (any, error)) {
	d.Helper()
	var got [2]any
	for i, s := range d.stores {
		var err error
		if got[i], err = do(i, s); err != nil {
			d.Fatalf("%s: %v", what, err)
		}
	}
	if !reflect.DeepEqual(got[0], got[1]) {
		d.Errorf("%s: SQLite says %+v, Redis says %+v", what, got[0], got[1])
	}
}

func (d *duel) chatID() int64 { return []int64{1, 2, -7, -1009, -1001}[d.pick(5)] }

func (d *duel) recipient() news.Recipient {
	return news.Recipient{Chat: d.chatID(), Thread: []int{0, 0, 5}[d.pick(3)]}
}

func (d *duel) topics() []string {
	return [][]string{{"a"}, {"b"}, {"b", "a"}, {"c", "b"}, nil}[d.pick(5)]
}

func (d *duel) moment() time.Time {
	return d.clock.Now().Add([]time.Duration{0, -time.Hour, time.Second, time.Minute}[d.pick(4)])
}

func (d *duel) claim() {
	n := d.pick(60)
	c := news.Claim{Article: news.Article{ID: fmt.Sprint("article", n), Published: d.moment()}}
	c.Keys = []string{fmt.Sprint("key", n), fmt.Sprint("key", n+d.pick(2))}
	for _, topic := range d.topics() {
		c.Matches = append(c.Matches, news.Match{Topic: topic})
	}
	d.both("Claim", func(_ int, s store.Store) (any, error) { return s.Claim(d.Context(), c) })
}

// fanOut does the oldest entry's next chunk, or one that was done again.
func (d *duel) fanOut() {
	size := 1 + d.pick(4)
	entries, err := d.stores[0].Outbox(d.Context(), 1)
	if err != nil {
		d.Fatal(err)
	}
	if len(entries) > 0 && size > 1 {
		e := entries[0]
		subscribers, err := d.stores[0].Subscribers(d.Context(), e.Topics, e.After, size)
		if err != nil {
			d.Fatal(err)
		}
		d.chunk = news.Chunk{Article: e.Article, Number: e.Chunk, From: e.After, After: e.After, Last: len(subscribers) < size}
		for _, s := range subscribers {
			d.chunk.Deliveries = append(d.chunk.Deliveries, news.Delivery{Recipient: s.Recipient, Topics: s.Topics, Class: d.class()})
			d.chunk.After = s.Recipient
		}
	}
	d.both("FanOut", func(_ int, s store.Store) (any, error) { return s.FanOut(d.Context(), d.chunk) })
}

func (d *duel) chat() {
	c := news.Chat{ID: d.chatID(), Title: []string{"", "one"}[d.pick(2)], Lang: []string{"", "fa"}[d.pick(2)]}
	c.State = []news.ChatState{news.ChatActive, news.ChatStopped, news.ChatSuspended, ""}[d.pick(4)]
	how := d.pick(5)
	d.both("a change of a chat", func(_ int, s store.Store) (any, error) {
		switch how {
		case 0:
			return nil, s.StopChat(d.Context(), c.ID, "blocked")
		case 1:
			return nil, s.SetState(d.Context(), c.ID, news.ChatActive, "")
		case 2:
			return nil, s.SetState(d.Context(), c.ID, news.ChatSuspended, "no rights")
		case 3:
			return nil, s.SetLang(d.Context(), c.ID, "en")
		}
		return nil, s.PutChat(d.Context(), c)
	})
}

func (d *duel) subscribe() {
	r, config := d.recipient(), d.pick(3) == 0
	for _, topic := range d.topics() {
		n := news.Subscription{Recipient: r, Topic: topic, Config: config, Filter: d.filter(), Mode: []news.Mode{"", news.ModeDaily}[d.pick(2)]}
		d.both("PutSubscription", func(_ int, s store.Store) (any, error) { return nil, s.PutSubscription(d.Context(), n) })
	}
}

func (d *duel) unsubscribe() {
	r := d.recipient()
	d.both("DeleteSubscription", func(_ int, s store.Store) (any, error) { return s.DeleteSubscription(d.Context(), r, "a") })
}

func (d *duel) migrate() {
	from, to := d.chatID(), d.chatID()
	d.both("MigrateChat", func(_ int, s store.Store) (any, error) { return nil, s.MigrateChat(d.Context(), from, to) })
}

func (d *duel) lease() {
	var leases [2]news.Lease
	holder, old := fmt.Sprint(d.pick(3)), d.pick(4)
	d.both("Acquire", func(i int, s store.Store) (any, error) {
		l, ok, err := s.Acquire(d.Context(), news.SendLease, holder, time.Minute)
		leases[i] = l
		return fmt.Sprint(l, ok), err
	})
	d.both("Held", func(_ int, s store.Store) (any, error) {
		held, err := s.Held(d.Context(), []string{"none", news.SendLease})
		return fmt.Sprint(held), err
	})
	d.leases = append(d.leases, leases)
	leases = d.leases[old%len(d.leases)]
	d.both("Renew or Release", func(i int, s store.Store) (any, error) {
		if old == 0 {
			return nil, s.Release(d.Context(), leases[i])
		}
		return s.Renew(d.Context(), leases[i], time.Minute)
	})
}

func (d *duel) pass() {
	d.clock.Advance([]time.Duration{time.Second, time.Minute, time.Hour, 72 * time.Hour, -40 * time.Second, -time.Hour}[d.pick(6)])
}

func (d *duel) seen() {
	var keys []string
	for i := range 60 {
		keys = append(keys, fmt.Sprint("key", i))
	}
	d.both("Seen", func(_ int, s store.Store) (any, error) { return s.Seen(d.Context(), keys) })
}

// compare compares all that the stores tell without being changed.
func (d *duel) compare() {
	ctx := d.Context()
	d.both("Counts", func(_ int, s store.Store) (any, error) { return s.Counts(ctx) })
	d.both("Outbox", func(_ int, s store.Store) (any, error) { return s.Outbox(ctx, 100) })
	d.both("ConfigSubscriptions", func(_ int, s store.Store) (any, error) { return s.ConfigSubscriptions(ctx) })
	d.both("Subscribers", func(_ int, s store.Store) (any, error) {
		return s.Subscribers(ctx, []string{"b", "a"}, news.Recipient{}, 100)
	})
	d.both("Latest", func(_ int, s store.Store) (any, error) { return s.Latest(ctx, []string{"a", "c"}, 5) })
	d.compareBot()
	chat := d.chatID()
	d.both("Chat", func(_ int, s store.Store) (any, error) {
		c, found, err := s.Chat(ctx, chat)
		return fmt.Sprint(c, found), err
	})
	d.both("Waiting", func(_ int, s store.Store) (any, error) { return nameless(s.Waiting(ctx, chat, 5)) })
	d.both("HeldBack", func(_ int, s store.Store) (any, error) { return nameless(s.HeldBack(ctx, chat, 5)) })
	d.both("Buried", func(_ int, s store.Store) (any, error) { return nameless(s.Buried(ctx, 0, 5)) })
	d.both("Migrated", func(_ int, s store.Store) (any, error) { return s.Migrated(ctx, chat) })
	d.both("Subscriptions", func(_ int, s store.Store) (any, error) { return s.Subscriptions(ctx, chat) })
}
