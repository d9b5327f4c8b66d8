package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
)

// TestPauseEndsByItself holds that alerts are paused for as long as was said,
// over a restart too, and go out by themselves then.
func TestPauseEndsByItself(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	c := bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}}
	w.start(c)
	w.clock.Freeze()
	joe := w.guest("Joe")
	w.subscribe(joe.ID(), "terrorism")
	admin.Say(admin.Private(), "/pause")
	w.hears(admin.Private(), "Alerts are paused")
	admin.Say(admin.Private(), "/pause 1h")
	w.hears(admin.Private(), "paused until", "10:00")
	w.publish("While paused", "terrorism")
	w.held(1)
	w.stop()
	w.start(c)
	w.clock.Advance(59 * time.Minute)
	admin.Say(admin.Private(), "/status")
	w.hears(admin.Private(), "Alerts are paused", "by themselves")
	w.held(1)
	w.clock.Advance(time.Minute)
	w.hears(joe.Private(), "While paused")
	w.publish("Afterwards", "terrorism")
	w.hears(joe.Private(), "Afterwards")
	admin.Say(admin.Private(), "/resume")
	w.hears(admin.Private(), "not paused")
}

// TestOperatorsWordsAreHeeded holds that words behind a command that mean nothing
// there are not passed over: nothing is done.
func TestOperatorsWordsAreHeeded(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	loads := 0
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}, Reload: func(context.Context) bot.Reloaded {
		loads++
		return bot.Reloaded{}
	}})
	w.ask(admin, "/resume tomorrow")
	w.ask(admin, "/pause")
	for _, command := range []string{"/pause soon", "/resume tomorrow", "/reload sources"} {
		if m := w.ask(admin, command); !strings.Contains(m.Text, "don't understand") {
			t.Errorf("%s: %s", command, m.Text)
		}
	}
	if m := w.ask(admin, "/status"); !strings.Contains(m.Text, "Alerts are paused") || strings.Contains(m.Text, "by themselves") || loads != 0 {
		t.Errorf("after commands that make no sense: %s, %d loads", m.Text, loads)
	}
}
