package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestExpectReadsLikeAStory holds that Expect goes on where it ended, that
// edits count, and that a failure shows the chat.
func TestExpectReadsLikeAStory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{})
		sara := s.User("Sara", "en")
		chat := sara.Private()
		sara.Say(chat, "/start")
		go func() {
			for i, text := range []string{"one", "two", "one again"} {
				time.Sleep(time.Second)
				get(t.Context(), s, "sendMessage", "chat_id="+itoa(sara.ID())+"&text="+strings.ReplaceAll(text, " ", "%20"))
				if i == 2 {
					time.Sleep(time.Second)
					get(t.Context(), s, "editMessageText", "chat_id="+itoa(sara.ID())+"&message_id=2&text=changed")
				}
			}
		}()
		if a, b := sara.Expect(t, "one"), sara.Expect(t, "one", "again"); a.ID != 2 || b.ID != 4 {
			t.Errorf("expected %d, then %d", a.ID, b.ID)
		}
		if m := chat.Expect(t, "changed"); m.ID != 2 || !m.Edited {
			t.Errorf("the edit is %+v", m)
		}
		chat.ExpectNothing(t, time.Minute)
		failed := &failure{TB: t}
		failed.catch(func() { chat.Expect(failed, "never") })
		for _, want := range []string{`a message of bot that says "never" did not come`, "Sara: /start", "bot: changed (edited)"} {
			if !strings.Contains(failed.text, want) {
				t.Errorf("the failure says %q, without %q", failed.text, want)
			}
		}
		failed.catch(func() { sara.Tap(failed, chat, "Subscribe") })
		if !strings.Contains(failed.text, `there is no button "Subscribe"`) {
			t.Errorf("the failure says %q", failed.text)
		}
	})
}

// A failure is a test that notes how it failed.
type failure struct {
	testing.TB
	text string
}

func (f *failure) Helper() {}
func (f *failure) Fatalf(format string, args ...any) {
	f.text = fmt.Sprintf(format, args...)
	panic(f)
}

// catch runs what is to fail.
func (f *failure) catch(do func()) {
	defer func() {
		if r := recover(); r != f {
			panic(r)
		}
	}()
	do()
}
