package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
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
	for seed := range 16 {
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
	places   [2]string // their addresses
	clock    *storetest.Clock
	script   []byte
	met      [2][]int64 // delivery IDs that Reserve returned, by engine
	chunk    news.Chunk // the last one fanned out
	enqueued int
	leases   [][2]news.Lease
	tokens   [2][]int64 // of leases, by engine, in their order
}

func agree(t *testing.T, server *storetest.Server, script []byte) {
	d := &duel{T: t, clock: storetest.NewClock(), script: script}
	for i, address := range []string{"sqlite:" + filepath.Join(t.TempDir(), "rasad.db"), server.Address()} {
		s, err := store.Open(t.Context(), address, store.Config{Clock: d.clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		d.stores[i], d.places[i] = s, address
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
			d.tokens = [2][]int64{} // leases stay behind
			d.compare()
			half = 0
		}
	}
	d.sound()
}

// sound checks that neither store contradicts itself.
func (d *duel) sound() {
	d.Helper()
	for _, place := range d.places {
		if faults, err := store.Check(d.Context(), place); err != nil || len(faults) > 0 {
			d.Errorf("Check of %s = %q, %v, want nothing wrong", place, faults, err)
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

// delivery picks one of those met: its IDs in both stores.
func (d *duel) delivery() [2]int64 {
	if len(d.met[0]) == 0 {
		return [2]int64{}
	}
	i := d.pick(len(d.met[0]))
	return [2]int64{d.met[0][i], d.met[1][i]}
}

// token picks the newest token, one of those before it, or one older than all.
func (d *duel) token() (token [2]int64) {
	back := d.pick(4)
	for i, all := range d.tokens {
		if len(all) > 0 && back > 0 {
			token[i] = all[max(0, len(all)-back)]
		}
	}
	return token
}

// rank tells which of an engine's tokens one is, counted from the first: the
// engines need not give the same numbers.
func (d *duel) rank(engine int, token int64) int {
	if token != 0 && !slices.Contains(d.tokens[engine], token) {
		d.tokens[engine] = append(d.tokens[engine], token)
	}
	return slices.Index(d.tokens[engine], token)
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

func (d *duel) enqueue() {
	d.enqueued += d.pick(3) / 2 // so that most keys come again
	key := fmt.Sprint(d.enqueued)
	n := news.Delivery{Recipient: d.recipient(), Text: key, Class: d.class(), Edits: []int{0, 0, 7, 8}[d.pick(4)]}
	if d.pick(4) == 0 {
		n.Expires = d.moment()
	}
	if d.pick(4) == 0 {
		n.NotBefore = d.moment()
	}
	d.both("Enqueue", func(_ int, s store.Store) (any, error) { return nil, s.Enqueue(d.Context(), key, n) })
}

func (d *duel) reserve() {
	limit := 1 + d.pick(6)
	var met [2][]int64
	d.both("Reserve", func(i int, s store.Store) (any, error) {
		found, err := s.Reserve(d.Context(), limit)
		for j := range found {
			met[i] = append(met[i], found[j].ID)
			found[j].ID = 0
			for k := range found[j].Parts {
				found[j].Parts[k].ID = 0
			}
		}
		return found, err
	})
	for i := range met {
		d.met[i] = append(d.met[i], met[i]...)
	}
}

func (d *duel) begin() {
	ids, token := d.delivery(), d.token()
	d.both("Begin", func(i int, s store.Store) (any, error) { return s.Begin(d.Context(), ids[i], token[i]) })
}

func (d *duel) finish() {
	ids := d.delivery()
	d.both("Finish", func(i int, s store.Store) (any, error) { return nil, s.Finish(d.Context(), ids[i], 9) })
}

func (d *duel) retry() {
	ids, token, at, inDoubt := d.delivery(), d.token(), d.moment(), d.pick(2) == 0
	d.both("Retry", func(i int, s store.Store) (any, error) {
		return fenced(s.Retry(d.Context(), ids[i], token[i], at, inDoubt, "again"))
	})
}

func (d *duel) shorten() {
	ids, token := d.delivery(), d.token()
	d.both("Shorten", func(i int, s store.Store) (any, error) {
		return fenced(s.Shorten(d.Context(), ids[i], token[i], "the rest"))
	})
}

func (d *duel) bury() {
	ids, token := d.delivery(), d.token()
	d.both("Bury", func(i int, s store.Store) (any, error) {
		return fenced(s.Bury(d.Context(), ids[i], token[i], "poison"))
	})
}

// join joins all of a lane to its first delivery, or to its second.
func (d *duel) join() {
	chat, first, token := d.chatID(), d.pick(2), d.token()
	d.both("Join", func(i int, s store.Store) (any, error) {
		ds, err := s.Waiting(d.Context(), chat, 10)
		if err != nil || len(ds) <= first {
			return nil, err
		}
		var ids []int64
		for _, one := range ds {
			ids = append(ids, one.ID)
		}
		return fenced(s.Join(d.Context(), ids[first], token[i], ids))
	})
}

// hold holds one of those met, or the head of a lane.
func (d *duel) hold() {
	ids, chat, token, until := d.delivery(), d.chatID(), d.token(), d.moment()
	head := d.pick(2) == 0
	d.both("Hold", func(i int, s store.Store) (any, error) {
		ds, err := s.Waiting(d.Context(), chat, 1)
		if err != nil {
			return nil, err
		}
		id := ids[i]
		if head && len(ds) > 0 {
			id = ds[0].ID
		}
		return fenced(s.Hold(d.Context(), id, token[i], until))
	})
}

func (d *duel) letGo() {
	chat, asked := d.chatID(), d.pick(2) == 0
	if asked {
		to := news.Recipient{Chat: chat, Thread: []int{0, 5}[d.pick(2)]}
		d.both("AskFor", func(_ int, s store.Store) (any, error) { return nil, s.AskFor(d.Context(), to) })
		return
	}
	d.both("LetGo", func(_ int, s store.Store) (any, error) { return nil, s.LetGo(d.Context(), chat) })
}

func (d *duel) drop() {
	ids, token := d.delivery(), d.token()
	d.both("Drop", func(i int, s store.Store) (any, error) {
		return fenced(s.Drop(d.Context(), ids[i], token[i], "muted"))
	})
}

func (d *duel) class() news.Class { return news.Class(d.pick(5) - 2) }

// fenced takes the error of one that was fenced off for an answer.
func fenced(err error) (any, error) {
	if errors.Is(err, news.ErrFenced) {
		return true, nil
	}
	return false, err
}

func (d *duel) redrive() {
	d.both("Redrive", func(_ int, s store.Store) (any, error) { return s.Redrive(d.Context()) })
}

func (d *duel) park() {
	chat, until := d.chatID(), d.moment()
	d.both("Park", func(_ int, s store.Store) (any, error) { return nil, s.Park(d.Context(), chat, until) })
}

func (d *duel) lease() {
	var leases [2]news.Lease
	holder, old := fmt.Sprint(d.pick(3)), d.pick(4)
	d.both("Acquire", func(i int, s store.Store) (any, error) {
		l, ok, err := s.Acquire(d.Context(), news.SendLease, holder, time.Minute)
		leases[i] = l
		return fmt.Sprint(l.Name, l.Holder, l.Expires, d.rank(i, l.Token), ok), err
	})
	d.both("Held", func(i int, s store.Store) (any, error) {
		held, err := s.Held(d.Context(), []string{"none", news.SendLease})
		for n := range held {
			held[n].Token = int64(d.rank(i, held[n].Token))
		}
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

// nameless returns deliveries without their IDs, which differ between stores.
func nameless(found []news.Delivery, err error) (any, error) {
	for i := range found {
		found[i].ID = 0
		for k := range found[i].Parts {
			found[i].Parts[k].ID = 0
		}
	}
	return found, err
}
