package extract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
)

// datedPage is a page of an article with something in each of several places.
type datedPage struct{ lang, head, top, box, under, foot, below string }

func (d datedPage) String() string {
	texts := map[string][]string{
		"en": {
			"The harbour board met on Monday, and agreed on a plan for the new quay that divers had asked for since last winter.",
			"Its chair said that the first stones would be laid in spring, if the ground is found as firm as they all hope.",
		},
		"fa": {
			"هیئت بندر روز دوشنبه در نشستی که تا شب ادامه داشت با ساخت اسکله تازه در کنار بندر کهنه موافقت کرد.",
			"رئیس هیئت گفت نخستین سنگ ها در بهار گذاشته می شود، اگر زمین چنان استوار باشد که همه امید دارند.",
		},
		"ru": {
			"Совет порта в понедельник согласился построить новый причал, о котором водолазы просили с прошлой зимы.",
			"Председатель совета сказал, что первые камни положат весной, если дно окажется таким твёрдым, как все надеются.",
		},
	}[d.lang]
	return "<html lang=" + d.lang + "><title>Quay to be closed</title>" + d.head + "<body>" + d.top + "<div class=n>" + d.box + "<h1>Quay to be closed</h1>" +
		d.under + each("<p>", "</p>", texts) + d.foot + "</div>" + d.below
}

// TestPublished wants the date of the article read where a page shows it, and
// none where what it shows is of something else: a wrong date is worse than none,
// as it takes the place of the feed's.
func TestPublished(t *testing.T) {
	teaser := `<div><time datetime="2021-02-03">3 Feb 2021</time><a href=/1>Fishermen ask for a new ice house</a></div>`
	for name, c := range map[string]struct {
		page datedPage
		want string
	}{
		"under the headline":               {datedPage{lang: "en", under: "<p>Tuesday 14 November 2023 09.30 GMT</p>"}, "2023-11-14 09:30"},
		"with a name":                      {datedPage{lang: "en", under: "<p>By Ada Holt, 14 November 2023</p>"}, "2023-11-14 00:00"},
		"with a name and on":               {datedPage{lang: "en", under: "<p>By Ada Holt on November 14, 2023</p>"}, "2023-11-14 00:00"},
		"between marks":                    {datedPage{lang: "fa", under: "<p>سه\u200cشنبه ۲۳ آبان ۱۴۰۲ | ۱۰:۳۰ | کد خبر ۱۲۳۴</p>"}, "2023-11-14 07:00"},
		"behind a label":                   {datedPage{lang: "fa", under: "<p>شماره خبر: 3301 تاریخ: ۲۳ آبان ۱۴۰۲ ساعت ۱۰:۳۰</p>"}, "2023-11-14 07:00"},
		"over the headline, in its box":    {datedPage{lang: "en", box: "<div>14 November 2023</div>"}, "2023-11-14 00:00"},
		"at the foot":                      {datedPage{lang: "ru", foot: "<div>14.11.2023</div>"}, "2023-11-14 00:00"},
		"at the foot, in Persian":          {datedPage{lang: "fa", foot: "<div>۲۳ آبان ۱۴۰۲</div>"}, "2023-11-13 20:30"},
		"a better one than the year alone": {datedPage{lang: "en", head: `<meta name=date content="2023-01-01T00:00:00">`, under: "<p>Published 14 November 2023</p>"}, "2023-11-14 00:00"},
		"the year alone":                   {datedPage{lang: "en", head: `<meta name=date content="2023-01-01T00:00:00">`}, ""},
		"the masthead's clock":             {datedPage{lang: "en", top: "<div class=header-date>Wednesday, March 6, 2024</div>"}, ""},
		"the masthead's clock, not named":  {datedPage{lang: "fa", top: "<div id=clock>۱۶ اسفند ۱۴۰۲</div>"}, ""},
		"of others, below":                 {datedPage{lang: "en", below: "<div class=others>" + teaser + teaser + "</div>"}, ""},
		"of others, above":                 {datedPage{lang: "en", top: "<div class=strip>" + teaser + "</div>", under: "<p>14 November 2023</p>"}, "2023-11-14 00:00"},
		"of others, as text, above":        {datedPage{lang: "fa", top: "<div><span>۱۵ مرداد ۱۴۰۰</span> <a href=/1>کشف محموله مواد مخدر در مرز شرقی کشور</a></div>"}, ""},
		"of others, in boxes, below":       {datedPage{lang: "fa", below: "<div><div>۱۵ مرداد ۱۴۰۰</div><div><a href=/1>کشف محموله مواد مخدر در مرز شرقی کشور</a></div></div>"}, ""},
		"of a comment":                     {datedPage{lang: "en", below: `<div class=talk><h3>Discussion</h3><div><b>joe</b> <time datetime="2023-12-24">24 Dec 2023</time><p>Great piece, thanks for it.</p></div></div>`}, ""},
		"of an event":                      {datedPage{lang: "en", under: "<p>Event date: 1 May 2024, town hall</p>"}, ""},
		"of an event, in Persian":          {datedPage{lang: "fa", under: "<p>زمان برگزاری: ۲۵ اسفند ۱۴۰۲ ساعت ۱۷</p>"}, ""},
		"of a trial":                       {datedPage{lang: "ru", under: "<p>Суд состоится 25 декабря 2023 года.</p>"}, ""},
		"of an accident":                   {datedPage{lang: "fa", under: "<p>حادثه ۱۵ مرداد ۱۴۰۰ رخ داد</p>"}, ""},
	} {
		r, err := extract.Page(c.page.String(), "https://harbour.example/n/1")
		got := ""
		if !r.Article.Published.IsZero() {
			got = r.Article.Published.UTC().Format("2006-01-02 15:04")
		}
		if err != nil || got != c.want {
			t.Errorf("%s: published = %q, %v, want %q", name, got, err, c.want)
		}
	}
}

// TestNoArticleIsOfTheFuture wants a date that lies days behind the time of
// reading taken for a mistake.
func TestNoArticleIsOfTheFuture(t *testing.T) {
	s, err := extract.NewSite(news.Parts{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	fetched := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for date, want := range map[string]bool{"2026-11-25T09:00:00Z": true, "2026-12-24T09:00:00Z": false, "2099-01-01T09:00:00Z": false} {
		page := datedPage{lang: "en", head: `<meta property="article:published_time" content="` + date + `">`}.String()
		r, err := s.Page(strings.ReplaceAll(page, "Quay", "Quay "+date), "https://harbour.example/n/1", fetched)
		if err != nil || r.Article.Published.IsZero() == want {
			t.Errorf("%s: published = %v, %v", date, r.Article.Published, err)
		}
	}
}
