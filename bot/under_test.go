package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestVotesAreCounted holds that each user has one vote on an alert, the last
// one, which counts by topic and by the terms that were found.
func TestVotesAreCounted(t *testing.T) {
	w := begin(t, bot.Config{})
	owner, member := w.telegram.User("Owner", "en"), w.telegram.User("Member", "en")
	group := w.telegram.Supergroup("Analysts", owner)
	group.AddBot(telegramtest.Admin)
	member.Join(group)
	w.hears(group, "news alerts")
	w.subscribe(group.ID(), "terrorism")
	w.clock.Advance(time.Minute)
	w.publish("Headline", "terrorism", "afghanistan")
	alert := w.hears(group, "Headline")
	w.finished(1)
	w.press(owner, group, alert.ID, "👍", "👍")
	w.press(member, group, alert.ID, "👍", "👍")
	w.press(member, group, alert.ID, "👎", "👎")
	w.until("the counts are shown", func() bool {
		w.clock.Advance(time.Second)
		return strings.Contains(looks(group), "👍 1") && strings.Contains(looks(group), "👎 1")
	})
	topics, err := w.store.TopicApprovals(t.Context())
	if want := (news.Approval{Of: "terrorism", Up: 1, Down: 1}); err != nil || len(topics) != 1 || topics[0] != want {
		t.Errorf("TopicApprovals = %v, %v, want %v alone", topics, err, want)
	}
	terms, err := w.store.TermApprovals(t.Context(), "terrorism")
	if want := (news.Approval{Of: "طالبان", Up: 1, Down: 1}); err != nil || len(terms) != 1 || terms[0] != want {
		t.Errorf("TermApprovals = %v, %v, want %v", terms, err, want)
	}
}

// TestMutingIsTheAdmins holds that in a group only its admins mute, for as long
// as the button says.
func TestMutingIsTheAdmins(t *testing.T) {
	w := begin(t, bot.Config{})
	owner, member := w.telegram.User("Owner", "en"), w.telegram.User("Member", "en")
	group := w.telegram.Supergroup("Analysts", owner)
	group.AddBot(telegramtest.Admin)
	member.Join(group)
	w.hears(group, "news alerts")
	w.subscribe(group.ID(), "terrorism")
	w.clock.Advance(time.Minute)
	w.publish("Headline one", "terrorism")
	alert := w.hears(group, "Headline one")
	w.finished(1)
	w.press(member, group, alert.ID, "🔕 Mute", "admins")
	w.press(owner, group, alert.ID, "🔕 Mute", "")
	w.until("the ways to mute are shown", func() bool {
		w.clock.Advance(time.Second)
		return strings.Contains(looks(group), "This story")
	})
	w.press(member, group, alert.ID, "🏷 Terrorism, 1 day", "admins")
	w.press(owner, group, alert.ID, "🏷 Terrorism, 1 day", "Terrorism")
	chat, _, err := w.store.Chat(t.Context(), group.ID())
	if err != nil || !news.Muted(chat.Settings.Mutes, news.Recipient{Chat: group.ID()}, news.MuteTopic, "terrorism", w.clock.Now().Add(23*time.Hour)) ||
		news.Muted(chat.Settings.Mutes, news.Recipient{Chat: group.ID()}, news.MuteTopic, "terrorism", w.clock.Now().Add(25*time.Hour)) {
		t.Errorf("mutes = %v, %v, want a day of the topic", chat.Settings.Mutes, err)
	}
}

// TestChannelsAreNotTalkedInto holds that readers of a channel change nothing
// there, and that a question of theirs is answered to them alone.
func TestChannelsAreNotTalkedInto(t *testing.T) {
	w := newWorld(t)
	owner, reader := w.telegram.User("Owner", "en"), w.telegram.User("Reader", "en")
	channel := w.telegram.Channel("monitoring", "Monitoring", owner)
	channel.AddBot(telegramtest.Admin)
	w.subscribe(channel.ID(), "terrorism")
	w.start(bot.Config{})
	w.publish("Headline", "terrorism")
	alert := w.hears(channel, "Headline")
	w.finished(1)
	reader.Join(channel)
	w.press(reader, channel, alert.ID, "❓ Why?", "طالبان")
	w.press(reader, channel, alert.ID, "👍", "👍")
	if n := len(channel.Messages()); n != 1 && w.arrived(channel, "Why this alert") != 0 {
		t.Errorf("the channel was told why; it has %d messages", n)
	}
	for _, row := range alert.Buttons {
		for _, b := range row {
			if strings.Contains(b.Text, "🔕") {
				t.Error("readers of a channel are asked what to mute")
			}
		}
	}
}

// TestButtonsOfOthers sends what a button of one chat would send from another
// one, and words that no button has, from under messages that offer them and
// that do not: nothing is shown and nothing changes.
func TestButtonsOfOthers(t *testing.T) {
	w := begin(t, bot.Config{})
	joe, eve := w.telegram.User("Joe", "en"), w.telegram.User("Eve", "en")
	say := func(u *telegramtest.User, text string) telegramtest.Message {
		before := len(u.Private().Messages())
		u.Say(u.Private(), text)
		m := w.answer(u.Private(), before)
		w.clock.Advance(time.Minute)
		return m
	}
	draft := say(joe, "/watch secret")
	w.press(joe, joe.Private(), draft.ID, "💾 Save", "saved")
	own, err := w.store.WatchesOf(t.Context(), joe.ID())
	if err != nil || len(own) != 1 {
		t.Fatalf("WatchesOf = %v, %v", own, err)
	}
	start := say(eve, "/start")
	search := say(joe, "/search secret")
	var forged []string
	for _, m := range []telegramtest.Message{draft, search} {
		for _, row := range m.Buttons {
			for _, b := range row {
				forged = append(forged, b.Data)
			}
		}
	}
	id := own[0].ID
	forged = append(forged, "v:w1:"+id, "v:wx:"+id, "wx:"+id, "wt:"+id, "wc:watch:"+id, "n:w1:"+id)
	forged = append(forged, "a+", "a-", "a?", "am", "am:mute", "as", "as:topic", "as:topic:0", "as:source", "ws", "wn", "wc", "wx", "wt", "we", "we:-1", "we:99999999", "wh", "wj", "wl:zz", "v:wf", "v:wf:0", "v:wf:0:zz", "v:ws", "v:ws:0", "v:ws:9999", "v:wo:0:zz", "v:a", "n:a", "n:ws:-2", "n", "v:wq")
	for _, data := range forged {
		w.clock.Advance(time.Minute)
		w.press(eve, eve.Private(), w.offer(eve.Private(), data).ID, "x", "")
		w.forge(eve, eve.Private(), start.ID, data)
	}
	w.clock.Advance(time.Minute)
	for _, m := range eve.Private().Messages() {
		if strings.Contains(m.Text, "secret") {
			t.Errorf("another chat's query was shown: %s", m.Text)
		}
	}
	if left, err := w.store.WatchesOf(t.Context(), joe.ID()); err != nil || len(left) != 1 || left[0].Name != own[0].Name {
		t.Errorf("another chat's watch was changed: %v, %v", left, err)
	}
	if mine, err := w.store.WatchesOf(t.Context(), eve.ID()); err != nil || len(mine) != 0 {
		t.Errorf("a watch was made by forged buttons: %v, %v", mine, err)
	}
}

// TestWatchesHaveAnEnd holds the limit of a chat, and that a draft is saved
// once however often its button is pressed.
func TestWatchesHaveAnEnd(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	joe.Say(joe.Private(), "/watch bomb")
	draft := w.hears(joe.Private(), "New watch")
	again := draft.Buttons[0][0].Data
	w.press(joe, joe.Private(), draft.ID, "💾 Save", "saved")
	q, err := joe.Forge(joe.Private(), draft.ID, again) // its app had not drawn the message anew
	if err != nil {
		t.Fatal(err)
	}
	if a, err := q.Answer(t.Context()); err != nil || !strings.Contains(a.Text, "saved") {
		t.Errorf("the second press says %+v, %v", a, err)
	}
	count := func() int {
		all, err := w.store.WatchesOf(t.Context(), joe.ID())
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if n := count(); n != 1 {
		t.Fatalf("one draft became %d watches", n)
	}
	for i := range 49 {
		err := w.store.PutWatch(t.Context(), news.Watch{ID: news.NewWatchID(), Recipient: news.Recipient{Chat: joe.ID()}, Query: fmt.Sprint("word", i)})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.clock.Advance(time.Minute)
	joe.Say(joe.Private(), "/watch quake")
	draft = w.hears(joe.Private(), "quake")
	w.press(joe, joe.Private(), draft.ID, "💾 Save", "at most")
	if n := count(); n != 50 {
		t.Errorf("%d watches, want 50", n)
	}
}

// TestLinksShare holds that a link shows what it would bring and asks, and that
// nobody gets anything by opening it alone.
func TestLinksShare(t *testing.T) {
	w := begin(t, bot.Config{})
	joe, eve := w.telegram.User("Joe", "en"), w.telegram.User("Eve", "fa")
	joe.Say(joe.Private(), "/share terrorism")
	link := w.hears(joe.Private(), "?start=").Text
	_, payload, _ := strings.Cut(link, "?start=")
	payload, _, _ = strings.Cut(payload, "\n")
	eve.Say(eve.Private(), "/start "+payload)
	offer := w.hears(eve.Private(), "تروریسم")
	if w.subscribed(eve.ID(), "terrorism") {
		t.Fatal("a link alone subscribed")
	}
	w.press(eve, eve.Private(), offer.ID, "✅ بله، بیاید", "تروریسم")
	if !w.subscribed(eve.ID(), "terrorism") {
		t.Error("the button did not subscribe")
	}
	w.clock.Advance(time.Minute)
	eve.Say(eve.Private(), "/start share_0000000000000000")
	w.hears(eve.Private(), "دیگر کار نمی\u200cکند")

	joe.Say(joe.Private(), "/watch Doha")
	draft := w.hears(joe.Private(), "New watch")
	w.clock.Advance(time.Minute)
	w.press(joe, joe.Private(), draft.ID, "💾 Save", "saved")
	w.press(joe, joe.Private(), draft.ID, "🔗 Share", "")
	_, payload, _ = strings.Cut(w.hears(joe.Private(), "A link to", "Doha").Text, "?start=")
	payload, _, _ = strings.Cut(payload, "\n")
	w.clock.Advance(time.Minute)
	eve.Say(eve.Private(), "/start "+payload)
	copied := w.hears(eve.Private(), "دیده\u200cبان تازه", "Doha")
	if own, err := w.store.WatchesOf(t.Context(), eve.ID()); err != nil || len(own) != 0 {
		t.Errorf("a link alone saved a watch: %v, %v", own, err)
	}
	w.press(eve, eve.Private(), copied.ID, "💾 ذخیره", "ذخیره شد")
}

// finished waits until the store knows that so many deliveries were sent.
func (w *world) finished(n int64) {
	w.t.Helper()
	w.until("finished", func() bool {
		c, err := w.store.Counts(w.t.Context())
		return err == nil && c.Sent == n
	})
}
