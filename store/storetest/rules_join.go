package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

// joinRules are about backlogs that become one message.
var joinRules = []rule{
	{"JoinedOnesAreSentTogether", func(p *proof) {
		ids := p.backlog(1, 4)
		p.enqueue(1, "an answer")
		for range 2 {
			p.must(p.Join(p.ctx, ids[0], 0, ids[1:3]))
		}
		p.reopen()
		p.wantCounts(p.told(news.Counts{Pending: 3, Joined: 2}))
		d := p.next()
		if d.ID != ids[0] || fmt.Sprint(parts(d)) != "[a1 a2]" || !slices.Equal(d.Parts[0].Topics, []string{"terror"}) {
			p.Errorf("Reserve = %+v, want the first with two parts", d)
		}
		p.begin(ids[1], 0, news.Done)
		p.must(p.Finish(p.ctx, ids[1], 3)) // it has no message of its own
		p.begin(d.ID, 0, news.Go)
		for range 2 {
			p.must(p.Finish(p.ctx, d.ID, 3))
		}
		p.wantCounts(p.told(news.Counts{Pending: 2, Sent: 3}))
		if d := p.next(); d.Article != "a3" {
			p.Errorf("Reserve = %+v, want a3", d)
		}
		p.again("a1")
		p.wantCounts(p.told(news.Counts{Pending: 2, Sent: 3}))
	}},
	{"OnlyWaitingAlertsAreJoined", func(p *proof) {
		p.subscribe(1, 5, "terror")
		ids := p.backlog(1, 5) // each once for the chat and once for its thread
		p.enqueue(1, "a text")
		all := p.waiting(1)
		doubtful := ids[4]
		p.begin(doubtful, 0, news.Go)
		p.must(p.Retry(p.ctx, doubtful, 0, p.clock.Now(), true, "timed out"))
		p.must(p.Retry(p.ctx, ids[6], 0, p.clock.Now().Add(time.Minute), false, "later"))
		p.must(p.Park(p.ctx, 1, time.Time{}))
		var every []int64
		for _, d := range all {
			every = append(every, d.ID)
		}
		p.must(p.Join(p.ctx, ids[0], 0, append(every, 4711)))
		if d := p.next(); fmt.Sprint(parts(d)) != "[a1 a4]" {
			p.Errorf("Parts = %v, want those of the same thread that no attempt may have brought and that are due", parts(d))
		}
		p.must(p.Join(p.ctx, every[len(every)-1], 0, every)) // a text takes no parts
		p.must(p.Join(p.ctx, doubtful, 0, every))
		p.must(p.Join(p.ctx, ids[0], 0, []int64{ids[0]}))
		p.wantCounts(p.told(news.Counts{Pending: 8, Attempting: 1, Joined: 2}))
	}},
	{"AnOldSenderJoinsNothing", func(p *proof) {
		ids := p.backlog(1, 2)
		old := p.acquire(news.SendLease, "first", true)
		p.clock.Advance(2 * time.Minute)
		p.acquire(news.SendLease, "second", true)
		p.wantFenced(p.Join(p.ctx, ids[0], old.Token, ids[1:]))
		p.wantCounts(p.told(news.Counts{Pending: 2}))
	}},
	{"JoinedOnesAreBuriedAndRedrivenTogether", func(p *proof) {
		ids := p.backlog(1, 3)
		p.must(p.Join(p.ctx, ids[0], 0, ids[1:]))
		p.begin(ids[0], 0, news.Go)
		p.must(p.Bury(p.ctx, ids[0], 0, "poison"))
		p.wantTexts()
		if n, err := p.Redrive(p.ctx); n != 1 || err != nil {
			p.Errorf("Redrive = %d, %v, want 1", n, err)
		}
		if d := p.next(); fmt.Sprint(parts(d)) != "[a1 a2]" {
			p.Errorf("Parts = %v, want both", parts(d))
		}
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		want := p.told(news.Counts{Buried: 1, Joined: 2})
		want.Chats = 1
		p.wantCounts(want)
		p.must(p.SetState(p.ctx, 1, news.ChatActive, ""))
		if _, err := p.Redrive(p.ctx); err != nil {
			p.Fatal(err)
		}
		p.begin(ids[0], 0, news.Go)
		p.must(p.Finish(p.ctx, ids[0], 1))
		want = p.told(news.Counts{Sent: 3})
		want.Chats = 1
		p.wantCounts(want)
	}},
	{"MigrationPartsWhatWasJoined", func(p *proof) {
		p.subscribe(supergroup, 0, "terror")
		ids := p.backlog(group, 3)
		p.must(p.Join(p.ctx, ids[0], 0, ids[1:]))
		for _, d := range p.reserve() {
			if d.Chat == supergroup {
				p.send(d) // a0
			}
		}
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		var got []string
		for _, d := range p.waiting(supergroup) {
			got = append(got, fmt.Sprint(d.Article, parts(d)))
		}
		if want := []string{"a1[]", "a2[]"}; !slices.Equal(got, want) {
			p.Errorf("the new chat's lane is %q, want %q", got, want)
		}
		p.wantCounts(news.Counts{Seen: 3, Articles: 3, Sent: 1, Pending: 2, Subscriptions: 1})
	}},
	{"MigrationKeepsWhatIsUnderWay", func(p *proof) {
		p.subscribe(supergroup, 0, "terror")
		ids := p.backlog(group, 3)
		p.must(p.Join(p.ctx, ids[0], 0, ids[1:]))
		p.begin(ids[0], 0, news.Go)
		for _, d := range p.reserve() {
			if d.Chat == supergroup {
				p.send(d) // a0, which the digest holds, too
			}
		}
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantCounts(news.Counts{Seen: 3, Articles: 3, Sent: 1, Attempting: 1, Joined: 2, Subscriptions: 1})
		if d := p.next(); d.ID != ids[0] || d.Chat != supergroup || d.Article != "" || fmt.Sprint(parts(d)) != "[a1 a2]" {
			p.Errorf("Reserve = %+v, want what is under way, without what was sent", d)
		}
		p.begin(ids[0], 0, news.InDoubt)
		p.must(p.Finish(p.ctx, ids[0], 4))
		p.wantTexts()
		p.wantCounts(news.Counts{Seen: 3, Articles: 3, Sent: 4, Subscriptions: 1})
	}},
	{"AJoinTakesTheBestClass", func(p *proof) {
		p.subscribe(1, 0, "terror")
		for i, c := range []news.Class{news.ClassNormal, news.ClassUrgent, news.ClassBroadcast} {
			p.claim(article(fmt.Sprint("a", i), "terror"))
			chunk := p.chunk(p.entry(), 10)
			chunk.Deliveries[0].Class = c
			p.fanOut(chunk, true)
		}
		var ids []int64
		for _, d := range p.waiting(1) {
			ids = append(ids, d.ID)
		}
		p.must(p.Join(p.ctx, ids[0], 0, ids[1:]))
		if d := p.next(); d.Class != news.ClassUrgent || p.waiting(1)[0].Class != news.ClassUrgent {
			p.Errorf("Reserve = %+v, want it urgent", d)
		}
		p.begin(ids[0], 0, news.Go)
		p.must(p.Finish(p.ctx, ids[0], 1))
		p.put(1, "broadcast", news.Delivery{Class: news.ClassBroadcast})
		if d := p.next(); d.Class != news.ClassBroadcast {
			p.Errorf("the lane's class is %d, want %d", d.Class, news.ClassBroadcast)
		}
	}},
}

// backlog subscribes a chat, claims n articles and fans them out. It returns
// the IDs of the chat's deliveries.
func (p *proof) backlog(chat int64, n int) []int64 {
	p.Helper()
	p.subscribe(chat, 0, "terror")
	for i := range n {
		p.claim(article(fmt.Sprint("a", i), "terror"))
		p.drain(10)
	}
	var ids []int64
	for _, d := range p.waiting(chat) {
		ids = append(ids, d.ID)
	}
	return ids
}

// again claims an article anew, under another key, and fans it out.
func (p *proof) again(id string) {
	p.Helper()
	c := article(id, "terror")
	c.Keys = []string{"again " + id}
	p.claim(c)
	p.drain(10)
}

// told adds to counts of deliveries what else there is.
func (p *proof) told(c news.Counts) news.Counts {
	p.Helper()
	got, err := p.Counts(p.ctx)
	p.must(err)
	c.Seen, c.Articles, c.Subscriptions = got.Seen, got.Articles, got.Subscriptions
	return c
}

// parts returns the articles of a delivery's parts.
func parts(d news.Delivery) []string {
	found := []string{}
	for _, part := range d.Parts {
		found = append(found, part.Article)
	}
	return found
}
