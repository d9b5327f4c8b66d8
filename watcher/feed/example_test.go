package feed_test

import (
	"fmt"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
)

func ExampleParse() {
	doc := `<rss><channel><link>https://news.example/</link><item><title>A &amp; B</title><link>/1</link></item><item><title>cut o`
	f, err := feed.Parse([]byte(doc), "application/rss+xml; charset=utf-8", "https://news.example/rss")
	for _, e := range f.Entries[:1] {
		fmt.Println(e.Title, e.URL)
	}
	fmt.Println(err)
	// Output:
	// A & B https://news.example/1
	// line 1: <title> is not closed
}

func ExamplePageLike() {
	var known feed.Template
	for _, address := range []string{"/fa/sport/301", "/fa/sport/302", "/fa/world/303", "/fa/world/304", "/fa/city/305"} {
		known.Learn("https://news.example" + address)
	}
	front := `<a href="/fa/sport/306">Final</a> <a href="/fa/sport">Sport</a> <a href="/fa/city/307">Rain</a>`
	items, err := feed.PageLike(&known, front, "https://news.example/fa/", news.Selectors{})
	for _, item := range items {
		fmt.Println(item.Title, item.URL)
	}
	fmt.Println(err)
	// Output:
	// Final https://news.example/fa/sport/306
	// Rain https://news.example/fa/city/307
	// <nil>
}

func ExampleDiscover() {
	home := `<link rel="alternate" type="application/rss+xml" title="News" href="/rss">`
	for _, c := range feed.Discover(home, "https://news.example/")[:2] {
		fmt.Println(c.URL, c.Title, c.Named)
	}
	// Output:
	// https://news.example/rss News true
	// https://news.example/feed  false
}
