package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news/calendar"
)

func ExampleFormat() {
	day := time.Date(2026, 11, 24, 9, 0, 0, 0, calendar.Tehran())
	for _, lang := range []string{"fa", "prs", "ps", "en", "ru"} {
		fmt.Println(calendar.Format(day, lang))
	}
	// Output:
	// سه‌شنبه ۳ آذر ۱۴۰۵
	// سه‌شنبه ۳ قوس ۱۴۰۵
	// سه‌شنبه ۳ لیندۍ ۱۴۰۵
	// Tuesday 24 November 2026
	// вторник, 24 ноября 2026
}

func ExampleDayMonth() {
	day := time.Date(2026, 11, 24, 9, 0, 0, 0, calendar.Tehran())
	for _, lang := range []string{"fa", "prs", "ps", "ar", "ur", "ru", "en", "xx"} {
		fmt.Println(calendar.DayMonth(day, lang))
	}
	// Output:
	// ۳ آذر
	// ۳ قوس
	// ۳ لیندۍ
	// 24 نوفمبر
	// 24 نومبر
	// 24 ноября
	// 24 Nov
	// 24 Nov
}

func ExampleParse() {
	t, ok := calendar.Parse("سه\u200cشنبه ۱۸ آبان ۱۴۰۰ - ۱۲:۳۴", time.Now())
	fmt.Println(t, ok)
	// Output: 2021-11-09 12:34:00 +0330 +0330 true
}

var now = time.Date(2026, 11, 24, 12, 0, 30, 0, time.UTC)

func TestParse(t *testing.T) {
	const none = ""
	for _, c := range []struct{ in, want string }{
		{"۱۸ آبان ۱۴۰۰ - ۱۲:۳۴", "2021-11-09T12:34:00+03:30"},
		{"۱۲:۳۴ - ۱۸ آبان ۱۴۰۰", "2021-11-09T12:34:00+03:30"},
		{"تاریخ انتشار: چهارشنبه ۳ آذرماه ۱۴۰۰ ساعت ۰۹:۰۵", "2021-11-24T09:05:00+03:30"},
		{"تاریخ انتشار: چهارشنبه ۳ آذر ماه ۱۴۰۰ ساعت ۰۹:۰۵", "2021-11-24T09:05:00+03:30"},
		{"۱۴۰۰/۰۸/۱۸", "2021-11-09T00:00:00+03:30"},
		{"١٤٠٠/٠٨/١٨ ١٢:٣٤:٥٦", "2021-11-09T12:34:56+03:30"},
		{"1400-08-18T12:34:00+03:30", "2021-11-09T12:34:00+03:30"},
		{"۱۸/۰۸/۱۴۰۰", "2021-11-09T00:00:00+03:30"},
		{"۱۸ عقرب ۱۴۰۰", "2021-11-09T00:00:00+04:30"},
		{"الثلاثاء، 09 تشرين الثاني/نوفمبر 2021 12:34", "2021-11-09T12:34:00Z"},
		{"الثلاثاء 4 ربيع الآخر 1443 هـ - 9 نوفمبر 2021", "2021-11-09T00:00:00Z"},
		{"د ۱۴۰۰ کال د لړم ۱۸مه", "2021-11-09T00:00:00+04:30"},
		{"لړم ۱۸, ۱۴۰۰ ۱۲:۳۴ ب.ظ", "2021-11-09T12:34:00+04:30"},
		{"۳۰ اسفند ۱۳۹۹", "2021-03-20T00:00:00+03:30"},
		{"۳۰ اسفند ۱۴۰۰", none},
		{"۳۱ آبان ۱۴۰۰", none},
		{"2021-11-09T12:34:56Z", "2021-11-09T12:34:56Z"},
		{"2021-11-09T12:34:56.789+0330", "2021-11-09T12:34:56+03:30"},
		{"2021-11-09", "2021-11-09T00:00:00Z"},
		{"20211109T123456", "2021-11-09T00:00:00Z"},
		{"Tue, 09 Nov 2021 12:34:56 GMT", "2021-11-09T12:34:56Z"},
		{"Tuesday, November 9th, 2021 12:34 pm EST", "2021-11-09T12:34:00-05:00"},
		{"9 November 2021 at 12:05 a.m.", "2021-11-09T00:05:00Z"},
		{"9 ноября 2021, 12:34", "2021-11-09T12:34:00Z"},
		{"9 November 2021 12.34 GMT", "2021-11-09T12:34:00Z"},
		{"9 November 2021, 2.34pm", "2021-11-09T14:34:00Z"},
		{"09.11.2021 GMT", "2021-11-09T00:00:00Z"},
		{"09.11.2021 12:34", "2021-11-09T12:34:00Z"},
		{"03/04/2021", none},
		{"25/04/2021", "2021-04-25T00:00:00Z"},
		{"04/25/2021", "2021-04-25T00:00:00Z"},
		{"الثلاثاء 4 ربيع الثاني 1443 هـ - 9 نوفمبر 2021", "2021-11-09T00:00:00Z"},
		{"4 ربيع الثاني 1443", none},
		{"1448/06/14", none}, // lunar, in numbers alone
		{"3 Azar 1405", "2026-11-24T00:00:00+03:30"},
		{"9 تشرين الثاني 2021", "2021-11-09T00:00:00Z"},
		{"31 فبراير 2021", none},
		{"۱۸ آبان ۲۰۲۱", none},
		{"۳ ساعت پیش", "2026-11-24T09:00:00Z"},
		{"منذ ساعتين", "2026-11-24T10:00:00Z"},
		{"دو روز پیش", "2026-11-22T12:00:00Z"},
		{"منذ ثلاث ساعات", "2026-11-24T09:00:00Z"},
		{"5 minutes ago", "2026-11-24T11:55:00Z"},
		{"2 часа назад", "2026-11-24T10:00:00Z"},
		{"دیروز ۱۷:۲۰", "2026-11-23T17:20:00Z"},
		{"۲ ماه پیش", none},
		{"۱۸ آبان", none},
		{"کد خبر: ۱۳۰۴۱۳", none},
		{"", none},
	} {
		got, ok := calendar.Parse(c.in, now)
		text := ""
		if ok {
			text = got.Format(time.RFC3339)
		}
		if text != c.want {
			t.Errorf("Parse(%q) = %q, want %q", c.in, text, c.want)
		}
	}
}

func TestFormatReadsBack(t *testing.T) {
	for _, lang := range []string{"fa", "prs", "ps", "en", "ar", "ur", "ru"} {
		day := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
		for range 4000 {
			s := calendar.Format(day, lang)
			got, ok := calendar.Parse(s, day)
			if !ok || got.Format(time.DateOnly) != day.Format(time.DateOnly) {
				t.Fatalf("Parse(%q) = %v, %v, want %v", s, got, ok, day)
			}
			day = day.AddDate(0, 0, 5)
		}
	}
}

func TestDigits(t *testing.T) {
	for lang, want := range map[string]string{"fa": "۱۲:۳۴", "ps": "۱۲:۳۴", "ar": "12:34", "en": "12:34"} {
		if got := calendar.Digits("12:34", lang); got != want {
			t.Errorf("Digits(%q) = %q, want %q", lang, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("۱۸ آبان ۱۴۰۰ - ۱۲:۳۴")
	f.Add("Tue, 09 Nov 2021 12:34:56 +0330")
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := calendar.Parse(s, now); ok && got.IsZero() {
			t.Errorf("Parse(%q) is true with a zero time", s)
		}
	})
}

// TestSolarIsForReadersOfOtherCalendars writes the Jalali day for those alone
// who do not read it anyway.
func TestSolarIsForReadersOfOtherCalendars(t *testing.T) {
	at := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	for lang, want := range map[string]string{"fa": "", "prs": "", "ps": "", "en": "3 Azar", "de": "3 Azar", "ru": "3 азара", "ar": "3 آذر", "ur": "3 آذر"} {
		if got := calendar.Solar(at, lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
