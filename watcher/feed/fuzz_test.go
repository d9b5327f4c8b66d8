package feed_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
)

// seeds adds the documents of testdata/feeds whose names fit.
func seeds(f *testing.F, pattern string) {
	names, err := filepath.Glob("../../testdata/feeds/" + pattern)
	if err != nil || len(names) == 0 {
		f.Fatalf("no documents like %s: %v", pattern, err)
	}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
}

func FuzzFeed(f *testing.F) {
	seeds(f, "*.xml")
	f.Fuzz(func(t *testing.T, body []byte) { check(t, body, "text/xml") })
}

func FuzzSitemap(f *testing.F) {
	seeds(f, "sitemap*")
	f.Fuzz(func(t *testing.T, body []byte) { check(t, body, "") })
}

func FuzzJSONFeed(f *testing.F) {
	seeds(f, "*.json")
	f.Fuzz(func(t *testing.T, body []byte) { check(t, body, "application/feed+json") })
}

func FuzzTelegram(f *testing.F) {
	seeds(f, "telegram*")
	f.Add([]byte(`<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="a/1"><div class="tgme_widget_message_text">A<br>B</div></div></div>`))
	f.Fuzz(func(t *testing.T, body []byte) { check(t, body, "text/html; charset=utf-8") })
}

// check holds what must be true of whatever a document gives.
func check(t *testing.T, body []byte, contentType string) {
	got, err := feed.Parse(body, contentType, "https://feeds.example/rss")
	if (got == nil) != errors.Is(err, feed.ErrNotFeed) {
		t.Fatalf("Parse = %v, %v", got, err)
	}
	if got == nil {
		return
	}
	for _, e := range got.Entries {
		for _, s := range append([]string{e.ID, e.URL, e.Title, e.Summary, e.Content, e.Author, e.Via, e.Lang}, e.Tags...) {
			if !utf8.ValidString(s) || len(s) > 4*len(body)+1024 {
				t.Errorf("entry holds %q", s)
			}
		}
		for _, u := range append([]string{e.URL, e.Image}, e.Links...) {
			if u != "" && !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") {
				t.Errorf("address %q", u)
			}
		}
		if strings.ContainsAny(e.Title, "\n\r") {
			t.Errorf("title %q", e.Title)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add(frontPage, "")
	f.Add("<a href='//x/1234567'>a b c d e f g h i</a><base href='%'>", "a")
	f.Add(home, "")
	f.Add("<div class=a><a href=/1>A</a><time datetime=2026-11-24>x</time></div>", ".a")
	var like feed.Template
	for i := range 10 {
		like.Learn(fmt.Sprintf("https://www.example.com/fa/news/%d", i))
	}
	f.Fuzz(func(t *testing.T, html, selector string) {
		items, err := feed.PageLike(&like, html, "https://www.example.com/", news.Selectors{Item: selector})
		if (err == nil) != (len(items) > 0) {
			t.Errorf("Page = %d items, %v", len(items), err)
		}
		for _, it := range items {
			if !strings.HasPrefix(it.URL, "http") || !utf8.ValidString(it.Title) {
				t.Errorf("item %+v", it)
			}
		}
		if found := feed.Discover(html, "https://www.example.com/"); len(found) == 0 || len(found) > 40 {
			t.Errorf("Discover = %d candidates", len(found))
		}
	})
}
