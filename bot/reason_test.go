package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
)

// TestReasonsAreInTheReadersLanguage holds that an operator is told in their
// language why nothing goes to a chat, unless Telegram says it.
func TestReasonsAreInTheReadersLanguage(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "fa")
	w.start(bot.Config{Admins: []int64{admin.ID()}, Limits: bot.Limits{Off: true}})
	joe, mina := w.guest("Joe"), w.guest("Mina")
	admin.Say(admin.Private(), fmt.Sprint("/deny ", joe.ID()))
	w.until("denied", func() bool { return w.why(joe.ID()) != "" })
	mina.Block()
	w.until("blocked", func() bool { return w.why(mina.ID()) != "" })
	for _, row := range []struct{ name, says string }{{"Joe", "او را مسدود کرد"}, {"Mina", "ربات آنجا مسدود"}} {
		admin.Say(admin.Private(), "/users "+row.name)
		list := w.hears(admin.Private(), "👤 \u2068"+row.name)
		w.press(admin, admin.Private(), list.ID, list.Buttons[0][0].Text, "")
		w.hears(admin.Private(), row.says)
	}
	for _, english := range []string{"by an admin", "the bot is"} {
		if said := admin.Private().Transcript(); strings.Contains(said, english) {
			t.Errorf("an operator who reads Persian is told %q:\n%s", english, said)
		}
	}
}
