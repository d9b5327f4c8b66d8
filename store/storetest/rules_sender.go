package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// senderRules are about many senders, of which one at a time holds the lease.
var senderRules = []rule{
	{"AnOldSenderIsFenced", func(p *proof) {
		p.enqueue(1, "one")
		d := p.next()
		old := p.acquire(news.SendLease, "first", true)
		p.acquire("other", "someone", true)
		p.begin(d.ID, old.Token, news.Go)
		p.clock.Advance(2 * time.Minute)
		fresh := p.acquire(news.SendLease, "second", true)
		p.begin(d.ID, old.Token, news.Fenced)
		p.must(p.Finish(p.ctx, d.ID, 3))
		p.begin(d.ID, fresh.Token, news.Done)
		p.enqueue(1, "two")
		d = p.next()
		p.begin(d.ID, old.Token, news.Fenced)
		if got := p.next(); got.Attempts != 0 || got.State != news.DeliveryPending {
			p.Errorf("a fenced Begin left %+v, want it untouched", got)
		}
		p.must(p.Release(p.ctx, fresh))
		p.begin(d.ID, old.Token, news.Fenced)
		p.begin(d.ID, fresh.Token, news.Go)
	}},
	{"AnOldSenderPutsNothingOff", func(p *proof) {
		p.enqueue(1, "one")
		d := p.next()
		old := p.acquire(news.SendLease, "first", true)
		p.begin(d.ID, old.Token, news.Go)
		p.clock.Advance(2 * time.Minute)
		fresh := p.acquire(news.SendLease, "second", true)
		p.begin(d.ID, fresh.Token, news.InDoubt)
		before := p.next()
		p.wantFenced(p.Retry(p.ctx, d.ID, old.Token, p.clock.Now().Add(time.Hour), false, "429"))
		p.wantFenced(p.Retry(p.ctx, d.ID, old.Token, p.clock.Now().Add(time.Hour), true, "timed out"))
		p.wantFenced(p.Bury(p.ctx, d.ID, old.Token, "given up"))
		if got := p.next(); !reflect.DeepEqual(got, before) {
			p.Errorf("Reserve after fenced calls = %+v, want %+v", got, before)
		}
		p.wantFenced(p.Bury(p.ctx, 4711, old.Token, "unknown"))
		p.must(p.Retry(p.ctx, d.ID, fresh.Token, p.clock.Now(), false, "refused"))
		p.must(p.Bury(p.ctx, d.ID, fresh.Token, "given up"))
		p.wantCounts(news.Counts{Buried: 1})
	}},
	{"DoubtsCountAttemptsOnce", func(p *proof) {
		p.enqueue(1, "one")
		id := p.next().ID
		retry := func(inDoubt bool) {
			p.Helper()
			p.must(p.Retry(p.ctx, id, 0, p.clock.Now(), inDoubt, "why"))
		}
		p.wantDoubts(0)
		p.begin(id, 0, news.Go)
		p.wantDoubts(0)
		retry(true)
		retry(true) // the same call again
		p.wantDoubts(1)
		p.begin(id, 0, news.InDoubt) // the doubt that is counted
		p.wantDoubts(1)
		p.reopen()
		p.begin(id, 0, news.InDoubt) // its sender died
		p.wantDoubts(2)
		retry(false)
		p.wantDoubts(2)
		retry(true) // no attempt is under way
		p.wantDoubts(2)
		p.begin(id, 0, news.InDoubt)
		p.wantDoubts(2)
		p.must(p.Bury(p.ctx, id, 0, "given up"))
		if n, err := p.Redrive(p.ctx); n != 1 || err != nil {
			p.Fatalf("Redrive = %d, %v, want 1", n, err)
		}
		p.wantDoubts(0)
		p.begin(id, 0, news.Go)
		p.wantDoubts(0)
	}},
	{"ManySendersBeginEachOnce", func(p *proof) {
		const chats, each = 20, 5
		for i := range each {
			for chat := range int64(chats) {
				p.enqueue(chat+1, fmt.Sprintf("%d/%d", chat, i))
			}
		}
		for range each {
			var wg sync.WaitGroup
			for _, d := range p.reserve() {
				wg.Go(func() {
					if start, err := p.Begin(p.ctx, d.ID, 0); start != news.Go || err != nil {
						p.Errorf("Begin(%d) = %v, %v, want Go", d.ID, start, err)
					}
					if err := p.Finish(p.ctx, d.ID, 1); err != nil {
						p.Error(err)
					}
				})
			}
			wg.Wait()
		}
		p.wantCounts(news.Counts{Sent: chats * each})
	}},
}

func (p *proof) wantFenced(err error) {
	p.Helper()
	if !errors.Is(err, news.ErrFenced) {
		p.Errorf("with an old token: %v, want %v", err, news.ErrFenced)
	}
}

func (p *proof) wantDoubts(want int) {
	p.Helper()
	if got := p.next(); got.Doubts != want {
		p.Errorf("Doubts = %d, want %d", got.Doubts, want)
	}
}
