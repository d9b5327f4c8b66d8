package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

var outboxRules = []rule{
	{"OutboxIsOldestFirst", func(p *proof) {
		for i := range 5 {
			p.claim(article(fmt.Sprint("z", 9-i), "terror", hostile))
		}
		entries, err := p.Outbox(p.ctx, 3)
		p.must(err)
		want := []news.Entry{
			{Article: "z9", Topics: []string{"terror", hostile}},
			{Article: "z8", Topics: []string{"terror", hostile}},
			{Article: "z7", Topics: []string{"terror", hostile}},
		}
		if !reflect.DeepEqual(entries, want) {
			p.Errorf("Outbox = %+v, want %+v", entries, want)
		}
	}},
	{"AnEntryKeepsItsPlace", func(p *proof) {
		for chat := int64(1); chat <= 5; chat++ {
			p.subscribe(chat, 0, "terror")
		}
		for _, id := range []string{"z", "y", "x"} {
			p.claim(article(id, "terror"))
			p.clock.Advance(-time.Hour) // what is set back is no order
		}
		first := func() news.Entry {
			entries, err := p.Outbox(p.ctx, 10)
			p.must(err)
			if len(entries) != 3 || entries[0].Article != "z" || entries[1].Article != "y" || entries[2].Article != "x" {
				p.Fatalf("Outbox = %+v, want z, y and x", entries)
			}
			return entries[0]
		}
		p.fanOut(p.chunk(first(), 2), true)
		again := article("z", "terror", "weather")
		again.Keys = []string{"another"}
		first()
		p.claim(again)
		p.fanOut(p.chunk(first(), 2), true)
		p.reopen()
		first()
	}},
	{"SubscribersFollowTheCursor", func(p *proof) {
		chats := []int64{-1002223334445, -1000000000001, -77, -1, 1, 5, 900, 7000000000}
		for i, chat := range chats {
			p.subscribe(chat, 0, "terror")
			p.subscribe(chat, 2, "terror", "afghanistan")
			p.subscribe(chat, 11, "afghanistan")
			p.subscribe(chat, 13, "weather")
			if i%2 == 0 {
				p.must(p.PutChat(p.ctx, news.Chat{ID: chat, Kind: "supergroup"}))
			}
		}
		var want []news.Subscriber
		for _, chat := range chats {
			want = append(want,
				news.Subscriber{Recipient: news.Recipient{Chat: chat}, Topics: []string{"terror"}},
				news.Subscriber{Recipient: news.Recipient{Chat: chat, Thread: 2}, Topics: []string{"terror", "afghanistan"}},
				news.Subscriber{Recipient: news.Recipient{Chat: chat, Thread: 11}, Topics: []string{"afghanistan"}})
		}
		for _, size := range []int{1, 2, 3, 5, 7, 100} {
			if got := p.subscribers([]string{"terror", "afghanistan"}, size); !reflect.DeepEqual(got, want) {
				p.Errorf("Subscribers in pages of %d = %v, want %v", size, got, want)
			}
		}
		if got := p.subscribers([]string{"nothing"}, 5); got != nil {
			p.Errorf("Subscribers of nothing = %v, want none", got)
		}
		if got := p.subscribers(nil, 5); got != nil {
			p.Errorf("Subscribers of no topics = %v, want none", got)
		}
	}},
	{"SubscribersNameTopicsInTheArticlesOrder", func(p *proof) {
		p.subscribe(5, 0, "a", "b", "c")
		got := p.subscribers([]string{"c", "a", "b"}, 5)
		if want := []string{"c", "a", "b"}; len(got) != 1 || !slices.Equal(got[0].Topics, want) {
			p.Errorf("Subscribers = %v, want topics %v", got, want)
		}
	}},
	{"SubscribersOfAnyNumberOfTopics", func(p *proof) {
		var topics []string
		for i := range 1200 {
			topics = append(topics, fmt.Sprint("topic ", i))
		}
		p.subscribe(1, 0, topics[1199], topics[0])
		p.subscribe(2, 0, topics[700])
		want := []news.Subscriber{
			{Recipient: news.Recipient{Chat: 1}, Topics: []string{topics[0], topics[1199]}},
			{Recipient: news.Recipient{Chat: 2}, Topics: []string{topics[700]}},
		}
		if got := p.subscribers(topics, 10); !reflect.DeepEqual(got, want) {
			p.Errorf("Subscribers = %v, want %v", got, want)
		}
	}},
	{"FanOutReachesEveryoneOnce", func(p *proof) {
		for chat := int64(-20); chat <= 20; chat++ {
			if chat != 0 {
				p.subscribe(chat, 0, "terror")
				p.subscribe(chat, 3, "terror")
			}
		}
		p.claim(article("a1", "terror"))
		p.drain(7)
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Pending: 80, Subscriptions: 80})
		got := map[news.Recipient]int{}
		var last int64
		for range 2 {
			for _, d := range p.reserve() {
				if d.ID <= 0 || d.State != news.DeliveryPending || !d.CreatedAt.Equal(p.clock.Now()) ||
					d.Article != "a1" || !slices.Equal(d.Topics, []string{"terror"}) {
					p.Fatalf("Reserve returned %+v", d)
				}
				got[d.Recipient]++
				last = max(last, d.ID)
				p.send(d)
			}
		}
		if len(got) != 80 {
			p.Errorf("%d recipients were reached, want 80", len(got))
		}
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Sent: 80, Subscriptions: 80})
	}},
	{"FanOutOfAChunkIsIdempotent", func(p *proof) {
		for chat := int64(1); chat <= 5; chat++ {
			p.subscribe(chat, 0, "terror")
		}
		p.claim(article("a1", "terror"))
		entry := p.entry()
		first := p.chunk(entry, 2)
		p.fanOut(first, true)
		p.fanOut(first, false)
		entry = p.entry()
		if want := (news.Entry{Article: "a1", Topics: []string{"terror"}, Chunk: 1, After: news.Recipient{Chat: 2}}); !reflect.DeepEqual(entry, want) {
			p.Errorf("entry after the first chunk = %+v, want %+v", entry, want)
		}
		second := p.chunk(entry, 2)
		p.fanOut(second, true)
		p.fanOut(first, false)
		p.fanOut(second, false)
		third := p.chunk(p.entry(), 2)
		p.fanOut(third, true)
		p.fanOut(third, false)
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Pending: 5, Subscriptions: 5})
	}},
	{"TwoDesksMoveAnEntryOnce", func(p *proof) {
		for _, chat := range []int64{10, 20, 30, 40} {
			p.subscribe(chat, 0, "terror")
		}
		p.claim(article("a1", "terror"))
		one := p.chunk(p.entry(), 3)
		p.subscribe(5, 0, "terror")
		other := p.chunk(p.entry(), 3)
		p.fanOut(other, true) // up to 20
		p.fanOut(one, false)
		stale := news.Chunk{Article: "a1", Number: 1, From: one.After, Last: true,
			Deliveries: []news.Delivery{{Recipient: news.Recipient{Chat: 40}, Topics: []string{"terror"}}}}
		p.fanOut(stale, false) // it would leave out 30
		p.drain(3)
		if ds := p.reserve(); len(ds) != 5 {
			p.Errorf("%d recipients are told, want 5", len(ds))
		}
	}},
	{"AChunkOfOldTopicsIsVoid", func(p *proof) {
		p.subscribe(1, 0, "terror")
		p.subscribe(2, 0, "weather")
		p.claim(article("a1", "terror"))
		old := p.chunk(p.entry(), 10)
		again := article("a1", "terror", "weather")
		again.Keys = []string{"another"}
		p.claim(again)
		p.fanOut(old, false)
		p.drain(10)
		if ds := p.reserve(); len(ds) != 2 {
			p.Errorf("%d recipients are told, want 2", len(ds))
		}
	}},
	{"ARecipientIsToldOfAnArticleOnce", func(p *proof) {
		p.subscribe(1, 0, "terror")
		p.claim(article("a1", "terror"))
		p.drain(10)
		p.send(p.next())
		again := article("a1", "terror")
		again.Keys = []string{"another"}
		p.claim(again)
		p.drain(10)
		if ds := p.reserve(); len(ds) != 0 {
			p.Errorf("Reserve = %v, want none", ds)
		}
		p.wantCounts(news.Counts{Seen: 2, Articles: 1, Sent: 1, Subscriptions: 1})
	}},
	{"FanOutWithoutSubscribersEmptiesTheOutbox", func(p *proof) {
		p.claim(article("a1", "terror"))
		p.drain(10)
		p.fanOut(news.Chunk{Article: "unknown", Deliveries: []news.Delivery{{Recipient: news.Recipient{Chat: 1}}}, Last: true}, false)
		p.wantCounts(news.Counts{Seen: 1, Articles: 1})
	}},
	{"FanOutIsInTheOutboxAfterReopening", func(p *proof) {
		for chat := int64(1); chat <= 3; chat++ {
			p.subscribe(chat, 0, "terror")
		}
		p.claim(article("a1", "terror"))
		p.fanOut(p.chunk(p.entry(), 2), true)
		p.reopen()
		p.drain(2)
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Pending: 3, Subscriptions: 3})
	}},
}

// fanOut fans out a chunk and checks whether it moved its entry.
func (p *proof) fanOut(c news.Chunk, want bool) {
	p.Helper()
	moved, err := p.FanOut(p.ctx, c)
	p.must(err)
	if moved != want {
		p.Errorf("FanOut of chunk %d from %v = %v, want %v", c.Number, c.From, moved, want)
	}
}

// entry returns the only entry of the outbox.
func (p *proof) entry() news.Entry {
	p.Helper()
	entries, err := p.Outbox(p.ctx, 10)
	p.must(err)
	if len(entries) != 1 {
		p.Fatalf("Outbox = %v, want one entry", entries)
	}
	return entries[0]
}

// subscribers returns all subscribers, read in pages of a size.
func (p *proof) subscribers(topics []string, size int) []news.Subscriber {
	p.Helper()
	var all []news.Subscriber
	var after news.Recipient
	for {
		page, err := p.Subscribers(p.ctx, topics, after, size)
		p.must(err)
		all = append(all, page...)
		if len(page) > size {
			p.Fatalf("Subscribers returned %d, want at most %d", len(page), size)
		}
		if len(page) < size {
			return all
		}
		after = page[len(page)-1].Recipient
	}
}
