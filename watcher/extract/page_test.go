package extract_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

func ExamplePage() {
	r, err := extract.Page(`<html lang="en"><head><title>Bridge opens | The Harbour</title></head>
		<body><nav><a href="/">Home</a></nav><h1>Bridge opens</h1><p>Monday 24 November 2025, 9:30</p>
		<p>The new bridge was opened on Monday after two years of work.</p>
		<p>Traffic will be free for the first month, the board said.</p>
		<h3>Related stories</h3><ul><li><a href="/2">Ferry to close</a></li></ul></body></html>`, "https://harbour.example/n/1")
	fmt.Println(err, r.Type)
	fmt.Println(r.Article.Title)
	fmt.Println(r.Article.Published)
	fmt.Println(r.Article.Body)
	// Output:
	// <nil> article
	// Bridge opens
	// 2025-11-24 09:30:00 +0000 UTC
	// The new bridge was opened on Monday after two years of work.
	//
	// Traffic will be free for the first month, the board said.
}

// story puts a body into a plain page.
func story(body string) string {
	return "<html lang=fa><title>عنوان خبر</title><h1>عنوان خبر</h1><div class=body>" + body + "</div>"
}

func TestBody(t *testing.T) {
	const first, last = "نخستین بند این گزارش درباره راه کوهستانی شمال است.", "واپسین بند این گزارش نیز از همان راه می\u200cگوید."
	for _, c := range []struct{ name, html, want string }{
		{"inline tags don't glue or part words", "<p>سازمان <b>ملل</b> متحد، روز <a href=/x>سه<wbr>شنبه</a> در بیانیه<i>\u200cای</i> چنین گفت.</p><p>" + last + "</p>",
			"سازمان ملل متحد، روز سهشنبه در بیانیه\u200cای چنین گفت.\n\n" + last},
		{"breaks", first + "<br>\n<br>" + last, first + "\n\n" + last},
		{"one break is a line", "<p>" + first + "<br>" + last + "</p>", first + "\n" + last},
		{"joints", "<p>خبرگزاری\u200cهای منطقه از گفت\u200cوگو\u200bهای تازه خبر می\u200cدهند\u00ad.</p><p>" + last + "</p>",
			"خبرگزاری\u200cهای منطقه از گفت\u200cوگوهای تازه خبر می\u200cدهند.\n\n" + last},
		{"quotes and lists", "<p>" + first + "</p><blockquote><p>راه باز است، اما با احتیاط برانید.</p></blockquote><ul><li>زنجیر چرخ همراه داشته باشید؛</li><li>شب\u200cها سفر نکنید.</li></ul><p>" + last + "</p>",
			first + "\n\nراه باز است، اما با احتیاط برانید.\n\nزنجیر چرخ همراه داشته باشید؛\n\nشب\u200cها سفر نکنید.\n\n" + last},
		{"tables", "<p>" + first + "</p><table><tr><th>راه</th><th>وضع امروز</th></tr><tr><td>راه شمالی کوهستان</td><td>باز</td></tr></table><p>" + last + "</p>",
			first + "\n\nراه | وضع امروز\n\nراه شمالی کوهستان | باز\n\n" + last},
		{"headings", "<p>" + first + "</p><h3>واکنش مردم</h3><p>" + last + "</p>", first + "\n\nواکنش مردم\n\n" + last},
		{"hidden", "<p>" + first + "</p><p style='display: none'>این جمله را هیچ خواننده\u200cای نمی\u200cبیند.</p><div hidden>و نه این را.</div><p>" + last + "</p>", first + "\n\n" + last},
		{"all behind a dialog", "<section aria-hidden=true><p>" + first + "</p><p>" + last + "</p></section>", first + "\n\n" + last},
		{"what a button unfolds", "<p>" + first + "</p><button>بیشتر</button><div style='display:none'><p>" + last + "</p></div>", first + "\n\n" + last},
		{"what a link unfolds", "<div><p>" + first + "</p></div><div hidden><p>" + last + "</p></div><div><a href='#'>بیشتر</a></div>", first + "\n\n" + last},
		{"no button", "<p>" + first + "</p><p>" + last + "</p><div hidden><p>این بند را هیچ خواننده\u200cای نمی\u200cبیند.</p></div>", first + "\n\n" + last},
		{"a word in two elements", "<div><span>نخستین بند این گزارش درباره راه کوهستانی شمال است، گزارشگر ما از گرد</span><span>\u200cنه نوشت.</span></div><p>" + last + "</p>",
			"نخستین بند این گزارش درباره راه کوهستانی شمال است، گزارشگر ما از گرد\u200cنه نوشت.\n\n" + last},
		{"marks in elements", "<div><b>«</b><i>" + strings.TrimSuffix(first, ".") + "</i><b>»</b></div><p>" + last + "</p>", "«" + strings.TrimSuffix(first, ".") + "»\n\n" + last},
		{"text with its own line ends", "<pre>" + first + "\n\nواپسین بند این گزارش\nنیز از همان راه می\u200cگوید.\n</pre>", first + "\n\n" + last},
		{"all to be shown by a script", "<section style='visibility: hidden'><p>" + first + "</p><p>" + last + "</p></section>", first + "\n\n" + last},
		{"captions and scripts", "<p>" + first + "</p><figure><img><figcaption>راه شمالی در زمستان، عکسی از بایگانی.</figcaption></figure><script>var x</script><p>" + last + "</p>", first + "\n\n" + last},
		{"read also", "<p>" + first + "</p><p>بیشتر بخوانید: <a href=/2>انفجار در معدن سه کشته داشت</a></p><p>" + last + "</p>", first + "\n\n" + last},
	} {
		r, err := extract.Page(story(c.html), "https://news.example/1")
		if err != nil || r.Article.Body != c.want {
			t.Errorf("%s: body = %q, %v, want %q", c.name, r.Article.Body, err, c.want)
		}
	}
}

// TestTooDeep wants the text of a page that nests deeper than a parser goes.
func TestTooDeep(t *testing.T) {
	text := "<p>The first paragraph of a story, told at some length.</p><p>The second one, which is the last of it all.</p>"
	r, err := extract.Page("<title>Deep</title><h1>Deep</h1>"+strings.Repeat("<div>", 900)+text, "https://news.example/1")
	if err != nil || !strings.Contains(r.Article.Body, "first paragraph") || !strings.Contains(r.Article.Body, "last of it all") {
		t.Errorf("body = %q, %v", r.Article.Body, err)
	}
}

// TestGivenBody wants the body from structured data where the page is drawn by
// a script.
func TestGivenBody(t *testing.T) {
	body := strings.Repeat("The harbour board met on Monday and agreed on a plan. ", 12)
	r, err := extract.Page(`<title>New quay planned</title><script type="application/ld+json">{"@type":["NewsArticle"],"headline":"New quay planned",`+
		`"datePublished":"2025-11-24T09:30:00Z","author":[{"name":"A. Writer"}],"articleBody":"`+body+`"}</script><div id=app></div>`, "https://news.example/1")
	a := r.Article
	if err != nil || r.Type != extract.TypeArticle || a.Body != strings.TrimSpace(body) || a.Author != "A. Writer" || a.Published.IsZero() {
		t.Errorf("%s (%s), %+v, %v", r.Type, r.Reason, a, err)
	}
}

// TestGivenBodyElsewhere wants the text that structured data gives from where
// the page shows it, though all there looks like furniture.
func TestGivenBodyElsewhere(t *testing.T) {
	lines := []string{
		"The harbour board met on Monday and agreed on a plan for the new quay, which has been in the making for ten years.",
		"Its chair said that the first stones would be laid in spring, if the divers find the ground as firm as they hope.",
		"The fishermen of the old quay want a say in where the ice house will stand, and will be heard in a week.",
		"A model of the quay stands in the town hall, where people may look at it until the end of the month.",
	}
	page := `<title>New quay planned</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"New quay planned","articleBody":"` + strings.Join(lines, " ") + `"}</script>
		<h1>New quay planned</h1><aside class="related sidebar-promo"><ul>` + each("<li>", "</li>", lines) + `</ul></aside>
		<div class="story">` + each("<p>", "</p>", []string{
		"The choir of the town sings on Friday in the old church, and asks all who come to bring a candle.",
		"Tickets are sold at the door, and what they bring goes to the mending of the roof, its leader said.",
	}) + "</div>"
	r, err := extract.Page(page, "https://news.example/1")
	if want := strings.Join(lines, "\n\n"); err != nil || r.Article.Body != want {
		t.Errorf("body = %q, %v, want %q", r.Article.Body, err, want)
	}
}

// TestBehindADialog wants the article of a page that was saved with a dialog
// before it, which marks the rest as hidden.
func TestBehindADialog(t *testing.T) {
	body := each("<p>", "</p>", paragraphs)
	page := "<title>عنوان خبر</title><div aria-hidden=true><h1>عنوان خبر</h1><div>" + body + "</div></div><div class=d1><h2>We value your privacy</h2>" +
		"<p>We and the firms we work with keep data on your device and read it again, to show you what we think that you may like to buy.</p>" +
		"<p>You may agree to all of that here, or choose what you agree to, one by one, for each of the firms.</p></div>"
	r, err := extract.Page(page, "https://news.example/1")
	if want := strings.Join(paragraphs, "\n\n"); err != nil || r.Article.Body != want {
		t.Errorf("body = %q, %v, want %q", r.Article.Body, err, want)
	}
}
