// Package storetest is the contract of package store as tests, and the real
// servers that tests need.
//
//	storetest.go  Run: every rule, on an engine
//	clock.go      Clock: time that moves when told
//	server.go     StartRedis: a redis-server of the test's own
//	rules_*.go    the rules, by the groups of store.Store
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// A Place is where one store stands: a file, a server. The function opens
// it, with a clock, and can do so again once the store is closed.
type Place func(t testing.TB, clock func() time.Time) store.Store

// Run proves every rule of the contract on an engine. It calls fresh for
// each, for a place where nothing has been written yet.
func Run(t *testing.T, fresh func(testing.TB) Place) {
	for _, group := range [][]rule{identityRules, archiveRules, outboxRules, directoryRules, queueRules, laneRules, migrationRules, memoryRules} {
		for _, r := range group {
			t.Run(r.name, func(t *testing.T) {
				b := &bench{T: t, ctx: t.Context(), clock: NewClock(), place: fresh(t)}
				b.Store = b.place(t, b.clock.Now)
				t.Cleanup(func() { b.Store.Close() })
				r.prove(b)
			})
		}
	}
}

// A rule is something that a store must do, and its proof.
type rule struct {
	name  string
	prove func(*bench)
}

// A bench is what a proof works at: a store, and short ways to use it that
// fail the test when the store fails.
type bench struct {
	*testing.T
	store.Store
	ctx   context.Context
	clock *Clock
	place Place
}

// must fails the test on an error.
func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// reopen closes the store and opens it again.
func (b *bench) reopen() {
	b.Helper()
	b.must(b.Store.Close())
	b.Store = b.place(b.T, b.clock.Now)
}

func (b *bench) claim(c news.Claim) news.Verdict {
	b.Helper()
	v, err := b.Claim(b.ctx, c)
	b.must(err)
	return v
}

// subscribe subscribes a chat's thread to topics.
func (b *bench) subscribe(chat int64, thread int, topics ...string) {
	b.Helper()
	for _, topic := range topics {
		b.must(b.PutSubscription(b.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat, Thread: thread}, Topic: topic}))
	}
}

// enqueue enqueues a text for a chat, with the text as key.
func (b *bench) enqueue(chat int64, text string) {
	b.Helper()
	b.must(b.Enqueue(b.ctx, text, news.Delivery{Recipient: news.Recipient{Chat: chat}, Text: text}))
}

// reserve returns what can be begun now.
func (b *bench) reserve() []news.Delivery {
	b.Helper()
	d, err := b.Reserve(b.ctx, 1000)
	b.must(err)
	return d
}

// next returns the only delivery that can be begun now.
func (b *bench) next() news.Delivery {
	b.Helper()
	ds := b.reserve()
	if len(ds) != 1 {
		b.Fatalf("Reserve = %d deliveries %v, want 1", len(ds), texts(ds))
	}
	return ds[0]
}

// wantTexts checks the texts of what can be begun now.
func (b *bench) wantTexts(want ...string) {
	b.Helper()
	if got := texts(b.reserve()); fmt.Sprint(got) != fmt.Sprint(want) {
		b.Errorf("Reserve = %q, want %q", got, want)
	}
}

// begin begins a delivery and checks the answer.
func (b *bench) begin(id, token int64, want news.Start) {
	b.Helper()
	got, err := b.Begin(b.ctx, id, token)
	b.must(err)
	if got != want {
		b.Errorf("Begin(%d, %d) = %v, want %v", id, token, got, want)
	}
}

// send begins and finishes a delivery.
func (b *bench) send(d news.Delivery) {
	b.Helper()
	b.begin(d.ID, 0, news.Go)
	b.must(b.Finish(b.ctx, d.ID, int(d.ID)))
}

// drain fans out the whole outbox, as the desk does, in chunks of a size.
func (b *bench) drain(size int) {
	b.Helper()
	for {
		entries, err := b.Outbox(b.ctx, 10)
		b.must(err)
		if len(entries) == 0 {
			return
		}
		for _, e := range entries {
			b.must(b.FanOut(b.ctx, b.chunk(e, size)))
		}
	}
}

// chunk makes an entry's next chunk.
func (b *bench) chunk(e news.Entry, size int) news.Chunk {
	b.Helper()
	subscribers, err := b.Subscribers(b.ctx, e.Topics, e.After, size)
	b.must(err)
	c := news.Chunk{Article: e.Article, Number: e.Chunk, After: e.After, Last: len(subscribers) < size}
	for _, s := range subscribers {
		c.Deliveries = append(c.Deliveries, news.Delivery{Recipient: s.Recipient, Article: e.Article, Topics: s.Topics})
		c.After = s.Recipient
	}
	return c
}

// wantCounts checks the store's sizes.
func (b *bench) wantCounts(want news.Counts) {
	b.Helper()
	got, err := b.Counts(b.ctx)
	b.must(err)
	if got != want {
		b.Errorf("Counts = %+v, want %+v", got, want)
	}
}

func texts(ds []news.Delivery) []string {
	var s []string
	for _, d := range ds {
		s = append(s, d.Text)
	}
	return s
}

// article returns the claim of an article with an ID, that matches topics.
func article(id string, topics ...string) news.Claim {
	c := news.Claim{
		Keys:    []string{"url:https://outlet.example/" + id},
		Article: news.Article{ID: id, Source: "outlet", URL: "https://outlet.example/" + id, Title: "Headline " + id},
	}
	for _, topic := range topics {
		c.Matches = append(c.Matches, news.Match{Topic: topic, Score: 1,
			Hits: []news.Hit{{Field: news.FieldTitle, Start: 0, End: 8, Term: "headline"}}})
	}
	return c
}
