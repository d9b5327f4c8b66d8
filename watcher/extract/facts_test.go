package extract_test

import (
	"slices"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
)

// TestShownFacts wants the facts that a page shows, but says in no meta element.
func TestShownFacts(t *testing.T) {
	const quay = "https://harbour.example/quay.jpg"
	author := func(a news.Article) string { return a.Author }
	image := func(a news.Article) string { return a.Image }
	code := func(a news.Article) string { return a.Code }
	section := func(a news.Article) string { return a.Section }
	for _, c := range []struct {
		under, behind string
		fact          func(news.Article) string
		want          string
	}{
		{"<div class=byline>By <a href=/ada>Ada Holt</a> and Tom Reed</div>", "", author, "Ada Holt and Tom Reed"},
		{"<p>By Ada Holt, 3 March 2023</p>", "", author, "Ada Holt"},
		{"<div class=author-name>أحمد الكاظمي</div><div class=byline>بغداد</div>", "", author, "أحمد الكاظمي"},
		{"<p>By Friday all of it will be closed</p>", "", author, ""},
		{"", "<ul><li><div class=byline>By Tom Reed</div><a href=/1>Fishermen ask for a new ice house</a></ul>", author, ""},
		{"<img src=/quay.jpg width=800 height=500>", "", image, quay},
		{"<img src=/quay.jpg>", "", image, quay},
		{"<img src=/quay.jpg width=16>", "", image, ""},
		{"<img src=/icon-print.png>", "", image, ""},
		{"", "<aside><img src=/quay.jpg></aside>", image, ""},
		{"<span class=news__code>کد: 3f99</span>", "", code, "3f99"},
		{"<p>کد خبر: ۱۲۳۴</p>", "", code, "1234"},
		{"<span class=code>color: red</span>", "", code, ""},
		{"", "<div class=itemCategory><span>نشرت في</span> <a href=/c>أخبار</a></div>", section, "أخبار"},
	} {
		r, err := extract.Page(datedPage{lang: "en", under: c.under, foot: c.behind}.String(), "https://harbour.example/n/1")
		if got := c.fact(r.Article); err != nil || got != c.want {
			t.Errorf("%s%s: got %q, %v, want %q", c.under, c.behind, got, err, c.want)
		}
	}
}

// TestTags wants the tags of the article, and not the words that a site gives on
// each of its pages.
func TestTags(t *testing.T) {
	for _, c := range []struct {
		head, behind string
		want         []string
	}{
		{"", "<div>Tags: <a href=/t/1>quay</a> <a href=/t/2>old harbour</a></div>", []string{"quay", "old harbour"}},
		{"", "<div>Tags: quay, old harbour</div>", []string{"quay", "old harbour"}},
		{"", "<div class=tags><a href=/t/1>Quay</a><a href=/t/2>Divers</a></div>", []string{"Quay", "Divers"}},
		{"<meta name=keywords content='quay, divers, budget'>", "", []string{"quay", "divers", "budget"}},
		{"<meta name=keywords content='news, headlines, latest, sport'>", "", nil},
	} {
		r, err := extract.Page(datedPage{lang: "en", head: c.head, foot: c.behind}.String(), "https://harbour.example/n/1")
		if got := r.Article.Tags; err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s%s: tags = %q, %v, want %q", c.head, c.behind, got, err, c.want)
		}
	}
}

// TestStructuredDataOfSeveralArticles wants what is said of this page's article,
// wherever in the data it stands.
func TestStructuredDataOfSeveralArticles(t *testing.T) {
	for _, own := range []string{`"headline":"Quay to be closed"`, `"headline":"Another headline","url":"https://harbour.example/n/1"`} {
		data := `<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Ferry to be sold","datePublished":"2020-02-02","author":{"name":"Tom Reed"}},
			{"@type":"NewsArticle",` + own + `,"datePublished":"2023-06-07T08:00:00Z","author":{"name":"Ada Holt"}}]</script>`
		r, err := extract.Page(datedPage{lang: "en", head: data}.String(), "https://harbour.example/n/1")
		if err != nil || r.Article.Author != "Ada Holt" || r.Article.Published.UTC().Format("2006-01-02") != "2023-06-07" {
			t.Errorf("%s: %q, %v, %v", own, r.Article.Author, r.Article.Published, err)
		}
	}
}
