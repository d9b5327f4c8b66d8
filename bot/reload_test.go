package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/message"
)

// TestReloadSpeaksTheReadersLanguage holds that an admin is told in their own
// language what came of it, and of faults, which are the program's English, in a
// block that runs from left to right; that of too many the number is told.
func TestReloadSpeaksTheReadersLanguage(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("مدیر", "fa")
	done := make(chan bot.Reloaded, 1)
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}, Reload: func(context.Context) bot.Reloaded { return <-done }})
	l := message.In("fa")
	ask := func(r bot.Reloaded) string {
		done <- r
		before := len(admin.Private().Messages())
		admin.Say(admin.Private(), "/reload")
		m := w.answer(admin.Private(), before)
		w.clock.Advance(time.Minute)
		if len(r.Faults) > 0 && (len(m.Entities) == 0 || m.Entities[0].Type != "pre") {
			t.Errorf("faults are told among Persian words: %q", m.Text)
		}
		return m.Text
	}
	if said := ask(bot.Reloaded{NoFile: true}); said != l.Label(message.ReloadNever) {
		t.Errorf("without a file: %q", said)
	}
	if said := ask(bot.Reloaded{Restart: []string{"store"}}); !strings.Contains(said, "راه\u200cاندازی دوباره") || !strings.Contains(said, "store") {
		t.Errorf("with a restart needed: %q", said)
	}
	faults := make([]string, 45)
	for i := range faults {
		faults[i] = fmt.Sprintf("config.yaml:%d:1: unknown key \"موضوع\"", i+1)
	}
	said := ask(bot.Reloaded{Faults: faults})
	want := l.Label(message.ReloadFaults, "Count", 45) + "\n" + strings.Join(faults[:40], "\n") + "\n" + l.Label(message.AndMore, "Count", 5)
	if said != want {
		t.Errorf("of many faults: %q, want %q", said, want)
	}
}
