package extract_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/extract/score"
)

// housePage is a page of a house that names nothing as others do, with a notice
// of its own before the end of every text and two sentences below it.
func housePage(n int, paragraphs []string) string {
	half := len(paragraphs) - 1
	return fmt.Sprintf(`<html lang=fa><title>گزارش شماره %d از راه کوهستان</title><div class=q1><a href=/>نخست</a></div>
		<h1>گزارش شماره %[1]d از راه کوهستان</h1><div class=q2>%s
		<p>خوانندگان ارجمند، این روزنامه را بامداد هر روز از فروشنده ی سر کوچه ی خود بخواهید</p>%s
		<p>دو سرباز در نوار مرزی جان باختند و سه تن زخمی شدند، فرماندهان گفتند.</p>
		<p>بسیاری از یاران روزنامه در جشن آن شرکت کرده اند و جای شما هنوز خالی است.</p></div>`,
		n, each("<p>", "</p>", paragraphs[:half]), each("<p>", "</p>", paragraphs[half:]))
}

var (
	days   = strings.Fields("شنبه یکشنبه دوشنبه سه\u200cشنبه چهارشنبه پنجشنبه آدینه")
	places = strings.Fields("شمال جنوب خاور باختر کوهستان دریا بیابان جنگل دره گردنه جلگه")
)

// own are the paragraphs of the nth article of the house. A third of them tell
// what led to it in the same words.
func own(n int) []string {
	text := []string{
		"به گزارش آوای کوهستان،",
		fmt.Sprintf("راهداران %s برف را از پیچ\u200cهای راه %s کنار زدند و آن را به روی مردم گشودند.", days[n%7], places[n%11]),
		fmt.Sprintf("بیش از صد خودرو %s از راه %s گذشتند، رئیس راهداری به خبرنگار ما گفت.", days[n%7], places[n%11]),
	}
	if n%3 == 0 {
		text = append(text, "این راه در آغاز ماه گذشته پس از ریزش بهمنی بزرگ بسته شده بود و هفت روستا را از شهر جدا کرد.")
	}
	return text
}

// TestSiteLearnsItsFurniture wants what stands on every page of a house out of
// its articles once some have been read, and nothing else out of them: neither
// what only some tell nor how all begin.
func TestSiteLearnsItsFurniture(t *testing.T) {
	s := newSite(t, news.Parts{})
	var before, after []score.Overlap
	for n := 1; n <= 40; n++ {
		page, url, want := housePage(n, own(n)), fmt.Sprintf("https://house.example/%d", n), strings.Join(own(n), "\n\n")
		r, err := s.Page(page, url, time.Time{})
		if err != nil || r.Type != extract.TypeArticle {
			t.Fatalf("article %d: %s, %v", n, r.Type, err)
		}
		alone, err := extract.Page(page, url)
		if err != nil {
			t.Fatal(err)
		}
		before, after = append(before, score.Compare(want, alone.Article.Body)), append(after, score.Compare(want, r.Article.Body))
		if n > 8 && (r.Article.Body != want || len(r.Left) != 3) {
			t.Errorf("article %d: body = %q, want %q; left out %q", n, r.Article.Body, want, r.Left)
		}
	}
	alone, learned := score.Mean(before), score.Mean(after)
	t.Logf("40 pages of a house: precision %.3f by the page alone, %.3f by a site that learns; F1 %.3f and %.3f", alone.Precision, learned.Precision, alone.F1, learned.F1)
	if learned.Precision <= alone.Precision || learned.Recall < alone.Recall {
		t.Errorf("learning made it no better: %+v, then %+v", alone, learned)
	}
}

// TestSiteReadsAnArticleAgain wants an article to stay whole however often it
// is read, under whatever address.
func TestSiteReadsAnArticleAgain(t *testing.T) {
	s := newSite(t, news.Parts{})
	first := ""
	for n := range 30 {
		r, err := s.Page(housePage(1, own(1)), fmt.Sprintf("https://house.example/%d", n), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = r.Article.Body
		}
		if r.Article.Body != first {
			t.Fatalf("reading %d: body = %q, want %q", n, r.Article.Body, first)
		}
	}
}

// TestSiteForgets wants a paragraph back that was furniture long ago: twenty
// other articles are more than a site remembers.
func TestSiteForgets(t *testing.T) {
	s := newSite(t, news.Parts{})
	const notice = "خوانندگان ارجمند"
	read := func(n int, page string) string {
		r, err := s.Page(page, fmt.Sprintf("https://house.example/%d", n), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return r.Article.Body
	}
	for n := 1; n < 10; n++ {
		read(n, housePage(n, own(n)))
	}
	if strings.Contains(read(10, housePage(10, own(10))), notice) {
		t.Error("the notice was not learned")
	}
	for n := 11; n < 31; n++ {
		read(n, strings.ReplaceAll(story(each("<p>", "</p>", own(n))), "عنوان خبر", "خبر"+strings.Repeat(" دیگر", n)))
	}
	if body := read(40, housePage(40, own(40))); !strings.Contains(body, notice) {
		t.Errorf("the notice of long ago is still left out of %q", body)
	}
}

// daily is the report that an outlet makes of the nth day: the same sentences
// but for their figures, under subheadings that are always the same, and with
// what led to it amid them.
func daily(n int) []string {
	return []string{
		fmt.Sprintf("At least %d people were killed and %d wounded by shelling in the valley", n%7+1, 15+n),
		fmt.Sprintf("The air defence said that it had shot down %d of %d drones in the night.", 40+n, 60+n),
		"The fighting began two years ago, when talks on the water of the dam came to nothing.",
		fmt.Sprintf("Dead: %d", n%7+1),
		fmt.Sprintf("A spokesman told reporters on day %d that the road over the pass was still closed.", n),
	}
}

// TestSiteKeepsDailyReports wants every sentence of reports that are alike but
// for their figures, and the background that each of them repeats.
func TestSiteKeepsDailyReports(t *testing.T) {
	s := newSite(t, news.Parts{})
	for n := 1; n <= 24; n++ {
		text := daily(n)
		page := fmt.Sprintf("<title>War in the valley: day %d</title><h1>War in the valley: day %[1]d</h1><div>%s<h2>The night</h2>%s</div>",
			n, each("<p>", "</p>", text[:2]), each("<p>", "</p>", text[2:]))
		r, err := s.Page(page, fmt.Sprintf("https://valley.example/%d", n), time.Time{})
		if want := strings.Join(append(text[:2:2], append([]string{"The night"}, text[2:]...)...), "\n\n"); err != nil || r.Article.Body != want || len(r.Left) > 0 {
			t.Errorf("day %d: body = %q, want %q; left out %q, %v", n, r.Article.Body, want, r.Left, err)
		}
	}
}

// TestSiteKeepsWhatRulesFind wants the body that a rule finds whole, whatever
// its articles have in common.
func TestSiteKeepsWhatRulesFind(t *testing.T) {
	s := newSite(t, news.Parts{Body: ".q2"})
	for n := 1; n <= 12; n++ {
		r, err := s.Page(housePage(n, own(n)), fmt.Sprintf("https://house.example/%d", n), time.Time{})
		if err != nil || !strings.Contains(r.Article.Body, "خوانندگان ارجمند") || !strings.Contains(r.Article.Body, "هنوز خالی است") {
			t.Errorf("article %d: body = %q, %v", n, r.Article.Body, err)
		}
	}
}

// TestEditsTeachNothing wants an article whole that is read again and again
// under one address while its headline and a figure in it change.
func TestEditsTeachNothing(t *testing.T) {
	s := newSite(t, news.Parts{})
	for n := 1; n <= 20; n++ {
		text := append([]string{fmt.Sprintf("Divers found %d people under the ice of the lake on Friday.", n)}, daily(1)[2:]...)
		page := fmt.Sprintf("<title>%d found under the ice</title><h1>%[1]d found under the ice</h1><div>%s</div>", n, each("<p>", "</p>", text))
		r, err := s.Page(page, "https://valley.example/lake", time.Time{})
		if want := strings.Join(text, "\n\n"); err != nil || r.Article.Body != want {
			t.Fatalf("edit %d: body = %q, want %q, %v", n, r.Article.Body, want, err)
		}
	}
}
