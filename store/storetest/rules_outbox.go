package storetest

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/rasadnews/rasad/news"
)

var outboxRules = []rule{
	{"OutboxIsOldestFirst", func(b *bench) {
		for i := range 5 {
			b.claim(article(fmt.Sprint("z", 9-i), "terror", hostile))
		}
		entries, err := b.Outbox(b.ctx, 3)
		b.must(err)
		want := []news.Entry{
			{Article: "z9", Topics: []string{"terror", hostile}},
			{Article: "z8", Topics: []string{"terror", hostile}},
			{Article: "z7", Topics: []string{"terror", hostile}},
		}
		if !reflect.DeepEqual(entries, want) {
			b.Errorf("Outbox = %+v, want %+v", entries, want)
		}
	}},
	{"SubscribersFollowTheCursor", func(b *bench) {
		chats := []int64{-1002223334445, -1000000000001, -77, -1, 1, 5, 900, 7000000000}
		for i, chat := range chats {
			b.subscribe(chat, 0, "terror")
			b.subscribe(chat, 2, "terror", "afghanistan")
			b.subscribe(chat, 11, "afghanistan")
			b.subscribe(chat, 13, "weather")
			if i%2 == 0 {
				b.must(b.PutChat(b.ctx, news.Chat{ID: chat, Kind: "supergroup"}))
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
			if got := b.subscribers([]string{"terror", "afghanistan"}, size); !reflect.DeepEqual(got, want) {
				b.Errorf("Subscribers in pages of %d = %v, want %v", size, got, want)
			}
		}
		if got := b.subscribers([]string{"nothing"}, 5); got != nil {
			b.Errorf("Subscribers of nothing = %v, want none", got)
		}
		if got := b.subscribers(nil, 5); got != nil {
			b.Errorf("Subscribers of no topics = %v, want none", got)
		}
	}},
	{"SubscribersNameTopicsInTheArticlesOrder", func(b *bench) {
		b.subscribe(5, 0, "a", "b", "c")
		got := b.subscribers([]string{"c", "a", "b"}, 5)
		if want := []string{"c", "a", "b"}; len(got) != 1 || !slices.Equal(got[0].Topics, want) {
			b.Errorf("Subscribers = %v, want topics %v", got, want)
		}
	}},
	{"FanOutReachesEveryoneOnce", func(b *bench) {
		for chat := int64(-20); chat <= 20; chat++ {
			if chat != 0 {
				b.subscribe(chat, 0, "terror")
				b.subscribe(chat, 3, "terror")
			}
		}
		b.claim(article("a1", "terror"))
		b.drain(7)
		b.wantCounts(news.Counts{Seen: 1, Articles: 1, Pending: 80, Subscriptions: 80})
		got := map[news.Recipient]int{}
		var last int64
		for range 2 {
			for _, d := range b.reserve() {
				if d.ID <= 0 || d.State != news.DeliveryPending || !d.CreatedAt.Equal(b.clock.Now()) ||
					d.Article != "a1" || !slices.Equal(d.Topics, []string{"terror"}) {
					b.Fatalf("Reserve returned %+v", d)
				}
				got[d.Recipient]++
				last = max(last, d.ID)
				b.send(d)
			}
		}
		if len(got) != 80 {
			b.Errorf("%d recipients were reached, want 80", len(got))
		}
		b.wantCounts(news.Counts{Seen: 1, Articles: 1, Sent: 80, Subscriptions: 80})
	}},
	{"FanOutOfAChunkIsIdempotent", func(b *bench) {
		for chat := int64(1); chat <= 5; chat++ {
			b.subscribe(chat, 0, "terror")
		}
		b.claim(article("a1", "terror"))
		entry := b.entry()
		first := b.chunk(entry, 2)
		b.must(b.FanOut(b.ctx, first))
		b.must(b.FanOut(b.ctx, first))
		entry = b.entry()
		if want := (news.Entry{Article: "a1", Topics: []string{"terror"}, Chunk: 1, After: news.Recipient{Chat: 2}}); !reflect.DeepEqual(entry, want) {
			b.Errorf("entry after the first chunk = %+v, want %+v", entry, want)
		}
		second := b.chunk(entry, 2)
		b.must(b.FanOut(b.ctx, second))
		b.must(b.FanOut(b.ctx, first))
		b.must(b.FanOut(b.ctx, second))
		third := b.chunk(b.entry(), 2)
		for range 3 {
			b.must(b.FanOut(b.ctx, third))
		}
		b.wantCounts(news.Counts{Seen: 1, Articles: 1, Pending: 5, Subscriptions: 5})
	}},
	{"ARecipientIsToldOfAnArticleOnce", func(b *bench) {
		b.subscribe(1, 0, "terror")
		b.claim(article("a1", "terror"))
		b.drain(10)
		b.send(b.next())
		again := article("a1", "terror")
		again.Keys = []string{"another"}
		b.claim(again)
		b.drain(10)
		if ds := b.reserve(); len(ds) != 0 {
			b.Errorf("Reserve = %v, want none", ds)
		}
		b.wantCounts(news.Counts{Seen: 2, Articles: 1, Sent: 1, Subscriptions: 1})
	}},
	{"FanOutWithoutSubscribersEmptiesTheOutbox", func(b *bench) {
		b.claim(article("a1", "terror"))
		b.drain(10)
		b.must(b.FanOut(b.ctx, news.Chunk{Article: "unknown", Deliveries: []news.Delivery{{Recipient: news.Recipient{Chat: 1}}}, Last: true}))
		b.wantCounts(news.Counts{Seen: 1, Articles: 1})
	}},
	{"FanOutIsInTheOutboxAfterReopening", func(b *bench) {
		for chat := int64(1); chat <= 3; chat++ {
			b.subscribe(chat, 0, "terror")
		}
		b.claim(article("a1", "terror"))
		b.must(b.FanOut(b.ctx, b.chunk(b.entry(), 2)))
		b.reopen()
		b.drain(2)
		b.wantCounts(news.Counts{Seen: 1, Articles: 1, Pending: 3, Subscriptions: 3})
	}},
}

// entry returns the only entry of the outbox.
func (b *bench) entry() news.Entry {
	b.Helper()
	entries, err := b.Outbox(b.ctx, 10)
	b.must(err)
	if len(entries) != 1 {
		b.Fatalf("Outbox = %v, want one entry", entries)
	}
	return entries[0]
}

// subscribers returns all subscribers, read in pages of a size.
func (b *bench) subscribers(topics []string, size int) []news.Subscriber {
	b.Helper()
	var all []news.Subscriber
	var after news.Recipient
	for {
		page, err := b.Subscribers(b.ctx, topics, after, size)
		b.must(err)
		all = append(all, page...)
		if len(page) > size {
			b.Fatalf("Subscribers returned %d, want at most %d", len(page), size)
		}
		if len(page) < size {
			return all
		}
		after = page[len(page)-1].Recipient
	}
}
