package storetest

import (
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// holdRules are about deliveries that are held out of their lanes, and those
// that are dropped.
var holdRules = []rule{
	{"WhatIsHeldLetsOthersPass", func(p *proof) {
		for _, text := range []string{"one", "two", "three"} {
			p.enqueue(1, text)
		}
		until := p.clock.Now().Add(time.Hour)
		one := p.next()
		for range 2 {
			p.must(p.Hold(p.ctx, one.ID, 0, until))
		}
		p.wantTexts("two")
		p.wantCounts(news.Counts{Pending: 2, Held: 1})
		p.begin(one.ID, 0, news.Done)
		p.must(p.Retry(p.ctx, one.ID, 0, time.Time{}, false, "held ones are left alone"))
		p.reopen()
		p.wantBack(1, "one")
		if d := p.held(1)[0]; !d.NotBefore.Equal(until) || d.State != news.DeliveryHeld {
			p.Errorf("HeldBack = %+v, want it held until %s", d, until)
		}
		p.send(p.next())
		p.clock.Advance(time.Hour - time.Second)
		p.wantTexts("three")
		p.clock.Advance(time.Second)
		p.wantTexts("one")
		if d := p.next(); !d.Held || d.Asked || !d.NotBefore.IsZero() {
			p.Errorf("Reserve = %+v, want one that was held", d)
		}
		p.wantBack(1)
		p.send(p.next())
		p.send(p.next())
		p.wantCounts(news.Counts{Sent: 3})
	}},
	{"HeldOnesComeBackTogether", func(p *proof) {
		for i := range 3 {
			p.enqueue(1, fmt.Sprint(i))
		}
		for range 3 {
			p.must(p.Hold(p.ctx, p.next().ID, 0, p.clock.Now().Add(time.Hour)))
		}
		p.enqueue(2, "another chat's")
		p.wantTexts("another chat's")
		p.clock.Advance(time.Hour)
		p.wantTexts("0", "another chat's")
		if got := fmt.Sprint(texts(p.waiting(1))); got != "[0 1 2]" {
			p.Errorf("the lane is %s, want [0 1 2]", got)
		}
	}},
	{"LetGoBringsBackOneChats", func(p *proof) {
		for chat := range int64(2) {
			p.enqueue(chat+1, fmt.Sprint("of ", chat+1))
		}
		for _, d := range p.reserve() {
			p.must(p.Hold(p.ctx, d.ID, 0, p.clock.Now().Add(time.Hour)))
		}
		for range 2 {
			p.must(p.LetGo(p.ctx, 1))
		}
		p.must(p.AskFor(p.ctx, news.Recipient{Chat: 3}))
		if d := p.next(); d.Text != "of 1" || !d.Held || d.Asked {
			p.Errorf("Reserve = %+v, want that of chat 1", d)
		}
		p.must(p.AskFor(p.ctx, news.Recipient{Chat: 2}))
		p.wantTexts("of 1", "of 2")
		if d := p.waiting(2)[0]; !d.Held || !d.Asked {
			p.Errorf("Waiting = %+v, want it asked for", d)
		}
		p.wantCounts(news.Counts{Pending: 2})
	}},
	{"AThreadIsAskedForByItself", func(p *proof) {
		for thread := range 3 {
			p.put(1, fmt.Sprint("of thread ", thread), news.Delivery{Recipient: news.Recipient{Chat: 1, Thread: thread}})
			p.must(p.Hold(p.ctx, p.next().ID, 0, p.clock.Now().Add(time.Hour)))
		}
		two := news.Recipient{Chat: 1, Thread: 2}
		p.must(p.AskFor(p.ctx, news.Recipient{Chat: 1, Thread: 3}))
		p.must(p.AskFor(p.ctx, two))
		if ds := p.waiting(1); fmt.Sprint(texts(ds)) != "[of thread 2]" || !ds[0].Asked {
			p.Errorf("Waiting = %+v, want what was asked for", ds)
		}
		p.wantBack(1, "of thread 0", "of thread 1")
		p.must(p.LetGo(p.ctx, 1))
		p.wantBack(1)
		p.wantCounts(news.Counts{Pending: 3})
	}},
	{"OnlyWaitingOnesAreHeld", func(p *proof) {
		until := p.clock.Now().Add(time.Hour)
		p.enqueue(1, "under way")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Hold(p.ctx, d.ID, 0, until))
		p.must(p.Hold(p.ctx, 4711, 0, until))
		p.wantTexts("under way")
		p.must(p.Finish(p.ctx, d.ID, 1))
		p.must(p.Hold(p.ctx, d.ID, 0, until))
		p.wantCounts(news.Counts{Sent: 1})
	}},
	{"AnOldSenderHoldsAndDropsNothing", func(p *proof) {
		p.enqueue(1, "one")
		old := p.acquire(news.SendLease, "first", true)
		p.clock.Advance(2 * time.Minute)
		p.acquire(news.SendLease, "second", true)
		d := p.next()
		p.wantFenced(p.Hold(p.ctx, d.ID, old.Token, p.clock.Now().Add(time.Hour)))
		p.wantFenced(p.Drop(p.ctx, d.ID, old.Token, "muted"))
		p.wantCounts(news.Counts{Pending: 1})
	}},
	{"WhatArrivedWhileHeldHasArrived", func(p *proof) {
		p.enqueue(1, "one")
		d := p.next()
		p.must(p.Hold(p.ctx, d.ID, 0, p.clock.Now().Add(time.Hour)))
		p.must(p.Finish(p.ctx, d.ID, 1))
		p.wantBack(1)
		p.clock.Advance(2 * time.Hour)
		p.wantTexts()
		p.wantCounts(news.Counts{Sent: 1})
	}},
	{"PartsAreHeldAndDroppedWithTheWhole", func(p *proof) {
		ids := p.backlog(1, 5)
		p.must(p.Join(p.ctx, ids[0], 0, ids[1:2]))
		p.must(p.Hold(p.ctx, ids[0], 0, p.clock.Now().Add(time.Hour)))
		p.must(p.Join(p.ctx, ids[2], 0, ids[3:4]))
		for range 2 {
			p.must(p.Drop(p.ctx, ids[2], 0, "muted"))
		}
		p.wantCounts(p.told(news.Counts{Pending: 1, Held: 1, Joined: 1, Dropped: 2}))
		if d := p.held(1)[0]; fmt.Sprint(parts(d)) != "[a1]" {
			p.Errorf("HeldBack has the parts %v, want [a1]", parts(d))
		}
		p.begin(ids[2], 0, news.Done)
		p.must(p.Finish(p.ctx, ids[2], 1))
		if n, err := p.Redrive(p.ctx); n != 0 || err != nil {
			p.Errorf("Redrive = %d, %v, want none: what is dropped is so for good", n, err)
		}
		p.again("a2")
		p.again("a3")
		p.clock.Advance(time.Hour)
		if d := p.next(); d.ID != ids[0] || fmt.Sprint(parts(d)) != "[a1]" {
			p.Errorf("Reserve = %+v, want the first, with its part", d)
		}
		p.wantCounts(p.told(news.Counts{Pending: 2, Joined: 1, Dropped: 2}))
	}},
	{"AStoppedChatsHeldOnesAreBuried", func(p *proof) {
		p.enqueue(1, "one")
		p.must(p.Hold(p.ctx, p.next().ID, 0, p.clock.Now().Add(time.Hour)))
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		p.wantBack(1)
		p.wantCounts(news.Counts{Buried: 1, Chats: 1})
		p.must(p.SetState(p.ctx, 1, news.ChatActive, ""))
		if n, err := p.Redrive(p.ctx); n != 1 || err != nil {
			p.Errorf("Redrive = %d, %v, want 1", n, err)
		}
		p.wantTexts("one")
	}},
	{"AMigratedChatsHeldOnesAreJudgedAnew", func(p *proof) {
		p.subscribe(supergroup, 0, "terror")
		ids := p.backlog(group, 3)
		of := p.waiting(supergroup)
		p.must(p.Hold(p.ctx, ids[0], 0, p.clock.Now().Add(time.Hour)))
		p.must(p.Hold(p.ctx, of[1].ID, 0, p.clock.Now().Add(time.Hour)))
		p.must(p.Drop(p.ctx, ids[2], 0, "muted"))
		p.must(p.Drop(p.ctx, of[2].ID, 0, "muted"))
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantBack(group)
		p.wantBack(supergroup)
		var got []string
		for _, d := range p.waiting(supergroup) {
			got = append(got, d.Article)
		}
		if fmt.Sprint(got) != "[a0 a1]" {
			p.Errorf("the new chat's lane is %q, want each article once", got)
		}
		p.wantCounts(p.told(news.Counts{Pending: 2, Dropped: 1}))
	}},
	{"AForgottenChatHasNothingHeld", func(p *proof) {
		ids := p.backlog(1, 3)
		p.must(p.Join(p.ctx, ids[0], 0, ids[1:2]))
		p.must(p.Hold(p.ctx, ids[0], 0, p.clock.Now().Add(time.Hour)))
		p.must(p.Drop(p.ctx, ids[2], 0, "muted"))
		p.must(p.Forget(p.ctx, 1))
		p.wantBack(1)
		p.wantCounts(p.told(news.Counts{Dropped: 1}))
		p.clock.Advance(2 * time.Hour)
		p.wantTexts()
	}},
	{"ClockSetBackHoldsNothing", func(p *proof) {
		p.enqueue(1, "one")
		p.must(p.Hold(p.ctx, p.next().ID, 0, p.clock.Now().Add(time.Hour)))
		p.clock.Advance(-30 * time.Second)
		p.wantTexts()
		p.clock.Advance(-time.Hour)
		p.wantTexts("one")
	}},
	{"AHeldUrgentOneLeavesItsClass", func(p *proof) {
		p.put(1, "urgent", news.Delivery{Class: news.ClassUrgent})
		p.put(1, "digest", news.Delivery{Class: news.ClassDigest})
		p.must(p.Hold(p.ctx, p.next().ID, 0, p.clock.Now().Add(time.Hour)))
		if d := p.next(); d.Class != news.ClassDigest {
			p.Errorf("the lane's class is %d, want %d", d.Class, news.ClassDigest)
		}
		p.must(p.LetGo(p.ctx, 1))
		if d := p.next(); d.Class != news.ClassUrgent || d.Text != "urgent" {
			p.Errorf("Reserve = %+v, want the urgent one", d)
		}
	}},
}

// held returns what is held for a chat.
func (p *proof) held(chat int64) []news.Delivery {
	p.Helper()
	found, err := p.HeldBack(p.ctx, chat, 100)
	p.must(err)
	return found
}

func (p *proof) wantBack(chat int64, want ...string) {
	p.Helper()
	if got := texts(p.held(chat)); fmt.Sprint(got) != fmt.Sprint(want) {
		p.Errorf("held for chat %d is %q, want %q", chat, got, want)
	}
}
