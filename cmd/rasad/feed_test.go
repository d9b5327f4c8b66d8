package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

const cutFeed = `<rss version="2.0"><channel><title>A &amp; B</title><link>http://a.example/</link><language>fa</language>
<item><guid>1</guid><title>One</title><link>/1</link><pubDate>Tue, 24 Nov 2026 10:00:00 +0330</pubDate><description>&lt;p&gt;Text&lt;/p&gt;</description>
<enclosure url="/1.mp3" type="audio/mpeg" length="12"/></item>
<item><title>cut o`

// TestFeedPrintsWhatCouldBeRead wants every key of the shape to be there, and
// the fault beside what stands before it.
func TestFeedPrintsWhatCouldBeRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cut.xml")
	write(t, file, []byte(cutFeed))
	out, err := runDocument(feedCommand(), "--url", "http://a.example/rss", "--content-type", "text/xml; charset=utf-8", file)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format":"rss","encoding":"utf-8","language":"fa","feed":{"id":"","title":"A & B","link":"http://a.example/","summary":"","author":"","published":"","updated":"","tags":[]},` +
		`"entries":[{"id":"1","title":"One","link":"http://a.example/1","links":["http://a.example/1"],"summary":"Text","content":"","published":"2026-11-24T06:30:00Z","updated":"","author":"","tags":[],` +
		`"enclosures":[{"url":"http://a.example/1.mp3","type":"audio/mpeg","length":12}]},` +
		`{"id":"","title":"","link":"","links":[],"summary":"","content":"","published":"","updated":"","author":"","tags":[],"enclosures":[]}],` +
		`"error":"line 4: <title> is not closed"}` + "\n"
	if out != want {
		t.Errorf("feed prints\n%s\nwant\n%s", out, want)
	}
}

// TestFeedReadsAllItsDocuments reads each of the documents that the parser is
// tested with, by its name alone.
func TestFeedReadsAllItsDocuments(t *testing.T) {
	files, err := filepath.Glob("../../testdata/feeds/*.*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		out, err := runDocument(feedCommand(), file)
		var p printedFeed
		if err != nil || json.Unmarshal([]byte(out), &p) != nil || p.Format == "" || p.Encoding == "" {
			t.Errorf("%s: %v, %s", file, err, out)
		}
		if strings.Contains(file, "sitemap-index") && (len(p.Entries) != 1 || p.Entries[0].Link == "" || p.Entries[0].Updated == "") {
			t.Errorf("%s: its sitemaps are %+v, want the one with an address", file, p.Entries)
		}
	}
}

func TestFeedFetchesAnAddress(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/feeds/rss", http.StatusMovedPermanently)
			return
		}
		w.Header().Set("Content-Type", "text/xml; charset=windows-1256")
		_, _ = w.Write([]byte("<rss><channel><item><title>\xd3\xe1\xc7\xe3</title><link>1</link></item></channel></rss>"))
	}))
	defer server.Close()
	config := filepath.Join(t.TempDir(), "config.yaml")
	write(t, config, []byte("fetch: {allow_networks: [127.0.0.0/8]}\n"))
	out, err := runDocument(feedCommand(), "--config", config, server.URL+"/old")
	var p printedFeed
	if err != nil || json.Unmarshal([]byte(out), &p) != nil || len(p.Entries) != 1 {
		t.Fatalf("feed prints %s, %v", out, err)
	}
	if e := p.Entries[0]; e.Title != "سلام" || e.Link != server.URL+"/feeds/1" || p.Encoding != "windows-1256" {
		t.Errorf("feed prints %s", out)
	}
}

// TestFeedReadsAPageBySelectors wants what a source with such a select would
// give.
func TestFeedReadsAPageBySelectors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "front.html")
	write(t, file, []byte(`<html><body><div class="c"><a href="/1"><img></a><b>One</b><i>۳ آذر ۱۴۰۵ - ۱۲:۳۴</i></div><div class="c ad"><a href="/2">Two</a></div></body></html>`))
	out, err := runDocument(feedCommand(), "--url", "http://a.example/", "--item", ".c", "--title", "b", "--date", "i", "--exclude", ".ad", file)
	var p printedFeed
	if err != nil || json.Unmarshal([]byte(out), &p) != nil || p.Format != "html" || len(p.Entries) != 1 {
		t.Fatalf("feed prints %s, %v", out, err)
	}
	if e := p.Entries[0]; e.Title != "One" || e.Link != "http://a.example/1" || e.Published != "2026-11-24T09:04:00Z" {
		t.Errorf("feed prints %s", out)
	}
	if code := execute(context.Background(), []string{"feed", "--item", "div[", file}); code != exitUsage {
		t.Errorf("a selector that is none = %d, want %d", code, exitUsage)
	}
}

// TestFeedFailures wants a document that is no feed to fail, with a word, and
// what is no use of the command to be called so.
func TestFeedFailures(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"empty": "", "text": "just text", "page": "<html><body><p>Nothing</p></body></html>", "zip": "\x1f\x8b\x08broken",
	} {
		file := filepath.Join(dir, name)
		write(t, file, []byte(text))
		out, err := runDocument(feedCommand(), file)
		var p printedFeed
		if err == nil || json.Unmarshal([]byte(out), &p) != nil || p.Error == "" {
			t.Errorf("%s: %v, %s, want an error in both", name, err, out)
		}
	}
	for _, args := range [][]string{{"feed"}, {"feed", "a", "b"}, {"feed", "--url", "a.example", "a"}, {"links"}, {"links", "--url", "x", "a"}} {
		if code := execute(context.Background(), args); code != exitUsage {
			t.Errorf("rasad %v = %d, want %d", args, code, exitUsage)
		}
	}
	if _, err := runDocument(feedCommand(), filepath.Join(dir, "absent")); err == nil {
		t.Error("an absent file went unnoticed")
	}
}

// TestLinksPrintsArticlesAndFeeds wants what a source of this page would give,
// and where the page says that its feeds are.
func TestLinksPrintsArticlesAndFeeds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "front.html")
	write(t, file, []byte(`<html><head><link rel="alternate" type="application/rss+xml" title="All" href="/rss"></head><body><a href="/about">About us</a>
<a href="/news/2026/11/24/a-bridge-is-opened">A bridge is opened over the river</a> <a href="https://b.example/news/2026/11/24/a-bridge-is-closed">A bridge is closed over the river</a></body></html>`))
	out, err := runDocument(linksCommand(), "--url", "http://a.example/", file)
	var p printedLinks
	if err != nil || json.Unmarshal([]byte(out), &p) != nil || len(p.Links) != 2 || len(p.Feeds) != 1 {
		t.Fatalf("links prints %s, %v", out, err)
	}
	if l := p.Links[0]; l.URL != "http://a.example/news/2026/11/24/a-bridge-is-opened" || !l.Own || l.Score <= 0 || p.Links[1].Own || p.Feeds[0].URL != "http://a.example/rss" {
		t.Errorf("links prints %s", out)
	}
	write(t, file, []byte("<p>Nothing</p>"))
	if out, err := runDocument(linksCommand(), file); err == nil || !strings.Contains(out, `"error":"no articles`) {
		t.Errorf("links prints %s, %v, want an error", out, err)
	}
}

func runDocument(c *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	c.Flags().String("config", "", "")
	c.SetArgs(args)
	c.SetOut(&out)
	c.SilenceUsage, c.SilenceErrors = true, true
	err := c.ExecuteContext(context.Background())
	return out.String(), err
}
