package storetest

import (
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// far is a moment whose microseconds are more than a floating-point number holds.
var far = time.Date(2400, 2, 29, 12, 0, 0, 123457000, time.UTC)

// exactRules are about what comes back as it went in, and moves so, however odd.
var exactRules = []rule{
	{"FarTimesAreExact", func(p *proof) {
		job := news.Job{Key: "far", Due: far, Work: "w"}
		note := news.Note{Name: "far", Chat: 1, Text: "t", Expires: far.Add(3 * time.Microsecond)}
		d := news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "t", NotBefore: far, Expires: far.Add(time.Microsecond)}
		p.must(p.Schedule(p.ctx, job))
		p.must(p.PutNote(p.ctx, note))
		p.must(p.Enqueue(p.ctx, "far", d))
		p.must(p.Park(p.ctx, 2, far))
		other := p.file()
		p.copyTo(other)
		p.wantSame(other, p.clock.Now())
		for _, s := range []store.Store{p.Store, other} {
			if got, ok, err := s.Scheduled(p.ctx, "far"); err != nil || !ok || got != job {
				p.Errorf("Scheduled = %+v, %v, %v, want %+v", got, ok, err, job)
			}
			if got, ok, err := s.Note(p.ctx, "far"); err != nil || !ok || got != note {
				p.Errorf("Note = %+v, %v, %v, want %+v", got, ok, err, note)
			}
			got, err := s.Waiting(p.ctx, 1, 1)
			p.must(err)
			if len(got) != 1 || !got[0].NotBefore.Equal(far) || !got[0].Expires.Equal(d.Expires) {
				p.Errorf("Waiting = %+v, want one that waits until %v", got, far)
			}
		}
		near := news.Job{Key: "far", Due: p.clock.Now(), Work: "now"}
		p.must(p.Schedule(p.ctx, near))
		if got, _, err := p.Scheduled(p.ctx, "far"); err != nil || got != near {
			p.Errorf("Scheduled = %+v, %v, want %+v in its place", got, err, near)
		}
		p.wantDue(9, "far")
	}},
	{"InvalidTextIsReplaced", func(p *proof) {
		const bad, good = "a\xff\xfe\xed\xa0\x80z", "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz"
		p.must(p.Enqueue(p.ctx, "bad", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: bad, Markup: bad}))
		p.must(p.EnqueueAll(p.ctx, "all", news.Delivery{Text: bad}, []int64{2}))
		p.must(p.PutWatch(p.ctx, news.Watch{ID: "w", Recipient: news.Recipient{Chat: 1}, Name: bad, Query: bad, Lang: "fa"}))
		for chat := int64(1); chat <= 2; chat++ {
			d, err := p.Waiting(p.ctx, chat, 1)
			p.must(err)
			if len(d) != 1 || d[0].Text != good || chat == 1 && d[0].Markup != good {
				p.Errorf("Waiting(%d) = %+v, want %+q", chat, d, good)
			}
		}
		d, err := p.Waiting(p.ctx, 1, 1)
		p.must(err)
		p.begin(d[0].ID, 0, news.Go)
		p.must(p.Shorten(p.ctx, d[0].ID, 0, bad+"2"))
		if d, err = p.Waiting(p.ctx, 1, 1); err != nil || len(d) != 1 || d[0].Text != good+"2" {
			p.Errorf("Waiting = %+v, %v after Shorten, want %+q", d, err, good+"2")
		}
		if w, err := p.WatchesOf(p.ctx, 1); err != nil || len(w) != 1 || w[0].Name != good || w[0].Query != good {
			p.Errorf("WatchesOf = %+v, %v, want %+q", w, err, good)
		}
		p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: 3}, Topic: bad, Mode: bad}))
		if s, err := p.Subscribers(p.ctx, []string{bad}, news.Recipient{}, 2); err != nil || len(s) != 1 || s[0].Topics[0] != good {
			p.Errorf("Subscribers = %+v, %v, want one of %+q", s, err, good)
		}
		if s, err := p.Subscriptions(p.ctx, 3); err != nil || len(s) != 1 || s[0].Topic != good || s[0].Mode != good {
			p.Errorf("Subscriptions = %+v, %v, want %+q", s, err, good)
		}
		p.claim(news.Claim{Keys: []string{bad}, Article: news.Article{ID: bad}, Matches: []news.Match{{Topic: bad}}})
		for _, topic := range []string{bad, good} {
			if a, err := p.Latest(p.ctx, []string{topic}, 2); err != nil || len(a) != 1 || a[0].Article.ID != good {
				p.Errorf("Latest(%+q) = %+v, %v, want article %+q", topic, a, err, good)
			}
		}
		if seen, err := p.Seen(p.ctx, []string{bad, good}); err != nil || !seen[0] || seen[1] {
			p.Errorf("Seen = %v, %v, want that only the bytes that came were seen", seen, err)
		}
		p.must(p.PutSetting(p.ctx, bad, bad))
		if v, err := p.Setting(p.ctx, good); err != nil || v != good {
			p.Errorf("Setting = %+q, %v, want %+q", v, err, good)
		}
		other := p.file()
		p.copyTo(other)
		p.wantSame(other, p.clock.Now())
	}},
}
