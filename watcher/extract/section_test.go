package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// Three paragraphs of an article, and three lines of other news, which read
// like paragraphs.
var (
	paragraphs = []string{
		"راهداران استان از بامداد یکشنبه برف را از راه کوهستانی شمال کنار زدند و آن را پس از سه هفته به روی خودروهای سبک گشودند.",
		"رئیس راهداری گفت که کامیون\u200cها تا پایان هفته نمی\u200cتوانند از این راه بگذرند، زیرا بهمن بخشی از نرده\u200cهای کناره را با خود برده است.",
		"روستاهای بالادست در این سه هفته تنها با بالگرد آذوقه گرفتند و ده بیمار نیز با همان بالگردها به شهر برده شدند.",
	}
	more = []string{
		"راننده\u200cای که سه شب در راه مانده بود گفت که تنها نان خشک همراه داشته و برف را آب کرده و نوشیده است.",
		"هواشناسی برای پایان هفته برف تازه پیش\u200cبینی کرده است و راهداران می\u200cگویند که شاید راه باز هم بسته شود.",
	}
	others = []string{
		"TRAP زمین\u200cلرزه\u200cای به بزرگی شش ریشتر چند شهر مرزی را لرزاند و هزاران تن شب را در خیابان\u200cها گذراندند، مقام\u200cها گفتند.",
		"TRAP کشف جنگ\u200cافزار در مرز",
		"TRAP مذاکرات بر سر برنامه هسته\u200cای بی\u200cنتیجه ماند و هیئت\u200cها پس از چهار روز گفت\u200cوگو به پایتخت\u200cهای خود بازگشتند.",
	}
)

// each puts every line between two tags.
func each(open, closing string, lines []string) string {
	return open + strings.Join(lines, closing+open) + closing
}

// TestOtherNewsWithoutLinks wants the lines of a box of other news out of the
// body though none of them is a link: behind the text and amid it.
func TestOtherNewsWithoutLinks(t *testing.T) {
	text := func(part []string) string { return each("<p>", "</p>", part) }
	list := "<ol>" + each("<li>", "</li>", others) + "</ol>"
	boxed := "<div><div>آخرین اخبار</div>" + each("<div>", "</div>", others) + "</div>"
	for _, c := range []struct{ name, html string }{
		{"a span and a list", text(paragraphs) + "<span>پربازدیدترین\u200cها</span>" + list},
		{"a heading in its own box and a list", text(paragraphs) + "<div><b>پر بازدید ترین ها</b></div>" + list},
		{"a line and a list in a box", text(paragraphs) + "<div>پربازدیدترین\u200cها" + list + "</div>"},
		{"lines in paragraphs", text(paragraphs) + "<p><b>اخبار روز سایر رسانه\u200cها</b></p>" + text(others)},
		{"lines in boxes", text(paragraphs) + "<h4>سایر خبرها:</h4>" + each("<div>", "</div>", others)},
		{"lines of a paragraph", text(paragraphs) + "<p><b>سایر رسانه ها</b><br>" + strings.Join(others, "<br>") + "</p>"},
		{"breaks", strings.Join(paragraphs, "<br><br>") + "<br><br><b>اخبار مرتبط سایر رسانه ها</b><br>" + strings.Join(others, "<br>")},
		{"headlines with summaries", text(paragraphs) + "<h3>مطالب مرتبط</h3>" + each("<h4>TRAP عنوان</h4><p>", "</p>", others)},
		{"comments", text(paragraphs) + "<p>نظرات کاربران (۳)</p>" + text(others)},
		{"a list under the headline", "<div>آخرین اخبار</div>" + list + text(paragraphs)},
		{"a heading that says more", text(paragraphs) + "<h4>آخرین اخبار آوای کوهستان</h4>" + list},
		{"a heading with a sign", text(paragraphs) + "<p>🔥 پربازدیدترین\u200cهای امروز</p>" + text(others)},
		{"AMP", text(paragraphs) + "<amp-carousel><div>" + text(others) + "</div></amp-carousel>"},
		{"Arabic", text(paragraphs) + "<h3>الأكثر قراءة</h3>" + list},
		{"Russian", text(paragraphs) + "<h3>Самое читаемое</h3>" + list},
		{"English", text(paragraphs) + "<h3>Most read</h3>" + list},
		{"Pashto", text(paragraphs) + "<h3>نور خبرونه</h3>" + list},
		{"Urdu", text(paragraphs) + "<h3>مزید خبریں</h3>" + list},
		{"a list amid the text", text(paragraphs[:1]) + "<p><b>بیشتر بخوانید</b></p>" + list + text(paragraphs[1:])},
		{"a box amid the text", text(paragraphs[:1]) + boxed + text(paragraphs[1:])},
		{"a heading and a list amid the text", text(paragraphs[:2]) + "<h3>اخبار مرتبط</h3>" + list + text(paragraphs[2:])},
		{"two boxes amid the text", text(paragraphs[:1]) + boxed + text(paragraphs[1:2]) + boxed + text(paragraphs[2:])},
		{"amid and behind", text(paragraphs[:2]) + "<h3>اخبار مرتبط</h3>" + list + text(paragraphs[2:]) + "<h3>آخرین اخبار</h3>" + text(others)},
	} {
		r, err := extract.Page(story(c.html), "https://news.example/1")
		if want := strings.Join(paragraphs, "\n\n"); err != nil || r.Article.Body != want || r.Article.Lead != "" {
			t.Errorf("%s: lead %q, body %q, %v", c.name, r.Article.Lead, r.Article.Body, err)
		}
	}
}

// TestOtherNewsAroundAShortArticle wants an article of one sentence without
// the list behind it, and a lead not to end where a count of comments stands
// between it and the text.
func TestOtherNewsAroundAShortArticle(t *testing.T) {
	r, err := extract.Page(story("<p>"+paragraphs[0]+"</p><h3>اخبار مرتبط</h3><ul>"+each("<li>", "</li>", others)+"</ul>"), "https://news.example/1")
	if err != nil || r.Type != extract.TypeArticle || r.Article.Body != paragraphs[0] {
		t.Errorf("a short article: %s, body %q, %v", r.Type, r.Article.Body, err)
	}
	r, err = extract.Page(story("<p>"+paragraphs[0]+"</p><div>نظرات (۳)</div>"+each("<p>", "</p>", paragraphs[1:])), "https://news.example/1")
	if err != nil || !strings.HasSuffix(r.Article.Body, strings.Join(paragraphs[1:], "\n\n")) {
		t.Errorf("a count amid the text: body %q, %v", r.Article.Body, err)
	}
}

// TestWordsOfFurnitureInText wants sentences kept that merely begin as headings
// of furniture do.
func TestWordsOfFurnitureInText(t *testing.T) {
	for _, line := range []string{
		"آخرین اخبار از کابل حاکی از آرامش شهر است.",
		"نظرات کارشناسان درباره این طرح با هم متفاوت است.",
		"پربازدیدترین اخبار هفته را مردم درباره سیل خواندند.",
		"اخبار مرتبط با این رویداد را نهادهای رسمی رد کرده\u200cاند.",
		"Popular protests swept the capital on Monday.",
		"Comments by the minister drew anger.",
		"Источник в полиции подтвердил эту новость.",
		"Источник в министерстве уточнил: пострадавших нет, а работа станции восстановлена полностью.",
		"Автор книги пояснил: второй том выйдет весной, если бумага подешевеет.",
		"Просмотров: так в редакции считают не только тех, кто дочитал материал до конца.",
		"Комментарии врачей: вспышка пойдёт на спад к марту, больницы готовы.",
		"نظرات کشاورزان: آب سد پیش از کشت پاییزه باز شود و بهای کود پایین بیاید.",
		"شارك في المؤتمر: وزراء المياه والزراعة وممثلو المحافظات.",
		"Updated forecasts: 40 villages may be cut off by the weekend, the office said.",
		"Photo albums: what the divers brought up dates from before the war.",
		"آخر الأخبار الواردة من المدينة تشير إلى هدوء حذر.",
	} {
		lines := []string{paragraphs[0], paragraphs[1], line, paragraphs[2]}
		r, err := extract.Page(story(each("<p>", "</p>", lines)), "https://news.example/1")
		if err != nil || r.Article.Body != strings.Join(lines, "\n\n") {
			t.Errorf("%s: body = %q, %v", line, r.Article.Body, err)
		}
	}
}

// TestSubheadingsLikeFurniture wants a part of an article under a subheading
// that begins or ends as a heading of furniture does, whether or not it stands
// in a section of its own.
func TestSubheadingsLikeFurniture(t *testing.T) {
	for _, heading := range []string{
		"آخرین اخبار از جبهه شرق در ساعت\u200cهای گذشته",
		"آخرین اخبار از راه کوهستان",
		"نظرات گوناگون رانندگان",
		"نظر شما چیست؟",
		"Popular discontent in the valley",
		"Tags on every second car",
		"Minister regrets earlier comments",
		"Комментарии спасателей",
		"Отзывы водителей грузовиков",
		"Автор плана ответил критикам",
		"المزيد من المساعدات للقرى",
		"تعليقات السائقين",
		"تازہ ترین تفصیلات",
	} {
		for name, format := range map[string]string{"flat": "%s<h2>%s</h2>%s", "sections": "<section>%s</section><section><h2>%s</h2>%s</section>"} {
			page := story(fmt.Sprintf(format, each("<p>", "</p>", paragraphs), heading, each("<p>", "</p>", more)))
			want := strings.Join(slices.Concat(paragraphs, []string{heading}, more), "\n\n")
			if heading == "نظر شما چیست؟" { // a question to readers, as a rule
				want = strings.Replace(want, heading+"\n\n", "", 1)
			}
			r, err := extract.Page(page, "https://news.example/1")
			if err != nil || r.Article.Body != want {
				t.Errorf("%s, %s: body = %q, %v", heading, name, r.Article.Body, err)
			}
		}
	}
}

// TestButtonsInARow wants a line out of the text that is nothing but the names
// of buttons.
func TestButtonsInARow(t *testing.T) {
	for _, line := range []string{"Facebook Twitter WhatsApp Copy link", "Share Tweet Email Print", "شارك انسخ الرابط"} {
		r, err := extract.Page(story(each("<p>", "</p>", paragraphs)+"<div>"+line+"</div>"+each("<p>", "</p>", more)), "https://news.example/1")
		if want := strings.Join(slices.Concat(paragraphs, more), "\n\n"); err != nil || r.Article.Body != want {
			t.Errorf("%s: body = %q, %v", line, r.Article.Body, err)
		}
	}
}

// TestInvitations wants lines below an article out of it that ask for something
// or lead to other articles, with what they announce.
func TestInvitations(t *testing.T) {
	for _, c := range []string{
		"<p>Previous article: " + more[0] + "</p>", "<p>RELATED: <a href=/2>" + more[0] + "</a></p>",
		"<p><b>What to read next</b></p><p><a href=/2>" + more[0] + "</a></p>",
		"<div><h3>Support our journalism</h3><p>" + others[0] + "</p></div>",
		"<div><h3>قد يعجبك أيضا</h3><p>" + others[0] + "</p><p>" + others[2] + "</p></div>",
		"<p>Ставьте лайк и подписывайтесь на нас.</p><p>При копировании материалов ссылка на сайт обязательна.</p>",
		"<p>تاسو کولای شئ زموږ خبرونه په فېسبوک کې تعقیب کړئ</p>",
	} {
		r, err := extract.Page(story(each("<p>", "</p>", paragraphs)+c), "https://news.example/1")
		if want := strings.Join(paragraphs, "\n\n"); err != nil || r.Article.Body != want {
			t.Errorf("%s: body = %q, %v", c, r.Article.Body, err)
		}
	}
}
