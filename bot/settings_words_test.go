package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// settingsOf returns what a chat has chosen.
func (w *world) settingsOf(chat int64) news.ChatSettings {
	w.t.Helper()
	c, _, err := w.store.Chat(w.t.Context(), chat)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Settings
}

// ask says something, waits for the answer and returns it.
func (w *world) ask(u *telegramtest.User, text string) telegramtest.Message {
	w.t.Helper()
	before := len(u.Private().Messages())
	u.Say(u.Private(), text)
	w.clock.Advance(time.Minute)
	return w.answer(u.Private(), before)
}

// TestQuietAsPeopleWriteIt says quiet hours in many ways; want is empty where
// they make no sense and nothing may change.
func TestQuietAsPeopleWriteIt(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "fa")
	for _, row := range []struct{ say, want string }{
		{"23:00-07:00", "1380-420"}, {"23-7", "1380-420"}, {"23:30 – 6:15", "1410-375"}, {"from 11pm to 7am", "1380-420"},
		{"۲۳:۰۰ تا ۷", "1380-420"}, {"از ساعت ۲۳ تا ساعت ۷", "1380-420"}, {"٢٢ تا ٦", "1320-360"}, {"۱۲ شب تا ۸ صبح", "0-480"},
		{"له ۲۳ څخه تر ۷ پورې", "1380-420"}, {"من 11 مساء إلى 7 صباحا", "1380-420"}, {"من ٢٣ حتى ٧", "1380-420"},
		{"23 سے 7 تک", "1380-420"}, {"رات 11", ""}, {"с 11 вечера до 7 утра", "1380-420"}, {"с 23 до 7", "1380-420"}, {"۱۱ شپې تر ۷ سهار", "1380-420"},
		{"24:00-8", "0-480"}, {"۱۰ شب الی ۲ شب", "1320-120"}, {"1 pm - 3 pm", "780-900"}, {"۱ بعد از ظهر تا ۳ بعد از ظهر", "780-900"},
		{"هفت صبح تا نه شب", "420-1260"}, {"نه تا هفت", "540-420"}, {"۱۱ ظهر تا ۲ ظهر", "660-840"}, {"۱۲ ظهر تا ۳ ظهر", "720-900"}, {"۷ ظهر تا ۸", ""},
		{"نیمه\u200cشب تا ۸ صبح", "0-480"}, {"۱۱ و نیم شب تا ۶ و ربع بامداد", "1410-375"}, {"۱۰ قبل از ظهر تا ۴ بعد\u200cازظهر", "600-960"}, {"۲۲ شب تا ۶", "1320-360"},
		{"شب ساعت ۱۱ تا صبح ساعت ۷", "1380-420"}, {"۱۲ نیمه شب تا ۱ نیمه شب", "0-60"}, {"۱۱ نیمه\u200cشب تا ۷", "1380-420"},
		{"11 p.m. - 7 a.m.", "1380-420"}, {"23h-7h", "1380-420"}, {"11pm to noon", "1380-720"}, {"midnight - 8", "0-480"}, {"11 at night to 7 in the morning", "1380-420"},
		{"eleven pm to seven am", "1380-420"}, {"له ۱۱ نه تر ۷", "660-420"}, {"د شپې ۱۱ تر سهار ۷", "1380-420"}, {"من الحادية عشرة مساء إلى السابعة صباحا", "1380-420"},
		{"رات 11 بجے سے صبح 7 بجے تک", "1380-420"}, {"с одиннадцати вечера до семи утра", "1380-420"}, {"с полуночи до 8 утра", "0-480"}, {"۲۵ شب تا ۷", ""}, {"۱۴ صبح تا ۷", ""},
		{"12am-12pm", "0-720"}, {"23", ""}, {"23-23", ""}, {"25-7", ""}, {"23:60-7", ""}, {"24:30-7", ""}, {"13pm-2pm", ""},
		{"-7", ""}, {"23-", ""}, {"later", ""}, {"1-2-3", ""}, {strings.Repeat("9", 300), ""}, {"23:00-07:00\x00\u202e", ""},
	} {
		w.settle(joe.ID(), func(s *news.ChatSettings) { s.Quiet = news.Quiet{From: 1, To: 2} })
		m := w.ask(joe, "/quiet "+row.say)
		q := w.settingsOf(joe.ID()).Quiet
		want := row.want
		if want == "" {
			want = "1-2"
			if !strings.Contains(m.Text, "نفهمیدم") {
				t.Errorf("/quiet %q: %q, want an answer that helps", row.say, m.Text)
			}
		}
		if got := fmt.Sprintf("%d-%d", q.From, q.To); got != want {
			t.Errorf("/quiet %q set %s, want %s", row.say, got, want)
		}
	}
}

// TestQuietWithAZone says quiet hours together with the time zone that they are
// in; want is empty where nothing may change.
func TestQuietWithAZone(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "fa")
	for _, row := range []struct{ say, want string }{
		{"23:00-07:00 Asia/Kabul", "1380-420 Asia/Kabul"}, {"23:00-07:00 کابل", "1380-420 Asia/Kabul"}, {"۲۳ تا ۷ صبح به وقت کابل", "1380-420 Asia/Kabul"},
		{"11pm to 7am New York", "1380-420 America/New_York"}, {"23-7 +4:30", "1380-420 Asia/Kabul"}, {"23-7 UTC", "1380-420 UTC"},
		{"23-7", "1380-420 Asia/Tokyo"}, {"23-7 Nowhere", ""}, {"Asia/Kabul", ""}, {"23 Asia/Kabul", ""}, {"23-7 right/UTC", ""},
	} {
		w.settle(joe.ID(), func(s *news.ChatSettings) { s.Quiet, s.Zone = news.Quiet{From: 1, To: 2}, "Asia/Tokyo" })
		m := w.ask(joe, "/quiet "+row.say)
		want := row.want
		if want == "" {
			want = "1-2 Asia/Tokyo"
		}
		s := w.settingsOf(joe.ID())
		if got := fmt.Sprintf("%d-%d %s", s.Quiet.From, s.Quiet.To, s.Zone); got != want {
			t.Errorf("/quiet %s set %s, want %s: %q", row.say, got, want, m.Text)
		}
	}
}

// TestZonesAsPeopleCallThem names zones in many ways; want is empty where
// there is none, and near is what the answer then offers.
func TestZonesAsPeopleCallThem(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	for _, row := range []struct{ say, want, near string }{
		{"Asia/Kabul", "Asia/Kabul", ""}, {"asia/kabul", "Asia/Kabul", ""}, {"Kabul", "Asia/Kabul", ""}, {"کابل", "Asia/Kabul", ""},
		{"افغانستان", "Asia/Kabul", ""}, {"مزار شریف", "Asia/Kabul", ""}, {"New York", "America/New_York", ""}, {"نیویورک", "America/New_York", ""},
		{"+3:30", "Asia/Tehran", ""}, {"UTC+4:30", "Asia/Kabul", ""}, {"GMT +3", "Etc/GMT-3", ""}, {"-05:00", "Etc/GMT+5", ""},
		{"+۴:۳۰", "Asia/Kabul", ""}, {"+0", "UTC", ""}, {"utc", "UTC", ""}, {"Asia/Calcutta", "Asia/Calcutta", ""},
		{"Teheran", "", "Asia/Tehran"}, {"Asia/Kabol", "", "Asia/Kabul"}, {"Ista", "", "Europe/Istanbul"},
		{"+3:17", "", ""}, {"+25", "", ""}, {"Local", "", ""}, {"localtime", "", ""}, {"right/UTC", "", ""}, {"posix/Asia/Tehran", "", ""}, {"Factory", "", ""}, {"US/Eastern", "US/Eastern", ""}, {"../etc/passwd", "", ""}, {"/etc/localtime", "", ""}, {"nowhere at all", "", ""},
		{strings.Repeat("x", 4000), "", ""}, {"😀\u200d", "", ""},
	} {
		w.settle(joe.ID(), func(s *news.ChatSettings) { s.Zone = "Asia/Tokyo" })
		m := w.ask(joe, "/timezone "+row.say)
		want := row.want
		if want == "" {
			want = "Asia/Tokyo"
			if !strings.Contains(m.Text, "I don't know a city") || !strings.Contains(m.Text, row.near) {
				t.Errorf("/timezone %.40q: %q, want an answer that offers %q", row.say, m.Text, row.near)
			}
		}
		if got := w.settingsOf(joe.ID()).Zone; got != want {
			t.Errorf("/timezone %.40q set %s, want %s", row.say, got, want)
		}
	}
}

// TestMutesAsPeopleSayThem mutes for as long as is said in many ways.
func TestMutesAsPeopleSayThem(t *testing.T) {
	w := begin(t, bot.Config{})
	w.clock.Freeze()
	joe := w.telegram.User("Joe", "en")
	never := time.Duration(-1)
	for _, row := range []struct {
		say  string
		want time.Duration // zero where nothing may change
	}{
		{"/mute terrorism 2h", 2 * time.Hour}, {"/mute terrorism for 3 days", 72 * time.Hour}, {"/mute تروریسم ۲ ساعت", 2 * time.Hour},
		{"/mute terrorism", never}, {"/mute terrorism forever", never}, {"/snooze terrorism", 24 * time.Hour}, {"/mute terrorism 30m", 30 * time.Minute},
		{"/mute تروریسم نیم ساعت", 30 * time.Minute}, {"/mute تروریسم به مدت یک هفته", 7 * 24 * time.Hour}, {"/mute terrorism an hour", time.Hour},
		{"/mute terrorism لمدة ساعتين", 2 * time.Hour}, {"/mute terrorism ٣ أيام", 72 * time.Hour}, {"/mute terrorism لمدة أسبوع", 7 * 24 * time.Hour},
		{"/mute terrorism 2 گھنٹے", 2 * time.Hour}, {"/mute terrorism ایک ہفتے کے لیے", 7 * 24 * time.Hour}, {"/mute terrorism ہمیشہ کے لیے", never},
		{"/mute terrorism ۲ ساعته", 2 * time.Hour}, {"/mute terrorism د ۳ ورځو لپاره", 72 * time.Hour}, {"/mute terrorism نیم ساعت", 30 * time.Minute},
		{"/mute terrorism на 2 часа", 2 * time.Hour}, {"/mute terrorism на неделю", 7 * 24 * time.Hour}, {"/mute terrorism полчаса", 30 * time.Minute},
		{"/mute terrorism навсегда", never}, {"/mute terrorism half an hour", 30 * time.Minute}, {"/mute terrorism week", 0},
		{"/snooze terrorism 1 month", 30 * 24 * time.Hour}, {"/mute terrorism 0h", 0}, {"/mute terrorism 9999d", 0},
		{"/mute تروریسم پنج روز", 5 * 24 * time.Hour}, {"/mute تروریسم چهار روز", 96 * time.Hour}, {"/snooze تروریسم ده روز", 240 * time.Hour},
		{"/mute تروریسم یک ساعت و نیم", 90 * time.Minute}, {"/mute تروریسم دو و نیم ساعت", 150 * time.Minute}, {"/mute تروریسم ۲ ساعت و ۳۰ دقیقه", 150 * time.Minute},
		{"/mute تروریسم نیم\u200cساعت", 30 * time.Minute}, {"/mute terrorism 1.5h", 90 * time.Minute}, {"/mute تروریسم ۱٫۵ ساعت", 90 * time.Minute}, {"/mute terrorism 1h30m", 90 * time.Minute},
		{"/mute terrorism for an hour and a half", 90 * time.Minute}, {"/mute terrorism twenty minutes", 20 * time.Minute}, {"/mute تروریسم بیست روز", 480 * time.Hour},
		{"/mute terrorism پنځه ورځې", 120 * time.Hour}, {"/mute terrorism خمسة أيام", 120 * time.Hour}, {"/mute terrorism پانچ دن", 120 * time.Hour},
		{"/mute terrorism на пять дней", 120 * time.Hour}, {"/mute terrorism полтора часа", 90 * time.Minute}, {"/mute terrorism ساعة ونصف", 90 * time.Minute},
		{"/mute terrorism 2x", 0}, {"/mute terrorism پنج", 0}, {"/mute terrorism until 25:00", 0}, {"/mute terorism 2h", 0}, {"/mute " + strings.Repeat("😀", 2000), 0},
	} {
		w.settle(joe.ID(), func(s *news.ChatSettings) { s.Mutes = nil })
		now := w.clock.Now().Truncate(time.Microsecond) // as finely as a store tells time
		w.ask(joe, row.say)
		mutes := w.settingsOf(joe.ID()).Mutes
		switch {
		case row.want == 0 && len(mutes) > 0, row.want != 0 && len(mutes) != 1:
			t.Errorf("%.40q: the mutes are %+v", row.say, mutes)
		case row.want == never && !mutes[0].Until.IsZero():
			t.Errorf("%.40q mutes until %s, want for ever", row.say, mutes[0].Until)
		case row.want > 0:
			if got := mutes[0].Until.Sub(now); got < row.want || got > row.want+time.Minute {
				t.Errorf("%.40q mutes for %s, want %s", row.say, got, row.want)
			}
		}
	}
}

// TestButtonsThatMeanNothing presses what nobody drew: words of another
// version, of things that are gone, or made up. Nothing changes, and nothing
// stops.
func TestButtonsThatMeanNothing(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	w.ask(joe, "/subscribe terrorism")
	var forged []string
	for _, act := range []string{"um", "uf", "ux", "g", "q", "f", "z", "m", "mx", "v"} {
		for _, words := range []string{"", ":", ":x", ":x:y", ":x:y:z", "::::", ":-1:-1", ":9999:9999", ":1:1:1:1:1", ":topic:x:1h", ":story:x:1h",
			":u1:x", ":us:0:x", ":us:-1", ":mw:0:x", ":m1:topic:x", ":uf:x", ":ux:x", ":daily:1440", ":hourly:x", ":../../x", ":Local", ":localtime", ":right/UTC", ":Factory"} {
			forged = append(forged, act+words)
		}
	}
	before := w.settingsOf(joe.ID())
	api, err := telegram.New(w.telegram.Token(), telegram.Config{API: w.telegram.URL()})
	if err != nil {
		t.Fatal(err)
	}
	defer api.Close()
	for _, forge := range forged {
		id, err := api.SendMessage(t.Context(), telegram.Message{
			Chat: joe.ID(), Text: "forged", Keyboard: [][]telegram.Button{{{Text: "press me", Data: forge}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		q, err := joe.Press(joe.Private(), id, "press me")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := q.Answer(t.Context()); err != nil {
			t.Errorf("%q: %v", forge, err)
		}
	}
	if got := w.settingsOf(joe.ID()); fmt.Sprint(got) != fmt.Sprint(before) || !w.subscribed(joe.ID(), "terrorism") {
		t.Errorf("forged buttons changed the settings to %+v", got)
	}
	if strings.Contains(w.log.String(), "panic") || strings.Contains(w.log.String(), "could not be handled") {
		t.Errorf("a forged button did harm:\n%s", w.log)
	}
}
