package storetest

import (
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A group and the supergroup that it becomes, as Telegram numbers them.
const group, supergroup = -4155, -1002223334445

var migrationRules = []rule{
	{"AMigratedChatKeepsAll", func(b *bench) {
		t0 := b.clock.Now()
		b.must(b.PutChat(b.ctx, news.Chat{ID: group, Kind: "group", Title: "گروه", Lang: "fa"}))
		b.subscribe(group, 0, "terror", "afghanistan")
		b.must(b.PutSubscription(b.ctx, news.Subscription{Recipient: news.Recipient{Chat: group}, Topic: "config", Config: true}))
		for i := range 3 {
			b.enqueue(group, fmt.Sprint(i))
		}
		b.send(b.next())
		b.must(b.Park(b.ctx, group, t0.Add(time.Minute)))
		b.clock.Advance(time.Second)
		for range 2 {
			b.must(b.MigrateChat(b.ctx, group, supergroup))
		}
		b.reopen()
		b.wantChat(news.Chat{ID: supergroup, Kind: "group", Title: "گروه", Lang: "fa", State: news.ChatActive})
		if _, found, err := b.Chat(b.ctx, group); found || err != nil {
			b.Errorf("Chat of the old ID = %v, %v, want nothing", found, err)
		}
		at := news.Recipient{Chat: supergroup}
		b.wantSubscriptions(group)
		b.wantSubscriptions(supergroup,
			news.Subscription{Recipient: at, Topic: "afghanistan", Since: t0},
			news.Subscription{Recipient: at, Topic: "config", Since: t0, Config: true},
			news.Subscription{Recipient: at, Topic: "terror", Since: t0})
		if config, err := b.ConfigSubscriptions(b.ctx); len(config) != 1 || config[0].Chat != supergroup || err != nil {
			b.Errorf("ConfigSubscriptions = %v, %v, want one of the new chat", config, err)
		}
		b.wantTexts()
		b.clock.Advance(time.Minute)
		for i := 1; i < 3; i++ {
			d := b.next()
			if d.Text != fmt.Sprint(i) || d.Recipient != at {
				b.Errorf("Reserve = %+v, want %d for the new chat", d, i)
			}
			b.send(d)
		}
		b.wantCounts(news.Counts{Sent: 3, Chats: 1, Subscriptions: 3})
	}},
	{"MigrationMergesChats", func(b *bench) {
		t0 := b.clock.Now()
		put := func(chat int64, topic string, since time.Time, config bool) {
			b.must(b.PutSubscription(b.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: topic, Since: since, Config: config}))
		}
		b.must(b.PutChat(b.ctx, news.Chat{ID: group, Kind: "group", Title: "old", Lang: "fa"}))
		b.must(b.PutChat(b.ctx, news.Chat{ID: supergroup, Kind: "supergroup", Title: "new"}))
		put(group, "both", t0.Add(-time.Hour), false)
		put(supergroup, "both", t0, true)
		put(group, "config", t0, true)
		put(supergroup, "config", t0.Add(-time.Hour), true)
		put(supergroup, "own", t0, false)
		b.enqueue(group, "1")
		b.enqueue(supergroup, "2")
		b.enqueue(group, "3")
		b.must(b.MigrateChat(b.ctx, group, supergroup))
		b.wantChat(news.Chat{ID: supergroup, Kind: "supergroup", Title: "new", Lang: "fa", State: news.ChatActive})
		at := news.Recipient{Chat: supergroup}
		b.wantSubscriptions(supergroup,
			news.Subscription{Recipient: at, Topic: "both", Since: t0.Add(-time.Hour)},
			news.Subscription{Recipient: at, Topic: "config", Since: t0.Add(-time.Hour), Config: true},
			news.Subscription{Recipient: at, Topic: "own", Since: t0})
		for _, want := range []string{"1", "2", "3"} {
			d := b.next()
			if d.Text != want {
				b.Errorf("Reserve = %q, want %q", d.Text, want)
			}
			b.send(d)
		}
		b.wantCounts(news.Counts{Sent: 3, Chats: 1, Subscriptions: 3})
	}},
	{"MigrationTellsOfAnArticleOnce", func(b *bench) {
		b.subscribe(group, 0, "terror")
		b.subscribe(supergroup, 0, "terror")
		b.claim(article("a1", "terror"))
		b.claim(article("a2", "terror"))
		b.drain(10)
		for _, d := range b.reserve() {
			if d.Chat == group {
				b.send(d) // a1 is sent to the old chat, pending in the new one
			}
		}
		b.must(b.MigrateChat(b.ctx, group, supergroup))
		b.wantCounts(news.Counts{Seen: 2, Articles: 2, Sent: 1, Pending: 1, Subscriptions: 1})
		if d := b.next(); d.Article != "a2" {
			b.Errorf("Reserve = %+v, want a2", d)
		}
	}},
	{"MigrationSlipsPastNoCursor", func(b *bench) {
		for _, chat := range []int64{-500000, group} {
			b.subscribe(chat, 0, "terror")
			b.subscribe(chat, 6, "afghanistan", "terror")
		}
		b.claim(article("a1", "afghanistan", "terror"))
		b.must(b.FanOut(b.ctx, b.chunk(b.entry(), 2))) // the cursor stands between the new ID and the old
		b.must(b.MigrateChat(b.ctx, group, supergroup))
		b.drain(2)
		got := map[news.Recipient]string{}
		for range 2 {
			for _, d := range b.reserve() {
				got[d.Recipient] += fmt.Sprint(d.Article, d.Topics)
				b.send(d)
			}
		}
		for _, chat := range []int64{-500000, supergroup} {
			for thread, want := range map[int]string{0: "a1[terror]", 6: "a1[afghanistan terror]"} {
				if r := (news.Recipient{Chat: chat, Thread: thread}); got[r] != want {
					b.Errorf("%v got %q, want %q", r, got[r], want)
				}
			}
		}
		b.wantCounts(news.Counts{Seen: 1, Articles: 1, Sent: 4, Subscriptions: 6})
	}},
	{"AStoppedChatMigratesStopped", func(b *bench) {
		b.subscribe(group, 0, "terror")
		b.must(b.StopChat(b.ctx, group, "kicked"))
		b.claim(article("a1", "terror"))
		b.must(b.MigrateChat(b.ctx, group, supergroup))
		b.drain(10)
		b.wantChat(news.Chat{ID: supergroup, State: news.ChatStopped, Why: "kicked"})
		b.wantCounts(news.Counts{Seen: 1, Articles: 1, Chats: 1, Subscriptions: 1})
		b.must(b.PutChat(b.ctx, news.Chat{ID: supergroup}))
		if got := b.subscribers([]string{"terror"}, 10); len(got) != 1 || got[0].Chat != supergroup {
			b.Errorf("Subscribers = %v, want the new chat", got)
		}
	}},
	{"MigrationToItselfChangesNothing", func(b *bench) {
		b.must(b.PutChat(b.ctx, news.Chat{ID: group, Kind: "group"}))
		b.enqueue(group, "one")
		b.must(b.MigrateChat(b.ctx, group, group))
		b.wantTexts("one")
		b.wantCounts(news.Counts{Pending: 1, Chats: 1})
	}},
}
