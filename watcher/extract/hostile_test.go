package extract_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
)

// hostilePages are pages made to break a reader of pages.
func hostilePages() map[string]string {
	const size = 5 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	return map[string]string{
		"empty":                "",
		"nested blocks":        fill("<div>"),
		"nested inline":        fill("<b><i>"),
		"nested text":          fill("<div>سلام "),
		"nested tables":        fill("<table><tr><td>"),
		"foster parents":       "<table>" + fill("<b>x"),
		"unclosed formatting":  fill("<p><font color=red><b>"),
		"adoption":             fill("<a><p></a>"),
		"lists":                fill("<ul><li>"),
		"select":               "<select>" + fill("<option>x"),
		"many attributes":      "<div " + fill("a=b ") + ">text</div>",
		"different attributes": "<body " + distinct(500_000) + "><p>text</p>",
		"open tags":            fill("<a b='c' "),
		"open quotes":          fill("<a b='>\" "),
		"many bodies":          fill("<body a=b>"),
		"long attribute":       "<div class=\"" + fill("share ") + "\">text</div>",
		"many classes":         fill("<p class='aB-cD_eF gH iJ kL'>x</p>"),
		"one long word":        fill("x"),
		"one long line":        fill("word "),
		"many breaks":          fill("<br>x"),
		"many links":           fill("<a href=/x>headline</a> "),
		"many paragraphs":      fill("<p>One sentence, and then another one.</p>"),
		"script":               "<script>" + fill("x"),
		"comment":              "<!--" + fill("x"),
		"structured data":      "<script type='application/ld+json'>" + fill("[") + "</script>",
		"a body in data":       `<script type="application/ld+json">{"@type":"Article","articleBody":"` + fill("word ")[:90_000] + `"}</script>` + strings.Repeat("<p>"+strings.Repeat("word ", 200)+"x</p>", 1900),
		"a book in data":       `<script type="application/ld+json">{"@type":"Article","articleBody":"` + fill("word ")[:2<<20] + `"}</script>` + fill("<p>"+strings.Repeat("word ", 20)+"x</p>"),
		"entities":             fill("&amp;&#x0;&lt"),
		"less than":            fill("<"),
		"broken encoding":      fill("<p>\xff\xfe\x00 \xd8"),
		"svg":                  "<svg>" + fill("<g>"),
		"templates":            fill("<template>"),
		"titles":               fill("<h1>A title of a page</h1>"),
		"other news":           fill("<h3>Related</h3><ul><li>x</ul><p>One sentence, and then another one, so that it is as long as paragraphs are in articles.</p>"),
		"times":                fill("<time>1 1 1</time>"),
		"metas":                fill("<meta name=a content=b>"),
	}
}

// distinct returns n different attributes.
func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" a")
		for ; i > 0; i /= 26 {
			b.WriteByte(byte('a' + i%26))
		}
	}
	return b.String()
}

// TestHostilePages wants every hostile page to end in a result or an error,
// not in a panic.
func TestHostilePages(t *testing.T) {
	for name, text := range hostilePages() {
		t.Run(name, func(t *testing.T) {
			r, err := extract.Page(text, "https://news.example/1")
			if err == nil && r.Type == "" {
				t.Errorf("Page = no type, no error")
			}
			if err == nil && r.Type != extract.TypeArticle && r.Reason == "" {
				t.Errorf("type %s without a reason", r.Type)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	_, err := extract.Page(strings.Repeat("x", extract.MaxSize+1), "https://news.example/1")
	if !errors.Is(err, extract.ErrTooLarge) {
		t.Errorf("Page of a huge text: %v, want %v", err, extract.ErrTooLarge)
	}
}

// FuzzPage wants every page to give a result or an error: the same one each
// time, of one of the types, with a reason if it is no article, also where a
// site has rules.
func FuzzPage(f *testing.F) {
	f.Add("<html lang=fa><title>a</title><h1>a</h1><p>b, c.<br>d<br><br>e<table><tr><td>f<td>g</table>")
	f.Add("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":[1]}</script><p>x")
	f.Add("<body class='comments'><form><ul><li><a href=/x>y</a></ul></form>")
	f.Add("<link rel=next href=?page=2><link rel=amphtml href='//[::1'><time datetime=1>۳ ساعت پیش</time><h1 class=title>a</h1><p class=lead>b")
	pages, err := filepath.Glob("../../testdata/extract/*/*.html")
	if err != nil {
		f.Fatal(err)
	}
	families, err := filepath.Glob("../../testdata/extract/pages/*/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(pages, families...) {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := extract.Page(text, "https://news.example/1")
		again, err2 := extract.Page(text, "https://news.example/1")
		if (err == nil) != (err2 == nil) || !reflect.DeepEqual(r, again) {
			t.Errorf("the same page gave two articles: %+v, %+v", r, again)
		}
		if err == nil && (r.Type == "" || (r.Type == extract.TypeArticle) != (r.Reason == "")) {
			t.Errorf("type %q, reason %q", r.Type, r.Reason)
		}
		site, err := extract.NewSite(news.Parts{Title: "h1", Lead: ".lead", Body: "p, td", Published: "time", Tags: "a", Drop: "i, .x"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := site.Page(text, "https://news.example/1", time.Unix(1_800_000_000, 0)); err != nil {
				return
			}
		}
	})
}
