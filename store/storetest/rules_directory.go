package storetest

import (
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

var directoryRules = []rule{
	{"ChatIsKept", func(p *proof) {
		if _, found, err := p.Chat(p.ctx, 5); found || err != nil {
			p.Errorf("Chat of an unknown ID = %v, %v, want nothing", found, err)
		}
		want := news.Chat{ID: -1002223334445, Kind: "supergroup", Title: hostile, Lang: "fa", State: news.ChatSuspended, Why: hostile}
		p.must(p.PutChat(p.ctx, want))
		p.must(p.PutChat(p.ctx, want))
		p.must(p.PutChat(p.ctx, news.Chat{ID: 9}))
		p.must(p.PutChat(p.ctx, news.Chat{ID: 9}))
		p.reopen()
		p.wantChat(want)
		p.wantChat(news.Chat{ID: 9, State: news.ChatActive})
		p.wantCounts(news.Counts{Chats: 2})
	}},
	{"StoppedChatIsLeftInPeace", func(p *proof) {
		p.must(p.PutChat(p.ctx, news.Chat{ID: 1, Title: "one", Lang: "fa"}))
		for chat := int64(1); chat <= 2; chat++ {
			p.subscribe(chat, 0, "terror")
			p.subscribe(chat, 7, "terror")
		}
		p.enqueue(1, "first")
		p.enqueue(1, "second")
		p.enqueue(2, "third")
		first := p.reserve()[0]
		p.begin(first.ID, 0, news.Go)
		for range 2 {
			p.must(p.StopChat(p.ctx, 1, "blocked by the user"))
		}
		p.wantChat(news.Chat{ID: 1, Title: "one", Lang: "fa", State: news.ChatStopped, Why: "blocked by the user"})
		p.wantTexts("third")
		p.wantCounts(news.Counts{Buried: 2, Pending: 1, Chats: 1, Subscriptions: 4})
		p.begin(first.ID, 0, news.Done)
		got := p.subscribers([]string{"terror"}, 10)
		if len(got) != 2 || got[0].Chat != 2 || got[1].Chat != 2 {
			p.Errorf("Subscribers = %v, want those of chat 2", got)
		}
		p.subscribe(1, 9, "terror")
		if got := p.subscribers([]string{"terror"}, 10); len(got) != 2 {
			p.Errorf("Subscribers = %v, want those of chat 2", got)
		}
	}},
	{"RevivedChatIsToldAgain", func(p *proof) {
		p.subscribe(1, 0, "terror")
		p.subscribe(1, 4, "afghanistan")
		p.must(p.StopChat(p.ctx, 1, "kicked"))
		if got := p.subscribers([]string{"terror", "afghanistan"}, 10); len(got) != 0 {
			p.Errorf("Subscribers of a stopped chat = %v, want none", got)
		}
		for range 2 {
			p.must(p.SetState(p.ctx, 1, news.ChatActive, ""))
		}
		p.wantChat(news.Chat{ID: 1, State: news.ChatActive})
		if got := p.subscribers([]string{"terror", "afghanistan"}, 10); len(got) != 2 {
			p.Errorf("Subscribers of a revived chat = %v, want 2", got)
		}
		p.must(p.SetState(p.ctx, 1, news.ChatSuspended, "no rights"))
		if got := p.subscribers([]string{"terror"}, 10); len(got) != 1 {
			p.Errorf("Subscribers of a suspended chat = %v, want 1", got)
		}
		p.must(p.StopChat(p.ctx, 1, "kicked again"))
		if got := p.subscribers([]string{"terror"}, 10); len(got) != 0 {
			p.Errorf("Subscribers of a stopped chat = %v, want none", got)
		}
	}},
	{"PutChatLeavesTheStateAlone", func(p *proof) {
		p.subscribe(1, 0, "terror")
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		p.must(p.PutChat(p.ctx, news.Chat{ID: 1, Kind: "private", Title: "Sara", Lang: "fa", State: news.ChatActive, Why: "new"}))
		p.wantChat(news.Chat{ID: 1, Kind: "private", Title: "Sara", Lang: "fa", State: news.ChatStopped, Why: "blocked"})
		p.must(p.PutChat(p.ctx, news.Chat{ID: 1, Kind: "private", Title: "Sara M", Lang: "en"}))
		p.wantChat(news.Chat{ID: 1, Kind: "private", Title: "Sara M", Lang: "fa", State: news.ChatStopped, Why: "blocked"})
		if got := p.subscribers([]string{"terror"}, 10); len(got) != 0 {
			p.Errorf("Subscribers of a stopped chat = %v, want none", got)
		}
		p.must(p.PutChat(p.ctx, news.Chat{ID: 2, State: news.ChatStopped}))
		p.subscribe(2, 0, "terror")
		if got := p.subscribers([]string{"terror"}, 10); len(got) != 0 {
			p.Errorf("Subscribers of a chat put as stopped = %v, want none", got)
		}
	}},
	{"TheLanguageIsSetByItself", func(p *proof) {
		p.must(p.SetLang(p.ctx, 1, "fa"))
		p.wantChat(news.Chat{ID: 1, Lang: "fa", State: news.ChatActive})
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		for range 2 {
			p.must(p.SetLang(p.ctx, 1, "en"))
		}
		p.reopen()
		p.wantChat(news.Chat{ID: 1, Lang: "en", State: news.ChatStopped, Why: "blocked"})
		p.wantCounts(news.Counts{Chats: 1})
	}},
	{"AStoppedChatIsNotSuspended", func(p *proof) {
		p.must(p.SetState(p.ctx, 1, news.ChatSuspended, "no rights"))
		p.wantChat(news.Chat{ID: 1, State: news.ChatSuspended, Why: "no rights"})
		p.must(p.SetState(p.ctx, 1, news.ChatSuspended, "still none"))
		p.wantChat(news.Chat{ID: 1, State: news.ChatSuspended, Why: "still none"})
		p.must(p.StopChat(p.ctx, 1, "kicked"))
		p.must(p.SetState(p.ctx, 1, news.ChatSuspended, "no rights"))
		p.wantChat(news.Chat{ID: 1, State: news.ChatStopped, Why: "kicked"})
		p.must(p.SetState(p.ctx, 1, news.ChatActive, ""))
		p.wantChat(news.Chat{ID: 1, State: news.ChatActive})
		for _, state := range []news.ChatState{news.ChatStopped, "", "asleep"} {
			if err := p.SetState(p.ctx, 1, state, ""); err == nil {
				p.Errorf("SetState(%q) went well, want an error", state)
			}
		}
	}},
	{"SubscriptionsAreKept", func(p *proof) {
		t0 := p.clock.Now()
		put := func(chat int64, thread int, topic string, since time.Time, config bool) {
			p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat, Thread: thread}, Topic: topic, Since: since, Config: config}))
		}
		put(-5, 12, "b", t0.Add(-time.Hour), false)
		put(-5, 2, "c", time.Time{}, true)
		put(-5, 2, hostile, t0, false)
		put(-5, 0, "z", t0, true)
		put(6, 0, "a", t0, true)
		p.clock.Advance(time.Hour)
		put(-5, 12, "b", p.clock.Now(), true)
		put(-5, 0, "z", p.clock.Now(), false)
		p.reopen()
		at := func(thread int, topic string, since time.Time, config bool) news.Subscription {
			return news.Subscription{Recipient: news.Recipient{Chat: -5, Thread: thread}, Topic: topic, Since: since, Config: config}
		}
		p.wantSubscriptions(-5, at(0, "z", t0, false), at(2, "c", t0, true), at(2, hostile, t0, false), at(12, "b", t0.Add(-time.Hour), true))
		p.wantSubscriptions(7)
		config, err := p.ConfigSubscriptions(p.ctx)
		p.must(err)
		six := news.Subscription{Recipient: news.Recipient{Chat: 6}, Topic: "a", Since: t0, Config: true}
		if want := []news.Subscription{at(2, "c", t0, true), at(12, "b", t0.Add(-time.Hour), true), six}; !reflect.DeepEqual(config, want) {
			p.Errorf("ConfigSubscriptions = %v, want %v", config, want)
		}
		p.wantCounts(news.Counts{Subscriptions: 5})
	}},
	{"DeletedSubscriptionIsGone", func(p *proof) {
		p.subscribe(1, 0, "a", "b")
		p.subscribe(1, 2, "a")
		p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: 1, Thread: 3}, Topic: "a", Config: true}))
		for _, want := range []bool{true, false} {
			for _, thread := range []int{0, 3} {
				got, err := p.DeleteSubscription(p.ctx, news.Recipient{Chat: 1, Thread: thread}, "a")
				p.must(err)
				if got != want {
					p.Errorf("DeleteSubscription = %v, want %v", got, want)
				}
			}
		}
		if got := p.subscribers([]string{"a"}, 10); len(got) != 1 || got[0].Thread != 2 {
			p.Errorf("Subscribers = %v, want thread 2 of chat 1", got)
		}
		if config, err := p.ConfigSubscriptions(p.ctx); len(config) != 0 || err != nil {
			p.Errorf("ConfigSubscriptions = %v, %v, want none", config, err)
		}
		p.wantCounts(news.Counts{Subscriptions: 2})
	}},
}

func (p *proof) wantChat(want news.Chat) {
	p.Helper()
	got, found, err := p.Chat(p.ctx, want.ID)
	p.must(err)
	if !found || !reflect.DeepEqual(got, want) {
		p.Errorf("Chat(%d) = %+v, %v, want %+v", want.ID, got, found, want)
	}
}

func (p *proof) wantSubscriptions(chat int64, want ...news.Subscription) {
	p.Helper()
	got, err := p.Subscriptions(p.ctx, chat)
	p.must(err)
	if !reflect.DeepEqual(got, want) {
		p.Errorf("Subscriptions(%d) = %+v, want %+v", chat, got, want)
	}
}
