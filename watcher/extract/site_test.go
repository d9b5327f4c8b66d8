package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
)

// TestSiteIsSafeForConcurrentUse is for the race detector.
func TestSiteIsSafeForConcurrentUse(t *testing.T) {
	s := newSite(t, news.Parts{Drop: ".q1"})
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			if _, err := s.Page(housePage(n, own(n)), "https://house.example/1", time.Time{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

const ruledPage = `<html lang=fa><title>بندر نیوز</title><body>
	<div class=big><span class=hd>پل تازه بندر گشوده شد</span></div><div class=sum>پلی که دو سال در دست ساخت بود از دوشنبه باز است.</div>
	<span id=lblDate>سه شنبه ۱۸ آبان ۱۴۰۰ - ۱۲:۳۴</span><span id=lblWho>نسرین کوهیار</span><b class=svc>استان ها</b>
	<span id=lblText class="sidebar-text related">رفت و آمد از آن در ماه نخست رایگان است، هیئت بندر گفت.<br><br>کامیون ها باید تا پایان هفته چشم به راه بمانند.
	<span class=x>این جمله از آگهی است و باید برود.</span><br><br>بیشتر بخوانید: <a href=/2>کشتی تازه</a></span>
	<i class=k>پل</i><i class=k>بندر</i><img class=pic src=/p.jpg><em class=no>شماره ۵۵۱۲</em>
	<div class=side><p>زمین لرزه ای به بزرگی شش ریشتر چند شهر مرزی را لرزاند و هزاران تن شب را در خیابان گذراندند.</p><p>کشف جنگ افزار در مرز شرقی در سه عملیات جداگانه، فرمانده مرزبانی به خبرنگاران گفت و رفت.</p></div>`

var ruled = news.Parts{
	Title: ".hd", Lead: ".sum", Body: "#lblText", Author: "#lblWho", Published: "#lblDate", Section: ".svc",
	Tags: ".k", Image: ".pic", Code: ".no", Drop: ".x",
}

// TestRulesWin wants each part where the rules of a site say that it stands,
// also in an inline element and in one that is named furniture.
func TestRulesWin(t *testing.T) {
	r, err := newSite(t, ruled).Page(ruledPage, "https://bandar.example/n/1", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	a := r.Article
	for _, f := range []struct{ part, got, want string }{
		{"type", string(r.Type), "article"}, {"title", a.Title, "پل تازه بندر گشوده شد"},
		{"lead", a.Lead, "پلی که دو سال در دست ساخت بود از دوشنبه باز است."},
		{"body", a.Body, "رفت و آمد از آن در ماه نخست رایگان است، هیئت بندر گفت.\n\nکامیون ها باید تا پایان هفته چشم به راه بمانند."},
		{"author", a.Author, "نسرین کوهیار"}, {"published", a.Published.Format(time.RFC3339), "2021-11-09T12:34:00+03:30"},
		{"section", a.Section, "استان ها"}, {"tags", strings.Join(a.Tags, "|"), "پل|بندر"},
		{"image", a.Image, "https://bandar.example/p.jpg"}, {"code", a.Code, "5512"},
	} {
		if f.got != f.want {
			t.Errorf("%s = %q, want %q", f.part, f.got, f.want)
		}
	}
	if len(r.Missed) > 0 {
		t.Errorf("missed = %v, want none", r.Missed)
	}
}

// TestRulesThatFindNothing wants such parts found as on any page, and named.
func TestRulesThatFindNothing(t *testing.T) {
	s := newSite(t, news.Parts{Title: "h7.none", Body: "#gone", Published: ".never"})
	r, err := s.Page(story(each("<p>", "</p>", paragraphs)), "https://news.example/1", time.Time{})
	if err != nil || r.Article.Body != strings.Join(paragraphs, "\n\n") || r.Article.Title != "عنوان خبر" {
		t.Errorf("title %q, body %q, %v", r.Article.Title, r.Article.Body, err)
	}
	if want := []string{"title", "body", "published"}; !slices.Equal(r.Missed, want) {
		t.Errorf("missed = %v, want %v", r.Missed, want)
	}
}

func TestWrongSelector(t *testing.T) {
	_, err := extract.NewSite(news.Parts{Title: "h1", Body: "div..x"}, nil)
	if err == nil || !strings.Contains(err.Error(), `body "div..x"`) {
		t.Errorf("NewSite = %v, want an error that names the body", err)
	}
}

// TestRelativeTimes wants words such as "2 hours ago" read against the time of
// fetching, where one is known and nothing else gives a date.
func TestRelativeTimes(t *testing.T) {
	fetched := time.Date(2026, 3, 21, 15, 30, 40, 0, time.UTC)
	page := func(date string) string {
		return "<html lang=fa><title>عنوان خبر</title><h1>عنوان خبر</h1>" + date + "<div class=body>" + each("<p>", "</p>", paragraphs) + "</div>"
	}
	for _, c := range []struct{ name, html, want string }{
		{"hours", page("<span>۳ ساعت پیش</span>"), "2026-03-21 12:30"},
		{"yesterday with a clock", page("<div>دیروز ۱۸:۰۵</div>"), "2026-03-20 14:35"},
		{"a full date beside it", page("<div>۱۸ آبان ۱۴۰۰ - ۱۲:۳۴</div><div>۳ ساعت پیش</div>"), "2021-11-09 09:04"},
		{"of another article", page("") + "<ul><li><a href=/2>خبری دیگر</a><span class=time>۲ ساعت پیش</span></ul>", "0001-01-01 00:00"},
	} {
		r, err := newSite(t, news.Parts{}).Page(c.html, "https://news.example/1", fetched)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Article.Published.UTC().Format("2006-01-02 15:04"); got != c.want {
			t.Errorf("%s: published = %s, want %s", c.name, got, c.want)
		}
	}
	r, err := extract.Page(page("<span>۳ ساعت پیش</span>"), "https://news.example/1")
	if err != nil || !r.Article.Published.IsZero() {
		t.Errorf("without a time of fetching: published = %s, %v, want none", r.Article.Published, err)
	}
}

func newSite(t *testing.T, parts news.Parts) *extract.Site {
	t.Helper()
	s, err := extract.NewSite(parts, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ExampleSite() {
	s, err := extract.NewSite(news.Parts{Body: ".text", Drop: ".poll"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := s.Page(`<html lang="en"><title>Bridge opens | The Harbour</title><h1>Bridge opens</h1><i>2 hours ago</i>
		<div class="text">The new bridge was opened on Monday.<b class="poll">Will you use it?</b></div>`,
		"https://harbour.example/n/1", time.Date(2025, 11, 24, 12, 0, 0, 0, time.UTC))
	fmt.Println(err, r.Type, r.Article.Published)
	fmt.Println(r.Article.Body)
	// Output:
	// <nil> article 2025-11-24 10:00:00 +0000 UTC
	// The new bridge was opened on Monday.
}
