package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/rasadnews/rasad/news"
)

var changeRules = []rule{
	{"ASubscriptionIsChanged", func(p *proof) {
		at := news.Recipient{Chat: 1, Thread: 3}
		want := news.Subscription{Recipient: at, Topic: hostileID, Since: p.clock.Now(), Config: true, Mode: news.ModeHourly}
		p.must(p.PutSubscription(p.ctx, want))
		p.subscribe(1, 0, hostileID)
		want.Filter, want.Mode, want.At = news.Filter{Sources: []string{hostileID}, MinScore: 0.5}, news.ModeDaily, 90
		p.changeSubscription(at, hostileID, true, func(s *news.Subscription) { s.Filter, s.Mode, s.At = want.Filter, want.Mode, want.At })
		p.reopen()
		p.wantSubscriptions(1, news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: hostileID, Since: p.clock.Now()}, want)
		p.wantSubscribers([]string{hostileID}, news.Subscriber{Recipient: news.Recipient{Chat: 1}, Topics: []string{hostileID}},
			news.Subscriber{Recipient: at, Topics: []string{hostileID}, Filters: map[string]news.Filter{hostileID: want.Filter}})
		no := errors.New("no")
		if _, err := p.ChangeSubscription(p.ctx, at, hostileID, func(s *news.Subscription) error {
			s.Filter.Sources[0], s.Mode = "other", news.ModeInstant
			return no
		}); !errors.Is(err, no) {
			p.Errorf("ChangeSubscription = %v, want its change's error", err)
		}
		p.wantSubscriptions(1, news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: hostileID, Since: p.clock.Now()}, want)
		if config, err := p.ConfigSubscriptions(p.ctx); len(config) != 1 || err != nil {
			p.Errorf("ConfigSubscriptions = %+v, %v, want one", config, err)
		}
		want.Config = false
		p.changeSubscription(at, hostileID, true, func(s *news.Subscription) { s.Config = false })
		p.wantSubscriptions(1, news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: hostileID, Since: p.clock.Now()}, want)
		if config, err := p.ConfigSubscriptions(p.ctx); len(config) != 0 || err != nil {
			p.Errorf("ConfigSubscriptions = %+v, %v, want none", config, err)
		}
		p.wantCounts(news.Counts{Subscriptions: 2})
	}},
	{"AChangeBringsNoSubscriptionBack", func(p *proof) {
		at := news.Recipient{Chat: 1}
		p.changeSubscription(at, "a", false, func(*news.Subscription) { p.Error("there is nothing to change") })
		p.subscribe(1, 0, "a")
		p.changeSubscription(at, "a", false, func(s *news.Subscription) { // it is ended meanwhile
			if _, err := p.DeleteSubscription(p.ctx, at, "a"); err != nil {
				p.Error(err)
			}
			s.Mode = news.ModeHourly
		})
		p.wantSubscriptions(1)
	}},
	{"TwoChangesOfASubscriptionBothCount", func(p *proof) {
		const changes = 10
		at := news.Recipient{Chat: 1}
		p.subscribe(1, 0, "a")
		var wg sync.WaitGroup
		for i := range changes {
			wg.Go(func() {
				p.changeSubscription(at, "a", true, func(s *news.Subscription) {
					s.Filter.Langs = append(s.Filter.Langs, fmt.Sprint("l", i))
				})
			})
		}
		wg.Wait()
		got, err := p.Subscriptions(p.ctx, 1)
		p.must(err)
		if langs := got[0].Filter.Langs; len(langs) != changes || len(slices.Compact(slices.Sorted(slices.Values(langs)))) != changes {
			p.Errorf("Subscriptions = %+v, want all of %d changes", got, changes)
		}
	}},
}

func (p *proof) changeSubscription(at news.Recipient, topic string, want bool, change func(*news.Subscription)) {
	p.Helper()
	got, err := p.ChangeSubscription(p.ctx, at, topic, func(s *news.Subscription) error { change(s); return nil })
	if got != want || err != nil {
		p.Errorf("ChangeSubscription = %v, %v, want %v", got, err, want)
	}
}
