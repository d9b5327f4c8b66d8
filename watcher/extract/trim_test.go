package extract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestShortLinesOfAnArticle wants lines kept that are no sentences but the
// article's: what its last sentence announces, the days of a timeline and rows
// with dates, and its subheadings, whatever their rank and place.
func TestShortLinesOfAnArticle(t *testing.T) {
	const announces = "فرماندار نام سه روستایی را که راه آن\u200cها هنوز بسته است به خبرنگاران چنین گفت:"
	villages := []string{"چشمه سفید", "گردنه بالا", "سنگ سیاه"}
	days := []string{"14 November 2023: snow closes the pass", "15 November 2023: the council meets"}
	for _, c := range []struct {
		name, html string
		want       []string
	}{
		{"names behind a colon", each("<p>", "</p>", slices.Concat(paragraphs, []string{announces}, villages)), slices.Concat(paragraphs, []string{announces}, villages)},
		{"the last words of a talk", each("<p>", "</p>", append(slices.Clone(paragraphs), "سپاس از وقتی که به ما دادید", "من هم سپاسگزارم")), append(slices.Clone(paragraphs), "سپاس از وقتی که به ما دادید", "من هم سپاسگزارم")},
		{"numbered links to other sites", each("<p>", "</p>", paragraphs[:1]) + "<h2><a href=https://inn.example/>یک: مهمانخانه گردنه</a></h2><p>" + paragraphs[1] + "</p>", []string{paragraphs[0], "یک: مهمانخانه گردنه", paragraphs[1]}},
		{"a timeline", each("<p>", "</p>", paragraphs) + "<ul>" + each("<li>", "</li>", days) + "</ul>" + each("<p>", "</p>", more), slices.Concat(paragraphs, days, more)},
		{"rows with dates", each("<p>", "</p>", paragraphs) + "<table><tr><td>شمال<td>9 July 2023<td>۲ متر</table>" + each("<p>", "</p>", more), slices.Concat(paragraphs, []string{"شمال | 9 July 2023 | ۲ متر"}, more)},
		{"headings of the first rank", each("<p>", "</p>", paragraphs) + "<h1>واکنش رانندگان</h1>" + each("<p>", "</p>", more), slices.Concat(paragraphs, []string{"واکنش رانندگان"}, more)},
		{"a heading over the first part", "<h3>سه هفته در برف</h3>" + each("<p>", "</p>", paragraphs) + "<h3>واکنش رانندگان</h3>" + each("<p>", "</p>", more),
			slices.Concat([]string{"سه هفته در برف"}, paragraphs, []string{"واکنش رانندگان"}, more)},
	} {
		r, err := extract.Page(story(c.html), "https://news.example/1")
		if want := strings.Join(c.want, "\n\n"); err != nil || r.Article.Body != want {
			t.Errorf("%s: body = %q, %v, want %q", c.name, r.Article.Body, err, want)
		}
	}
}

// TestLinesOverAnArticle wants a date alone left out, with the name of who wrote
// it or in a list, and a heading with nothing under it.
func TestLinesOverAnArticle(t *testing.T) {
	for _, line := range []string{
		"<div>14 November 2023</div>", "<p>14 November 2023 | Jane Doe</p>", "<div>سه\u200cشنبه ۱۸ آبان ۱۴۰۰ - ۱۲:۳۴</div>",
		"<ul><li>رحیم احمدی</li><li>۲۵ ثور ۱۴۰۲</li></ul>",
	} {
		r, err := extract.Page(story(line+each("<p>", "</p>", paragraphs)+"<h3>پیوست</h3>"), "https://news.example/1")
		if want := strings.Join(paragraphs, "\n\n"); err != nil || r.Article.Body != want {
			t.Errorf("%s: body = %q, %v, want %q", line, r.Article.Body, err, want)
		}
	}
}

// TestDeck wants the heading right below a headline for the lead, if it is the
// only one like it.
func TestDeck(t *testing.T) {
	const deck = "راهداران پس از سه هفته نخستین خودروها را از گردنه گذراندند"
	page := "<title>عنوان خبر</title><main><h1>عنوان خبر</h1><h2>" + deck + "</h2>" + each("<p>", "</p>", paragraphs) + "</main>"
	r, err := extract.Page(page, "https://news.example/1")
	if want := strings.Join(paragraphs, "\n\n"); err != nil || r.Article.Lead != deck || r.Article.Body != want {
		t.Errorf("lead = %q, body = %q, %v", r.Article.Lead, r.Article.Body, err)
	}
}

// TestHeadlineAmongBlocks wants the whole of an article that is cut into boxes
// which are all marked up alike, its headline in one, each subheading in
// another.
func TestHeadlineAmongBlocks(t *testing.T) {
	box := func(s string) string { return "<div class=blk><div class=in>" + s + "</div></div>" }
	page := "<title>عنوان خبر</title><div class=page>" + box("<h2>عنوان خبر</h2>") + box(each("<p>", "</p>", paragraphs)) +
		box("<h2>واکنش رانندگان</h2>") + box(each("<p>", "</p>", more)) + "</div>"
	r, err := extract.Page(page, "https://news.example/1")
	if want := strings.Join(slices.Concat(paragraphs, []string{"واکنش رانندگان"}, more), "\n\n"); err != nil || r.Article.Body != want {
		t.Errorf("body = %q, %v, want %q", r.Article.Body, err, want)
	}
}
