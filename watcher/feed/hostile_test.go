package feed_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
)

// TestHostileFeedsTakeNoLonger holds that documents made to be read over and
// over are read a few times at most. A quadratic parser would take minutes.
func TestHostileFeedsTakeNoLonger(t *testing.T) {
	const n = 100_000
	head := "<rss><channel><item><link>http://a.example/1</link></item><item>"
	for name, doc := range map[string]string{
		"unclosed children":    head + strings.Repeat("<a>", n),
		"unclosed by name":     head + strings.Repeat("<a><b><c><d>", n/4),
		"declarations":         "<rss>" + strings.Repeat("<!D[>", n),
		"unclosed markup":      head + "<description><![CDATA[" + strings.Repeat("<script><style><svg>", n/4) + "]]></description></item></channel></rss>",
		"nested media":         head + strings.Repeat("<media:content>", n) + strings.Repeat("</media:content>", n) + "</item></channel></rss>",
		"stray quotes":         head + strings.Repeat("<a '\"", n),
		"ampersands":           head + "<title>" + strings.Repeat("&amp", n) + "</title></item></channel></rss>",
		"items without an end": "<rss><channel>" + strings.Repeat("<item>", n),
		"less-than signs":      head + "<title>" + strings.Repeat("<", n) + "</title></item></channel></rss>",
		"attributes":           head + "<a " + strings.Repeat("x=", n) + "></item></channel></rss>",
		"comments":             head + strings.Repeat("<!-- ", n),
		"sections":             head + "<description>" + strings.Repeat("&lt;![CDATA[", n/3) + "</description></item></channel></rss>",
		"nested lists":         head + strings.Repeat("<itunes:category text='a'>", n/8) + strings.Repeat("</itunes:category>", n/8) + "</item></channel></rss>",
		"JSON nested":          `{"version":"https://jsonfeed.org/version/1","items":[{"id":` + strings.Repeat("[", n),
		"JSON of items":        `{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat(`{"id":1},`, n/8),
		"JSON of keys":         `{"items":[],` + strings.Repeat(`"a":1,`, n/8),
		"messages":             `<html><div class="tgme_channel_info">` + strings.Repeat(`<div class="tgme_widget_message" data-post="a/1"><div class="tgme_widget_message_text">A</div></div>`, n/100),
		"addresses":            strings.Repeat("http://a.example/1\n", n/8),
		"one long date":        head + "<pubDate>" + strings.Repeat("1 ", n) + "</pubDate></item></channel></rss>",
	} {
		if f, _ := feed.Parse([]byte(doc), "", "http://a.example/"); f == nil {
			t.Errorf("%s: no feed", name)
		}
	}
}

// TestHostilePages holds that a page ends within limits and with a word.
func TestHostilePages(t *testing.T) {
	if _, err := feed.Page(strings.Repeat("<div>", 100_000), "https://news.example/", news.Selectors{}); !errors.Is(err, feed.ErrTooDeep) {
		t.Errorf("a deep page: %v, want ErrTooDeep", err)
	}
	deep := `<html><div class="tgme_channel_info">` + strings.Repeat(`<div class="tgme_widget_message">`, 100_000)
	if _, err := feed.Parse([]byte(deep), "text/html", ""); !errors.Is(err, feed.ErrTooDeep) || !errors.Is(err, feed.ErrNotFeed) {
		t.Errorf("a deep channel: %v, want ErrTooDeep", err)
	}
	var many strings.Builder
	for i := range 10_010 {
		fmt.Fprintf(&many, "<a href=/news/2026/11/24/%d>An article of this very house</a>\n", i)
	}
	if items, err := feed.Page(many.String(), "https://news.example/", news.Selectors{}); !errors.Is(err, feed.ErrTooMany) || len(items) != 10_000 {
		t.Errorf("a long page: %d items, %v, want ErrTooMany", len(items), err)
	}
	if items, err := feed.Page(frontPage+strings.Repeat(" ", 16<<20), "https://www.example.com/", news.Selectors{}); !errors.Is(err, feed.ErrTooLarge) || len(items) != 3 {
		t.Errorf("a large page: %d items, %v, want 3 and ErrTooLarge", len(items), err)
	}
}

// TestBombsDoNotGoOff holds that what a document type declares is never
// expanded, fetched or looped through.
func TestBombsDoNotGoOff(t *testing.T) {
	laughs := `<!DOCTYPE rss [<!ENTITY a0 "ha">`
	for i := range 30 {
		laughs += fmt.Sprintf(`<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	for name, doctype := range map[string]string{
		"laughs":   laughs + "]>",
		"loop":     `<!DOCTYPE rss [<!ENTITY a30 "&b;"><!ENTITY b "&a30;">]>`,
		"file":     `<!DOCTYPE rss [<!ENTITY a30 SYSTEM "file:///etc/passwd">]>`,
		"outside":  `<!DOCTYPE rss SYSTEM "http://127.0.0.1/a.dtd" [<!ENTITY % x SYSTEM "http://127.0.0.1/b.dtd"> %x;]>`,
		"not shut": `<!DOCTYPE rss [<!ENTITY a30 "`,
	} {
		doc := doctype + `<rss><channel><item><title>A &a30; B</title><link>http://a.example/1</link></item></channel></rss>`
		f, _ := feed.Parse([]byte(doc), "text/xml", "")
		if f == nil || len(f.Entries) != 1 || len(f.Entries[0].Title) > 20 || f.Entries[0].URL != "http://a.example/1" {
			t.Errorf("%s: Parse = %+v", name, f)
		}
	}
}

func gzipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if _, err := z.Write([]byte(p)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const oneItem = "<item><link>http://a.example/1</link></item>"

// TestLimits holds that a document beyond the limits is read up to there, and
// says which one it was.
func TestLimits(t *testing.T) {
	megabyte := "<!--" + strings.Repeat("x", 1<<20) + "-->"
	large := "<rss><channel>" + oneItem + strings.Repeat(megabyte, 51) + oneItem
	many := func(head, item string) []byte { return []byte(head + strings.Repeat(item, feed.MaxItems+1)) }
	zipped := gzipped(t, "<rss><channel>", oneItem, strings.Repeat("<item></item>", 2000), "</channel></rss>")
	for name, c := range map[string]struct {
		doc     []byte
		entries int
		err     error
	}{
		"51 MB":                 {[]byte(large), 1, feed.ErrTooLarge},
		"51 MB, zipped":         {gzipped(t, large), 1, feed.ErrTooLarge},
		"items":                 {many("<rss><channel>", oneItem), feed.MaxItems, feed.ErrTooMany},
		"addresses":             {many("<urlset>", "<url><loc>http://a.example/1</loc></url>"), feed.MaxItems, feed.ErrTooMany},
		"JSON items":            {many(`{"version":"https://jsonfeed.org/version/1","items":[{}`, `,{"id":"1"}`), feed.MaxItems, feed.ErrTooMany},
		"lines":                 {many("", "http://a.example/1\n"), feed.MaxItems, feed.ErrTooMany},
		"a broken zip":          {zipped[:len(zipped)-12], -1, feed.ErrZip},
		"a zip of nothing":      {zipped[:12], -1, feed.ErrZip},
		"a zip that is none":    {[]byte("\x1f\x8b\x08 not at all"), -1, feed.ErrZip},
		"a zip with a tail":     {append(slices.Clone(zipped), "tail"...), 2001, nil},
		"two zips in a row":     {append(gzipped(t, "<rss><channel>", oneItem), gzipped(t, oneItem, "</channel></rss>")...), 2, nil},
		"a zip inside a zip":    {gzipped(t, string(zipped)), -1, feed.ErrNotFeed},
		"the limit and no more": {[]byte("<rss><channel>" + strings.Repeat(oneItem, feed.MaxItems) + "</channel></rss>"), feed.MaxItems, nil},
	} {
		f, err := feed.Parse(c.doc, "", "")
		if !errors.Is(err, c.err) || c.err == nil && err != nil {
			t.Errorf("%s: %v, want %v", name, err, c.err)
		}
		if c.entries >= 0 && (f == nil || len(f.Entries) != c.entries) {
			t.Errorf("%s: not %d entries", name, c.entries)
		}
	}
}

// TestOddItems reads items that are wrong in themselves as what they are: what
// to believe of them is for the watcher to say.
func TestOddItems(t *testing.T) {
	doc := "<rss><channel>" +
		"<item><guid>same</guid><link>http://a.example/1</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate><title>Nul\x00\x00s</title></item>" +
		"<item><guid>same</guid><link>http://a.example/2</link><pubDate>2099-01-01</pubDate><title>\xff\xfe\x01</title></item>" +
		"<item><guid></guid><link>javascript:alert(1)</link><link>http://[::1</link></item><item/></channel></rss>"
	for _, contentType := range []string{"", "image/png", "text/html; charset=nonsense", "application/octet-stream", ";;;"} {
		f, err := feed.Parse([]byte(doc), contentType, "http://a.example/")
		if err != nil || len(f.Entries) != 3 {
			t.Fatalf("%q: Parse = %+v, %v", contentType, f, err)
		}
		a, b, c := f.Entries[0], f.Entries[1], f.Entries[2]
		if a.Title != "Nuls" || a.ID != "same" || a.Published != time.Unix(0, 0).UTC() || b.ID != "same" || b.Published.Year() != 2099 || c.URL != "" || len(c.Links) != 0 {
			t.Errorf("%q: entries %+v", contentType, f.Entries)
		}
	}
}

// TestNestedCardsAreNoStall reads pages whose selectors fit boxes within boxes,
// and a message of texts within texts. The test would not end if all of each
// was looked at.
func TestNestedCardsAreNoStall(t *testing.T) {
	deep := strings.Repeat("<div class=c>", 450) + strings.Repeat("<div class=c>x</div>", 2<<20/20)
	for _, s := range []news.Selectors{{Item: "div.c"}, {Item: "div.c, a"}, {Item: "div.c", Link: "a", Title: "b", Date: "time"}} {
		if items, err := feed.Page("<a href=/news/1234567>"+deep, "http://x.example/", s); len(items) > 1 {
			t.Errorf("%+v: %d items, %v", s, len(items), err)
		}
	}
	text := `class="tgme_widget_message_text">x`
	channel := `<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="a/1">` + strings.Repeat("<b "+text, 500) + strings.Repeat("<i "+text+"</i>", 4<<20/42)
	if f, err := feed.Parse([]byte(channel), "", "https://t.me/s/a"); f == nil || len(f.Entries) != 1 {
		t.Errorf("Parse = %v, %v, want one message", f, err)
	}
}
