package storetest

import (
	"fmt"
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

var laneRules = []rule{
	{"OneDeliveryOfAChatAtATime", func(p *proof) {
		for i := range 3 {
			for _, r := range []news.Recipient{{Chat: 1}, {Chat: 1, Thread: 5}, {Chat: -2}} {
				text := fmt.Sprintf("%d to %d/%d", i, r.Chat, r.Thread)
				p.must(p.Enqueue(p.ctx, text, news.Delivery{Recipient: r, Text: text}))
			}
		}
		p.wantTexts("0 to 1/0", "0 to -2/0")
		p.wantTexts("0 to 1/0", "0 to -2/0")
		var got []string
		for range 6 {
			d := p.reserve()[0]
			for _, other := range p.reserve() {
				if other.Chat == 1 {
					d = other
				}
			}
			got = append(got, d.Text)
			p.send(d)
		}
		want := []string{"0 to 1/0", "0 to 1/5", "1 to 1/0", "1 to 1/5", "2 to 1/0", "2 to 1/5"}
		if !reflect.DeepEqual(got, want) {
			p.Errorf("chat 1 got %q, want %q", got, want)
		}
	}},
	{"OldestFirstAndLimited", func(p *proof) {
		for chat := int64(30); chat > 0; chat-- {
			p.enqueue(chat, fmt.Sprint(chat))
		}
		ds, err := p.Reserve(p.ctx, 3)
		p.must(err)
		if want := []string{"30", "29", "28"}; !reflect.DeepEqual(texts(ds), want) {
			p.Errorf("Reserve(3) = %q, want %q", texts(ds), want)
		}
		if ds, err := p.Reserve(p.ctx, 0); len(ds) != 0 || err != nil {
			p.Errorf("Reserve(0) = %v, %v, want none", ds, err)
		}
	}},
	{"AParkedChatWaitsAlone", func(p *proof) {
		until := p.clock.Now().Add(time.Hour)
		p.enqueue(1, "one")
		p.enqueue(2, "two")
		for range 2 {
			p.must(p.Park(p.ctx, 1, until))
			p.must(p.Park(p.ctx, 3, until))
		}
		p.enqueue(3, "parked before it came")
		p.wantTexts("two")
		p.reopen()
		p.wantTexts("two")
		p.clock.Advance(time.Hour)
		p.wantTexts("one", "two", "parked before it came")
		p.wantTexts("one", "two", "parked before it came")
	}},
	{"TheLastParkCounts", func(p *proof) {
		p.enqueue(1, "one")
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Hour)))
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Minute)))
		p.wantTexts()
		p.clock.Advance(time.Minute)
		p.wantTexts("one")
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Hour)))
		p.wantTexts()
		p.must(p.Park(p.ctx, 1, time.Time{}))
		p.wantTexts("one")
	}},
	{"ARetryDoesNotUnpark", func(p *proof) {
		p.enqueue(1, "one")
		p.enqueue(1, "two")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Hour)))
		p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now().Add(time.Second), false, ""))
		p.clock.Advance(time.Minute)
		p.wantTexts()
		p.must(p.Finish(p.ctx, d.ID, 1))
		p.wantTexts()
		p.clock.Advance(time.Hour)
		p.wantTexts("two")
	}},
	{"ClockSetBack", func(p *proof) {
		p.enqueue(1, "parked")
		p.enqueue(2, "put off")
		p.must(p.Enqueue(p.ctx, "later", news.Delivery{Recipient: news.Recipient{Chat: 3}, Text: "later", NotBefore: p.clock.Now().Add(time.Second)}))
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(50*time.Millisecond)))
		p.must(p.Park(p.ctx, 4, p.clock.Now().Add(time.Second)))
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now().Add(time.Second), false, "429"))
		p.enqueue(4, "parked before it came")
		p.wantTexts()
		p.clock.Advance(-30 * time.Second) // no more than a clock's usual mending
		p.wantTexts()
		p.reopen()
		p.clock.Advance(-time.Hour)
		p.wantTexts("parked", "put off", "later", "parked before it came")
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Minute)))
		p.wantTexts("put off", "later", "parked before it came")
		p.clock.Advance(time.Minute)
		p.wantTexts("parked", "put off", "later", "parked before it came")
		for _, d := range p.reserve() {
			p.send(d)
		}
		p.wantCounts(news.Counts{Sent: 4})
	}},
	{"WhatWasDueStaysDue", func(p *proof) {
		for chat := range int64(3) {
			p.enqueue(chat, fmt.Sprint("to ", chat))
		}
		for _, d := range p.reserve() {
			p.begin(d.ID, 0, news.Go)
			p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now().Add(time.Second), false, "429"))
		}
		p.clock.Advance(5 * time.Second)
		p.wantTexts("to 0", "to 1", "to 2")
		p.clock.Advance(-time.Hour)
		p.wantTexts("to 0", "to 1", "to 2")
		p.must(p.Enqueue(p.ctx, "urgent", news.Delivery{Recipient: news.Recipient{Chat: 0}, Text: "urgent", Class: news.ClassUrgent}))
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Second)))
		p.wantTexts("to 0", "to 2")
		p.clock.Advance(time.Second)
		p.wantTexts("to 0", "to 1", "to 2")
	}},
	{"ClockSetBackFreesLeases", func(p *proof) {
		old := p.acquire("send", "a", true)
		p.clock.Advance(-time.Hour)
		p.renew(old, true)
		p.acquire("send", "b", false)
		p.clock.Advance(-time.Hour) // and now its holder is dead
		fresh := p.acquire("send", "b", true)
		if fresh.Token <= old.Token {
			p.Errorf("the token is %d, want more than %d", fresh.Token, old.Token)
		}
		p.acquire("send", "a", false)
		p.clock.Advance(time.Minute)
		p.acquire("send", "a", true)
	}},
	{"AParkOutlastsTheDeliveries", func(p *proof) {
		p.enqueue(1, "one")
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Hour)))
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		p.must(p.SetState(p.ctx, 1, news.ChatActive, ""))
		p.enqueue(1, "two")
		p.wantTexts()
		p.clock.Advance(time.Hour)
		p.wantTexts("two")
	}},
}
