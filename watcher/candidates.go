package watcher

import (
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// wellKnown are where sites keep their feeds that don't link to them.
var wellKnown = []string{"/rss", "/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/news-sitemap.xml"}

// mostLinked is how many of the feeds that a page links to are tried.
const mostLinked = 5

// candidates returns where the feed of a page can be: what it links to itself
// (rel=alternate, in its order, but comments last), then the well-known places
// of its site.
func candidates(html, address string) []string {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		return nil
	}
	base := address
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if u, err := fetch.Resolve(address, href); err == nil {
			base = u
		}
	}
	var found, comments []string
	doc.Find("link[rel][href]").Each(func(_ int, l *goquery.Selection) {
		u, err := fetch.Resolve(base, l.AttrOr("href", ""))
		if err != nil || !slices.Contains(strings.Fields(strings.ToLower(l.AttrOr("rel", ""))), "alternate") || !feedType(l.AttrOr("type", "")) {
			return
		}
		if strings.Contains(strings.ToLower(u+l.AttrOr("title", "")), "comment") {
			comments = append(comments, u)
			return
		}
		found = append(found, u)
	})
	found = append(found, comments...)
	found = found[:min(len(found), mostLinked)]
	for _, path := range wellKnown {
		if u, err := fetch.Resolve(address, path); err == nil && !slices.Contains(found, u) {
			found = append(found, u)
		}
	}
	return found
}

// feedType tells the media types of feeds.
func feedType(t string) bool {
	t, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(t)), ";")
	switch strings.TrimSpace(t) {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json", "application/xml", "text/xml":
		return true
	}
	return false
}
