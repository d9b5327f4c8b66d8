package bot_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

func TestChannelsTranscript(t *testing.T) {
	talks(t, "channels", func(r *record, fa bool) {
		r.ask("/channels")
		channel := r.telegram.Channel("monitor", "Monitor <1>", r.user)
		channel.AddBot(telegramtest.Admin)
		r.text.WriteString("(the bot becomes an admin of the channel)\n\n")
		r.more()
		r.tap(pick(r, "➕"))
		r.tap(pick(r, "⚙️"))
		r.tap(pick(r, "📄"))
		r.tap(pick(r, "📣"))
		r.ask("/channels @monitor")
		r.ask("/channels @elsewhere")
		if all, err := r.store.Subscriptions(r.t.Context(), channel.ID()); len(all) != 1 || err != nil {
			r.t.Errorf("the channel's subscriptions are %v, %v", all, err)
		}
		if n := r.arrived(channel, ""); n != 0 {
			r.t.Errorf("the channel's readers saw settings: %s", channel.Transcript())
		}
	})
}

// TestChannelsAreRunByTheirAdmins holds that nobody else changes a channel, not
// with buttons that they had as admins, nor with such as they make up.
func TestChannelsAreRunByTheirAdmins(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	owner, joe := w.guest("Owner"), w.guest("Joe")
	channel := w.telegram.Channel("", "Secret", owner)
	channel.Promote(joe, telegramtest.Admin)
	channel.AddBot(telegramtest.Admin)
	offer := w.hears(owner.Private(), "I am now in your channel", "Secret")
	joe.Say(joe.Private(), "/channels")
	list := w.hears(joe.Private(), "Your channels")
	w.press(joe, joe.Private(), list.ID, "📣 Secret", "")
	w.press(joe, joe.Private(), list.ID, "📚 Topics", "")
	w.until("topics", func() bool { return strings.Contains(joe.Private().Transcript(), "➕ Terrorism") })
	channel.Promote(joe, telegramtest.Member)
	w.press(joe, joe.Private(), list.ID, "➕ Terrorism", "Only the channel's admins")
	if w.subscribed(channel.ID(), "terrorism") {
		t.Error("somebody who is no admin any more changed a channel")
	}
	w.press(owner, owner.Private(), offer.ID, "➕ Terrorism", "Terrorism")
	w.until("subscribed", func() bool { return w.subscribed(channel.ID(), "terrorism") })
	w.publish("For the channel", "terrorism")
	w.hears(channel, "For the channel")
	joe.Say(joe.Private(), "/channels")
	w.hears(joe.Private(), "I don't know a channel that you manage")
	channel.RemoveBot()
	w.until("stopped", func() bool { return w.state(channel.ID()) == news.ChatStopped })
	w.press(owner, owner.Private(), offer.ID, "✅ Terrorism", "no longer in this channel")
	if !w.subscribed(channel.ID(), "terrorism") {
		t.Error("a channel that the bot left was changed")
	}
	channel.AddBot(telegramtest.Admin) // brought back: as it was
	w.until("active", func() bool { return w.state(channel.ID()) == news.ChatActive })
	w.publish("Back again", "terrorism")
	w.hears(channel, "Back again")
}

func TestPrivacyTranscript(t *testing.T) {
	talks(t, "privacy", func(r *record, fa bool) {
		r.ask("/subscribe all")
		r.ask("/mute terrorism 1h")
		r.publish("An alert", "afghanistan")
		r.hears(r.chat, "An alert")
		r.until("sent", func() bool { n, err := r.store.Counts(r.t.Context()); return err == nil && n.Sent == 1 })
		r.ask("/privacy")
		r.tap(pick(r, "🧹"))
		r.tap(pick(r, "🧹"))
	})
}

// TestForget deletes everything, and a new start begins afresh.
func TestForget(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	joe := w.guest("Joe")
	joe.Say(joe.Private(), "/subscribe terrorism")
	w.hears(joe.Private(), "✅")
	joe.Say(joe.Private(), "/forget")
	sure := w.hears(joe.Private(), "cannot be undone")
	w.press(joe, joe.Private(), sure.ID, "🧹 Yes, delete everything", "")
	w.hears(joe.Private(), "Everything is deleted")
	if _, known, err := w.store.Chat(t.Context(), joe.ID()); known || err != nil || w.subscribed(joe.ID(), "terrorism") {
		t.Errorf("something is left: %v, %v", known, err)
	}
	w.publish("Nobody asked", "terrorism")
	joe.Say(joe.Private(), "/subscriptions")
	w.hears(joe.Private(), "No alerts arrive here yet")
	if w.arrived(joe.Private(), "Nobody asked") != 0 {
		t.Error("an alert came after all was forgotten")
	}
}

// TestPresentation holds that menus and profile are set in each language and
// scope, only where they differ, and not against the owner's wish.
func TestPresentation(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Admin", "en")
	c := bot.Config{Admins: []int64{admin.ID()}}
	w.start(c)
	admin.Say(admin.Private(), "/start")
	w.hears(admin.Private(), "Rasad")
	done := func() bool { // in the language that comes last of those that are not English
		return w.telegram.Profile("fa").Name == "رصد" && w.telegram.Profile("ru").ShortDescription != w.telegram.Profile("en").ShortDescription
	}
	w.until("presented", done)
	if fa, en := w.telegram.Profile("fa"), w.telegram.Profile("en"); fa.Name != "رصد" || en.Name != "Rasad" || en.Description == "" {
		t.Errorf("Profile = %+v, %+v", fa, en)
	}
	menus := map[string]string{}
	for _, call := range w.telegram.Calls() {
		if call.Method == "setMyCommands" {
			menus[call.Params["scope"]+call.Params["language_code"]] = call.Params["commands"]
		}
	}
	for scope, want := range map[string][3]string{ // what is in it, and what is not
		`{"type":"default"}fa`:                 {"subscribe", "channels", "broadcast"},
		`{"type":"all_group_chats"}en`:         {"latest", "topics", "unsubscribe"},
		`{"type":"all_chat_administrators"}en`: {"unsubscribe", "latest", "channels"},
	} {
		if m := menus[scope]; !strings.Contains(m, `"`+want[0]+`"`) || !strings.Contains(m, `"`+want[1]+`"`) || strings.Contains(m, `"`+want[2]+`"`) {
			t.Errorf("the menu of %s is %s", scope, m)
		}
	}
	w.stop()
	w.start(c)
	menuOf := func(command string) bool {
		for _, call := range w.telegram.Calls() {
			if call.Method == "setMyCommands" && strings.Contains(call.Params["commands"], `"`+command+`"`) {
				return true
			}
		}
		return false
	}
	w.until("the admin's own menu", func() bool { return menuOf("broadcast") })
	w.stop()
	once := map[string]bool{}
	for _, call := range w.telegram.Calls() {
		what := call.Method + call.Params["scope"] + call.Params["language_code"]
		if strings.HasPrefix(call.Method, "setMy") && once[what] {
			t.Errorf("%s was set again, though it was so", what)
		}
		once[what] = true
	}
}
