package feed_test

import (
	"html"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/watcher/feed"
)

// published returns the date of an entry that is written so.
func published(t *testing.T, date string) string {
	t.Helper()
	doc := "<rss><channel><item><link>http://a.example/</link><pubDate>" + html.EscapeString(date) + "</pubDate></item></channel></rss>"
	f, err := feed.Parse([]byte(doc), "text/xml; charset=utf-8", "")
	if err != nil || len(f.Entries) != 1 {
		t.Fatalf("Parse(%q) = %+v, %v", doc, f, err)
	}
	p := f.Entries[0].Published
	if p.IsZero() {
		return ""
	}
	return p.Format(time.RFC3339)
}

func TestDatesOfFeeds(t *testing.T) {
	for in, want := range map[string]string{
		"Tue, 24 Nov 2026 10:00:00 GMT":         "2026-11-24T10:00:00Z",
		"Tue, 24 Nov 2026 10:00:00 +0330":       "2026-11-24T06:30:00Z",
		"Mon, 24 Nov 2026 10:00:00 +04:30":      "2026-11-24T05:30:00Z", // the wrong weekday
		"24 Nov 26 10:00 EST":                   "2026-11-24T15:00:00Z",
		"Tue, 24 November 2026 10:00:00 MSK":    "2026-11-24T07:00:00Z",
		"Tue Nov 24 10:00:00 2026":              "2026-11-24T10:00:00Z",
		"Nov 24, 2026 10:00 pm":                 "2026-11-24T22:00:00Z",
		"Tue, 24 Nov 2026":                      "2026-11-24T00:00:00Z",
		"Tue, 24 Nov 2026 10:00:00 GMT+3":       "2026-11-24T07:00:00Z",
		"Tue, 24-Nov-2026 10:00:00 UTC":         "2026-11-24T10:00:00Z",
		"01 Jan 99 00:00:00 Z":                  "1999-01-01T00:00:00Z",
		"2026-11-24T10:00:00Z":                  "2026-11-24T10:00:00Z",
		"2026-11-24T10:00:00.123456+03:30":      "2026-11-24T06:30:00Z",
		"2026-11-24T10:00:00+0330":              "2026-11-24T06:30:00Z",
		"2026-11-24 10:00:00":                   "2026-11-24T10:00:00Z",
		"2026-11-24T10:00-05":                   "2026-11-24T15:00:00Z",
		"2026-11-24":                            "2026-11-24T00:00:00Z",
		"2026-11":                               "2026-11-01T00:00:00Z",
		"2026":                                  "2026-01-01T00:00:00Z",
		"20261124":                              "2026-11-24T00:00:00Z",
		"20261124T100000Z":                      "2026-11-24T10:00:00Z",
		"2026-328":                              "2026-11-24T00:00:00Z",
		"2026/11/24 10:00":                      "2026-11-24T10:00:00Z",
		"۱۴۰۵/۰۹/۰۳ ۱۲:۳۴":                      "2026-11-24T09:04:00Z",
		"1405-09-03T12:34:00":                   "2026-11-24T09:04:00Z",
		"":                                      "",
		"some day":                              "",
		"Mon, 99 Foo 2026":                      "",
		"0000-00-00T00:00:00Z":                  "",
		"Thu, 31 Nov 2026 10:00:00 GMT":         "",
		"9999999999999999999999":                "",
		"2026-11-24T99:99:99Z":                  "2026-11-24T00:00:00Z",
		"Thu, 01 Jan 1960 00:00:00 GMT":         "",
		"Tue, 24 Nov 2026 12:34:56 -0330 (NST)": "2026-11-24T16:04:56Z",
		"Tuesday, 24-Nov-26 12:34:56 GMT":       "2026-11-24T12:34:56Z",
		"Tue Nov 24 12:34:56 +0330 2026":        "2026-11-24T09:04:56Z",
		"mar, 24 nov 2026 12:34:56 +0100":       "2026-11-24T11:34:56Z", // mardi, no March
		"12:34 pm 24 November 2026":             "2026-11-24T12:34:00Z",
		"24 Nov 2026 12:34 AM":                  "2026-11-24T00:34:00Z",
		"Fri, 2026/11/24 08:19:53 EDT":          "2026-11-24T12:19:53Z",
		"11/24/2026 12:34:56 PM":                "2026-11-24T12:34:56Z",
		"24.11.2026 12:34":                      "2026-11-24T12:34:00Z",
		"2026-11-24T12:34:56,789+03:30":         "2026-11-24T09:04:56Z",
		"2026-11-24T24:00:00Z":                  "2026-11-25T00:00:00Z",
		"20261124123456":                        "2026-11-24T12:34:56Z",
		"1795516496":                            "2026-11-24T10:34:56Z",
		"1795516496000":                         "2026-11-24T10:34:56Z",
		"1970-01-01T00:00:00Z":                  "1970-01-01T00:00:00Z",
		"2099-01-01T00:00:00Z":                  "2099-01-01T00:00:00Z",
		"03/04/2026":                            "", // the third of April, or the fourth of March
		"2026-11-31":                            "",
		"2026-13-01":                            "",
	} {
		if got := published(t, in); got != want {
			t.Errorf("date %q = %q, want %q", in, got, want)
		}
	}
}

// TestDatesInTheOutletsOwnWords reads what outlets write for people and put
// into their feeds all the same.
func TestDatesInTheOutletsOwnWords(t *testing.T) {
	for in, want := range map[string]string{
		"سه\u200cشنبه ۳ آذر ۱۴۰۵":           "2026-11-23T20:30:00Z",
		"سه شنبه 3 آذر 1405 ساعت 12:34":     "2026-11-24T09:04:00Z",
		"۱۸ آبان ۱۴۰۰ - ۱۲:۳۴":              "2021-11-09T09:04:00Z",
		"۱۴۰۰/۰۸/۱۸":                        "2021-11-08T20:30:00Z",
		"12:34 | 1405/09/03":                "2026-11-24T09:04:00Z",
		"1405-09-03T12:34:56+03:30":         "2026-11-24T09:04:56Z",
		"Tue, 03 Azar 1405 12:34:56 +0330":  "2026-11-24T09:04:56Z",
		"Thu, 24 نوامبر 2026 12:34 +0330":   "2026-11-24T09:04:00Z",
		"سه\u200cشنبه، ۳ قوس ۱۴۰۵، ۱۲:۳۴":   "2026-11-24T08:04:00Z",
		"د لیندۍ ۳، ۱۴۰۵":                   "2026-11-23T19:30:00Z",
		"الثلاثاء، ٢٤ نوفمبر ٢٠٢٦ - ١٢:٣٤":  "2026-11-24T12:34:00Z",
		"24 تشرين الثاني 2026":              "2026-11-24T00:00:00Z",
		"منگل 24 نومبر 2026":                "2026-11-24T00:00:00Z",
		"вторник, 24 ноября 2026 г., 12:34": "2026-11-24T12:34:00Z",
		"14 جمادى الآخرة 1448":              "",
		"1448/06/14":                        "",
	} {
		if got := published(t, in); got != want {
			t.Errorf("date %q = %q, want %q", in, got, want)
		}
	}
}

// TestDatesByTheClock reads what is relative to now, which is the midnight that
// begins the year 2000.
func TestDatesByTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for in, want := range map[string]string{
			"۳ ساعت پیش":   "1999-12-31T21:00:00Z",
			"دو روز پیش":   "1999-12-30T00:00:00Z",
			"منذ ساعتين":   "1999-12-31T22:00:00Z",
			"2 hours ago":  "1999-12-31T22:00:00Z",
			"3 часа назад": "1999-12-31T21:00:00Z",
			"دیروز ۱۲:۳۴":  "1999-12-31T12:34:00Z",
		} {
			if got := published(t, in); got != want {
				t.Errorf("date %q = %q, want %q", in, got, want)
			}
		}
	})
}

// TestDatesOfAZone reads dates that name no zone in that of their outlet.
func TestDatesOfAZone(t *testing.T) {
	doc := "<rss><channel><item><link>http://a.example/</link><pubDate>2026-11-24 10:00:00</pubDate></item>" +
		"<item><link>http://a.example/2</link><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
	f, err := feed.ParseIn(time.FixedZone("", 3*60*60+30*60), []byte(doc), "", "")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2026-11-24T06:30:00Z", "2026-11-24T10:00:00Z"} {
		if got := f.Entries[i].Published.Format(time.RFC3339); got != want {
			t.Errorf("date %d = %s, want %s", i, got, want)
		}
	}
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"Tue, 24 Nov 2026 10:00:00 +0330", "2026-11-24T10:00:00Z", "۱۸ آبان ۱۴۰۰ - ۱۲:۳۴", "1405/09/03", "منذ ساعتين", "20261124100000", "1795516496", "2026-328", "12:34 pm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := feed.ParseDate(s)
		if ok != !got.IsZero() || ok && (got.Year() < 1969 || got.Year() > 2101) {
			t.Errorf("ParseDate(%q) = %v, %v", s, got, ok)
		}
	})
}
