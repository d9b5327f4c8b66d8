package sitetest_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// TestEverySourceGivesItsArticles reads each outlet as the watcher does. The
// feed that breaks off says so, and gives what stands before the break.
func TestEverySourceGivesItsArticles(t *testing.T) {
	site := publishAll(t)
	base := serve(t, site)
	for _, source := range site.Sources(base) {
		response, body := get(t, source.URL)
		for range 3 {
			if response.StatusCode == 500 {
				response, body = get(t, source.URL)
			}
		}
		items, err := items(source, []byte(body), response.Header.Get("Content-Type"))
		var broken *feed.SyntaxError
		if source.ID == "bargeshanbe" != errors.As(err, &broken) || err != nil && broken == nil {
			t.Errorf("%s: its list reads with the error %v", source.ID, err)
		}
		for _, a := range site.Articles() {
			found := slices.ContainsFunc(items, func(i news.Item) bool {
				return i.URL == base+a.Path && i.Title == a.Title
			})
			if a.Outlet == source.ID && !found {
				t.Errorf("%s: %s is not among its items", source.ID, a.ID)
			}
		}
	}
}

func items(source news.Source, body []byte, contentType string) ([]news.Item, error) {
	if source.Kind == news.KindPage {
		text, _ := fetch.Decode(body, contentType)
		return feed.Page(text, source.URL, source.Select)
	}
	f, err := feed.Parse(body, contentType, source.URL)
	if f == nil {
		return nil, err
	}
	return f.Items(), err
}

func TestFrontPagesAreNoArticles(t *testing.T) {
	site := publishAll(t)
	base := serve(t, site)
	for _, source := range site.Sources(base) {
		if got := read(t, base+"/"+source.ID+"/"); got.Type == extract.TypeArticle {
			t.Errorf("the front page of %s is %s (%s), want no article", source.ID, got.Type, got.Reason)
		}
	}
}
