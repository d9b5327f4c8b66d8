package bot_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestTwoAdminsPressAtOnce has two admins of one channel change a subscription at
// the same moment, each from their own chat: both have their way. One whom the
// other was quicker than, and who ended it, does not bring it back.
func TestTwoAdminsPressAtOnce(t *testing.T) {
	w := newWorld(t)
	m := &meeting{Store: w.books, met: make(chan struct{})}
	w.books = m
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner, joe := w.guest("Owner"), w.guest("Joe")
	channel := w.telegram.Channel("", "Mine", owner)
	channel.Promote(joe, telegramtest.Admin)
	channel.AddBot(telegramtest.Admin)
	w.hears(owner.Private(), "I am now in your channel")
	w.subscribe(channel.ID(), "terrorism")
	m.of.Store(2)
	press := func(u *telegramtest.User, words string) *telegramtest.Callback {
		return w.offered(u, u.Private(), "@"+strconv.FormatInt(channel.ID(), 36)+":uf:"+key("terrorism")+":"+words)
	}
	for _, q := range []*telegramtest.Callback{press(owner, "m:critical"), press(joe, "p:5")} {
		if a, err := q.Answer(t.Context()); a.Alert || err != nil {
			t.Errorf("Answer = %+v, %v", a, err)
		}
	}
	all, err := w.store.Subscriptions(t.Context(), channel.ID())
	if err != nil || len(all) != 1 || all[0].Filter.MinSeverity != news.SeverityCritical || all[0].Filter.MinScore != 5 {
		t.Errorf("Subscriptions = %+v, %v, want what both said", all, err)
	}
	m.before.Store(func() {
		if _, err := w.store.DeleteSubscription(t.Context(), news.Recipient{Chat: channel.ID()}, "terrorism"); err != nil {
			t.Error(err)
		}
	})
	if a, err := press(joe, "p:3").Answer(t.Context()); a.Text == "" || err != nil {
		t.Errorf("Answer = %+v, %v, want that there is nothing to change", a, err)
	}
	if w.subscribed(channel.ID(), "terrorism") {
		t.Error("a subscription that one admin ended came back by the press of another")
	}
}

// A meeting is a store where some changes of subscriptions wait for each other,
// so that all have read what is there before the first of them writes, or where
// something happens before.
type meeting struct {
	bot.Store
	of     atomic.Int32
	met    chan struct{}
	before atomic.Value // func()
}

func (m *meeting) ChangeSubscription(ctx context.Context, r news.Recipient, topic string, change func(*news.Subscription) error) (bool, error) {
	if before, ok := m.before.Load().(func()); ok {
		before()
	}
	first := true
	return m.Store.ChangeSubscription(ctx, r, topic, func(s *news.Subscription) error {
		if first {
			first = false
			switch left := m.of.Add(-1); {
			case left == 0:
				close(m.met)
			case left > 0:
				<-m.met
			}
		}
		return change(s)
	})
}

// key is that of a topic in the data of buttons.
func key(topic string) string {
	sum := sha256.Sum256([]byte(topic))
	return hex.EncodeToString(sum[:8])
}
