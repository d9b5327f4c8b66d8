package storetest

import (
	"time"

	"github.com/rasadnews/rasad/news"
)

var batchRules = []rule{
	{"ABatchTellsWhatBecameOfIt", func(p *proof) {
		d := news.Delivery{Text: "to all", Class: news.ClassBroadcast, Expires: p.clock.Now().Add(time.Hour)}
		p.enqueue(1, "no part of it")
		for range 2 {
			p.must(p.EnqueueAll(p.ctx, hostile, d, []int64{2, 3, 4, 5, 6, 7, 8, group}))
		}
		p.must(p.EnqueueAll(p.ctx, "other", d, []int64{2}))
		p.wantBatch(hostile, news.Batch{Written: 8, Waiting: 8}, 0)
		by := map[int64]news.Delivery{}
		for _, d := range p.reserve() {
			by[d.Chat] = d
		}
		p.must(p.Hold(p.ctx, by[8].ID, 0, p.clock.Now().Add(time.Minute)))
		p.wantBatch(hostile, news.Batch{Written: 8, Waiting: 8}, 0)
		for range 2 {
			p.must(p.Finish(p.ctx, by[2].ID, 1))
			p.must(p.Bury(p.ctx, by[3].ID, 0, "because"))
			p.must(p.Drop(p.ctx, by[4].ID, 0, "cancelled"))
			p.must(p.StopChat(p.ctx, 5, "blocked"))
			p.must(p.Forget(p.ctx, 6))
			p.must(p.MigrateChat(p.ctx, group, supergroup))
		}
		p.begin(by[7].ID, 0, news.Go)
		p.reopen()
		p.wantBatch(hostile, news.Batch{Written: 8, Waiting: 3, Sent: 1, Dropped: 1}, 3)
		p.clock.Advance(time.Minute)
		p.reserve() // what was held comes back
		if _, err := p.Redrive(p.ctx); err != nil {
			p.Error(err)
		}
		p.wantBatch(hostile, news.Batch{Written: 8, Waiting: 4, Sent: 1, Dropped: 1}, 2)
		p.clock.Advance(time.Hour)
		for range 2 {
			p.must(p.Bury(p.ctx, by[7].ID, 0, "too late"))
			p.must(p.Finish(p.ctx, by[3].ID, 1))
			p.must(p.Forget(p.ctx, 8))
			p.must(p.Forget(p.ctx, 2))
			p.must(p.StopChat(p.ctx, supergroup, "kicked"))
		}
		p.wantBatch(hostile, news.Batch{Written: 8, Sent: 2, Dropped: 1}, 5)
		p.wantBatch("other", news.Batch{Written: 1}, 1)
		p.wantBatch("unknown", news.Batch{}, 0)
	}},
}

func (p *proof) wantBatch(key string, want news.Batch, failed int64) {
	p.Helper()
	if got, err := p.Batch(p.ctx, key); got != want || got.Failed() != failed || err != nil {
		p.Errorf("Batch = %+v, %v, %d failed, want %+v, %d failed", got, err, got.Failed(), want, failed)
	}
}
