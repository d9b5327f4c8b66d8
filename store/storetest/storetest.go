// Package storetest is the contract of package store as tests, and the real
// servers that tests need.
//
//	storetest.go  Run: every rule, on an engine
//	clock.go      Clock: time that moves when told
//	server.go     StartRedis: a redis-server of the test's own
//	sentinel.go   StartSentinel: a master, replicas and three sentinels
//	cluster.go    StartCluster: three masters that share the slots
//	tls.go        StartTLS: a server with a certificate
//	proxy.go      StartProxy: a bad network before a server
//	ask.go        what servers are asked past the store
//	bench.go      Bench: claims and deliveries per second
//	furnish.go    Furnish: something of everything that can be kept
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
	for _, group := range [][]rule{identityRules, archiveRules, indexRules, outboxRules, directoryRules, queueRules, senderRules, laneRules, classRules, joinRules, holdRules, migrationRules, memoryRules,
		settingsRules, changeRules, watchRules, voteRules, accessRules, noteRules, forgetRules, keepRules, jobRules, manyRules, batchRules, moveRules, exactRules} {
		for _, r := range group {
			t.Run(r.name, func(t *testing.T) {
				p := &proof{T: t, ctx: t.Context(), clock: NewClock(), place: fresh(t), fresh: fresh}
				first := p.place(t, p.clock.Now)
				p.Store = first
				t.Cleanup(func() { first.Close(); p.Store.Close() })
				r.prove(p)
			})
		}
	}
}

// A rule is something that a store must do, and its proof.
type rule struct {
	name  string
	prove func(*proof)
}

// A proof is a test at work on a rule: a store, and short ways to use it that
// fail the test when the store fails.
type proof struct {
	*testing.T
	store.Store
	ctx   context.Context
	clock *Clock
	place Place
	fresh func(testing.TB) Place
}

// must fails the test on an error.
func (p *proof) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// reopen closes the store and opens it again.
func (p *proof) reopen() {
	p.Helper()
	p.must(p.Store.Close())
	p.Store = p.place(p.T, p.clock.Now)
}

func (p *proof) claim(c news.Claim) news.Verdict {
	p.Helper()
	v, err := p.Claim(p.ctx, c)
	p.must(err)
	return v
}

// subscribe subscribes a chat's thread to topics.
func (p *proof) subscribe(chat int64, thread int, topics ...string) {
	p.Helper()
	for _, topic := range topics {
		p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat, Thread: thread}, Topic: topic}))
	}
}

// enqueue enqueues a text for a chat, with the text as key.
func (p *proof) enqueue(chat int64, text string) {
	p.Helper()
	p.must(p.Enqueue(p.ctx, text, news.Delivery{Recipient: news.Recipient{Chat: chat}, Text: text}))
}

// reserve returns what can be begun now.
func (p *proof) reserve() []news.Delivery {
	p.Helper()
	d, err := p.Reserve(p.ctx, 1000)
	p.must(err)
	return d
}

// next returns the only delivery that can be begun now.
func (p *proof) next() news.Delivery {
	p.Helper()
	ds := p.reserve()
	if len(ds) != 1 {
		p.Fatalf("Reserve = %d deliveries %v, want 1", len(ds), texts(ds))
	}
	return ds[0]
}

// wantTexts checks the texts of what can be begun now.
func (p *proof) wantTexts(want ...string) {
	p.Helper()
	if got := texts(p.reserve()); fmt.Sprint(got) != fmt.Sprint(want) {
		p.Errorf("Reserve = %q, want %q", got, want)
	}
}

// begin begins a delivery and checks the answer.
func (p *proof) begin(id, token int64, want news.Start) {
	p.Helper()
	got, err := p.Begin(p.ctx, id, token)
	p.must(err)
	if got != want {
		p.Errorf("Begin(%d, %d) = %v, want %v", id, token, got, want)
	}
}

// messageOf returns the ID of the message by which send sends a delivery.
func messageOf(d news.Delivery) int { return int(d.ID) }

// send begins and finishes a delivery.
func (p *proof) send(d news.Delivery) {
	p.Helper()
	p.begin(d.ID, 0, news.Go)
	p.must(p.Finish(p.ctx, d.ID, messageOf(d)))
}

// drain fans out the whole outbox, as the desk does, in chunks of a size.
func (p *proof) drain(size int) {
	p.Helper()
	for {
		entries, err := p.Outbox(p.ctx, 10)
		p.must(err)
		if len(entries) == 0 {
			return
		}
		for _, e := range entries {
			p.fanOut(p.chunk(e, size), true)
		}
	}
}

// chunk makes an entry's next chunk.
func (p *proof) chunk(e news.Entry, size int) news.Chunk {
	p.Helper()
	subscribers, err := p.Subscribers(p.ctx, e.Topics, e.After, size)
	p.must(err)
	c := news.Chunk{Article: e.Article, Number: e.Chunk, From: e.After, After: e.After, Last: len(subscribers) < size}
	for _, s := range subscribers {
		c.Deliveries = append(c.Deliveries, news.Delivery{Recipient: s.Recipient, Article: e.Article, Topics: s.Topics})
		c.After = s.Recipient
	}
	return c
}

// wantCounts checks the store's sizes.
func (p *proof) wantCounts(want news.Counts) {
	p.Helper()
	got, err := p.Counts(p.ctx)
	p.must(err)
	if got != want {
		p.Errorf("Counts = %+v, want %+v", got, want)
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
