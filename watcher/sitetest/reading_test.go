package sitetest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// read decodes and extracts a page as the watcher does.
func read(t *testing.T, url string) extract.Result {
	t.Helper()
	response, body := get(t, url)
	text, _ := fetch.Decode([]byte(body), response.Header.Get("Content-Type"))
	result, err := extract.Page(text, url)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// checkArticle compares what was extracted with what the outlet wrote. Two
// readings of a dateline are right: it may stand in the body or not. Where
// nothing but bold type marks the lead it may open the body instead.
func checkArticle(t *testing.T, id string, got extract.Result, want sitetest.Content) {
	t.Helper()
	if got.Type != extract.TypeArticle {
		t.Errorf("%s: the page is %s (%s), want an article", id, got.Type, got.Reason)
		return
	}
	a := got.Article
	if a.Title != want.Title {
		t.Errorf("%s: title %q, want %q", id, a.Title, want.Title)
	}
	paragraphs := strings.Split(a.Body, "\n\n")
	if a.Lead == "" {
		a.Lead, paragraphs = paragraphs[0], paragraphs[1:]
	}
	if a.Lead != want.Lead {
		t.Errorf("%s: lead %q, want %q", id, a.Lead, want.Lead)
	}
	if want.Dateline != "" && len(paragraphs) > 0 && paragraphs[0] == want.Dateline {
		paragraphs = paragraphs[1:]
	}
	for _, p := range paragraphs {
		if !slices.Contains(want.Paragraphs, p) {
			t.Errorf("%s: the body holds what the outlet did not write: %q", id, p)
		}
	}
	for _, p := range want.Paragraphs {
		if !slices.Contains(paragraphs, p) {
			t.Errorf("%s: the body lacks %q", id, p)
		}
	}
	if !t.Failed() && !slices.Equal(paragraphs, want.Paragraphs) {
		t.Errorf("%s: the paragraphs are out of order or repeated: %q", id, paragraphs)
	}
}

func TestEveryArticleIsExtractedWhole(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	site := load(t)
	site.Config = sitetest.Config{Slow: 1, Now: func() time.Time { return now }}
	for _, ok := site.PublishNext(); ok; _, ok = site.PublishNext() {
	}
	base := serve(t, site)
	for _, a := range site.Articles() {
		for range a.Fails {
			get(t, base+a.Path)
		}
		t.Run(a.ID, func(t *testing.T) {
			got := read(t, base+a.Path)
			checkArticle(t, a.ID, got, a.Content)
			if p := got.Article.Published; !a.Baseline && !p.IsZero() && !p.Equal(now) {
				t.Errorf("%s: published %s, want %s or nothing", a.ID, p, now)
			}
		})
	}
}

// TestRealArticleLosesItsFurniture puts a real article, as a scraper left it,
// into the seed outlet's template, and wants its text back and nothing else.
func TestRealArticleLosesItsFurniture(t *testing.T) {
	content, furniture := realContent(t)
	site := load(t)
	seed, err := site.Fill("portal", content)
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.ReplaceAll(textOf(seed), "\u200c", " ")
	for _, line := range furniture {
		if !strings.Contains(shown, line) && !strings.HasPrefix(line, "اخبار از ") { // a partner's name
			t.Errorf("the seed template lacks the furniture %q, so nothing is proved", line)
		}
	}
	for _, family := range []string{"portal", "weblog", "table", "wire"} {
		page, err := site.Fill(family, content)
		if err != nil {
			t.Fatal(err)
		}
		got, err := extract.Page(page, "http://127.0.0.1/fa/news/130413")
		if err != nil {
			t.Fatal(err)
		}
		checkArticle(t, "the real article in "+family, got, content)
		for _, line := range furniture {
			if strings.Contains(got.Article.Body, line) {
				t.Errorf("in %s the body holds the furniture %q", family, line)
			}
		}
	}
	real, err := site.PublishText("real", "sepidar", content)
	if err != nil {
		t.Fatal(err)
	}
	checkArticle(t, "the published real article", read(t, serve(t, site)+real.Path), content)
}

// realContent reads the real article that is kept beside the project, and the
// lines of furniture that were scraped with it.
func realContent(t *testing.T) (sitetest.Content, []string) {
	t.Helper()
	shared := os.Getenv("RASAD_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	text, err := os.ReadFile(filepath.Join(shared, "data", "fartak-130413.txt"))
	if err != nil {
		t.Skip("the real article is not here: set RASAD_SHARED to the folder that holds data/fartak-130413.txt")
	}
	content, furniture, err := sitetest.ParseScraped(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(content.Paragraphs) != 5 || content.Code == "" || len(furniture) < 8 {
		t.Fatalf("the real article reads as %d paragraphs, code %q and furniture %q",
			len(content.Paragraphs), content.Code, furniture)
	}
	return content, furniture
}

// textOf returns the text of a page without its tags.
func textOf(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind == html.TextToken {
			b.Write(z.Text())
		}
	}
	return html.UnescapeString(b.String())
}

func publishAll(t *testing.T) *sitetest.Site {
	t.Helper()
	site := load(t)
	for _, ok := site.PublishNext(); ok; _, ok = site.PublishNext() {
	}
	return site
}
