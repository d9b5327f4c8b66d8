package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestQuestionsEndWithTheRights holds that who may not change anything any more
// is told so at the answer to a question, and that it is closed: what they write
// next is heard as ever.
func TestQuestionsEndWithTheRights(t *testing.T) {
	w, owner, channel := monitored(t, bot.Config{})
	boss := w.guest("Boss")
	draft := w.ask(owner, "/watch @monitor Kabul")
	before := len(owner.Private().Messages())
	w.press(owner, owner.Private(), draft.ID, "✏️ Name", "")
	w.answer(owner.Private(), before)
	channel.Promote(boss, telegramtest.Admin)
	channel.Promote(owner, telegramtest.Left)
	if told := w.ask(owner, "Its name").Text; !strings.Contains(told, "Only the channel's admins") {
		t.Errorf("who runs the channel no more is told %q", told)
	}
	if told := w.ask(owner, "Kabul flood").Text; !strings.Contains(told, "search the archive") {
		t.Errorf("the next text is answered by %q", told)
	}
}

// TestQuestionsInGroupsEndWithTheRights holds the same of a group.
func TestQuestionsInGroupsEndWithTheRights(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner, other := w.telegram.User("Owner", "en"), w.telegram.User("Other", "en")
	group := w.telegram.Supergroup("Group", owner)
	group.Promote(other, telegramtest.Admin)
	group.AddBot(telegramtest.Admin)
	w.hears(group, "news alerts")
	id := w.watchID(group.ID(), "One")
	asked := w.rename(other, group, id)
	group.Promote(other, telegramtest.Member)
	w.clock.Advance(time.Hour)
	other.Reply(group, asked.ID, "Two")
	w.hears(group, "only admins can change settings")
	if name := w.nameOf(id); name != "One" {
		t.Errorf("the watch is called %q", name)
	}
}
