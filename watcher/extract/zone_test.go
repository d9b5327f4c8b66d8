package extract_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/calendar"
	"github.com/rasadnews/rasad/watcher/extract"
)

// TestTimesWithoutAZoneAreOfTheOutlet wants a time that names no zone read by
// the clocks of the outlet, if they are known, and by those of the language else;
// what names one is left alone.
func TestTimesWithoutAZoneAreOfTheOutlet(t *testing.T) {
	baghdad := time.FixedZone("", 3*3600)
	texts := map[string]string{
		"ar": "<h1>افتتاح الجسر الجديد</h1><p>قال مصدر في البلدية إن الجسر الجديد فوق النهر افتتح صباح يوم الاثنين.</p>",
		"fa": "<h1>پل تازه گشوده شد</h1><p>پل تازه بر رودخانه بامداد دوشنبه گشوده شد، شهرداری به خبرنگاران گفت.</p>",
	}
	for _, c := range []struct {
		lang, date string
		zone       *time.Location
		want       string
	}{
		{"ar", "2025-11-24T12:34:00", baghdad, "2025-11-24 09:34"},
		{"ar", "2025-11-24T12:34:00", nil, "2025-11-24 12:34"},
		{"fa", "2025-11-24T12:34:00", calendar.Kabul(), "2025-11-24 08:04"},
		{"fa", "2025-11-24T12:34:00", nil, "2025-11-24 09:04"},
		{"ar", "2025-11-24T12:34:00+01:00", baghdad, "2025-11-24 11:34"},
	} {
		s, err := extract.NewSite(news.Parts{}, c.zone)
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Page(`<html lang=`+c.lang+`><meta property="article:published_time" content="`+c.date+`">`+texts[c.lang], "https://news.example/1", time.Time{})
		if got := r.Article.Published.UTC().Format("2006-01-02 15:04"); err != nil || got != c.want {
			t.Errorf("%s in %s, %v: published = %s, %v, want %s", c.date, c.lang, c.zone, got, err, c.want)
		}
	}
}
