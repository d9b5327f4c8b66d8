package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestBroadcastEnds holds that a broadcast is over when nobody is left to get
// it, whatever its readers did in the meantime: blocked the bot before their
// turn came, or deleted what is stored of them.
func TestBroadcastEnds(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	admin := w.telegram.User("Admin", "en")
	c := bot.Config{Admins: []int64{admin.ID()}}
	w.start(c)
	var readers []*telegramtest.User
	for i := range 30 {
		readers = append(readers, w.guest(fmt.Sprint("Reader ", i)))
		w.clock.Advance(time.Minute)
	}
	admin.Say(admin.Private(), "/broadcast News of the day")
	draft := w.hears(admin.Private(), "This is how it looks")
	w.press(admin, admin.Private(), draft.ID, draft.Buttons[0][0].Text, "")
	w.until("it has begun", func() bool {
		w.clock.Advance(10 * time.Millisecond)
		n, err := w.store.Counts(t.Context())
		return err == nil && n.Sent > 3
	})
	readers[29].Block()
	w.until("stopped", func() bool { return w.state(readers[29].ID()) == news.ChatStopped })
	if err := w.store.Forget(t.Context(), readers[28].ID()); err != nil {
		t.Fatal(err)
	}
	w.stop() // and the process ends in the midst
	w.start(c)
	w.until("over", func() bool {
		w.clock.Advance(time.Second)
		return strings.Contains(admin.Private().Transcript(), "Done")
	})
	got := 0
	for _, u := range readers {
		got += w.arrived(u.Private(), "News of the day")
	}
	for _, m := range admin.Private().Messages() {
		if want := fmt.Sprintf("sent to %d of 31 chats. Failed: %d.", got+1, 30-got); m.ID == draft.ID && !strings.Contains(m.Text, want) {
			t.Errorf("the broadcast says %q, want %q", m.Text, want)
		}
	}
}

// full is a store that does not take a setting for a while.
type full struct {
	bot.Store
	key  string
	left atomic.Int32
}

func (f *full) PutSetting(ctx context.Context, key, value string) error {
	if strings.HasPrefix(key, f.key) && strings.Contains(value, "under way") == strings.HasPrefix(f.key, "broadcast:") && f.left.Add(-1) >= 0 {
		return errors.New("disk full")
	}
	return f.Store.PutSetting(ctx, key, value)
}

// TestABroadcastThatBeganIsNotLost has the store fail between the two writes by
// which a broadcast begins, and the process end there: the press that is handled
// again sees to both.
func TestABroadcastThatBeganIsNotLost(t *testing.T) {
	for _, key := range []string{"broadcasts", "broadcast:"} {
		t.Run(key, func(t *testing.T) {
			w := newWorld(t)
			admin := w.telegram.User("Admin", "en")
			c := bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}}
			f := &full{Store: w.books, key: key}
			f.left.Store(2)
			w.books = f
			w.start(c)
			joe := w.guest("Joe")
			admin.Say(admin.Private(), "/broadcast Hello all")
			draft := w.hears(admin.Private(), "This is how it looks")
			if _, err := admin.Press(admin.Private(), draft.ID, draft.Buttons[0][0].Text); err != nil {
				t.Fatal(err)
			}
			w.until("the store failed", func() bool { return f.left.Load() < 1 })
			w.stop()
			w.start(c)
			w.hears(joe.Private(), "Hello all")
		})
	}
}
