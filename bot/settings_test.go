package bot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// A record is a conversation written down as it goes on: what was said and
// pressed, and what each message looked like afterwards.
type record struct {
	*world
	user *telegramtest.User
	chat *telegramtest.Chat
	text strings.Builder
	last int // the bot's last message
}

func (w *world) record(u *telegramtest.User) *record {
	return &record{world: w, user: u, chat: u.Private()}
}

// say says something and writes down what the bot answers.
func (r *record) say(text string) {
	r.t.Helper()
	before := len(r.chat.Messages())
	r.user.Say(r.chat, text)
	r.clock.Advance(time.Minute)
	m := r.answer(r.chat, before)
	r.last = m.ID
	r.text.WriteString("> " + text + "\n\n" + look(m) + "\n")
}

// press presses a button of the bot's last message and writes down the notice,
// and what the message is then.
func (r *record) press(label string) {
	r.t.Helper()
	var q *telegramtest.Callback
	var before string
	r.until("a button "+label, func() (ok bool) {
		var err error
		before = look(r.message(r.last))
		q, err = r.user.Press(r.chat, r.last, label)
		return err == nil
	})
	r.clock.Advance(time.Minute)
	a, err := q.Answer(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	r.text.WriteString("(press) " + label + "\n")
	if a.Text != "" {
		r.text.WriteString("(notice) " + a.Text + "\n")
	}
	r.until("drawn anew after "+label, func() bool {
		r.clock.Advance(time.Second)
		return look(r.message(r.last)) != before
	})
	r.clock.Advance(time.Minute)
	r.text.WriteString("\n" + look(r.message(r.last)) + "\n")
}

func (r *record) message(id int) telegramtest.Message {
	for _, m := range r.chat.Messages() {
		if m.ID == id {
			return m
		}
	}
	r.t.Fatalf("no message %d", id)
	return telegramtest.Message{}
}

// look is what a message of the bot looks like.
func look(m telegramtest.Message) string {
	var b strings.Builder
	b.WriteString(m.HTML + "\n")
	for _, row := range m.Buttons {
		for i, button := range row {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString("[" + button.Text + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// golden compares the record with testdata/transcripts/<name>.txt.
func (r *record) golden(name string) {
	r.t.Helper()
	path := filepath.Join("testdata", "transcripts", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(r.text.String()), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatal(err)
	}
	if got := r.text.String(); got != string(want) {
		r.t.Errorf("%s:\n%s\nwant:\n%s", path, got, want)
	}
}

// languages are those of the transcripts.
var languages = []string{"fa", "en"}

// outlets are a catalog with more to choose from.
func outlets() *news.Catalog {
	c := catalog()
	return news.NewCatalog([]news.Source{
		{ID: "irna", Name: "ایرنا", Country: "ir", Lang: "fa", Grade: "C"},
		{ID: "amu", Name: "Amu TV", Country: "us", Lang: "prs", Grade: "B"},
		{ID: "bbc-fa", Name: "BBC فارسی", Country: "gb", Lang: "fa", Grade: "B"},
		{ID: "reuters", Name: "Reuters", Country: "gb", Lang: "en", Grade: "A"},
	}, nil, append(c.Topics, news.Topic{ID: "attack", Name: map[string]string{"fa": "حمله", "en": "Attack"}, Severity: news.SeverityCritical}))
}

// talks runs a conversation in each language and compares it with its golden.
func talks(t *testing.T, name string, talk func(r *record, fa bool)) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			w := newWorld(t)
			w.catalog = outlets
			w.clock.Freeze()
			w.start(bot.Config{})
			r := w.record(w.telegram.User("Sara", lang))
			talk(r, lang == "fa")
			r.golden(name + "." + lang)
		})
	}
}

// in chooses between what is said in Persian and in English.
func in(fa bool, persian, english string) string {
	if fa {
		return persian
	}
	return english
}

func TestSettingsTranscript(t *testing.T) {
	talks(t, "settings", func(r *record, fa bool) {
		r.say(in(fa, "تنظیمات", "/settings"))
		r.say("/subscribe terrorism, afghanistan")
		r.say("/settings")
		r.press(in(fa, "📄 قالب", "📄 Format"))
		r.press(in(fa, "فشرده", "compact"))
		r.press(in(fa, "⚙️ تنظیمات", "⚙️ Settings"))
		r.press(in(fa, "🌐 زبان", "🌐 Language"))
		r.press(in(fa, "⚙️ تنظیمات", "⚙️ Settings"))
		r.press(in(fa, "📚 موضوع\u200cها", "📚 Topics"))
		r.say("/id")
	})
}

func TestSubscriptionsTranscript(t *testing.T) {
	talks(t, "subscriptions", func(r *record, fa bool) {
		r.say("/subscriptions")
		r.say(in(fa, "/subscribe تروریسم روزانه ۸:۳۰ زبان:فارسی,انگلیسی منبع:ایرنا حداقل:مهم", "/subscribe terrorism daily 08:30 lang:fa,en source:irna min:high"))
		r.say(in(fa, "/subscribe افغانستان امتیاز:۲٫۵", "/subscribe afghanistan min:2.5"))
		r.say(in(fa, "/subscribe تروریسم", "/subscribe terrorism")) // keeps all
		r.say("/subscribe terrorism source:nowhere lang:xx")
		r.say("/subscriptions")
		r.press(in(fa, "⚙️ تروریسم", "⚙️ Terrorism"))
		r.press(in(fa, "خلاصهٔ ساعتی", "hourly digest"))
		r.press(in(fa, "🔎 فیلتر", "🔎 Filter"))
		r.press(in(fa, "✅ فارسی", "✅ Persian"))
		r.press(in(fa, "🚨 فوری", "🚨 urgent"))
		r.press(in(fa, "≥ ۲", "≥ 2"))
		r.press(in(fa, "📰 رسانه\u200cها", "📰 Outlets"))
		r.press("Reuters")
		r.press("✅ ایرنا")
		r.press(in(fa, "↩️ فیلتر", "↩️ Filter"))
		r.press(in(fa, "↩️ تروریسم", "↩️ Terrorism"))
		r.press(in(fa, "🗑 لغو اشتراک", "🗑 Unsubscribe"))
		r.press(in(fa, "نه", "No"))
		r.press(in(fa, "🗑 لغو اشتراک", "🗑 Unsubscribe"))
		r.press(in(fa, "بله، لغو شود", "Yes, unsubscribe"))
	})
}

func TestDigestTranscript(t *testing.T) {
	talks(t, "digest", func(r *record, fa bool) {
		r.say(in(fa, "/digest روزانه ۸", "/digest daily 8"))
		r.say("/subscribe terrorism, afghanistan")
		r.say(in(fa, "/digest روزانه ساعت ۸ شب", "/digest daily at 8pm"))
		r.say("/digest sometimes")
		r.publish("One headline", "terrorism")
		r.publish("Another headline", "afghanistan")
		r.until("both are held", func() bool { return r.counts().Held == 2 })
		r.say(in(fa, "خلاصه", "/digest"))
		r.press(in(fa, "خلاصهٔ ساعتی", "hourly digest"))
		r.until("both are held", func() bool { return r.counts().Held == 2 })
		r.say(in(fa, "/digest الان", "/digest now"))
		m := r.hears(r.chat, "One headline", "Another headline")
		r.text.WriteString(look(m) + "\n")
		r.say("/digest now")
		r.say(in(fa, "/digest خاموش", "/digest off"))
	})
}

func TestQuietTranscript(t *testing.T) {
	talks(t, "quiet", func(r *record, fa bool) {
		r.say(in(fa, "سکوت", "/quiet"))
		r.say(in(fa, "/quiet ۲۳:۰۰ تا ۷", "/quiet 23:00-07:00"))
		r.say(in(fa, "/quiet از ۱۰ شب تا ۶ صبح", "/quiet 10pm to 6am"))
		r.say("/quiet 25:00-26:00")
		r.say("/quiet 7-7")
		r.press2(in(fa, "/quiet", "/quiet"), in(fa, "۰۰:۰۰ تا ۰۸:۰۰", "00:00 to 08:00"))
		r.say(in(fa, "/quiet خاموش", "/quiet off"))
	})
}

// press2 says something and presses a button of the answer.
func (r *record) press2(say, label string) {
	r.t.Helper()
	r.say(say)
	r.press(label)
}

func TestMuteTranscript(t *testing.T) {
	talks(t, "mute", func(r *record, fa bool) {
		r.say("/mute")
		r.say("/subscribe terrorism, afghanistan")
		r.say(in(fa, "/mute تروریسم ۲ ساعت", "/mute terrorism 2h"))
		r.say(in(fa, "/mute منبع ایرنا برای ۳ روز", "/mute source irna for 3 days"))
		r.say(in(fa, "/snooze فردا", "/snooze tomorrow"))
		r.say(in(fa, "/snooze حقوق بشر", "/snooze human rights"))
		r.say("/mute terorism 2h")
		r.say("/mute")
		r.press(in(fa, "📰 بی\u200cصدا کردن رسانه", "📰 Mute an outlet"))
		r.press("📰 Reuters")
		r.press(in(fa, "۸ ساعت", "8 hours"))
		r.press(in(fa, "🔔 باصدا کردن 📰 Reuters", "🔔 Unmute 📰 Reuters"))
		r.publish("A headline of a story", "human-rights")
		r.say("/mute human-rights")
	})
}

func TestFormatTranscript(t *testing.T) {
	talks(t, "format", func(r *record, fa bool) {
		r.say("/format")
		r.say(in(fa, "/format تیتر", "/format headline"))
		r.say("/format enormous")
		r.press2("/format", in(fa, "فشرده", "compact"))
	})
}

func TestTimezoneTranscript(t *testing.T) {
	talks(t, "timezone", func(r *record, fa bool) {
		r.say("/timezone")
		r.say(in(fa, "/timezone کابل", "/timezone Kabul"))
		r.say("/timezone Asia/Kabul")
		r.say(in(fa, "/timezone +۳:۳۰", "/timezone UTC+3:30"))
		r.say("/timezone -5")
		r.say(in(fa, "/timezone تهرن", "/timezone Asia/Teheran"))
		r.say("/timezone Mars/Olympus")
		r.press2("/timezone", in(fa, "لندن", "London"))
	})
}

func TestIDTranscript(t *testing.T) {
	for _, lang := range languages {
		w := begin(t, bot.Config{})
		w.telegram.User("Somebody", lang)
		reader := w.telegram.User("Reader", lang)
		w.ask(reader, "/id")
		transcript(t, "id."+lang, reader.Private())
	}
}
