package storetest

import (
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

var manyRules = []rule{
	{"EnqueueAllIsOnceByKeyAndChat", func(p *proof) {
		d := news.Delivery{Recipient: news.Recipient{Chat: 99, Thread: 9}, Topics: []string{"broadcast:1"}, Text: hostile,
			Markup: `{"inline_keyboard":[]}`, Class: news.ClassBroadcast, Expires: p.clock.Now().Add(time.Hour)}
		p.must(p.EnqueueAll(p.ctx, "all", d, []int64{1, 2, -1001}))
		p.reopen()
		p.must(p.EnqueueAll(p.ctx, "all", d, []int64{2, 3, 3}))
		got := p.reserve()
		if len(got) != 4 {
			p.Fatalf("Reserve = %d deliveries, want 4", len(got))
		}
		for i, chat := range []int64{1, 2, -1001, 3} {
			if g := got[i]; g.Recipient != (news.Recipient{Chat: chat}) || g.Text != hostile || g.Class != news.ClassBroadcast ||
				fmt.Sprint(g.Topics) != "[broadcast:1]" || g.Markup != d.Markup || !g.Expires.Equal(d.Expires) {
				p.Errorf("delivery %d = %+v", i, g)
			}
		}
		p.send(got[0])
		p.must(p.EnqueueAll(p.ctx, "all", d, []int64{1}))
		p.must(p.EnqueueAll(p.ctx, "other", d, nil))
		p.wantCounts(news.Counts{Sent: 1, Pending: 3})
		if err := p.EnqueueAll(p.ctx, "", d, []int64{1}); err == nil {
			p.Error("EnqueueAll without a key went well, want an error")
		}
	}},
	{"BuriedAreListedAndRedrivenByChat", func(p *proof) {
		p.must(p.Enqueue(p.ctx, "late", news.Delivery{Recipient: news.Recipient{Chat: 2}, Text: "late", Expires: p.clock.Now().Add(time.Minute)}))
		for _, text := range []string{"a", "b", "c"} {
			for chat := int64(1); chat <= 3; chat++ {
				p.enqueue(chat, fmt.Sprint(text, chat))
			}
		}
		for ds := p.reserve(); len(ds) > 0; ds = p.reserve() {
			for _, d := range ds {
				p.must(p.Bury(p.ctx, d.ID, 0, "because"))
			}
		}
		p.enqueue(3, "waits")
		p.must(p.StopChat(p.ctx, 3, "blocked"))
		p.clock.Advance(time.Hour)
		want := []string{"c2", "c1", "b2", "b1", "a2", "a1"}
		for _, size := range []int{1, 2, 4, 100} {
			var got []string
			for before := int64(0); ; {
				page, err := p.Buried(p.ctx, before, size)
				p.must(err)
				if len(page) == 0 {
					break
				}
				for _, d := range page {
					if d.State != news.DeliveryBuried || d.Why != "because" {
						p.Errorf("Buried = %+v", d)
					}
				}
				got, before = append(got, texts(page)...), page[len(page)-1].ID
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				p.Errorf("Buried in pages of %d = %v, want %v", size, got, want)
			}
		}
		for _, row := range []struct{ chat, want int64 }{{2, 3}, {2, 0}, {3, 0}, {4, 0}} {
			if n, err := p.RedriveOf(p.ctx, row.chat); int64(n) != row.want || err != nil {
				p.Errorf("RedriveOf(%d) = %d, %v, want %d", row.chat, n, err, row.want)
			}
		}
		p.wantTexts("a2")
		if left, err := p.Buried(p.ctx, 0, 100); err != nil || fmt.Sprint(texts(left)) != "[c1 b1 a1]" {
			p.Errorf("Buried = %v, %v, want those of chat 1", texts(left), err)
		}
	}},
	{"TracesAreCounted", func(p *proof) {
		p.subscribe(7, 0, "t")
		for _, id := range []string{"one", "two", "three", "four"} {
			p.claim(article(id, "t"))
		}
		p.drain(10)
		d := p.next()
		p.send(d)
		d = p.next()
		p.must(p.Bury(p.ctx, d.ID, 0, "because"))
		p.must(p.Hold(p.ctx, p.next().ID, 0, p.clock.Now().Add(time.Hour)))
		for _, v := range []news.Vote{{Chat: 7, User: 7, Article: "one"}, {Chat: 7, User: 8, Article: "one"}, {Chat: -5, User: 7, Article: "two"}, {Chat: -5, User: 8, Article: "two"}} {
			v.Terms = map[string][]string{"t": {"headline"}}
			p.must(p.PutVote(p.ctx, v))
		}
		p.wantTraces(7, news.Traces{Waiting: 2, Told: 2, Votes: 3})
		p.must(p.Forget(p.ctx, 7))
		p.wantTraces(7, news.Traces{})
		p.wantTraces(-5, news.Traces{Votes: 1})
	}},
}

func (p *proof) wantTraces(chat int64, want news.Traces) {
	p.Helper()
	if got, err := p.Traces(p.ctx, chat); got != want || err != nil {
		p.Errorf("Traces(%d) = %+v, %v, want %+v", chat, got, err, want)
	}
}
