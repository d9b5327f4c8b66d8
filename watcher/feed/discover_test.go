package feed_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/feed"
)

const home = `<!doctype html><html><head><title>Home</title><base href="https://www.news.example/fa/">
<link rel="alternate" hreflang="en" href="/en/"><link rel="canonical" href="https://www.news.example/fa/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/fa/comments/feed">
<link rel="ALTERNATE home" type="application/rss+xml; charset=utf-8" title=" همه اخبار " href="rss/allnews">
<link rel="alternate" type="application/atom+xml" href="https://feeds.example/news">
<link rel="alternate" type="application/feed+json" title="JSON" href="feed.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2"><link rel="stylesheet" href="rss.css">
</head><body><a href="/fa/rss/world">جهان</a> <a href="/fa/rss/world">جهان</a> <a href="https://other.example/rss">Another's</a>
<a href="/fa/news/1/feed-the-poor">News</a> <a href="mailto:rss@news.example">rss</a></body></html>`

// TestDiscover wants the feeds that a page names, those it shows to people,
// and then guesses, each once.
func TestDiscover(t *testing.T) {
	got := feed.Discover(home, "https://www.news.example/fa/")
	var named, guessed []string
	for _, c := range got {
		if c.Named {
			named = append(named, c.URL)
		} else {
			guessed = append(guessed, c.URL)
		}
	}
	want := []string{
		"https://www.news.example/fa/rss/allnews", "https://feeds.example/news", "https://www.news.example/fa/feed.json",
		"https://www.news.example/fa/rss/world", "https://www.news.example/fa/comments/feed",
	}
	if !slices.Equal(named, want) || got[0].Title != "همه اخبار" {
		t.Errorf("Discover names %q, want %q", named, want)
	}
	for _, u := range []string{"https://www.news.example/rss", "https://www.news.example/sitemap.xml", "https://www.news.example/fa/rss"} {
		if !slices.Contains(guessed, u) {
			t.Errorf("Discover does not guess %s: %q", u, guessed)
		}
	}
	if all := append(named, guessed...); len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
		t.Errorf("Discover names an address twice: %q", all)
	}
}

// TestDiscoverOfAnything wants guesses for any page, and never many.
func TestDiscoverOfAnything(t *testing.T) {
	for _, page := range []string{"", "just text", strings.Repeat("<div>", 10_000), strings.Repeat(`<link rel=alternate type="application/rss+xml" href=/a`, 1000)} {
		got := feed.Discover(page, "https://news.example")
		if len(got) == 0 || len(got) > 50 {
			t.Errorf("Discover(%.30q) = %d candidates", page, len(got))
		}
		for _, c := range got {
			if !strings.HasPrefix(c.URL, "https://news.example/") {
				t.Errorf("Discover(%.30q) offers %q", page, c.URL)
			}
		}
	}
	if got := feed.Discover("<p>", ""); len(got) != 0 {
		t.Errorf("Discover = %v for a page that is nowhere", got)
	}
}
