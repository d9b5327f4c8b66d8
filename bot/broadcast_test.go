package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestBroadcastTranscript(t *testing.T) {
	operates(t, "broadcast", bot.Config{}, func(r *record, fa bool) {
		r.guest("Reza")
		group := r.telegram.Supergroup("Group", r.user)
		group.AddBot(telegramtest.Admin)
		r.hears(group, "/topics")
		r.ask("/broadcast")
		r.ask("/broadcast 1 < 2 & <b>so")
		r.ask("/broadcast <b>سلام</b> &amp; <i>hello</i>\nto all")
		r.more()
		r.tap(pick(r, "🚫"))
		r.ask("/broadcast Good news")
		r.more()
		r.text.WriteString("(press) " + three(r) + "\n")
		if _, err := r.user.Press(r.chat, r.last, three(r)); err != nil {
			r.t.Fatal(err)
		}
		r.until("over", func() bool {
			r.clock.Advance(time.Second)
			return strings.HasPrefix(r.message(r.last).Text, "✅")
		})
		r.text.WriteString(look(r.message(r.last)))
	})
}

// TestBroadcastReachesEachOnce begins a broadcast by two presses at once, ends
// the process in the midst, and finds that each chat got it once, but for who
// is denied, and has blocked the bot.
func TestBroadcastReachesEachOnce(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	c := bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}}
	w.start(c)
	var readers []*telegramtest.User
	for i := range 40 {
		readers = append(readers, w.guest(fmt.Sprint("Reader ", i)))
	}
	admin.Say(admin.Private(), fmt.Sprint("/deny ", readers[0].ID()))
	w.hears(admin.Private(), "can no longer use")
	readers[1].Deactivate()
	admin.Say(admin.Private(), "/broadcast News of the day")
	draft := w.hears(admin.Private(), "This is how it looks")
	label := draft.Buttons[0][0].Text
	for range 2 {
		if _, err := admin.Press(admin.Private(), draft.ID, label); err != nil {
			t.Fatal(err)
		}
	}
	w.until("some arrived", func() bool { return w.arrived(readers[2].Private(), "News of the day") == 1 })
	w.stop()
	w.start(c)
	w.until("all arrived", func() bool {
		n, err := w.store.Counts(t.Context())
		return err == nil && n.Pending+n.Attempting == 0 && w.arrived(readers[39].Private(), "News of the day") == 1
	})
	for i, u := range readers {
		want := 1
		if i < 2 {
			want = 0
		}
		if n := w.arrived(u.Private(), "News of the day"); n != want {
			t.Errorf("reader %d got it %d times, want %d", i, n, want)
		}
	}
	if n := w.arrived(admin.Private(), "News of the day"); n != 2 { // as preview, and as all
		t.Errorf("the admin got it %d times, want twice", n)
	}
}

// TestBroadcastKeepsItsForm holds that what the operator formatted in the app
// arrives as it looks there, and that its signs are signs then.
func TestBroadcastKeepsItsForm(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	joe := w.guest("Joe")
	const form = `🎉 <b>News <i>of the</i></b> 1 &lt; 2: <a href="https://news.example/?a=1&amp;b=2">خبر</a>` + "\n<blockquote expandable>so</blockquote>"
	admin.SayFormatted(admin.Private(), "/broadcast  "+form)
	draft := w.hears(admin.Private(), "This is how it looks")
	w.press(admin, admin.Private(), draft.ID, draft.Buttons[0][0].Text, "")
	if got := w.hears(joe.Private(), "News of the"); got.HTML != form {
		t.Errorf("it arrived as %s, want %s", got.HTML, form)
	}
}

// TestBroadcastIsCancelled holds that nobody gets any more of a broadcast that
// is cancelled.
func TestBroadcastIsCancelled(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	admin := w.telegram.User("Admin", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}})
	var readers []*telegramtest.User
	for i := range 30 {
		readers = append(readers, w.guest(fmt.Sprint("Reader ", i)))
		w.clock.Advance(time.Minute)
	}
	admin.Say(admin.Private(), "/broadcast News of the day")
	draft := w.hears(admin.Private(), "This is how it looks")
	w.press(admin, admin.Private(), draft.ID, draft.Buttons[0][0].Text, "")
	arrived := func() (n int) {
		for _, u := range readers {
			n += w.arrived(u.Private(), "News of the day")
		}
		return n
	}
	w.until("some arrived", func() bool { w.clock.Advance(10 * time.Millisecond); return arrived() > 3 })
	w.press(admin, admin.Private(), draft.ID, "🚫 Cancel", "")
	w.until("all is settled", func() bool {
		w.clock.Advance(time.Second)
		n, err := w.store.Counts(t.Context())
		return err == nil && n.Pending+n.Attempting == 0
	})
	if n := arrived(); n >= len(readers) {
		t.Errorf("%d of %d got a cancelled broadcast", n, len(readers))
	}
	w.hears(admin.Private(), "Cancelled")
}

// three returns the label of the button for three chats.
func three(r *record) string {
	if strings.Contains(look(r.message(r.last)), "(۳)") {
		return pick(r, "(۳)")
	}
	return pick(r, "(3)")
}
