package storetest

import (
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

var queueRules = []rule{
	{"EnqueueIsIdempotentByKey", func(b *bench) {
		d := news.Delivery{Recipient: news.Recipient{Chat: -100, Thread: 3}, Text: hostile, Markup: `{"inline_keyboard":[]}`}
		for range 3 {
			b.must(b.Enqueue(b.ctx, hostile, d))
		}
		b.reopen()
		b.must(b.Enqueue(b.ctx, hostile, d))
		got := b.next()
		want := d
		want.ID, want.State, want.CreatedAt = got.ID, news.DeliveryPending, b.clock.Now()
		if !reflect.DeepEqual(got, want) {
			b.Errorf("Reserve = %+v, want %+v", got, want)
		}
		b.send(got)
		b.must(b.Enqueue(b.ctx, hostile, d))
		b.wantCounts(news.Counts{Sent: 1})
		if err := b.Enqueue(b.ctx, "", d); err == nil {
			b.Error("Enqueue without a key went well, want an error")
		}
	}},
	{"EnqueueHeedsNotBefore", func(b *bench) {
		b.must(b.Enqueue(b.ctx, "later", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "later", NotBefore: b.clock.Now().Add(time.Minute)}))
		b.enqueue(1, "behind it")
		b.enqueue(2, "elsewhere")
		b.wantTexts("elsewhere")
		b.clock.Advance(time.Minute)
		b.wantTexts("later", "elsewhere")
	}},
	{"ASentDeliveryIsDone", func(b *bench) {
		b.enqueue(1, "one")
		d := b.next()
		b.begin(d.ID, 0, news.Go)
		for range 2 {
			b.must(b.Finish(b.ctx, d.ID, 77))
		}
		b.begin(d.ID, 0, news.Done)
		b.must(b.Retry(b.ctx, d.ID, b.clock.Now(), false, "late"))
		b.must(b.Bury(b.ctx, d.ID, "late"))
		b.begin(d.ID, 0, news.Done)
		b.wantTexts()
		b.wantCounts(news.Counts{Sent: 1})
	}},
	{"AnUnknownDeliveryIsDone", func(b *bench) {
		b.begin(4711, 0, news.Done)
		b.must(b.Finish(b.ctx, 4711, 1))
		b.must(b.Retry(b.ctx, 4711, b.clock.Now().Add(time.Hour), true, ""))
		b.must(b.Bury(b.ctx, 4711, ""))
		b.wantCounts(news.Counts{})
	}},
	{"AnInterruptedAttemptIsInDoubt", func(b *bench) {
		b.enqueue(1, "one")
		b.enqueue(1, "two")
		d := b.next()
		b.begin(d.ID, 0, news.Go)
		b.wantCounts(news.Counts{Attempting: 1, Pending: 1})
		b.reopen()
		got := b.next()
		if got.ID != d.ID || got.State != news.DeliveryAttempting || got.Attempts != 1 {
			b.Errorf("Reserve after a crash = %+v, want the attempting delivery %d", got, d.ID)
		}
		b.begin(d.ID, 0, news.InDoubt)
		b.must(b.Finish(b.ctx, d.ID, 5))
		b.wantTexts("two")
		b.wantCounts(news.Counts{Sent: 1, Pending: 1})
	}},
	{"ARetryInDoubtStaysSo", func(b *bench) {
		b.enqueue(1, "one")
		d := b.next()
		b.begin(d.ID, 0, news.Go)
		b.must(b.Retry(b.ctx, d.ID, b.clock.Now().Add(time.Second), true, "timed out"))
		b.wantTexts()
		b.clock.Advance(time.Second)
		if got := b.next(); got.State != news.DeliveryAttempting || got.Attempts != 1 || got.Why != "timed out" {
			b.Errorf("Reserve = %+v, want it attempting, timed out", got)
		}
		b.begin(d.ID, 0, news.InDoubt)
		b.must(b.Retry(b.ctx, d.ID, b.clock.Now(), false, "refused"))
		if got := b.next(); got.State != news.DeliveryPending || got.Attempts != 2 || got.Why != "refused" {
			b.Errorf("Reserve = %+v, want it pending, refused", got)
		}
		b.begin(d.ID, 0, news.Go)
		b.wantCounts(news.Counts{Attempting: 1})
	}},
	{"NothingOvertakesARetry", func(b *bench) {
		b.enqueue(1, "one")
		b.enqueue(1, "two")
		b.enqueue(2, "other chat")
		d := b.reserve()[0]
		b.begin(d.ID, 0, news.Go)
		until := b.clock.Now().Add(30 * time.Second)
		b.must(b.Retry(b.ctx, d.ID, until, false, "429"))
		b.wantTexts("other chat")
		b.clock.Advance(30*time.Second - time.Microsecond)
		b.wantTexts("other chat")
		b.clock.Advance(time.Microsecond)
		b.wantTexts("one", "other chat")
		if got := b.reserve()[0]; !got.NotBefore.Equal(until) || got.State != news.DeliveryPending || got.Why != "429" {
			b.Errorf("Reserve = %+v, want NotBefore %v", got, until)
		}
	}},
	{"ABuriedDeliveryLetsTheNextPass", func(b *bench) {
		b.enqueue(1, "poison")
		b.enqueue(1, "sound")
		d := b.next()
		b.begin(d.ID, 0, news.Go)
		for range 2 {
			b.must(b.Bury(b.ctx, d.ID, "400 can't parse entities"))
		}
		b.begin(d.ID, 0, news.Done)
		b.wantTexts("sound")
		b.wantCounts(news.Counts{Buried: 1, Pending: 1})
	}},
	{"WhatArrivedAfterAllIsSent", func(b *bench) {
		b.enqueue(1, "slow")
		d := b.next()
		b.begin(d.ID, 0, news.Go)
		b.must(b.Bury(b.ctx, d.ID, "given up"))
		b.must(b.Finish(b.ctx, d.ID, 9))
		b.wantCounts(news.Counts{Sent: 1})
		if n, err := b.Redrive(b.ctx); n != 0 || err != nil {
			b.Errorf("Redrive = %d, %v, want 0", n, err)
		}
	}},
	{"RedriveKeepsTheOrder", func(b *bench) {
		for _, text := range []string{"a", "b", "c", "d"} {
			b.enqueue(1, text)
		}
		b.enqueue(2, "stopped")
		for range 3 {
			d := b.reserve()[0]
			b.begin(d.ID, 0, news.Go)
			b.must(b.Bury(b.ctx, d.ID, "poison"))
		}
		b.must(b.StopChat(b.ctx, 2, "blocked"))
		b.reopen()
		if n, err := b.Redrive(b.ctx); n != 3 || err != nil {
			b.Fatalf("Redrive = %d, %v, want 3", n, err)
		}
		b.wantCounts(news.Counts{Pending: 4, Buried: 1, Chats: 1})
		for _, want := range []string{"a", "b", "c", "d"} {
			d := b.next()
			if d.Text != want || d.Attempts != 0 || d.State != news.DeliveryPending {
				b.Errorf("Reserve = %+v, want %q pending", d, want)
			}
			b.send(d)
		}
		b.must(b.PutChat(b.ctx, news.Chat{ID: 2}))
		if n, err := b.Redrive(b.ctx); n != 1 || err != nil {
			b.Errorf("Redrive = %d, %v, want 1", n, err)
		}
		b.wantTexts("stopped")
	}},
	{"AnOldSenderIsFenced", func(b *bench) {
		b.enqueue(1, "one")
		d := b.next()
		old := b.acquire(news.SendLease, "first", true)
		b.acquire("other", "someone", true)
		b.begin(d.ID, old.Token, news.Go)
		b.clock.Advance(2 * time.Minute)
		fresh := b.acquire(news.SendLease, "second", true)
		b.begin(d.ID, old.Token, news.Fenced)
		b.must(b.Finish(b.ctx, d.ID, 3))
		b.begin(d.ID, fresh.Token, news.Done)
		b.enqueue(1, "two")
		d = b.next()
		b.begin(d.ID, old.Token, news.Fenced)
		if got := b.next(); got.Attempts != 0 || got.State != news.DeliveryPending {
			b.Errorf("a fenced Begin left %+v, want it untouched", got)
		}
		b.must(b.Release(b.ctx, fresh))
		b.begin(d.ID, old.Token, news.Fenced)
		b.begin(d.ID, fresh.Token, news.Go)
	}},
	{"ManySendersBeginEachOnce", func(b *bench) {
		const chats, each = 20, 5
		for i := range each {
			for chat := range int64(chats) {
				b.enqueue(chat+1, fmt.Sprintf("%d/%d", chat, i))
			}
		}
		for range each {
			var wg sync.WaitGroup
			for _, d := range b.reserve() {
				wg.Go(func() {
					if start, err := b.Begin(b.ctx, d.ID, 0); start != news.Go || err != nil {
						b.Errorf("Begin(%d) = %v, %v, want Go", d.ID, start, err)
					}
					if err := b.Finish(b.ctx, d.ID, 1); err != nil {
						b.Error(err)
					}
				})
			}
			wg.Wait()
		}
		b.wantCounts(news.Counts{Sent: chats * each})
	}},
}

var laneRules = []rule{
	{"OneDeliveryOfAChatAtATime", func(b *bench) {
		for i := range 3 {
			for _, r := range []news.Recipient{{Chat: 1}, {Chat: 1, Thread: 5}, {Chat: -2}} {
				text := fmt.Sprintf("%d to %d/%d", i, r.Chat, r.Thread)
				b.must(b.Enqueue(b.ctx, text, news.Delivery{Recipient: r, Text: text}))
			}
		}
		b.wantTexts("0 to 1/0", "0 to -2/0")
		b.wantTexts("0 to 1/0", "0 to -2/0")
		var got []string
		for range 6 {
			d := b.reserve()[0]
			for _, other := range b.reserve() {
				if other.Chat == 1 {
					d = other
				}
			}
			got = append(got, d.Text)
			b.send(d)
		}
		want := []string{"0 to 1/0", "0 to 1/5", "1 to 1/0", "1 to 1/5", "2 to 1/0", "2 to 1/5"}
		if !reflect.DeepEqual(got, want) {
			b.Errorf("chat 1 got %q, want %q", got, want)
		}
	}},
	{"OldestFirstAndLimited", func(b *bench) {
		for chat := int64(30); chat > 0; chat-- {
			b.enqueue(chat, fmt.Sprint(chat))
		}
		ds, err := b.Reserve(b.ctx, 3)
		b.must(err)
		if want := []string{"30", "29", "28"}; !reflect.DeepEqual(texts(ds), want) {
			b.Errorf("Reserve(3) = %q, want %q", texts(ds), want)
		}
		if ds, err := b.Reserve(b.ctx, 0); len(ds) != 0 || err != nil {
			b.Errorf("Reserve(0) = %v, %v, want none", ds, err)
		}
	}},
	{"AParkedChatWaitsAlone", func(b *bench) {
		until := b.clock.Now().Add(time.Hour)
		b.enqueue(1, "one")
		b.enqueue(2, "two")
		for range 2 {
			b.must(b.Park(b.ctx, 1, until))
			b.must(b.Park(b.ctx, 3, until))
		}
		b.enqueue(3, "parked before it came")
		b.wantTexts("two")
		b.reopen()
		b.wantTexts("two")
		b.clock.Advance(time.Hour)
		b.wantTexts("one", "two", "parked before it came")
		b.wantTexts("one", "two", "parked before it came")
	}},
	{"TheLastParkCounts", func(b *bench) {
		b.enqueue(1, "one")
		b.must(b.Park(b.ctx, 1, b.clock.Now().Add(time.Hour)))
		b.must(b.Park(b.ctx, 1, b.clock.Now().Add(time.Minute)))
		b.wantTexts()
		b.clock.Advance(time.Minute)
		b.wantTexts("one")
		b.must(b.Park(b.ctx, 1, b.clock.Now().Add(time.Hour)))
		b.wantTexts()
		b.must(b.Park(b.ctx, 1, time.Time{}))
		b.wantTexts("one")
	}},
	{"ARetryDoesNotUnpark", func(b *bench) {
		b.enqueue(1, "one")
		b.enqueue(1, "two")
		d := b.next()
		b.begin(d.ID, 0, news.Go)
		b.must(b.Park(b.ctx, 1, b.clock.Now().Add(time.Hour)))
		b.must(b.Retry(b.ctx, d.ID, b.clock.Now().Add(time.Second), false, ""))
		b.clock.Advance(time.Minute)
		b.wantTexts()
		b.must(b.Finish(b.ctx, d.ID, 1))
		b.wantTexts()
		b.clock.Advance(time.Hour)
		b.wantTexts("two")
	}},
	{"AParkOutlastsTheDeliveries", func(b *bench) {
		b.enqueue(1, "one")
		b.must(b.Park(b.ctx, 1, b.clock.Now().Add(time.Hour)))
		b.must(b.StopChat(b.ctx, 1, "blocked"))
		b.must(b.PutChat(b.ctx, news.Chat{ID: 1}))
		b.enqueue(1, "two")
		b.wantTexts()
		b.clock.Advance(time.Hour)
		b.wantTexts("two")
	}},
}
