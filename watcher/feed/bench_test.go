package feed_test

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"github.com/rasadnews/rasad/watcher/feed"
)

// feedsOf returns the feeds that the benchmarks read: the headlines and leads
// of an agency, whole articles in CDATA, whole articles with their markup
// escaped, and Atom in English.
func feedsOf() map[string][]byte {
	lead := "به گزارش خبرگزاری نمونه، پل تازهٔ شهر پس از دو سال تأخیر، امروز سه\u200cشنبه با حضور شهردار گشوده شد."
	paragraph := `<p>پل تازه با <b>دو سال</b> تأخیر گشوده شد &amp; رفت وآمد از بامداد فردا <a href="https://news.example/fa/traffic">آزاد</a> است.</p>`
	english := `<p>The new bridge over the river was opened on Monday, after <em>two years</em> of work &#8212; traffic will be free for the first month.</p>`
	rss := func(description, content string) []byte {
		var s strings.Builder
		s.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>` +
			`<title>خبرگزاری نمونه</title><link>https://news.example/fa/</link><description>تازه ترین خبرها</description><language>fa</language>`)
		for i := range 100 {
			fmt.Fprintf(&s, "<item>\n<title>پل تازه گشوده شد، شمارهٔ %d</title>\n<link>https://news.example/fa/news/%d/pol</link>\n<guid isPermaLink=\"false\">n-%d</guid>\n"+
				"<dc:creator>نویسنده</dc:creator><category>شهر</category><pubDate>Tue, 24 Nov 2026 10:00:00 +0330</pubDate>\n<description>%s</description>%s\n</item>\n", i, i, i, description, content)
		}
		s.WriteString("</channel></rss>")
		return []byte(s.String())
	}
	var atom strings.Builder
	atom.WriteString(`<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example News</title><link href="https://news.example/en/"/><updated>2026-11-24T10:00:00Z</updated>`)
	for i := range 100 {
		fmt.Fprintf(&atom, "<entry><title>A bridge is opened &amp; closed</title><link href=\"https://news.example/en/%d\"/><id>tag:news.example,2026:%d</id>"+
			"<author><name>The Desk</name></author><published>2026-11-24T10:00:00Z</published><updated>2026-11-24T11:00:00Z</updated><content type=\"html\">%s</content></entry>\n",
			i, i, html.EscapeString(strings.Repeat(english, 8)))
	}
	atom.WriteString("</feed>")
	return map[string][]byte{
		"headlines": rss(lead, ""),
		"articles":  rss(lead, "<content:encoded><![CDATA["+strings.Repeat(paragraph, 10)+"]]></content:encoded>"),
		"escaped":   rss(html.EscapeString(strings.Repeat(paragraph, 10)), ""),
		"atom":      []byte(atom.String()),
	}
}

// BenchmarkParse reads feeds of a hundred items on one core, beside
// mmcdole/gofeed, the parser that most programs in Go use. What gofeed gives
// is less: it leaves the markup in. The suite, where it is at hand, is many
// small documents of odd forms.
func BenchmarkParse(b *testing.B) {
	corpora := map[string][][]byte{}
	for name, body := range feedsOf() {
		corpora[name] = [][]byte{body}
	}
	readers := map[string]func([]byte) error{
		"rasad": func(body []byte) error {
			_, err := feed.Parse(body, "text/xml; charset=utf-8", "https://news.example/rss")
			return err
		},
		"gofeed": func(body []byte) error { _, err := gofeed.NewParser().Parse(bytes.NewReader(body)); return err },
	}
	for _, corpus := range []string{"headlines", "articles", "escaped", "atom", "suite"} {
		for _, reader := range []string{"rasad", "gofeed"} {
			b.Run(corpus+"/"+reader, func(b *testing.B) {
				bodies, size := corpora[corpus], 0
				if corpus == "suite" {
					bodies = wellformed(b)
				}
				for _, body := range bodies {
					size += len(body)
				}
				b.SetBytes(int64(size))
				b.ReportAllocs()
				for b.Loop() {
					for _, body := range bodies {
						if err := readers[reader](body); err != nil && corpus != "suite" {
							b.Fatal(err)
						}
					}
				}
			})
		}
	}
}

// wellformed reads the suite's feeds that are well-formed XML.
func wellformed(b *testing.B) [][]byte {
	var bodies [][]byte
	for _, f := range suite(b) {
		if strings.HasPrefix(f.name, "wellformed/") && strings.HasSuffix(f.name, ".xml") {
			bodies = append(bodies, f.body)
		}
	}
	if len(bodies) == 0 {
		b.Fatal("the suite has no well-formed feeds")
	}
	return bodies
}
