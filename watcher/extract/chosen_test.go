package extract_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
)

// byRules reads a page by rules.
func byRules(t *testing.T, rules news.Parts, page string) extract.Result {
	t.Helper()
	r, err := newSite(t, rules).Page(page, "https://news.example/n/1", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestABodyRuleWithoutTextIsMissed wants the body found as on any page where
// the rule's elements hold nothing of it, and the rule named.
func TestABodyRuleWithoutTextIsMissed(t *testing.T) {
	want := strings.Join(paragraphs, "\n\n")
	for _, c := range []struct{ name, rule, box string }{
		{"an empty element", ".story", "<div class=story></div>"},
		{"one that a script fills", ".story", "<div class=story><script>draw()</script></div>"},
		{"the headline alone", "h1", ""},
		{"what is never read", "template p", "<template><p>این متن را هیچ خواننده ای نمی بیند.</p></template>"},
		{"a picture's caption", ".story", "<div class=story><figure><img src=/p.jpg><figcaption>راه شمالی در زمستان.</figcaption></figure></div>"},
	} {
		r := byRules(t, news.Parts{Body: c.rule}, story(c.box+each("<p>", "</p>", paragraphs)))
		if r.Type != extract.TypeArticle || r.Article.Body != want || !slices.Equal(r.Missed, []string{"body"}) {
			t.Errorf("%s: %s (%s), missed %v, body %q", c.name, r.Type, r.Reason, r.Missed, r.Article.Body)
		}
	}
}

// TestARuleWithoutAValueIsMissed wants a rule named whose element says nothing
// of its part, and the value that the page gives otherwise.
func TestARuleWithoutAValueIsMissed(t *testing.T) {
	page := `<meta property="og:image" content="https://news.example/p.jpg"><meta property="article:published_time" content="2025-11-24T09:30:00Z">` +
		story(`<i class=x>بندر</i>`+strings.Repeat(each("<p>", "</p>", paragraphs), 9))
	r := byRules(t, news.Parts{Title: "body", Lead: ".body, html", Published: ".x", Image: ".x", Code: ".none", Author: ".x"}, page)
	if want := []string{"title", "lead", "published", "image", "code"}; !slices.Equal(r.Missed, want) {
		t.Errorf("missed = %v, want %v", r.Missed, want)
	}
	a := r.Article
	if a.Title != "عنوان خبر" || a.Published.Day() != 24 || a.Image != "https://news.example/p.jpg" || a.Author != "بندر" {
		t.Errorf("article = %+v", a)
	}
}

// TestABodyRuleProtectsItsLines wants the lines of a chosen body kept that look
// like furniture but have something to say, and none that lead elsewhere.
func TestABodyRuleProtectsItsLines(t *testing.T) {
	lines := []string{
		"بازدید وزیر دفاع از یگان مرزی سیستان",
		"Read more about the bomb that was found",
		"وزیر دفاع روز دوشنبه از یگان مرزی سیستان دیدن کرد و با سربازان سخن گفت.",
	}
	r := byRules(t, news.Parts{Body: ".text"}, "<title>خبر</title><h1>خبر</h1><div class=text>"+each("<p>", "</p>", lines)+
		"<p>بیشتر بخوانید: <a href=/2>کشتی تازه</a></p><p>ارسال نظر</p><ul><li><a href=/3>انفجار در معدن</a><li><a href=/4>آتش در بازار</a></ul></div>")
	if want := strings.Join(lines, "\n\n"); r.Article.Body != want {
		t.Errorf("body = %q, want %q", r.Article.Body, want)
	}
}

// TestACodeIsTakenBehindItsLabel wants an outlet's code as it is written.
func TestACodeIsTakenBehindItsLabel(t *testing.T) {
	for text, want := range map[string]string{
		"کد: 3f99": "3f99", "کد خبر: ۱۲۳۴۵۶": "123456", "کد خبر ۱۲۳۴": "1234", "News ID: AB-12/7": "AB-12/7", "۱۴۰۱-۵۵": "1401-55", "رقم الخبر: ٥٥": "55",
	} {
		r := byRules(t, news.Parts{Code: ".no"}, story("<b class=no>"+text+"</b>"+each("<p>", "</p>", paragraphs)))
		if r.Article.Code != want {
			t.Errorf("code of %q = %q, want %q", text, r.Article.Code, want)
		}
	}
}

// TestWhatRulesDropIsCounted wants the elements that are taken out, and their
// text, told.
func TestWhatRulesDropIsCounted(t *testing.T) {
	r := byRules(t, news.Parts{Drop: ".ad, .ad b"}, story("<p class=ad>Buy a <b>boat</b></p><p class=ad>Now</p>"+each("<p>", "</p>", paragraphs)))
	if want := (extract.Dropped{Elements: 2, Chars: len("Buy a boat") + len("Now")}); r.Dropped != want {
		t.Errorf("dropped = %+v, want %+v", r.Dropped, want)
	}
}
