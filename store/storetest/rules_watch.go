package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

var watchRules = []rule{
	{"WatchesAreKept", func(p *proof) {
		t0 := p.clock.Now()
		w := p.watch("a", -1002223334445, 7, "بمب OR \"x y\"")
		w.Author, w.Name, w.Lang, w.Since = 6000000000, hostile, "fa", t0.Add(-time.Hour)
		p.must(p.PutWatch(p.ctx, w))
		p.must(p.PutWatch(p.ctx, w))
		other := p.watch("b", 5, 0, hostile)
		p.must(p.PutWatch(p.ctx, other))
		p.reopen()
		other.Since = t0
		for _, want := range []news.Watch{w, other} {
			if got, found, err := p.Watch(p.ctx, want.ID); got != want || !found || err != nil {
				p.Errorf("Watch = %+v, %v, %v, want %+v", got, found, err, want)
			}
		}
		if _, found, err := p.Watch(p.ctx, "none"); found || err != nil {
			p.Errorf("Watch of no ID = %v, %v, want none", found, err)
		}
		p.wantSubscriptions(w.Chat, news.Subscription{Recipient: w.Recipient, Topic: news.WatchTopic(w.ID), Since: w.Since})
		p.wantCounts(news.Counts{Watches: 2, Subscriptions: 2})
	}},
	{"AWatchIsEdited", func(p *proof) {
		w := p.watch("a", 1, 2, "first")
		p.must(p.PutWatch(p.ctx, w))
		w.Since = p.clock.Now()
		p.clock.Advance(time.Hour)
		strict := news.Subscription{Recipient: w.Recipient, Topic: news.WatchTopic(w.ID), Since: w.Since, Filter: news.Filter{MinScore: 1}}
		p.must(p.PutSubscription(p.ctx, strict))
		edited := w
		edited.Query, edited.Name, edited.Lang = "second", "name", "fa"
		again := edited
		again.Thread, again.Author, again.Since = 9, 9, p.clock.Now()
		p.must(p.PutWatch(p.ctx, again))
		if got, _, err := p.Watch(p.ctx, w.ID); got != edited || err != nil {
			p.Errorf("Watch = %+v, %v, want %+v", got, err, edited)
		}
		p.wantSubscriptions(1, strict)
	}},
	{"WatchesOfAChatAreOldestFirst", func(p *proof) {
		var want []news.Watch
		for i, id := range []string{"d", "b", "c", "a"} {
			w := p.watch(id, 1, i, "query")
			w.Since = p.clock.Now()
			p.must(p.PutWatch(p.ctx, w))
			want = append(want, w)
			if i > 0 {
				p.clock.Advance(time.Second)
			}
		}
		p.must(p.PutWatch(p.ctx, p.watch("e", 2, 0, "query")))
		want[0], want[1] = want[1], want[0] // of one time
		if got, err := p.WatchesOf(p.ctx, 1); !reflect.DeepEqual(got, want) || err != nil {
			p.Errorf("WatchesOf = %+v, %v, want %+v", got, err, want)
		}
		if got, err := p.WatchesOf(p.ctx, 3); got != nil || err != nil {
			p.Errorf("WatchesOf = %+v, %v, want none", got, err)
		}
	}},
	{"AWatchIsItsChatsAlone", func(p *proof) {
		w := p.watch("a", 1, 0, "query")
		p.must(p.PutWatch(p.ctx, w))
		w.Chat, w.Query = 2, "mine now"
		if err := p.PutWatch(p.ctx, w); !errors.Is(err, news.ErrUnknownWatch) {
			p.Errorf("PutWatch over another chat's = %v, want ErrUnknownWatch", err)
		}
		for _, id := range []string{w.ID, "none"} {
			s := news.Subscription{Recipient: w.Recipient, Topic: news.WatchTopic(id)}
			if err := p.PutSubscription(p.ctx, s); !errors.Is(err, news.ErrUnknownWatch) {
				p.Errorf("PutSubscription to watch %s = %v, want ErrUnknownWatch", id, err)
			}
			if found, err := p.DeleteWatch(p.ctx, 2, id); found || err != nil {
				p.Errorf("DeleteWatch of %s = %v, %v, want nothing", id, found, err)
			}
		}
		if got, _, err := p.Watch(p.ctx, w.ID); got.Query != "query" || got.Chat != 1 || err != nil {
			p.Errorf("Watch = %+v, %v, want it untouched", got, err)
		}
		p.wantCounts(news.Counts{Watches: 1, Subscriptions: 1})
	}},
	{"ADeletedWatchTakesItsSubscriptionsAlong", func(p *proof) {
		w := p.watch("a", 1, 2, "query")
		p.must(p.PutWatch(p.ctx, w))
		p.subscribe(1, 5, news.WatchTopic(w.ID))
		p.subscribe(1, 5, "terror")
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		for _, want := range []bool{true, false} {
			if found, err := p.DeleteWatch(p.ctx, 1, w.ID); found != want || err != nil {
				p.Errorf("DeleteWatch = %v, %v, want %v", found, err, want)
			}
		}
		p.must(p.SetState(p.ctx, 1, news.ChatActive, ""))
		if got := p.subscribers([]string{news.WatchTopic(w.ID)}, 5); len(got) != 0 {
			p.Errorf("Subscribers = %+v, want none", got)
		}
		p.wantCounts(news.Counts{Subscriptions: 1, Chats: 1})
	}},
	{"ChangesOfWatchesAreReadOn", func(p *proof) {
		var last int64
		want := func(limit int, want ...string) {
			p.Helper()
			changes, err := p.WatchChanges(p.ctx, last, limit)
			p.must(err)
			var got []string
			for _, c := range changes {
				if c.Revision <= last {
					p.Errorf("revision %d came after %d", c.Revision, last)
				}
				last = c.Revision
				line := c.Watch.ID + " " + c.Watch.Query
				if c.Gone {
					line = c.Watch.ID + " gone"
					if c.Watch != (news.Watch{ID: c.Watch.ID}) {
						p.Errorf("a watch that is gone = %+v, want its ID alone", c.Watch)
					}
				}
				got = append(got, line)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				p.Errorf("WatchChanges = %q, want %q", got, want)
			}
		}
		want(10)
		for _, id := range []string{"c", "a", "b"} {
			p.must(p.PutWatch(p.ctx, p.watch(id, 1, 0, "1")))
		}
		want(2, "c 1", "a 1")
		want(2, "b 1")
		want(2)
		p.must(p.PutWatch(p.ctx, p.watch("c", 1, 0, "1"))) // no change
		want(2)
		p.must(p.PutWatch(p.ctx, p.watch("c", 1, 0, "2")))
		_, err := p.DeleteWatch(p.ctx, 1, "a")
		p.must(err)
		p.must(p.PutWatch(p.ctx, p.watch("c", 1, 0, "3")))
		p.reopen()
		want(10, "a gone", "c 3")
		_, err = p.DeleteWatch(p.ctx, 1, "c")
		p.must(err)
		want(10, "c gone")
		p.must(p.PutWatch(p.ctx, p.watch("a", 1, 0, "4")))
		want(10, "a 4")
		last = 0
		want(10, "b 1", "c gone", "a 4")
	}},
	{"WatchesMigrate", func(p *proof) {
		w := p.watch("a", group, 0, hostile)
		w.Author, w.Since = 7, p.clock.Now()
		p.must(p.PutWatch(p.ctx, w))
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		w.Chat = supergroup
		if got, err := p.WatchesOf(p.ctx, supergroup); err != nil || !reflect.DeepEqual(got, []news.Watch{w}) {
			p.Errorf("WatchesOf the new chat = %+v, %v, want %+v", got, err, w)
		}
		if got, err := p.WatchesOf(p.ctx, group); got != nil || err != nil {
			p.Errorf("WatchesOf the old chat = %+v, %v, want none", got, err)
		}
		if got := p.subscribers([]string{news.WatchTopic(w.ID)}, 5); len(got) != 1 || got[0].Chat != supergroup {
			p.Errorf("Subscribers = %+v, want the new chat", got)
		}
		if found, err := p.DeleteWatch(p.ctx, supergroup, w.ID); !found || err != nil {
			p.Errorf("DeleteWatch = %v, %v, want it found", found, err)
		}
		p.wantCounts(news.Counts{})
	}},
}

// watch returns a watch.
func (p *proof) watch(id string, chat int64, thread int, query string) news.Watch {
	return news.Watch{ID: id, Recipient: news.Recipient{Chat: chat, Thread: thread}, Query: query}
}
