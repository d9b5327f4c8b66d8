package extract_test

import (
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestNextPart wants the next part of an article found, and no other article.
func TestNextPart(t *testing.T) {
	for _, c := range []struct{ at, link, want string }{
		{"https://news.example/n/130413", "<link rel=next href=?page=2>", "https://news.example/n/130413?page=2"},
		{"https://news.example/n/130413/", "<link rel=next href=/n/130413/2/>", "https://news.example/n/130413/2/"},
		{"https://news.example/n/130413/2/", "<link rel=next href=/n/130413/3/>", "https://news.example/n/130413/3/"},
		{"https://news.example/n/130413?page=2", "<a rel=next href='?page=3'>3</a>", "https://news.example/n/130413?page=3"},
		{"https://news.example/quay.html", "<a rel=next href=quay-2.html>2</a>", "https://news.example/quay-2.html"},
		{"https://news.example/n/130413", "<link rel=next href=/n/130414>", ""},
		{"https://news.example/n/quay", "<link rel=next href=/n/ferry>", ""},
		{"https://news.example/n/quay", "<link rel=next href=https://other.example/n/quay/2>", ""},
		{"https://news.example/n/130413", "<link rel=next href='/n/130413'>", ""},
		{"https://news.example/n/130413", "<a href='?page=2'>comments</a>", ""},
		{"https://news.example/n/130413", "<link rel=next href='http://[::1'>", ""},
		{"https://news.example/the-old-quay/", "<link rel=next href=/the-old-quay/2/>", "https://news.example/the-old-quay/2/"},
		{"https://news.example/show.php?id=12", "<link rel=next href='?id=12&page=2'>", "https://news.example/show.php?id=12&page=2"},
		{"https://news.example/show.php?id=12", "<link rel=next href='?id=13&page=2'>", ""},
		{"https://news.example/n/130413", "<link rel=next href=?page=3>", ""},
		{"https://news.example/n/130413/3", "<link rel=next href=/n/130413/2>", ""},
		{"https://news.example/weather-report/", "<link rel=next href=/weather-report-2/>", ""},
		{"https://news.example/news/2023-11-14", "<link rel=next href=/news/2023-11-15>", ""},
		{"https://news.example/news/2023/11/14", "<link rel=next href=/news/2023/11/15>", ""},
		{"https://news.example/news/12", "<link rel=next href=/news/13>", ""},
		{"https://news.example/?p=12", "<link rel=next href='/?p=13'>", ""},
		{"https://news.example/story?p=12", "<link rel=next href='/story?p=13'>", ""},
		{"https://news.example/page/3", "<link rel=next href=/page/4>", ""},
	} {
		r, err := extract.Page(c.link+story(each("<p>", "</p>", paragraphs)), c.at)
		if err != nil || r.Next != c.want {
			t.Errorf("%s with %s: next = %q, %v, want %q", c.at, c.link, r.Next, err, c.want)
		}
	}
}
