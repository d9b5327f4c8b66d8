package storetest

import (
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A group and the supergroup that it becomes, as Telegram numbers them.
const group, supergroup = -4155, -1002223334445

var migrationRules = []rule{
	{"AMigratedChatKeepsAll", func(p *proof) {
		t0 := p.clock.Now()
		p.must(p.PutChat(p.ctx, news.Chat{ID: group, Kind: "group", Title: "گروه", Lang: "fa"}))
		p.subscribe(group, 0, "terror", "afghanistan")
		p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: group}, Topic: "config", Config: true}))
		for i := range 3 {
			p.enqueue(group, fmt.Sprint(i))
		}
		p.send(p.next())
		p.must(p.Park(p.ctx, group, t0.Add(time.Minute)))
		p.clock.Advance(time.Second)
		for range 2 {
			p.must(p.MigrateChat(p.ctx, group, supergroup))
		}
		p.reopen()
		p.wantChat(news.Chat{ID: supergroup, Kind: "group", Title: "گروه", Lang: "fa", State: news.ChatActive})
		if _, found, err := p.Chat(p.ctx, group); found || err != nil {
			p.Errorf("Chat of the old ID = %v, %v, want nothing", found, err)
		}
		at := news.Recipient{Chat: supergroup}
		p.wantSubscriptions(group)
		p.wantSubscriptions(supergroup,
			news.Subscription{Recipient: at, Topic: "afghanistan", Since: t0},
			news.Subscription{Recipient: at, Topic: "config", Since: t0, Config: true},
			news.Subscription{Recipient: at, Topic: "terror", Since: t0})
		if config, err := p.ConfigSubscriptions(p.ctx); len(config) != 1 || config[0].Chat != supergroup || err != nil {
			p.Errorf("ConfigSubscriptions = %v, %v, want one of the new chat", config, err)
		}
		p.wantTexts()
		p.clock.Advance(time.Minute)
		for i := 1; i < 3; i++ {
			d := p.next()
			if d.Text != fmt.Sprint(i) || d.Recipient != at {
				p.Errorf("Reserve = %+v, want %d for the new chat", d, i)
			}
			p.send(d)
		}
		p.wantCounts(news.Counts{Sent: 3, Chats: 1, Subscriptions: 3})
	}},
	{"MigrationMergesChats", func(p *proof) {
		t0 := p.clock.Now()
		put := func(chat int64, topic string, since time.Time, config bool) {
			p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: topic, Since: since, Config: config}))
		}
		p.must(p.PutChat(p.ctx, news.Chat{ID: group, Kind: "group", Title: "old", Lang: "fa"}))
		p.must(p.PutChat(p.ctx, news.Chat{ID: supergroup, Kind: "supergroup", Title: "new"}))
		put(group, "both", t0.Add(-time.Hour), false)
		put(supergroup, "both", t0, true)
		put(group, "config", t0, true)
		put(supergroup, "config", t0.Add(-time.Hour), true)
		put(supergroup, "own", t0, false)
		p.enqueue(group, "1")
		p.enqueue(supergroup, "2")
		p.enqueue(group, "3")
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantChat(news.Chat{ID: supergroup, Kind: "supergroup", Title: "new", Lang: "fa", State: news.ChatActive})
		at := news.Recipient{Chat: supergroup}
		p.wantSubscriptions(supergroup,
			news.Subscription{Recipient: at, Topic: "both", Since: t0.Add(-time.Hour)},
			news.Subscription{Recipient: at, Topic: "config", Since: t0.Add(-time.Hour), Config: true},
			news.Subscription{Recipient: at, Topic: "own", Since: t0})
		for _, want := range []string{"1", "2", "3"} {
			d := p.next()
			if d.Text != want {
				p.Errorf("Reserve = %q, want %q", d.Text, want)
			}
			p.send(d)
		}
		p.wantCounts(news.Counts{Sent: 3, Chats: 1, Subscriptions: 3})
	}},
	{"MigrationTellsOfAnArticleOnce", func(p *proof) {
		p.subscribe(group, 0, "terror")
		p.subscribe(supergroup, 0, "terror")
		p.claim(article("a1", "terror"))
		p.claim(article("a2", "terror"))
		p.drain(10)
		for _, d := range p.reserve() {
			if d.Chat == group {
				p.send(d) // a1 is sent to the old chat, pending in the new one
			}
		}
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantCounts(news.Counts{Seen: 2, Articles: 2, Sent: 1, Pending: 1, Subscriptions: 1})
		if d := p.next(); d.Article != "a2" {
			p.Errorf("Reserve = %+v, want a2", d)
		}
	}},
	{"MigrationSlipsPastNoCursor", func(p *proof) {
		for _, chat := range []int64{-500000, group} {
			p.subscribe(chat, 0, "terror")
			p.subscribe(chat, 6, "afghanistan", "terror")
		}
		p.claim(article("a1", "afghanistan", "terror"))
		p.fanOut(p.chunk(p.entry(), 2), true) // the cursor stands between the new ID and the old
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.drain(2)
		got := map[news.Recipient]string{}
		for range 2 {
			for _, d := range p.reserve() {
				got[d.Recipient] += fmt.Sprint(d.Article, d.Topics)
				p.send(d)
			}
		}
		for _, chat := range []int64{-500000, supergroup} {
			for thread, want := range map[int]string{0: "a1[terror]", 6: "a1[afghanistan terror]"} {
				if r := (news.Recipient{Chat: chat, Thread: thread}); got[r] != want {
					p.Errorf("%v got %q, want %q", r, got[r], want)
				}
			}
		}
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Sent: 4, Subscriptions: 6})
	}},
	{"AStoppedChatMigratesStopped", func(p *proof) {
		p.subscribe(group, 0, "terror")
		p.must(p.StopChat(p.ctx, group, "kicked"))
		p.claim(article("a1", "terror"))
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.drain(10)
		p.wantChat(news.Chat{ID: supergroup, State: news.ChatStopped, Why: "kicked"})
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Chats: 1, Subscriptions: 1})
		p.must(p.SetState(p.ctx, supergroup, news.ChatActive, ""))
		if got := p.subscribers([]string{"terror"}, 10); len(got) != 1 || got[0].Chat != supergroup {
			p.Errorf("Subscribers = %v, want the new chat", got)
		}
	}},
	{"MigrationsAreFollowed", func(p *proof) {
		want := func(id, want int64) {
			p.Helper()
			if got, err := p.Migrated(p.ctx, id); got != want || err != nil {
				p.Errorf("Migrated(%d) = %d, %v, want %d", id, got, err, want)
			}
		}
		migrate := func(from, to int64) {
			p.Helper()
			p.must(p.MigrateChat(p.ctx, from, to))
		}
		want(1, 1)
		migrate(1, 2)
		migrate(2, 3)
		p.reopen()
		want(1, 3)
		want(2, 3)
		want(3, 3)
		p.subscribe(1, 0, "late")
		migrate(1, 2) // again: what came meanwhile follows to where the chat is
		want(1, 3)
		if got := p.subscribers([]string{"late"}, 5); len(got) != 1 || got[0].Chat != 3 {
			p.Errorf("Subscribers = %v, want chat 3", got)
		}
		migrate(3, 1) // back
		want(1, 1)
		want(2, 1)
		want(3, 1)
		if got := p.subscribers([]string{"late"}, 5); len(got) != 1 || got[0].Chat != 1 {
			p.Errorf("Subscribers = %v, want chat 1", got)
		}
	}},
	{"MigrationToItselfChangesNothing", func(p *proof) {
		p.must(p.PutChat(p.ctx, news.Chat{ID: group, Kind: "group"}))
		p.enqueue(group, "one")
		p.must(p.MigrateChat(p.ctx, group, group))
		p.wantTexts("one")
		p.wantCounts(news.Counts{Pending: 1, Chats: 1})
	}},
}
