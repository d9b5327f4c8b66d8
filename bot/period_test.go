package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news/calendar"
)

// TestPeriodsAsPeopleSayThem says in many ways of when a table shall be, which
// tells that by its name, and for how many days a chart. What is not understood
// is said to be so where want is empty.
func TestPeriodsAsPeopleSayThem(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	w.clock.Freeze()
	for range 42 {
		w.publish("Daily news", "terrorism")
		w.clock.Advance(24 * time.Hour)
	}
	w.publish("Today's news", "terrorism") // of the fifth of January
	said := map[string]string{
		"7": "1230-0105", "۷": "1230-0105", "7d": "1230-0105", "۷ روز": "1230-0105", "۷ روز گذشته": "1230-0105", "last 7 days": "1230-0105", "a week": "1230-0105",
		"یک هفته": "1230-0105", "تېرې ۷ ورځې": "1230-0105", "آخر 7 أيام": "1230-0105", "پچھلے 7 دن": "1230-0105", "За 7 дней": "1230-0105",
		"7 hours": "", "0": "", "-7": "", "−۷": "", "- a week": "", "–7": "", "+7": "", "-2026-12-01": "", "7 روز ۳": "", "9999": "",

		"2026-12-01": "1201-0105", "۱ دی ۱۴۰۵": "1222-0105", "از ۱ دی ۱۴۰۵": "1222-0105", "since 1 December 2026": "1201-0105", "۱ دی": "1222-0105", "yesterday": "0104-0105",
		"2026-12-01 2026-12-20": "1201-1220", "2026-12-01 - 2026-12-20": "1201-1220", "2026-12-01–2026-12-20": "1201-1220", "2026/12/01-2026/12/20": "1201-1220",
		"۱۴۰۵/۰۹/۱۰ ۱۴۰۵/۰۹/۲۹": "1201-1220", "۱ دی ۱۴۰۵ تا ۱۰ دی ۱۴۰۵": "1222-1231", "از ۱ دی تا ۱۰ دی ۱۴۰۵": "1222-1231", "۱ دی - ۱۰ دی": "1222-1231",
		"from 1 December to 20 December 2026": "1201-1220", "28 Nov - 2 Dec": "1128-1202", "с 1 декабря по 20 декабря 2026": "1201-1220",
		"yesterday or so": "", "2026-12-20 - 2026-12-01": "", "2026-12-01 2026-12-10 2026-12-20": "", "2027-05-01": "", "۳۱ دی ۱۴۰۵": "", "12/01/2026": "",
		strings.Repeat("1 - ", 900): "",
	}
	first, last := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), time.Date(2026, 12, 20, 9, 0, 0, 0, time.UTC)
	for _, lang := range []string{"fa", "prs", "ps", "ar", "ur", "ru", "en"} {
		said[calendar.Format(first, lang)] = "1201-0105"
		said[calendar.Format(first, lang)+" - "+calendar.Format(last, lang)] = "1201-1220"
		said[calendar.DayMonth(first, lang)+" – "+calendar.Format(last, lang)] = "1201-1220"
	}
	ask := func(text string) telegramtest.Message {
		u := w.telegram.User("Reader", "en") // each with an allowance: a leap of the clock could have a file sent twice
		u.Say(u.Private(), text)
		return w.answer(u.Private(), 0)
	}
	for words, want := range said {
		m := ask("/export " + words)
		got := ""
		if m.File != nil {
			from, to, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(m.File.Name, "rasad-"), ".csv"), "-")
			got = from[4:] + "-" + to[4:]
		}
		if got != want {
			t.Errorf("/export %.60q: %q, want %q: %s", words, got, want, m.Text)
		}
	}
	for words, want := range map[string]string{"7": "7 days", "۷ روز": "7 days", "7d": "7 days", "Last 7 days": "7 days", "a month": "30 days", "9999": "don't understand", "many": "don't understand", "-7": "don't understand", "−۷": "don't understand"} {
		if m := ask("/stats " + words); !strings.Contains(plain(m.Text), want) {
			t.Errorf("/stats %s: %q, want %q", words, m.Text, want)
		}
	}
}

// plain is a text without its marks of direction.
func plain(s string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(s) }
