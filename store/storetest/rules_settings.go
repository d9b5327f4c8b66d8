package storetest

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

var settingsRules = []rule{
	{"SettingsAreKept", func(p *proof) {
		p.must(p.PutChat(p.ctx, news.Chat{ID: 1, Title: "Sara", Lang: "fa"}))
		t0 := p.clock.Now()
		want := news.ChatSettings{Zone: "Asia/Kabul", Quiet: news.Quiet{From: 23 * 60, To: 7 * 60}, Format: news.FormatCompact,
			Mutes: []news.Mute{{Kind: news.MuteTopic, ID: hostileID}, {Kind: news.MuteSource, ID: "irna", Until: t0.Add(time.Hour)}}}
		p.change(1, func(s *news.ChatSettings) { *s = want })
		p.change(2, func(s *news.ChatSettings) { s.Zone = "Europe/Moscow" })
		p.must(p.PutChat(p.ctx, news.Chat{ID: 1, Title: "Sara M", Settings: news.ChatSettings{Zone: "UTC"}}))
		p.must(p.SetLang(p.ctx, 1, "en"))
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		p.reopen()
		p.wantChat(news.Chat{ID: 1, Title: "Sara M", Lang: "en", State: news.ChatStopped, Why: "blocked", Settings: want})
		p.wantChat(news.Chat{ID: 2, State: news.ChatActive, Settings: news.ChatSettings{Zone: "Europe/Moscow"}})
		p.change(2, func(s *news.ChatSettings) { *s = news.ChatSettings{} })
		p.wantChat(news.Chat{ID: 2, State: news.ChatActive})
		p.wantCounts(news.Counts{Chats: 2})
	}},
	{"MutesThatAreOverAreLeftOut", func(p *proof) {
		t0 := p.clock.Now()
		mute := func(id string, until time.Time) news.Mute {
			return news.Mute{Kind: news.MuteTopic, ID: id, Until: until}
		}
		p.change(1, func(s *news.ChatSettings) {
			s.Mutes = []news.Mute{mute("past", t0.Add(-time.Second)), mute("now", t0), mute("soon", t0.Add(time.Second)), mute("never", time.Time{})}
		})
		p.wantChat(news.Chat{ID: 1, State: news.ChatActive, Settings: news.ChatSettings{Mutes: []news.Mute{mute("soon", t0.Add(time.Second)), mute("never", time.Time{})}}})
		p.clock.Advance(time.Minute)
		p.change(1, func(*news.ChatSettings) {})
		p.wantChat(news.Chat{ID: 1, State: news.ChatActive, Settings: news.ChatSettings{Mutes: []news.Mute{mute("never", time.Time{})}}})
	}},
	{"AChangeThatFailsChangesNothing", func(p *proof) {
		p.change(1, func(s *news.ChatSettings) { s.Zone = "Asia/Tehran" })
		no := errors.New("no")
		if _, err := p.ChangeSettings(p.ctx, 1, func(s *news.ChatSettings) error { s.Zone = "UTC"; return no }); !errors.Is(err, no) {
			p.Errorf("ChangeSettings = %v, want its change's error", err)
		}
		for _, bad := range []news.ChatSettings{{Zone: "Asia/Nowhere"}, {Quiet: news.Quiet{To: 1440}}, {Format: "loud"}, {Mutes: []news.Mute{{ID: "x"}}}} {
			if _, err := p.ChangeSettings(p.ctx, 2, func(s *news.ChatSettings) error { *s = bad; return nil }); err == nil {
				p.Errorf("ChangeSettings to %+v went well, want an error", bad)
			}
		}
		p.wantChat(news.Chat{ID: 1, State: news.ChatActive, Settings: news.ChatSettings{Zone: "Asia/Tehran"}})
		p.wantCounts(news.Counts{Chats: 1})
	}},
	{"TwoChangesAtOnceBothCount", func(p *proof) {
		var wg sync.WaitGroup
		const changes = 20
		for i := range changes {
			wg.Go(func() {
				p.change(1, func(s *news.ChatSettings) {
					s.Mutes = append(s.Mutes, news.Mute{Kind: news.MuteStory, ID: fmt.Sprint(i)})
				})
			})
		}
		wg.Wait()
		c, _, err := p.Chat(p.ctx, 1)
		if len(c.Settings.Mutes) != changes || err != nil {
			p.Errorf("Chat = %+v, %v, want %d mutes", c, err, changes)
		}
	}},
	{"ChatsAreListedInOrder", func(p *proof) {
		ids := []int64{math.MinInt64, -1002223334445, -77, -1, 1, 5, 7000000000}
		for i, id := range ids {
			if i%2 == 0 {
				p.must(p.PutChat(p.ctx, news.Chat{ID: id, Title: fmt.Sprint(id)}))
			} else {
				p.must(p.StopChat(p.ctx, id, "blocked"))
			}
			if got, err := p.Chats(p.ctx, 0, 100); len(got) != i+1 || err != nil {
				p.Errorf("Chats = %v, %v, want %d", got, err, i+1)
			}
		}
		p.change(5, func(s *news.ChatSettings) { s.Zone = "Asia/Tehran" })
		p.subscribe(8, 0, "terror")
		for _, size := range []int{1, 2, 100} {
			var got []int64
			for after := int64(0); ; {
				page, err := p.Chats(p.ctx, after, size)
				p.must(err)
				if len(page) == 0 {
					break
				}
				for _, c := range page {
					got = append(got, c.ID)
					p.wantChat(c)
				}
				after = got[len(got)-1]
			}
			if !reflect.DeepEqual(got, ids) {
				p.Errorf("Chats in pages of %d = %v, want %v", size, got, ids)
			}
		}
		p.must(p.MigrateChat(p.ctx, -77, -1000000000009))
		p.must(p.Forget(p.ctx, 1))
		p.must(p.PutChat(p.ctx, news.Chat{ID: 3}))
		var got []int64
		page, err := p.Chats(p.ctx, -1002223334445, 4)
		p.must(err)
		for _, c := range page {
			got = append(got, c.ID)
		}
		if want := []int64{-1000000000009, -1, 3, 5}; !reflect.DeepEqual(got, want) {
			p.Errorf("Chats = %v, want %v", got, want)
		}
	}},
	{"SubscriptionsHaveFiltersAndModes", func(p *proof) {
		t0 := p.clock.Now()
		want := news.Subscription{Recipient: news.Recipient{Chat: 1, Thread: 3}, Topic: "terror", Since: t0, Config: true,
			Filter: news.Filter{Langs: []string{"fa", "ps"}, Sources: []string{hostileID}, MinScore: 2.5, MinSeverity: news.SeverityHigh},
			Mode:   news.ModeDaily, At: 8 * 60}
		p.must(p.PutSubscription(p.ctx, want))
		p.clock.Advance(time.Hour)
		p.subscribe(1, 0, "terror")
		p.reopen()
		plain := news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: "terror", Since: t0.Add(time.Hour)}
		p.wantSubscriptions(1, plain, want)
		if config, err := p.ConfigSubscriptions(p.ctx); err != nil || !reflect.DeepEqual(config, []news.Subscription{want}) {
			p.Errorf("ConfigSubscriptions = %+v, %v, want %+v", config, err, want)
		}
		subscriber := news.Subscriber{Recipient: want.Recipient, Topics: []string{"terror"}, Filters: map[string]news.Filter{"terror": want.Filter}}
		p.wantSubscribers([]string{"terror"}, news.Subscriber{Recipient: plain.Recipient, Topics: []string{"terror"}}, subscriber)
		want.Filter, want.Mode, want.At, want.Since = news.Filter{}, news.ModeHourly, 0, time.Time{}
		p.must(p.PutSubscription(p.ctx, want))
		want.Since = t0
		p.wantSubscriptions(1, plain, want)
		subscriber.Filters = nil
		p.wantSubscribers([]string{"terror"}, news.Subscriber{Recipient: plain.Recipient, Topics: []string{"terror"}}, subscriber)
	}},
	{"SubscribersTellWhatTheyDoNotWant", func(p *proof) {
		strict := news.Filter{MinScore: 3}
		mutes := []news.Mute{{Kind: news.MuteSource, ID: "irna", Until: p.clock.Now().Add(time.Hour)}}
		p.subscribe(1, 0, "a", "b")
		p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: 2}, Topic: "b", Filter: strict}))
		p.subscribe(2, 0, "a")
		p.subscribe(3, 0, "a")
		p.subscribe(3, 9, "a")
		p.change(3, func(s *news.ChatSettings) { s.Mutes = mutes })
		p.change(1, func(s *news.ChatSettings) { s.Zone = "Asia/Tehran" })
		p.wantSubscribers([]string{"b", "a"},
			news.Subscriber{Recipient: news.Recipient{Chat: 1}, Topics: []string{"b", "a"}},
			news.Subscriber{Recipient: news.Recipient{Chat: 2}, Topics: []string{"b", "a"}, Filters: map[string]news.Filter{"b": strict}},
			news.Subscriber{Recipient: news.Recipient{Chat: 3}, Topics: []string{"a"}, Mutes: mutes},
			news.Subscriber{Recipient: news.Recipient{Chat: 3, Thread: 9}, Topics: []string{"a"}, Mutes: mutes})
		if _, err := p.DeleteSubscription(p.ctx, news.Recipient{Chat: 2}, "b"); err != nil {
			p.Error(err)
		}
		p.subscribe(2, 0, "b")
		p.change(3, func(s *news.ChatSettings) { s.Mutes = nil })
		for _, s := range p.subscribers([]string{"b", "a"}, 2) {
			if s.Particular() {
				p.Errorf("Subscribers = %+v, want none with filters or mutes", s)
			}
		}
	}},
	{"MigrationTakesSettingsAlong", func(p *proof) {
		mutes := []news.Mute{{Kind: news.MuteTopic, ID: "terror"}}
		strict := news.Filter{Langs: []string{"fa"}}
		put := func(chat int64, topic string, f news.Filter, m news.Mode) {
			p.must(p.PutSubscription(p.ctx, news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: topic, Filter: f, Mode: m}))
		}
		p.change(group, func(s *news.ChatSettings) { s.Zone, s.Mutes = "Asia/Kabul", mutes })
		put(group, "both", strict, news.ModeDaily)
		put(group, "old", strict, news.ModeHourly)
		put(supergroup, "both", news.Filter{}, news.ModeInstant)
		p.must(p.PutChat(p.ctx, news.Chat{ID: supergroup, Kind: "supergroup"}))
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantChat(news.Chat{ID: supergroup, Kind: "supergroup", State: news.ChatActive, Settings: news.ChatSettings{Zone: "Asia/Kabul", Mutes: mutes}})
		at := news.Recipient{Chat: supergroup}
		p.wantSubscriptions(supergroup,
			news.Subscription{Recipient: at, Topic: "both", Since: p.clock.Now(), Mode: news.ModeInstant},
			news.Subscription{Recipient: at, Topic: "old", Since: p.clock.Now(), Mode: news.ModeHourly, Filter: strict})
		p.wantSubscribers([]string{"both", "old"}, news.Subscriber{Recipient: at, Topics: []string{"both", "old"}, Mutes: mutes,
			Filters: map[string]news.Filter{"old": strict}})

		p.change(1, func(s *news.ChatSettings) { s.Format, s.Mutes = news.FormatHeadline, mutes })
		p.change(2, func(s *news.ChatSettings) { s.Zone = "UTC" })
		p.subscribe(2, 0, "own")
		p.must(p.MigrateChat(p.ctx, 1, 2))
		p.wantChat(news.Chat{ID: 2, State: news.ChatActive, Settings: news.ChatSettings{Zone: "UTC"}})
		p.wantSubscribers([]string{"own"}, news.Subscriber{Recipient: news.Recipient{Chat: 2}, Topics: []string{"own"}})
	}},
}

// hostileID is what an ID may hold at worst.
const hostileID = "«خبر» {}*\\\"' \u2066x\u2069"

// change changes a chat's settings.
func (p *proof) change(chat int64, change func(*news.ChatSettings)) {
	p.Helper()
	_, err := p.ChangeSettings(p.ctx, chat, func(s *news.ChatSettings) error { change(s); return nil })
	if err != nil {
		p.Error(err)
	}
}

func (p *proof) wantSubscribers(topics []string, want ...news.Subscriber) {
	p.Helper()
	if got := p.subscribers(topics, 100); !reflect.DeepEqual(got, want) {
		p.Errorf("Subscribers(%q) = %+v, want %+v", topics, got, want)
	}
}
