package watcher_test

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// channelOf returns a feed with something in its channel, and one item.
func channelOf(inside string) string {
	return `<rss version="2.0"><channel><title>t</title>` + inside + `<item><title>An item</title><link>http://outlet.example/a/1</link></item></channel></rss>`
}

// manyItems returns a feed of n items, in which f says what each is.
func manyItems(n int, f func(i int) string) string {
	var s strings.Builder
	for i := range n {
		s.WriteString("<item>" + f(i) + "</item>")
	}
	return channelOf(s.String())
}

func numbered(i int) string {
	return fmt.Sprintf("<title>Item %d</title><link>http://outlet.example/b/%d</link>", i, i)
}

// laughs is an XML bomb: nine entities, each ten of the one before.
func laughs() string {
	s := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">`
	for i := range 9 {
		s += fmt.Sprintf(`<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	return s + "]>" + channelOf("<description>&a9;</description>")
}

// TestBadDocumentsHarmTheirSourceAlone serves documents that are made to do
// harm, each as a source, beside one that is well. Each ends in what can be
// read of it or in an error that names what is wrong, and news of the one that
// is well arrives.
func TestBadDocumentsHarmTheirSourceAlone(t *testing.T) {
	o := newOutlet(t)
	documents := map[string]struct {
		document string
		err      string // what is wrong with the source; nothing if it can be read
		items    int    // that were read
	}{
		"xml-bomb":    {laughs(), "", 1},
		"entity-loop": {`<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>` + channelOf("<description>&a;</description>"), "", 1},
		"entity-file": {`<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + channelOf("<description>&a;</description>"), "", 1},
		"nul-bytes":   {strings.ReplaceAll(channelOf("<description>x</description>"), "x", strings.Repeat("\x00", 1000)), "", 1},
		"many-items":  {manyItems(49_999, numbered), "", 50_000},
		"more-items":  {manyItems(60_000, numbered), "", 50_000},
		"one-guid":    {manyItems(500, func(i int) string { return numbered(i) + "<guid>same</guid>" }), "", 501},
		"odd-dates": {manyItems(4, func(i int) string {
			return numbered(i) + "<pubDate>" + []string{"Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT", "yesterday, or so", "0000-00-00T99:99:99Z"}[i] + "</pubDate>"
		}), "", 5},
		"no-links": {manyItems(10, func(int) string { return "<title>x</title>" }), "", 1},
		"odd-links": {manyItems(3, func(i int) string {
			return "<title>x</title><link>" + []string{"javascript:alert(1)", "http://[", "file:///etc/passwd"}[i] + "</link>"
		}), "", 1},
		"deep":         {channelOf(strings.Repeat("<a>", 200_000)), "<a> is not closed", 0},
		"long-title":   {manyItems(1, func(int) string { return numbered(1) + "<title>" + strings.Repeat("long ", 1<<20) + "</title>" }), "", 2},
		"page":         {"<!doctype html><html><body><p>Hello</p></body></html>", "not a feed", 0},
		"wall":         {"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>", "not a feed", 0},
		"picture":      {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01\x02\xff", 5000), "not a text document", 0},
		"nothing":      {"", "not a feed", 0},
		"deep-json":    {`{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 1<<20), "", 0},
		"sitemap-loop": {`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>` + "URL/sitemap-loop" + `</loc></sitemap></sitemapindex>`, "an index inside an index", 0},
		"cut":          {channelOf("")[:60], "", 0},
	}
	var sources []news.Source
	for name, d := range documents {
		o.handle("/"+name, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, strings.ReplaceAll(d.document, "URL/", o.URL+"/"))
		})
		sources = append(sources, news.Source{ID: name, URL: o.URL + "/" + name, Kind: news.KindFeed, Every: time.Hour})
	}
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	h := watch(t, s, watcher.Config{}, fetch.Config{}, append(sources, rss(o, "well"))...)
	polledAll(t, h, len(sources)+1)
	o.publish("/news/1", "A bomb is found")
	if a := h.alert(t); a.Title != "A bomb is found" {
		t.Errorf("alert = %+v", a)
	}
	for _, s := range h.Health() {
		d, ok := documents[s.Source.ID]
		if !ok {
			continue
		}
		t.Logf("%-14s %5d items, %s", s.Source.ID, s.Items, s.Err)
		if !strings.Contains(s.Err, d.err) || (d.err != "") != (s.Err != "") && d.items > 0 || s.Items != d.items {
			t.Errorf("%s: %d items, %q; want %d, %q", s.Source.ID, s.Items, s.Err, d.items, d.err)
		}
	}
}

// polledAll waits until every source has been polled.
func polledAll(t *testing.T, h *house, n int) {
	t.Helper()
	wait(t, h, func() bool {
		all := h.Health()
		for _, s := range all {
			if s.PolledAt.IsZero() {
				return false
			}
		}
		return len(all) == n
	})
}
