package storetest

import (
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

var queueRules = []rule{
	{"EnqueueIsIdempotentByKey", func(p *proof) {
		d := news.Delivery{Recipient: news.Recipient{Chat: -100, Thread: 3}, Text: hostile, Markup: `{"inline_keyboard":[]}`}
		for range 3 {
			p.must(p.Enqueue(p.ctx, hostile, d))
		}
		p.reopen()
		p.must(p.Enqueue(p.ctx, hostile, d))
		got := p.next()
		want := d
		want.ID, want.State, want.CreatedAt = got.ID, news.DeliveryPending, p.clock.Now()
		if !reflect.DeepEqual(got, want) {
			p.Errorf("Reserve = %+v, want %+v", got, want)
		}
		p.send(got)
		p.must(p.Enqueue(p.ctx, hostile, d))
		p.wantCounts(news.Counts{Sent: 1})
		if err := p.Enqueue(p.ctx, "", d); err == nil {
			p.Error("Enqueue without a key went well, want an error")
		}
	}},
	{"EnqueueHeedsNotBefore", func(p *proof) {
		p.must(p.Enqueue(p.ctx, "later", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "later", NotBefore: p.clock.Now().Add(time.Minute)}))
		p.enqueue(1, "behind it")
		p.enqueue(2, "elsewhere")
		p.wantTexts("elsewhere")
		p.clock.Advance(time.Minute)
		p.wantTexts("later", "elsewhere")
	}},
	{"ASentDeliveryIsDone", func(p *proof) {
		p.enqueue(1, "one")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		for range 2 {
			p.must(p.Finish(p.ctx, d.ID, 77))
		}
		p.begin(d.ID, 0, news.Done)
		p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now(), false, "late"))
		p.must(p.Bury(p.ctx, d.ID, 0, "late"))
		p.begin(d.ID, 0, news.Done)
		p.wantTexts()
		p.wantCounts(news.Counts{Sent: 1})
	}},
	{"WhatIsLeftKeepsItsPlace", func(p *proof) {
		markup := `{"inline_keyboard":[]}`
		p.must(p.Enqueue(p.ctx, "long", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "long", Markup: markup}))
		p.enqueue(1, "behind it")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now(), true, "timed out"))
		p.begin(d.ID, 0, news.InDoubt)
		for range 2 {
			p.must(p.Shorten(p.ctx, d.ID, 0, hostile))
		}
		p.reopen()
		rest := p.next()
		want := d
		want.Text = hostile
		if !reflect.DeepEqual(rest, want) {
			p.Errorf("Reserve = %+v, want %+v", rest, want)
		}
		p.send(rest)
		p.must(p.Shorten(p.ctx, d.ID, 0, "late"))
		p.wantTexts("behind it")
		p.wantCounts(news.Counts{Pending: 1, Sent: 1})
		old := p.acquire(news.SendLease, "first", true)
		p.clock.Advance(2 * time.Minute)
		p.acquire(news.SendLease, "second", true)
		p.wantFenced(p.Shorten(p.ctx, p.next().ID, old.Token, "fenced"))
		p.wantTexts("behind it")
	}},
	{"AnUnknownDeliveryIsDone", func(p *proof) {
		p.begin(4711, 0, news.Done)
		p.must(p.Finish(p.ctx, 4711, 1))
		p.must(p.Retry(p.ctx, 4711, 0, p.clock.Now().Add(time.Hour), true, ""))
		p.must(p.Bury(p.ctx, 4711, 0, ""))
		p.wantCounts(news.Counts{})
	}},
	{"AnInterruptedAttemptIsInDoubt", func(p *proof) {
		p.enqueue(1, "one")
		p.enqueue(1, "two")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.wantCounts(news.Counts{Attempting: 1, Pending: 1})
		p.reopen()
		got := p.next()
		if got.ID != d.ID || got.State != news.DeliveryAttempting || got.Attempts != 1 {
			p.Errorf("Reserve after a crash = %+v, want the attempting delivery %d", got, d.ID)
		}
		p.begin(d.ID, 0, news.InDoubt)
		p.must(p.Finish(p.ctx, d.ID, 5))
		p.wantTexts("two")
		p.wantCounts(news.Counts{Sent: 1, Pending: 1})
	}},
	{"ARetryInDoubtStaysSo", func(p *proof) {
		p.enqueue(1, "one")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now().Add(time.Second), true, "timed out"))
		p.wantTexts()
		p.clock.Advance(time.Second)
		if got := p.next(); got.State != news.DeliveryAttempting || got.Attempts != 1 || got.Why != "timed out" {
			p.Errorf("Reserve = %+v, want it attempting, timed out", got)
		}
		p.begin(d.ID, 0, news.InDoubt)
		p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now(), false, "refused"))
		if got := p.next(); got.State != news.DeliveryPending || got.Attempts != 2 || got.Why != "refused" {
			p.Errorf("Reserve = %+v, want it pending, refused", got)
		}
		p.begin(d.ID, 0, news.Go)
		p.wantCounts(news.Counts{Attempting: 1})
	}},
	{"NothingOvertakesARetry", func(p *proof) {
		p.enqueue(1, "one")
		p.enqueue(1, "two")
		p.enqueue(2, "other chat")
		d := p.reserve()[0]
		p.begin(d.ID, 0, news.Go)
		until := p.clock.Now().Add(30 * time.Second)
		p.must(p.Retry(p.ctx, d.ID, 0, until, false, "429"))
		p.wantTexts("other chat")
		p.clock.Advance(30*time.Second - time.Microsecond)
		p.wantTexts("other chat")
		p.clock.Advance(time.Microsecond)
		p.wantTexts("one", "other chat")
		if got := p.reserve()[0]; !got.NotBefore.IsZero() || got.State != news.DeliveryPending || got.Why != "429" {
			p.Errorf("Reserve = %+v, want no NotBefore any more", got)
		}
	}},
	{"ABuriedDeliveryLetsTheNextPass", func(p *proof) {
		p.enqueue(1, "poison")
		p.enqueue(1, "sound")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		for range 2 {
			p.must(p.Bury(p.ctx, d.ID, 0, "400 can't parse entities"))
		}
		p.begin(d.ID, 0, news.Done)
		p.wantTexts("sound")
		p.wantCounts(news.Counts{Buried: 1, Pending: 1})
	}},
	{"WhatArrivedAfterAllIsSent", func(p *proof) {
		p.enqueue(1, "slow")
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Bury(p.ctx, d.ID, 0, "given up"))
		p.must(p.Finish(p.ctx, d.ID, 9))
		p.wantCounts(news.Counts{Sent: 1})
		if n, err := p.Redrive(p.ctx); n != 0 || err != nil {
			p.Errorf("Redrive = %d, %v, want 0", n, err)
		}
	}},
	{"RedriveKeepsTheOrder", func(p *proof) {
		for _, text := range []string{"a", "b", "c", "d"} {
			p.enqueue(1, text)
		}
		p.enqueue(2, "stopped")
		for range 3 {
			d := p.reserve()[0]
			p.begin(d.ID, 0, news.Go)
			p.must(p.Bury(p.ctx, d.ID, 0, "poison"))
		}
		p.must(p.StopChat(p.ctx, 2, "blocked"))
		p.reopen()
		if n, err := p.Redrive(p.ctx); n != 3 || err != nil {
			p.Fatalf("Redrive = %d, %v, want 3", n, err)
		}
		p.wantCounts(news.Counts{Pending: 4, Buried: 1, Chats: 1})
		for _, want := range []string{"a", "b", "c", "d"} {
			d := p.next()
			if d.Text != want || d.Attempts != 0 || d.State != news.DeliveryPending {
				p.Errorf("Reserve = %+v, want %q pending", d, want)
			}
			p.send(d)
		}
		p.must(p.SetState(p.ctx, 2, news.ChatActive, ""))
		if n, err := p.Redrive(p.ctx); n != 1 || err != nil {
			p.Errorf("Redrive = %d, %v, want 1", n, err)
		}
		p.wantTexts("stopped")
	}},
}
