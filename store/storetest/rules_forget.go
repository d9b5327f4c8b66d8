package storetest

import (
	"fmt"
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

var forgetRules = []rule{
	{"AMessageTellsWhatItBrought", func(p *proof) {
		const day = 24 * time.Hour
		p.subscribe(1, 3, "terror", hostile)
		p.subscribe(2, 0, "terror")
		p.claim(article("a1", "terror", hostile))
		p.drain(10)
		p.enqueue(1, "an answer")
		var want news.Delivery
		for range 2 {
			for _, d := range p.reserve() {
				p.begin(d.ID, 0, news.Go)
				message := 77
				if d.Article == "" {
					message = 78
				} else if d.Chat == 1 {
					want = news.Delivery{ID: d.ID, Recipient: d.Recipient, Article: "a1", Topics: []string{"terror", hostile}, State: news.DeliverySent, MessageID: 77}
				}
				p.must(p.Finish(p.ctx, d.ID, message))
				p.must(p.Finish(p.ctx, d.ID, message))
			}
		}
		p.reopen()
		for range 3 {
			p.wantBrought(1, 77, want)
			p.clock.Advance(29 * day)
		}
		for chat, message := range map[int64]int{1: 78, 2: 78, 3: 77} {
			p.wantBrought(chat, message)
		}
		p.wantBrought(1, 0)
	}},
	{"AMessageMayBringSeveral", func(p *proof) {
		p.subscribe(1, 0, "terror")
		var want []news.Delivery
		for i := range 3 {
			p.claim(article(fmt.Sprint("a", i), "terror"))
			p.drain(10)
			d := p.next()
			p.begin(d.ID, 0, news.Go)
			p.must(p.Finish(p.ctx, d.ID, 77))
			want = append(want, news.Delivery{ID: d.ID, Recipient: d.Recipient, Article: d.Article, Topics: []string{"terror"}, State: news.DeliverySent, MessageID: 77})
		}
		p.wantBrought(1, 77, want...)
	}},
	{"MessagesOfAMigratedChatAreNumberedAnew", func(p *proof) {
		p.subscribe(group, 0, "terror")
		p.claim(article("a1", "terror"))
		p.drain(10)
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Finish(p.ctx, d.ID, 77))
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantBrought(group, 77)
		p.wantBrought(supergroup, 77)
		p.claim(article("a2", "terror"))
		p.drain(10)
		d = p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Finish(p.ctx, d.ID, 77))
		p.wantBrought(supergroup, 77, news.Delivery{ID: d.ID, Recipient: d.Recipient, Article: "a2", Topics: []string{"terror"}, State: news.DeliverySent, MessageID: 77})
	}},
	{"AForgottenChatLeavesNothing", func(p *proof) {
		const sara, other = 1, 2
		for _, chat := range []int64{sara, other} {
			p.must(p.PutChat(p.ctx, news.Chat{ID: chat, Title: "Sara", Lang: "fa"}))
			p.change(chat, func(s *news.ChatSettings) {
				s.Zone, s.Mutes = "Asia/Kabul", []news.Mute{{Kind: news.MuteSource, ID: "irna"}}
			})
			p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat, Thread: 4}, Topic: "terror", Config: true, Filter: news.Filter{MinScore: 0.5}}))
			p.must(p.PutWatch(p.ctx, p.watch(fmt.Sprint("w", chat), chat, 0, "secret")))
			for _, user := range []int64{sara, other} {
				p.must(p.PutVote(p.ctx, news.Vote{Chat: chat, User: user, Article: "a1", Up: true, Terms: map[string][]string{"terror": {"x"}}}))
			}
			for i := range 4 {
				p.enqueue(chat, fmt.Sprint(chat, i))
			}
		}
		p.claim(article("a1", "terror"))
		p.drain(10)
		for i := range 3 { // one is sent, one buried, one under way
			d := p.reserve()[0]
			if d.Chat != sara {
				p.Fatalf("Reserve = %+v, want one of chat %d", d, sara)
			}
			switch i {
			case 0:
				p.send(d)
			case 1:
				p.must(p.Bury(p.ctx, d.ID, 0, "poison"))
			default:
				p.begin(d.ID, 0, news.Go)
			}
		}
		for range 2 {
			p.must(p.Forget(p.ctx, sara))
		}
		p.reopen()
		p.wantForgotten(sara)
		p.wantVotes(other, "a1", news.Vote{Chat: other, User: other, Article: "a1", Up: true, At: p.clock.Now(), Terms: map[string][]string{"terror": {"x"}}})
		p.wantApprovals("", "terror +1-0")
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Chats: 1, Subscriptions: 2, Watches: 1, Sent: 1, Attempting: 1, Pending: 5})
		ds := p.reserve()
		if len(ds) != 2 || ds[0].Chat != sara || ds[0].State != news.DeliveryAttempting || ds[0].Text == "" {
			p.Errorf("Reserve = %+v, want what is under way, and the other chat's", ds)
		}
		p.must(p.Finish(p.ctx, ds[0].ID, 9))
		if n, err := p.Redrive(p.ctx); n != 0 || err != nil {
			p.Errorf("Redrive = %d, %v, want nothing buried", n, err)
		}
		p.enqueue(sara, "welcome again")
		if ds := p.reserve(); len(ds) != 2 || ds[1].Text != "welcome again" {
			p.Errorf("Reserve = %q, want what came after", texts(ds))
		}
	}},
	{"AForgottenChatIsNotToldOfByItsMessages", func(p *proof) {
		p.subscribe(1, 0, "terror")
		p.claim(article("a1", "terror"))
		p.claim(article("a2", "terror"))
		p.drain(10)
		p.send(p.next())
		under := p.next()
		p.begin(under.ID, 0, news.Go)
		p.must(p.Forget(p.ctx, 1))
		p.wantBrought(1, int(under.ID-1))
		p.begin(under.ID, 0, news.InDoubt)
		p.must(p.Finish(p.ctx, under.ID, 5))
		p.wantCounts(news.Counts{Seen: 2, Articles: 2, Sent: 2})
	}},
}

// wantForgotten checks that nothing is known of a chat.
func (p *proof) wantForgotten(chat int64) {
	p.Helper()
	if _, found, err := p.Chat(p.ctx, chat); found || err != nil {
		p.Errorf("Chat = %v, %v, want nothing", found, err)
	}
	p.wantSubscriptions(chat)
	if config, err := p.ConfigSubscriptions(p.ctx); len(config) != 1 || err != nil {
		p.Errorf("ConfigSubscriptions = %+v, %v, want the other chat's", config, err)
	}
	for _, s := range p.subscribers([]string{"terror"}, 10) {
		if s.Chat == chat {
			p.Errorf("Subscribers has %+v", s)
		}
	}
	if got, err := p.WatchesOf(p.ctx, chat); got != nil || err != nil {
		p.Errorf("WatchesOf = %+v, %v, want none", got, err)
	}
	changes, err := p.WatchChanges(p.ctx, 0, 10)
	if err != nil || len(changes) != 2 || !changes[1].Gone {
		p.Errorf("WatchChanges = %+v, %v, want that the watch is gone", changes, err)
	}
	p.wantVotes(chat, "a1")
}

func (p *proof) wantBrought(chat int64, message int, want ...news.Delivery) {
	p.Helper()
	got, err := p.DeliveriesOf(p.ctx, chat, message)
	p.must(err)
	if !reflect.DeepEqual(got, want) {
		p.Errorf("DeliveriesOf(%d, %d) = %+v, want %+v", chat, message, got, want)
	}
}
