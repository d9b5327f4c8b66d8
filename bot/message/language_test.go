package message_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

func TestLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"fa": "fa", "fa-IR": "fa", "FA": "fa", "per": "fa", "fa-AF": "prs", "fa_AF": "prs", "fa-Arab-AF": "prs", "prs": "prs",
		"ps-AF": "ps", "pus": "ps", "ar": "ar", "ar-EG": "ar", "ur-PK": "ur", "ru": "ru", "ru-RU": "ru", "en": "en", "en-GB": "en",
		"": "en", "de": "en", "fake": "en", "farsi": "en", "-": "en", "\x00": "en", strings.Repeat("fa-", 1000): "en",
	} {
		if got := message.Language(tag); got != want {
			t.Errorf("Language(%q) = %q, want %q", tag, got, want)
		}
	}
	if got := message.Language("", "de", "ur", "fa"); got != "ur" {
		t.Errorf("the first language that is known is %q", got)
	}
	for _, lang := range message.Languages() {
		if message.Language(lang) != lang || message.LanguageName(lang) == lang || message.In(lang).Lang() != lang {
			t.Errorf("%s does not name itself", lang)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, row := range []struct {
		lang string
		n    int64
		want string
	}{
		{"en", 0, "0"}, {"en", 999, "999"}, {"en", 1234567, "1,234,567"}, {"en", -1000, "−1,000"}, {"en", math.MinInt64, "−9,223,372,036,854,775,808"},
		{"fa", 1234567, "۱٬۲۳۴٬۵۶۷"}, {"fa", 12, "۱۲"}, {"prs", 1234, "۱٬۲۳۴"}, {"ps", 1234, "۱٬۲۳۴"},
		{"ar", 1234, "1,234"}, {"ur", 1234, "1,234"}, {"ru", 1234, "1\u00a0234"},
	} {
		if got := message.In(row.lang).Number(row.n); got != row.want {
			t.Errorf("Number(%d) in %s = %q, want %q", row.n, row.lang, got, row.want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, row := range []struct {
		lang string
		f    float64
		want string
	}{
		{"en", 0, "0"}, {"en", 2.5, "2.5"}, {"en", -1234.567, "−1,234.57"}, {"en", 0.001, "0"}, {"en", -0.001, "0"},
		{"fa", 1234567.89, "۱٬۲۳۴٬۵۶۷٫۸۹"}, {"ps", 0.5, "۰٫۵"}, {"ru", 1234.5, "1\u00a0234,5"},
		{"en", math.NaN(), "—"}, {"en", math.Inf(1), "1,000,000,000,000,000"},
	} {
		if got := message.In(row.lang).Decimal(row.f); got != row.want {
			t.Errorf("Decimal(%v) in %s = %q, want %q", row.f, row.lang, got, row.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                          "less than a minute",
		59 * time.Second:           "less than a minute",
		time.Minute:                "1 minute",
		time.Hour:                  "1 hour",
		61 * time.Minute:           "1 hour and 1 minute",
		48 * time.Hour:             "2 days",
		49*time.Hour + time.Minute: "2 days and 1 hour",
	} {
		if got := message.In("en").Duration(d); got != want {
			t.Errorf("Duration(%s) = %q, want %q", d, got, want)
		}
	}
	if got, want := message.In("ar").Duration(50*time.Hour), "يومان وساعتان"; got != want {
		t.Errorf("Duration in Arabic = %q, want %q", got, want)
	}
}

func TestAgo(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]string{
		0: "همین حالا", -30 * time.Second: "همین حالا", 12 * time.Minute: "۱۲ دقیقه پیش", 3 * time.Hour: "۳ ساعت پیش",
		24 * time.Hour: "", -2 * time.Minute: "",
	} {
		if got := message.For(news.Chat{Lang: "fa"}, now).Ago(now.Add(-ago)); got != want {
			t.Errorf("Ago of %s = %q, want %q", ago, got, want)
		}
	}
	if got := message.In("fa").Ago(now); got != "" {
		t.Errorf("without a clock, Ago = %q", got)
	}
}

// TestMomentsGoByTheChat holds that moments are told by the calendar of the
// language and the clock of the chat's zone.
func TestMomentsGoByTheChat(t *testing.T) {
	at := time.Date(2026, 3, 20, 20, 40, 0, 0, time.UTC)
	for _, row := range []struct{ lang, zone, moment, brief string }{
		{"fa", "", "شنبه ۱ فروردین ۱۴۰۵، ۰۰:۱۰ (۲۰:۴۰ گرینویچ)", "۱ فروردین، ۰۰:۱۰"},
		{"fa", "Europe/Berlin", "جمعه ۲۹ اسفند ۱۴۰۴، ۲۱:۴۰ (۲۰:۴۰ گرینویچ)", "۲۹ اسفند، ۲۱:۴۰"},
		{"fa", "UTC", "جمعه ۲۹ اسفند ۱۴۰۴، ۲۰:۴۰ گرینویچ", "۲۹ اسفند، ۲۰:۴۰"},
		{"fa", "No/Such", "شنبه ۱ فروردین ۱۴۰۵، ۰۰:۱۰ (۲۰:۴۰ گرینویچ)", "۱ فروردین، ۰۰:۱۰"},
		{"prs", "", "شنبه ۱ حمل ۱۴۰۵، ۰۱:۱۰ (۲۰:۴۰ گرینویچ)", "۱ حمل، ۰۱:۱۰"},
		{"ps", "", "شنبه ۱ وری ۱۴۰۵، ۰۱:۱۰ (۲۰:۴۰ ګرینویچ)", "۱ وری، ۰۱:۱۰"},
		{"ar", "", "الجمعة 20 مارس 2026، 20:40 بتوقيت غرينتش", "20 مارس، 20:40"},
		{"ar", "Asia/Baghdad", "الجمعة 20 مارس 2026، 23:40 (20:40 غرينتش)", "20 مارس، 23:40"},
		{"ur", "", "ہفتہ 21 مارچ 2026، 01:40 (20:40 گرین وچ)", "21 مارچ، 01:40"},
		{"ru", "", "пятница, 20 марта 2026, 23:40 (20:40 UTC)", "20 марта, 23:40"},
		{"en", "", "Friday 20 March 2026, 20:40 UTC", "20 Mar, 20:40"},
		{"en", "Asia/Kabul", "Saturday 21 March 2026, 01:10 (20:40 UTC)", "21 Mar, 01:10"},
	} {
		l := message.For(news.Chat{Lang: row.lang, Settings: news.ChatSettings{Zone: row.zone}}, at.AddDate(0, 0, 3))
		if got := l.Moment(at); got != row.moment {
			t.Errorf("%s in %q: Moment = %q, want %q", row.lang, row.zone, got, row.moment)
		}
		if got := l.Brief(at); got != row.brief {
			t.Errorf("%s in %q: Brief = %q, want %q", row.lang, row.zone, got, row.brief)
		}
	}
	l := message.For(news.Chat{Lang: "en"}, at.AddDate(2, 0, 0))
	if got, want := l.Brief(at), "Friday 20 March 2026, 20:40"; got != want {
		t.Errorf("Brief of long ago = %q, want %q", got, want)
	}
}

func TestList(t *testing.T) {
	for _, row := range []struct {
		lang   string
		values []string
		want   string
	}{
		{"en", nil, ""}, {"en", []string{"a"}, "[a]"}, {"en", []string{"a", "b"}, "[a] and [b]"},
		{"en", []string{"a", "b", "c"}, "[a], [b] and [c]"}, {"en", []string{"a", "b", "c", "d", "e"}, "[a], [b], [c] and 2 more"},
		{"fa", []string{"a", "b", "c"}, "[a]، [b] و [c]"}, {"ar", []string{"a", "b", "c"}, "[a]، [b] و[c]"},
		{"ur", []string{"a", "b", "c"}, "[a]، [b] اور [c]"}, {"ps", []string{"a", "b", "c", "d"}, "[a]، [b]، [c] او ۱ بل"},
		{"ru", []string{"a", "<b>"}, "[a] и [&lt;b&gt;]"},
	} {
		got := strings.NewReplacer("\u2068", "[", "\u2069", "]").Replace(string(message.In(row.lang).List(row.values, 3)))
		if got != row.want {
			t.Errorf("List(%q) in %s = %q, want %q", row.values, row.lang, got, row.want)
		}
	}
}

func TestSayEscapesAndIsolates(t *testing.T) {
	got := message.In("en").Say(message.UnknownTopic, "Topic", "a<b>&\"\u202e\x00c\nd")
	if want := "\u2068a&lt;b&gt;&amp;&quot;c d\u2069"; !strings.Contains(got, want) {
		t.Errorf("Say = %q, want %q in it", got, want)
	}
}
