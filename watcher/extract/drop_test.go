package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestNamesThatSayLittle wants paragraphs kept whose class says of an article
// what it says of furniture, and those dropped that it leaves no doubt of or
// that lead elsewhere.
func TestNamesThatSayLittle(t *testing.T) {
	text := more[0] + " " + more[1]
	for _, c := range []struct {
		name, html string
		kept       bool
	}{
		{"a paragraph about the weather", "<p class=weather>" + text + "</p>", true},
		{"a paragraph of a topic", "<p class='intro-info'>" + text + "</p>", true},
		{"a card of facts", "<div class='factbox card'><p>" + text + "</p></div>", true},
		{"a card that leads elsewhere", "<div class=card><p><a href=/2>" + text + "</a></p></div>", false},
		{"other news", "<div class='related card'><p>" + text + "</p></div>", false},
		{"an invitation", "<p class=newsletter>" + text + "</p>", false},
	} {
		want := slices.Clone(paragraphs)
		if c.kept {
			want = slices.Insert(want, 2, text)
		}
		r, err := extract.Page(story(each("<p>", "</p>", paragraphs[:2])+c.html+each("<p>", "</p>", paragraphs[2:])), "https://news.example/1")
		if err != nil || r.Article.Body != strings.Join(want, "\n\n") {
			t.Errorf("%s: body = %q, %v", c.name, r.Article.Body, err)
		}
	}
}

// TestCards wants the summaries on cards out of an article that they stand
// below, also where a card is one link, and an article of entries kept that
// lead to other sites.
func TestCards(t *testing.T) {
	headlines := []string{"باران در نیمه شمالی کشور تا پایان هفته می\u200cماند", "گرانی نان در هفت استان خاوری را تکذیب کردند", "پیروزی تیم والیبال بانوان در بازی نخست جام"}
	cards := func(format string) string {
		var s strings.Builder
		for i, h := range headlines {
			fmt.Fprintf(&s, format, h, others[2-i%2*2])
		}
		return s.String()
	}
	for _, c := range []struct {
		name, html string
		kept       bool
	}{
		{"a linked headline over a summary", "<div class=row>" + cards("<div class=c4><a href=/n/2>%s</a><br>%s</div>") + "</div>", false},
		{"cards that are links", "<div class=row>" + cards("<div class=c4><a href=/n/2><h3>%s</h3><p>%s</p></a></div>") + "</div>", false},
		{"entries", "<div class=row>" + cards("<div class=c4><h3><a href=https://else.example/2>%s</a></h3><p>%s</p></div>") + "</div>", true},
	} {
		page := "<html lang=fa><title>عنوان خبر</title><div class=x1><h1>عنوان خبر</h1>" + each("<p>", "</p>", paragraphs) + c.html + "</div>"
		r, err := extract.Page(page, "https://news.example/n/1")
		if err != nil || !strings.HasPrefix(r.Article.Body, strings.Join(paragraphs, "\n\n")) || strings.Contains(r.Article.Body, "TRAP") != c.kept {
			t.Errorf("%s: body = %q, %v", c.name, r.Article.Body, err)
		}
	}
}

// TestAsides wants captions in plain boxes and pull quotes out of an article,
// but not what it quotes once, nor a paragraph with an image beside it where
// all are boxes.
func TestAsides(t *testing.T) {
	const quoted = "بهمن بخشی از نرده\u200cهای کناره را با خود برده است"
	const caption = "<div class=im><img src=a.jpg><div>راه شمالی در بامداد دوشنبه، از گردنه بالا.</div></div>"
	text := each("<p>", "</p>", paragraphs[1:])
	boxes := "<div><img src=a.jpg><div>" + paragraphs[0] + "</div></div>" + each("<div>", "</div>", paragraphs[1:])
	for _, c := range []struct{ name, html, want string }{
		{"a caption", each("<p>", "</p>", paragraphs[:1]) + caption + text, strings.Join(paragraphs, "\n\n")},
		{"a pull quote", each("<p>", "</p>", paragraphs[:1]) + "<div class=q>«" + quoted + "»</div>" + text, strings.Join(paragraphs, "\n\n")},
		{"a quotation", each("<p>", "</p>", paragraphs[:1]) + "<blockquote>" + more[0] + "</blockquote>" + text, strings.Join(slices.Insert(slices.Clone(paragraphs), 1, more[0]), "\n\n")},
		{"paragraphs in boxes", boxes, strings.Join(paragraphs, "\n\n")},
	} {
		r, err := extract.Page(story(c.html), "https://news.example/1")
		if err != nil || r.Article.Body != c.want {
			t.Errorf("%s: body = %q, %v", c.name, r.Article.Body, err)
		}
	}
}
