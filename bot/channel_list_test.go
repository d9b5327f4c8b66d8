package bot_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A barrier lets the calls of a method through once so many of them are there.
type barrier struct {
	method string
	most   int64
	there  atomic.Int64
	opened chan bool
}

func (b *barrier) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/"+b.method) {
		if b.there.Add(1) == b.most {
			close(b.opened)
		}
		select {
		case <-b.opened:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

// channels makes an owner of channels that the bot is in.
func (w *world) channels(owner *telegramtest.User, n int) (all []*telegramtest.Chat) {
	for i := range n {
		c := w.telegram.Channel("", fmt.Sprintf("Channel %02d", i), owner)
		c.AddBot(telegramtest.Admin)
		w.hears(owner.Private(), "now in your channel", c.Title())
		all = append(all, c)
	}
	return all
}

// TestChannelsAreAskedTogether holds that Telegram is asked about many channels
// at once, and not again for what it has just told.
func TestChannelsAreAskedTogether(t *testing.T) {
	const many = 8
	w := newWorld(t)
	gate := &barrier{method: "getChatMember", most: many, opened: make(chan bool)}
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.guest("Owner")
	all := w.channels(owner, many)
	w.stop() // which forgets what Telegram told
	w.wire = gate
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	w.clock.Freeze()
	for range 2 {
		before := len(owner.Private().Messages())
		owner.Say(owner.Private(), "/channels")
		m := w.answer(owner.Private(), before)
		for _, c := range all {
			if !strings.Contains(look(m), "📣 "+c.Title()) {
				t.Errorf("%s is not in the list: %s", c.Title(), look(m))
			}
		}
	}
	if n := gate.there.Load(); n != many {
		t.Errorf("Telegram was asked %d times", n)
	}
}

// TestOneChannelFailsNotTheList holds that a channel of which Telegram does not
// answer is listed as such, with all others, whether it is remembered or not.
func TestOneChannelFailsNotTheList(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}})
	owner := w.guest("Owner")
	all := w.channels(owner, 4)
	if err := w.store.Forget(t.Context(), all[2].ID()); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Hour)
	for chat, method := range map[*telegramtest.Chat]string{all[1]: "getChatMember", all[2]: "getChat"} {
		w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: method, Chat: chat.ID(), Count: -1, RetryAfter: 60})
	}
	m := w.ask(owner, "/channels")
	for _, part := range []string{"📣 Channel 00", "⏳ Channel 01", fmt.Sprint("⏳ ", all[2].ID()), "📣 Channel 03", "does not tell me"} {
		if !strings.Contains(look(m), part) {
			t.Errorf("%q is not in the list: %s", part, look(m))
		}
	}
	w.telegram.Heal()
	w.press(owner, owner.Private(), m.ID, "⏳ Channel 01", "")
	w.until("its settings", func() bool { return strings.Contains(w.last(owner.Private()), "Channel 01") })
}
