package feed_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
)

func TestWhatIsNoFeed(t *testing.T) {
	for _, doc := range []string{"", " \n", "<!doctype html><html><body><rss></rss></body></html>", "just text", "{\"version\": 1}", "<?xml version='1.0'?><sitemap/>", "\x00\x01\x02"} {
		if f, err := feed.Parse([]byte(doc), "application/rss+xml", "http://a.example/"); !errors.Is(err, feed.ErrNotFeed) {
			t.Errorf("Parse(%q) = %+v, %v, want ErrNotFeed", doc, f, err)
		}
		if got := feed.Detect([]byte(doc), "application/rss+xml"); got != feed.Unknown && got != feed.HTML {
			t.Errorf("Detect(%q) = %v", doc, got)
		}
	}
	if got := feed.Detect([]byte("\n<?xml version='1.0'?><!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>"), "text/html"); got != feed.Atom {
		t.Errorf("Detect = %v for an Atom feed that is served as a page", got)
	}
}

func TestAPageOfTelegramWithoutAChannel(t *testing.T) {
	page := `<!DOCTYPE html><html><body><div class="tgme_page_wrap"><div class="tgme_page"><div class="tgme_page_title">Someone</div></div></div></body></html>`
	f, err := feed.Parse([]byte(page), "text/html", "https://t.me/s/someone")
	if !errors.Is(err, feed.ErrNoChannel) || !errors.Is(err, feed.ErrNotFeed) || f != nil {
		t.Errorf("Parse = %+v, %v, want ErrNoChannel", f, err)
	}
	page = `<html><body><div class="tgme_channel_info"></div><section class="tgme_channel_history"></section></body></html>`
	if f, err := feed.Parse([]byte(page), "text/html", "https://t.me/s/new"); err != nil || f.Format != feed.Telegram || len(f.Entries) != 0 {
		t.Errorf("Parse = %+v, %v, want a channel without messages", f, err)
	}
}

func TestABrokenFeedSaysWhere(t *testing.T) {
	f, err := feed.Parse([]byte("<rss><channel>\n<item><link>http://a.example/1</link></item>\n<item><title>cut"), "", "")
	var broken *feed.SyntaxError
	if !errors.As(err, &broken) || broken.Line != 3 || len(f.Entries) == 0 || f.Entries[0].URL != "http://a.example/1" {
		t.Errorf("Parse = %+v, %v, want the first item and an error in line 3", f, err)
	}
}

const frontPage = `<!doctype html><html><head><title>The Example</title></head><body>
<nav><a href="/">Home</a> <a href="/politics">Politics</a> <a href="/about-us">About us</a> <a href="/login">Log in</a></nav>
<main>
 <div class="card"><a href="/news/2026/11/24/a-bridge-is-opened"><img src="1.jpg" alt="bridge"></a>
  <h2><a href="/news/2026/11/24/a-bridge-is-opened?utm_source=front">A bridge is opened over the river</a></h2><time datetime="2026-11-24T10:00:00Z">today</time></div>
 <div class="card ad"><h2><a href="/news/2026/11/24/buy-this-very-fine-thing">Buy this very fine thing now</a></h2></div>
 <div class="card"><h2><a href="https://www.example.com/fa/news/123456/نشست-امنیتی-در-تهران">نشست امنیتی در تهران برگزار شد</a></h2><span class="date">۳ آذر ۱۴۰۵ - ۱۲:۳۴</span></div>
 <a href="https://elsewhere.example/news/2026/11/24/an-article-of-another-house">An article of another house altogether</a>
 <a href="#top">Back to the top of this page, dear reader</a> <a href="mailto:a@b.example">Write a letter to our editors today</a>
</main><footer><a href="/privacy-policy">Privacy policy of this news outlet</a></footer></body></html>`

func TestPageWithSelectors(t *testing.T) {
	items, err := feed.Page(frontPage, "https://www.example.com/", news.Selectors{Item: ".card", Title: "h2", Date: "time, .date", Exclude: ".ad"})
	if err != nil || len(items) != 2 {
		t.Fatalf("Page = %+v, %v, want 2 items", items, err)
	}
	first, second := items[0], items[1]
	if first.URL != "https://www.example.com/news/2026/11/24/a-bridge-is-opened" || first.Title != "A bridge is opened over the river" || first.Published.Format(time.RFC3339) != "2026-11-24T10:00:00Z" {
		t.Errorf("first item = %+v", first)
	}
	if !strings.HasPrefix(second.URL, "https://www.example.com/fa/news/123456/") || second.Title != "نشست امنیتی در تهران برگزار شد" || second.Published.Format(time.RFC3339) != "2026-11-24T09:04:00Z" {
		t.Errorf("second item = %+v", second)
	}
}

func TestPageWithALinkSelectorAlone(t *testing.T) {
	items, err := feed.Page(frontPage, "https://www.example.com/", news.Selectors{Link: "h2 a"})
	if err != nil || len(items) != 3 || items[1].Title != "Buy this very fine thing now" {
		t.Errorf("Page = %+v, %v, want the 3 headlines", items, err)
	}
}

func TestPageFindsArticlesByItself(t *testing.T) {
	items, err := feed.Page(frontPage, "https://www.example.com/", news.Selectors{})
	var got []string
	for _, it := range items {
		got = append(got, it.Title)
	}
	want := []string{"A bridge is opened over the river", "Buy this very fine thing now", "نشست امنیتی در تهران برگزار شد"}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("Page = %q, %v, want %q", got, err, want)
	}
}

func TestPageWithoutItems(t *testing.T) {
	for _, s := range []news.Selectors{{}, {Item: ".none"}} {
		if items, err := feed.Page("<p>Nothing here</p>", "https://www.example.com/", s); !errors.Is(err, feed.ErrNoItems) {
			t.Errorf("Page(%+v) = %v, %v, want ErrNoItems", s, items, err)
		}
	}
	for _, s := range []news.Selectors{{Item: "div["}, {Item: "a", Date: "::what"}} {
		if err := feed.CheckSelectors(s); err == nil || !strings.Contains(err.Error(), "selector") {
			t.Errorf("CheckSelectors(%+v) = %v, want an error", s, err)
		}
		if _, err := feed.Page(frontPage, "https://www.example.com/", s); err == nil {
			t.Errorf("Page(%+v) has no error", s)
		}
	}
}

// TestLinksOfAPageThatSaysWhereItIs reads a saved page whose address nobody
// gives, and tells its own articles from those of others.
func TestLinksOfAPageThatSaysWhereItIs(t *testing.T) {
	page := strings.Replace(frontPage, "<head>", `<head><link rel="canonical" href="https://www.example.com/">`, 1)
	links, err := feed.Links(nil, page, "")
	if err != nil || len(links) != 4 {
		t.Fatalf("Links = %+v, %v, want 4", links, err)
	}
	for i, own := range []bool{true, true, true, false} {
		if l := links[i]; l.Own != own || l.Score <= 0 || !strings.HasPrefix(l.URL, "https://") || l.Title == "" {
			t.Errorf("link %d = %+v, own: %v", i, l, own)
		}
	}
}

func TestLinksOfAPageThatIsNowhere(t *testing.T) {
	links, err := feed.Links(nil, frontPage, "")
	if err != nil || len(links) != 4 || links[0].URL != "/news/2026/11/24/a-bridge-is-opened" || !links[0].Own || links[3].Own {
		t.Errorf("Links = %+v, %v", links, err)
	}
}

// TestPageLikeItsFeed wants a site whose articles have short numbers for names
// to be read by what its feed has taught.
func TestPageLikeItsFeed(t *testing.T) {
	page := `<h3><a href="/politics/412">Vote</a></h3><h3><a href="/politics/413">Strike</a></h3><a href="/politics">Politics</a><a href="/tags/9">Kabul</a>`
	if items, err := feed.Page(page, "https://news.example/", news.Selectors{}); !errors.Is(err, feed.ErrNoItems) {
		t.Errorf("Page = %+v, %v: does the template have anything to tell?", items, err)
	}
	var template feed.Template
	for i := range 30 {
		template.Learn(fmt.Sprintf("https://news.example/%s/%d", sections[i%len(sections)], 300+i))
	}
	items, err := feed.PageLike(&template, page, "https://news.example/", news.Selectors{})
	if err != nil || len(items) != 2 || items[0].Title != "Vote" || items[1].URL != "https://news.example/politics/413" {
		t.Errorf("PageLike = %+v, %v, want the two articles", items, err)
	}
}
