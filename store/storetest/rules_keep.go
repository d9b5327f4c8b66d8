package storetest

import (
	"fmt"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// day is one of the calendar of Purge.
const day = 24 * time.Hour

var keepRules = []rule{
	{"PurgeKeepsAllUnlessAsked", func(p *proof) {
		p.tell(1, "a1")
		p.clock.Advance(1000 * day)
		p.wantPurged(news.Keep{}, news.Purged{})
		p.wantPurged(news.Keep{Articles: 1001 * day, Deliveries: 1001 * day, Size: 1 << 40}, news.Purged{})
		p.wantFound(news.Search{}, "a1")
	}},
	{"PurgeRemovesOldArticles", func(p *proof) {
		for i := range 250 { // more than a step takes
			c := article(fmt.Sprint("a", i), "terror")
			c.Article.Published = p.clock.Now()
			p.claim(c)
			p.clock.Advance(time.Hour)
		}
		p.drain(10) // nobody subscribes
		p.must(p.PutVote(p.ctx, news.Vote{Chat: 1, Article: "a3", User: 2, Up: true, Terms: map[string][]string{"terror": {"headline"}}}))
		p.must(p.PutVote(p.ctx, news.Vote{Chat: 1, Article: "a249", User: 2, Terms: map[string][]string{"terror": {"headline"}}}))
		for range 2 {
			done, err := p.Purge(p.ctx, news.Keep{Articles: 3 * time.Hour})
			if p.must(err); done.Articles != 247 && done.Articles != 0 {
				p.Errorf("Purge = %+v, want 247 articles, then none", done)
			}
			p.settle()
			p.wantFound(news.Search{}, "a249", "a248", "a247")
			p.wantFound(news.Search{Words: [][]string{{"headline"}}, Topics: []string{"terror"}}, "a249", "a248", "a247")
			p.wantCounts(news.Counts{Seen: 250, Articles: 3})
		}
		if _, ok, err := p.Archived(p.ctx, "a3"); ok || err != nil {
			p.Errorf("Archived = %v, %v, want that it is gone", ok, err)
		}
		latest, err := p.Latest(p.ctx, []string{"terror"}, 9)
		if p.must(err); len(latest) != 3 {
			p.Errorf("Latest = %d articles, want 3", len(latest))
		}
		volume, err := p.TopSources(p.ctx, nil, time.Time{}, time.Time{}, 9)
		if p.must(err); len(volume) != 1 || volume[0].Articles != 3 {
			p.Errorf("TopSources = %+v, want 3 articles", volume)
		}
		sums, err := p.TopicApprovals(p.ctx)
		if p.must(err); len(sums) != 1 || sums[0].Up != 0 || sums[0].Down != 1 {
			p.Errorf("TopicApprovals = %+v, want the vote on what is kept", sums)
		}
	}},
	{"PurgedArticlesStaySeen", func(p *proof) {
		p.claim(article("a1"))
		p.clock.Advance(2 * day)
		p.wantPurged(news.Keep{Articles: day}, news.Purged{Articles: 1})
		if v := p.claim(article("a1")); v != news.Duplicate {
			p.Errorf("Claim of what was purged = %v, want Duplicate", v)
		}
	}},
	{"AnArticleThatIsClaimedAnewAfterAPurgeIsFound", func(p *proof) {
		p.claim(article("a1"))
		p.clock.Advance(2 * day)
		p.wantPurged(news.Keep{Articles: day}, news.Purged{Articles: 1})
		c := article("a1")
		c.Keys = []string{"other"}
		p.claim(c)
		p.wantFound(words("headline"), "a1")
	}},
	{"PurgeLeavesWhatIsNotDoneWith", func(p *proof) {
		for _, id := range []string{"sent", "buried", "held", "pending", "attempting"} {
			p.subscribe(1, 0, id)
			p.claim(article(id, id))
		}
		p.drain(10)
		for _, d := range p.waiting(1) {
			switch d.Article {
			case "sent":
				p.send(d)
			case "buried":
				p.must(p.Bury(p.ctx, d.ID, 0, "no"))
			case "held":
				p.must(p.Hold(p.ctx, d.ID, 0, p.clock.Now().Add(1000*day)))
			case "attempting":
				p.begin(d.ID, 0, news.Go)
			}
		}
		p.claim(article("outbox", "unheard"))
		p.clock.Advance(500 * day)
		done, err := p.Purge(p.ctx, news.Keep{Articles: day, Deliveries: day})
		if p.must(err); done.Articles != 1 {
			p.Errorf("Purge = %+v, want one article", done)
		}
		p.settle()
		for id, want := range map[string]bool{"sent": false, "buried": true, "held": true, "pending": true, "attempting": true, "outbox": true} {
			if _, ok, err := p.Archived(p.ctx, id); ok != want || err != nil {
				p.Errorf("Archived(%s) = %v, %v, want %v", id, ok, err, want)
			}
		}
		if n, err := p.Redrive(p.ctx); n != 1 || err != nil {
			p.Errorf("Redrive = %d, %v, want 1", n, err)
		}
		c, err := p.Counts(p.ctx)
		if p.must(err); c.Sent != 1 || c.Held != 1 || c.Pending != 2 || c.Attempting != 1 || c.Outbox != 1 {
			p.Errorf("Counts = %+v, want one sent, held, attempting, in the outbox, and two pending", c)
		}
	}},
	{"PurgeForgetsOldDeliveries", func(p *proof) {
		p.wantPurged(news.Keep{Deliveries: 90 * day}, news.Purged{}) // as every day
		p.tell(1, "a1")
		p.tell(2, "a2")
		p.clock.Advance(day / 2)
		p.wantPurged(news.Keep{Deliveries: 90 * day}, news.Purged{})
		p.clock.Advance(80 * day)
		p.wantPurged(news.Keep{Deliveries: 90 * day}, news.Purged{})
		p.tell(1, "a3")
		p.clock.Advance(11 * day)
		p.wantPurged(news.Keep{Deliveries: 90 * day}, news.Purged{Deliveries: 2})
		p.wantPurged(news.Keep{Deliveries: 90 * day}, news.Purged{})
		traces, err := p.Traces(p.ctx, 1)
		if p.must(err); traces.Told != 1 {
			p.Errorf("Traces = %+v, want one", traces)
		}
		c, err := p.Counts(p.ctx)
		if p.must(err); c.Sent != 3 || c.Articles != 3 {
			p.Errorf("Counts = %+v, want 3 sent, and 3 articles", c)
		}
	}},
	{"PurgeKeepsDeliveriesForSixtyDays", func(p *proof) {
		p.wantPurged(news.Keep{Deliveries: day}, news.Purged{})
		message := p.tell(1, "a1")
		p.clock.Advance(59 * day)
		p.wantPurged(news.Keep{Deliveries: day}, news.Purged{})
		if ds, err := p.DeliveriesOf(p.ctx, 1, message); err != nil || len(ds) != 1 {
			p.Errorf("DeliveriesOf = %v, %v, want one", ds, err)
		}
	}},
	{"PurgeHeedsTheSize", func(p *proof) { purgeHeedsTheSize(p) }},
	{"TwoPurgesHarmNothing", func(p *proof) {
		for i := range 300 {
			p.claim(article(fmt.Sprint("a", i)))
		}
		p.clock.Advance(2 * day)
		p.claim(article("new"))
		var both sync.WaitGroup
		var done [2]news.Purged
		var errs [2]error
		for i := range 2 {
			both.Go(func() { done[i], errs[i] = p.Purge(p.ctx, news.Keep{Articles: day}) })
		}
		both.Wait()
		p.must(errs[0])
		p.must(errs[1])
		if n := done[0].Articles + done[1].Articles; n != 300 {
			p.Errorf("two purges removed %d articles, want 300", n)
		}
		p.settle()
		p.wantFound(news.Search{}, "new")
	}},
}

// tell claims an article, sends it to a chat, and returns the message's ID.
func (p *proof) tell(chat int64, id string) (message int) {
	p.Helper()
	p.subscribe(chat, 0, id)
	p.claim(article(id, id))
	p.drain(10)
	d := p.next()
	p.send(d)
	return messageOf(d)
}

// wantPurged purges and checks what was removed, but for the bytes.
func (p *proof) wantPurged(k news.Keep, want news.Purged) {
	p.Helper()
	got, err := p.Purge(p.ctx, k)
	p.must(err)
	if got.Bytes = 0; got != want {
		p.Errorf("Purge(%+v) = %+v, want %+v", k, got, want)
	}
}

// purgeHeedsTheSize fills a store with more than it may take: the oldest go, and
// no more than need to.
func purgeHeedsTheSize(p *proof) {
	const size = 1 << 20
	press := NewPress(7)
	for i := range 600 {
		p.claim(press.Claim(i, p.clock.Now()))
		p.clock.Advance(time.Minute)
	}
	p.drain(10)
	done, err := p.Purge(p.ctx, news.Keep{Size: size})
	p.must(err)
	c, err := p.Counts(p.ctx)
	p.must(err)
	if done.Articles == 0 || done.Articles+c.Articles != 600 || c.Articles < 50 || done.Bytes < 100_000 {
		p.Errorf("Purge = %+v and %d articles are left", done, c.Articles)
	}
	found, err := p.Search(p.ctx, news.Search{Limit: 1000})
	p.must(err)
	if len(found.Articles) != int(c.Articles) || found.Articles[0].Article.ID != fmt.Sprintf("%016x", 599) {
		p.Errorf("Search finds %d articles, want the newest %d", len(found.Articles), c.Articles)
	}
	p.wantPurged(news.Keep{Size: size}, news.Purged{})
}
