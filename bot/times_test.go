package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/news"
)

// rhythm is the mode and the time of a chat's subscription to a topic, empty if
// there is none.
func (w *world) rhythm(chat int64, topic string) string {
	w.t.Helper()
	all, err := w.store.Subscriptions(w.t.Context(), chat)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range all {
		if s.Topic == topic {
			return fmt.Sprint(s.Mode, " ", s.At)
		}
	}
	return ""
}

// TestRhythmsAsPeopleSayThem says when alerts shall arrive in many ways, to
// /digest and beside a topic to /subscribe, which read them alike: both change
// nothing where want is empty.
func TestRhythmsAsPeopleSayThem(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	for _, row := range []struct{ say, want string }{
		{"daily 9 pm", "daily 1260"}, {"daily at 9", "daily 540"}, {"daily 21:30", "daily 1290"}, {"daily", "daily 480"}, {"every day at 8", "daily 480"},
		{"9 pm every day", "daily 1260"}, {"every hour", "hourly 0"}, {"hourly", "hourly 0"}, {"at once", "instant 0"}, {"instant", "instant 0"},
		{"روزانه ۹ شب", "daily 1260"}, {"روزانه ساعت ۹", "daily 540"}, {"روزانه در ساعت ۹ شب", "daily 1260"}, {"هر روز ۸ صبح", "daily 480"}, {"هر روز ساعت ۸", "daily 480"},
		{"روزانه نه و نیم شب", "daily 1290"}, {"هر روز", "daily 480"}, {"هر ساعت", "hourly 0"}, {"بی\u200cدرنگ", "instant 0"}, {"لحظه\u200cای", "instant 0"},
		{"هره ورځ ۹ بجې", "daily 540"}, {"كل يوم الساعة 9 مساء", "daily 1260"}, {"ہر روز 9 بجے", "daily 540"}, {"каждый день в 9", "daily 540"}, {"ежедневно в 9 вечера", "daily 1260"},
		{"daily 25:00", ""}, {"daily at 9 pn", ""}, {"روزانه ساعت ۲۵", ""}, {"hourly 9", ""}, {"daily 13 pm", ""},
	} {
		for _, say := range []string{"/digest " + row.say, "/subscribe terrorism " + row.say, "/subscribe " + row.say + " terrorism"} {
			w.prefer(joe.ID(), "terrorism", news.ModeDaily, 7, news.Filter{})
			want := row.want
			if want == "" {
				want = "daily 7"
			}
			m := w.ask(joe, say)
			if got := w.rhythm(joe.ID(), "terrorism"); got != want || strings.Contains(m.Text, "no topic") {
				t.Errorf("%s: %s, %q; want %s", say, got, m.Text, want)
			}
		}
	}
	if m := w.ask(joe, "/subscribe afghanistan daily 25:00"); w.subscribed(joe.ID(), "afghanistan") || !strings.Contains(m.Text, "25:00") {
		t.Errorf("a time that is none subscribed, or was not named: %q", m.Text)
	}
	if m := w.ask(joe, "/subscribe afghanistan nonsense daily 9 pm"); w.rhythm(joe.ID(), "afghanistan") != "daily 1260" || !strings.Contains(m.Text, "nonsense") {
		t.Errorf("beside an unknown topic: %s, %q", w.rhythm(joe.ID(), "afghanistan"), m.Text)
	}
}

// TestMutesUntilAMoment mutes until what the clock or the calendar says.
func TestMutesUntilAMoment(t *testing.T) {
	w := begin(t, bot.Config{})
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "en")
	today := w.clock.Now().Truncate(24 * time.Hour) // a Tuesday, nine o'clock
	at := func(days, hour int) time.Time { return today.AddDate(0, 0, days).Add(time.Duration(hour) * time.Hour) }
	for _, row := range []struct {
		say  string
		want time.Time
	}{
		{"until 18:00", at(0, 18)}, {"until 6 pm", at(0, 18)}, {"تا ساعت ۱۸", at(0, 18)}, {"تا ساعت ۶ بعد از ظهر", at(0, 18)}, {"18:00 تک", at(0, 18)},
		{"до 18:00", at(0, 18)}, {"حتى الساعة 18", at(0, 18)}, {"تر ۱۸ پورې", at(0, 18)}, {"until 8:00", at(1, 8)}, {"until noon", at(0, 12)},
		{"until Saturday", at(4, 8)}, {"تا شنبه", at(4, 8)}, {"تا پنج\u200cشنبه", at(2, 8)}, {"until Tuesday", at(7, 8)}, {"до субботы", at(4, 8)}, {"حتى السبت", at(4, 8)},
		{"تا فردا صبح", at(1, 8)}, {"تا صبح", at(1, 8)}, {"until tomorrow", at(1, 8)},
	} {
		w.settle(joe.ID(), func(s *news.ChatSettings) { s.Mutes = nil })
		m := w.ask(joe, "/mute terrorism "+row.say)
		mutes := w.settingsOf(joe.ID()).Mutes
		if len(mutes) != 1 || !mutes[0].Until.Equal(row.want) {
			t.Errorf("%s: the mutes are %+v, want until %s; %q", row.say, mutes, row.want, m.Text)
		}
	}
}

// TestNamesThatEndLikeTimes holds that the longest name that is known is meant,
// though a part of it is another's name or a time, and that what is neither is
// said to be neither.
func TestNamesThatEndLikeTimes(t *testing.T) {
	w := newWorld(t)
	c := news.NewCatalog([]news.Source{
		{ID: "8am", Name: "۸ صبح"}, {ID: "day", Name: "خبر یک روز"}, {ID: "until", Name: "گفتگو تا شنبه"}, {ID: "intl", Name: "ایران اینترنشنال"},
	}, nil, []news.Topic{{ID: "iran", Name: map[string]string{"fa": "ایران"}}, {ID: "news", Name: map[string]string{"fa": "خبر"}}})
	w.catalog = func() *news.Catalog { return c }
	w.start(bot.Config{})
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "fa")
	for _, row := range []struct {
		say, what string
		length    time.Duration // zero for ever
	}{
		{"۸ صبح", "8am", 0}, {"خبر یک روز", "day", 0}, {"خبر یک روز ۲ روز", "day", 48 * time.Hour}, {"خبر ۲ روز", "news", 48 * time.Hour},
		{"گفتگو تا شنبه", "until", 0}, {"ایران اینترنشنال", "intl", 0}, {"ایران یک روز", "iran", 24 * time.Hour}, {"منبع ۸ صبح سه روز", "8am", 72 * time.Hour},
	} {
		w.settle(joe.ID(), func(s *news.ChatSettings) { s.Mutes = nil })
		now := w.clock.Now()
		m := w.ask(joe, "/mute "+row.say)
		mutes := w.settingsOf(joe.ID()).Mutes
		if len(mutes) != 1 || mutes[0].ID != row.what || mutes[0].Until.IsZero() != (row.length == 0) ||
			row.length > 0 && mutes[0].Until.Sub(now).Round(time.Hour) != row.length {
			t.Errorf("%s: the mutes are %+v, want %s for %s; %q", row.say, mutes, row.what, row.length, m.Text)
		}
	}
	if m := w.ask(joe, "/snooze پنج روزز"); !strings.Contains(m.Text, "پنج روزز") || !strings.Contains(m.Text, "تا ساعت") {
		t.Errorf("a time that was not understood: %q", m.Text)
	}
}

// TestADigestInQuietHours holds that /digest tells when what waits will come:
// at the end of the quiet hours that its time lies in.
func TestADigestInQuietHours(t *testing.T) {
	w, joe := wishing(t) // nine o'clock
	w.settle(joe.ID(), func(s *news.ChatSettings) { s.Quiet = news.Quiet{From: 23 * 60, To: 7 * 60} })
	w.prefer(joe.ID(), "terrorism", news.ModeDaily, 2*60, news.Filter{})
	w.publish("Held", "terrorism")
	w.held(1)
	m := w.ask(joe, "/digest")
	if !strings.Contains(m.Text, "comes at 07:00, when they end") || !strings.Contains(m.Text, "25 November 2026, 07:00") {
		t.Errorf("/digest: %q, want that it comes at seven", m.Text)
	}
	w.clock.Advance(18 * time.Hour) // past the digest's time
	w.held(1)
	w.clock.Advance(4 * time.Hour)
	w.hears(joe.Private(), "Held")
}
