package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// oddTexts are texts that mean something in one place or another, or are none.
var oddTexts = []string{"", " ", "a b", "a\x00b", "\xff", "a\xff", "a\xfe", "\xed\xa0\x80", "{x}", "*", "?[a]", "\r\n", "watch:\xff", "0", " -", "1 x",
	"\u2028", "<b>&", `"q"`, `\`, "\ufffd", "a\ufffd", "null", "8000000000000000", "1:2", "😀"}

// ownOfEngines are the kinds that hold hashes, or IDs of deliveries, which each engine
// makes in its own way.
var ownOfEngines = []move.Kind{move.Seen, move.Deliveries, move.Told, move.Counters}

// TestOddTextsAreAlikeInBoth gives odd texts for everything to both engines. Both must
// answer and hold the same, be sound, and the file must move.
func TestOddTextsAreAlikeInBoth(t *testing.T) {
	server := storetest.StartRedis(t)
	for seed := range 4 {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			d := &duel{T: t, clock: storetest.NewClock(), places: [2]string{"sqlite:" + filepath.Join(t.TempDir(), "rasad.db"), server.Address()}}
			for i, place := range d.places {
				s, err := store.Open(t.Context(), place, store.Config{Clock: d.clock.Now})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				d.stores[i] = s
			}
			r := rand.New(rand.NewPCG(uint64(seed), 1))
			for range 40 {
				d.odd(func() string { return oddTexts[r.IntN(len(oddTexts))] }, r.IntN(3), news.Recipient{Chat: []int64{1, 2, -1009}[r.IntN(3)], Thread: []int{0, 5}[r.IntN(2)]})
			}
			for _, k := range slices.DeleteFunc(move.Kinds(), func(k move.Kind) bool { return slices.Contains(ownOfEngines, k) }) {
				if a, b := d.ranked(0, k), d.ranked(1, k); fmt.Sprint(a) != fmt.Sprint(b) {
					t.Errorf("of %s SQLite holds\n%q\nand Redis\n%q", k, a, b)
				}
			}
			d.sound()
			if err := d.stores[0].Close(); err != nil {
				t.Fatal(err)
			}
			if m, err := store.Migrate(t.Context(), d.places[0], server.Address(), store.Migration{Clock: d.clock.Now}); err != nil || !m.Whole() {
				t.Errorf("Migrate = %+v, %v, want that all is there", m, err)
			}
		})
	}
}

// numbered are the columns of numbers that grow, by which each engine in its own way
// keeps the order of what it is told.
var numbered = map[move.Kind]int{move.Articles: 0, move.Outbox: 0, move.WatchChanges: 1}

// ranked returns all rows of a kind that an engine holds, with ranks for such numbers.
func (d *duel) ranked(engine int, k move.Kind) (all []string) {
	d.Helper()
	var rows []move.Row
	err := d.stores[engine].Export(d.Context(), k, d.clock.Now(), func(some []move.Row) error {
		for _, r := range some {
			rows = append(rows, slices.Clone(r))
		}
		return nil
	})
	if err != nil {
		d.Fatal(err)
	}
	if column, is := numbered[k]; is {
		slices.SortFunc(rows, func(a, b move.Row) int {
			return cmp.Or(cmp.Compare(len(a[column]), len(b[column])), cmp.Compare(a[column], b[column]))
		})
		for rank := range rows {
			rows[rank][column] = fmt.Sprint(rank)
		}
	}
	for _, r := range rows {
		all = append(all, fmt.Sprintf("%q", r))
	}
	slices.Sort(all)
	return all
}

// odd writes something of everything with texts of a source, and reads it back.
func (d *duel) odd(o func() string, n int, to news.Recipient) {
	d.Helper()
	ctx, now := d.Context(), d.clock.Now()
	id, topic, key := o(), o(), fmt.Sprint(o(), n)
	sub := news.Subscription{Recipient: to, Topic: topic, Mode: news.Mode(o()), Filter: news.Filter{Langs: []string{o()}}, Config: n == 0}
	claim := news.Claim{Keys: []string{fmt.Sprint(id, n)}, Article: news.Article{ID: id, Source: o(), Title: o(), Body: o()}, Matches: []news.Match{{Topic: topic}, {Topic: o()}}}
	vote := news.Vote{Chat: to.Chat, User: 7, Article: id, At: now, Terms: map[string][]string{topic: {o()}, o(): nil}}
	delivery := news.Delivery{Recipient: to, Text: o(), Markup: o(), Topics: []string{topic}, Article: fmt.Sprint(o(), d.enqueued)}
	d.enqueued++
	chat, note := news.Chat{ID: to.Chat, Title: o(), Lang: o(), Kind: o()}, news.Note{Name: o(), Chat: to.Chat, Text: o()}
	guest, invitation := news.Guest{ID: to.Chat, Name: o(), At: now, By: 1}, news.Invitation{ID: o(), By: 1, For: o(), Uses: 1}
	source, job := news.SourceState{Source: id, ETag: o()}, news.Job{Key: id, Due: now, Work: o()}
	chunk := news.Chunk{Article: id, Last: n == 1, Deliveries: []news.Delivery{{Recipient: to, Topics: []string{topic}}}, After: to}
	watch, mute, holder := news.Watch{ID: o(), Recipient: to, Author: 1, Name: o(), Query: o(), Lang: o()}, o(), "by "+o()
	d.alike("PutChat", func(s store.Store) (any, error) { return nil, s.PutChat(ctx, chat) })
	d.alike("PutWatch", func(s store.Store) (any, error) { return nil, s.PutWatch(ctx, watch) })
	d.alike("PutSubscription", func(s store.Store) (any, error) { return nil, s.PutSubscription(ctx, sub) })
	d.alike("PutVote", func(s store.Store) (any, error) { return nil, s.PutVote(ctx, vote) })
	d.alike("PutNote", func(s store.Store) (any, error) { return nil, s.PutNote(ctx, note) })
	d.alike("PutGuest", func(s store.Store) (any, error) { return nil, s.PutGuest(ctx, guest) })
	d.alike("PutInvitation", func(s store.Store) (any, error) { return nil, s.PutInvitation(ctx, invitation) })
	d.alike("PutSourceState", func(s store.Store) (any, error) { return nil, s.PutSourceState(ctx, source, news.Lease{}) })
	d.alike("PutSetting", func(s store.Store) (any, error) { return nil, s.PutSetting(ctx, key, holder) })
	d.alike("Schedule", func(s store.Store) (any, error) { return nil, s.Schedule(ctx, job) })
	d.alike("Enqueue", func(s store.Store) (any, error) { return nil, s.Enqueue(ctx, key, delivery) })
	d.alike("EnqueueAll", func(s store.Store) (any, error) { return nil, s.EnqueueAll(ctx, key, delivery, []int64{to.Chat, 9}) })
	d.alike("ChangeSettings", func(s store.Store) (any, error) {
		return s.ChangeSettings(ctx, to.Chat, func(c *news.ChatSettings) error {
			c.Mutes = []news.Mute{{Kind: news.MuteTopic, ID: mute}}
			return nil
		})
	})
	d.alike("ChangeSubscription", func(s store.Store) (any, error) {
		return s.ChangeSubscription(ctx, to, topic, func(c *news.Subscription) error { c.Mode = news.Mode(mute); return nil })
	})
	d.alike("Claim", func(s store.Store) (any, error) { return s.Claim(ctx, claim) })
	d.alike("FanOut", func(s store.Store) (any, error) { return s.FanOut(ctx, chunk) })
	d.alike("Acquire", func(s store.Store) (any, error) {
		l, _, err := s.Acquire(ctx, key, holder, time.Minute)
		return fmt.Sprint(l.Name, l.Holder, l.Expires, l.Token != 0), err
	})
	d.read(to.Chat, id, topic, key, note.Name, watch.ID)
	d.pass()
}

// read reads what both engines hold under some names.
func (d *duel) read(chat int64, id, topic, key, note, watch string) {
	d.Helper()
	ctx := d.Context()
	d.alike("Archived", func(s store.Store) (any, error) { a, _, err := s.Archived(ctx, id); return a, err })
	d.alike("Latest", func(s store.Store) (any, error) { return s.Latest(ctx, []string{topic}, 5) })
	d.alike("Subscribers", func(s store.Store) (any, error) { return s.Subscribers(ctx, []string{topic}, news.Recipient{}, 9) })
	d.alike("Subscriptions", func(s store.Store) (any, error) { return s.Subscriptions(ctx, chat) })
	d.alike("ConfigSubscriptions", func(s store.Store) (any, error) { return s.ConfigSubscriptions(ctx) })
	d.alike("Chat", func(s store.Store) (any, error) { c, _, err := s.Chat(ctx, chat); return c, err })
	d.alike("Watch", func(s store.Store) (any, error) { w, _, err := s.Watch(ctx, watch); return w, err })
	d.alike("WatchesOf", func(s store.Store) (any, error) { return s.WatchesOf(ctx, chat) })
	d.alike("VotesOn", func(s store.Store) (any, error) { return s.VotesOn(ctx, chat, id) })
	d.alike("TopicApprovals", func(s store.Store) (any, error) { return s.TopicApprovals(ctx) })
	d.alike("TermApprovals", func(s store.Store) (any, error) { return s.TermApprovals(ctx, topic) })
	d.alike("Note", func(s store.Store) (any, error) { n, _, err := s.Note(ctx, note); return n, err })
	d.alike("Guest", func(s store.Store) (any, error) { g, _, err := s.Guest(ctx, chat); return g, err })
	d.alike("Invitations", func(s store.Store) (any, error) { return s.Invitations(ctx) })
	d.alike("SourceState", func(s store.Store) (any, error) { return s.SourceState(ctx, id) })
	d.alike("Setting", func(s store.Store) (any, error) { return s.Setting(ctx, key) })
	d.alike("Scheduled", func(s store.Store) (any, error) { j, _, err := s.Scheduled(ctx, id); return j, err })
	d.alike("Batch", func(s store.Store) (any, error) { return s.Batch(ctx, key) })
	d.alike("Outbox", func(s store.Store) (any, error) { return s.Outbox(ctx, 5) })
	d.alike("Held", func(s store.Store) (any, error) {
		held, err := s.Held(ctx, []string{key})
		for i := range held {
			held[i].Token = 0 // each engine has its own
		}
		return held, err
	})
	for _, chat := range []int64{chat, 9} {
		d.alike("Waiting", func(s store.Store) (any, error) {
			found, err := s.Waiting(ctx, chat, 5)
			for i := range found {
				found[i].ID = 0 // each engine has its own
			}
			return found, err
		})
	}
}

// alike asks both stores, and wants the same of them, be it an error.
func (d *duel) alike(what string, ask func(s store.Store) (any, error)) {
	d.Helper()
	d.both(what, func(_ int, s store.Store) (any, error) {
		answer, err := ask(s)
		return fmt.Sprintf("%+v %v %v", answer, err != nil, errors.Is(err, news.ErrUnknownWatch)), nil
	})
}
