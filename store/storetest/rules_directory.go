package storetest

import (
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

var directoryRules = []rule{
	{"ChatIsKept", func(b *bench) {
		if _, found, err := b.Chat(b.ctx, 5); found || err != nil {
			b.Errorf("Chat of an unknown ID = %v, %v, want nothing", found, err)
		}
		want := news.Chat{ID: -1002223334445, Kind: "supergroup", Title: hostile, Lang: "fa", State: news.ChatSuspended, Why: hostile}
		b.must(b.PutChat(b.ctx, want))
		b.must(b.PutChat(b.ctx, want))
		b.must(b.PutChat(b.ctx, news.Chat{ID: 9}))
		b.reopen()
		b.wantChat(want)
		b.wantChat(news.Chat{ID: 9, State: news.ChatActive})
		b.wantCounts(news.Counts{Chats: 2})
	}},
	{"StoppedChatIsLeftInPeace", func(b *bench) {
		b.must(b.PutChat(b.ctx, news.Chat{ID: 1, Title: "one", Lang: "fa"}))
		for chat := int64(1); chat <= 2; chat++ {
			b.subscribe(chat, 0, "terror")
			b.subscribe(chat, 7, "terror")
		}
		b.enqueue(1, "first")
		b.enqueue(1, "second")
		b.enqueue(2, "third")
		first := b.reserve()[0]
		b.begin(first.ID, 0, news.Go)
		for range 2 {
			b.must(b.StopChat(b.ctx, 1, "blocked by the user"))
		}
		b.wantChat(news.Chat{ID: 1, Title: "one", Lang: "fa", State: news.ChatStopped, Why: "blocked by the user"})
		b.wantTexts("third")
		b.wantCounts(news.Counts{Buried: 2, Pending: 1, Chats: 1, Subscriptions: 4})
		b.begin(first.ID, 0, news.Done)
		got := b.subscribers([]string{"terror"}, 10)
		if len(got) != 2 || got[0].Chat != 2 || got[1].Chat != 2 {
			b.Errorf("Subscribers = %v, want those of chat 2", got)
		}
		b.subscribe(1, 9, "terror")
		if got := b.subscribers([]string{"terror"}, 10); len(got) != 2 {
			b.Errorf("Subscribers = %v, want those of chat 2", got)
		}
	}},
	{"RevivedChatIsToldAgain", func(b *bench) {
		b.subscribe(1, 0, "terror")
		b.subscribe(1, 4, "afghanistan")
		b.must(b.StopChat(b.ctx, 1, "kicked"))
		if got := b.subscribers([]string{"terror", "afghanistan"}, 10); len(got) != 0 {
			b.Errorf("Subscribers of a stopped chat = %v, want none", got)
		}
		for range 2 {
			b.must(b.PutChat(b.ctx, news.Chat{ID: 1, State: news.ChatActive}))
		}
		b.wantChat(news.Chat{ID: 1, State: news.ChatActive})
		if got := b.subscribers([]string{"terror", "afghanistan"}, 10); len(got) != 2 {
			b.Errorf("Subscribers of a revived chat = %v, want 2", got)
		}
		b.must(b.PutChat(b.ctx, news.Chat{ID: 1, State: news.ChatSuspended}))
		if got := b.subscribers([]string{"terror"}, 10); len(got) != 1 {
			b.Errorf("Subscribers of a suspended chat = %v, want 1", got)
		}
		b.must(b.PutChat(b.ctx, news.Chat{ID: 1, State: news.ChatStopped}))
		if got := b.subscribers([]string{"terror"}, 10); len(got) != 0 {
			b.Errorf("Subscribers of a stopped chat = %v, want none", got)
		}
	}},
	{"SubscriptionsAreKept", func(b *bench) {
		t0 := b.clock.Now()
		put := func(chat int64, thread int, topic string, since time.Time, config bool) {
			b.must(b.PutSubscription(b.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat, Thread: thread}, Topic: topic, Since: since, Config: config}))
		}
		put(-5, 12, "b", t0.Add(-time.Hour), false)
		put(-5, 2, "c", time.Time{}, true)
		put(-5, 2, hostile, t0, false)
		put(-5, 0, "z", t0, true)
		put(6, 0, "a", t0, true)
		b.clock.Advance(time.Hour)
		put(-5, 12, "b", b.clock.Now(), true)
		put(-5, 0, "z", b.clock.Now(), false)
		b.reopen()
		at := func(thread int, topic string, since time.Time, config bool) news.Subscription {
			return news.Subscription{Recipient: news.Recipient{Chat: -5, Thread: thread}, Topic: topic, Since: since, Config: config}
		}
		b.wantSubscriptions(-5, at(0, "z", t0, false), at(2, "c", t0, true), at(2, hostile, t0, false), at(12, "b", t0.Add(-time.Hour), true))
		b.wantSubscriptions(7)
		config, err := b.ConfigSubscriptions(b.ctx)
		b.must(err)
		six := news.Subscription{Recipient: news.Recipient{Chat: 6}, Topic: "a", Since: t0, Config: true}
		if want := []news.Subscription{at(2, "c", t0, true), at(12, "b", t0.Add(-time.Hour), true), six}; !reflect.DeepEqual(config, want) {
			b.Errorf("ConfigSubscriptions = %v, want %v", config, want)
		}
		b.wantCounts(news.Counts{Subscriptions: 5})
	}},
	{"DeletedSubscriptionIsGone", func(b *bench) {
		b.subscribe(1, 0, "a", "b")
		b.subscribe(1, 2, "a")
		b.must(b.PutSubscription(b.ctx, news.Subscription{Recipient: news.Recipient{Chat: 1, Thread: 3}, Topic: "a", Config: true}))
		for _, want := range []bool{true, false} {
			for _, thread := range []int{0, 3} {
				got, err := b.DeleteSubscription(b.ctx, news.Recipient{Chat: 1, Thread: thread}, "a")
				b.must(err)
				if got != want {
					b.Errorf("DeleteSubscription = %v, want %v", got, want)
				}
			}
		}
		if got := b.subscribers([]string{"a"}, 10); len(got) != 1 || got[0].Thread != 2 {
			b.Errorf("Subscribers = %v, want thread 2 of chat 1", got)
		}
		if config, err := b.ConfigSubscriptions(b.ctx); len(config) != 0 || err != nil {
			b.Errorf("ConfigSubscriptions = %v, %v, want none", config, err)
		}
		b.wantCounts(news.Counts{Subscriptions: 2})
	}},
}

func (b *bench) wantChat(want news.Chat) {
	b.Helper()
	got, found, err := b.Chat(b.ctx, want.ID)
	b.must(err)
	if !found || got != want {
		b.Errorf("Chat(%d) = %+v, %v, want %+v", want.ID, got, found, want)
	}
}

func (b *bench) wantSubscriptions(chat int64, want ...news.Subscription) {
	b.Helper()
	got, err := b.Subscriptions(b.ctx, chat)
	b.must(err)
	if !reflect.DeepEqual(got, want) {
		b.Errorf("Subscriptions(%d) = %+v, want %+v", chat, got, want)
	}
}
