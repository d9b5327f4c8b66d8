package watcher

import (
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// formOf returns what kind of document came: one that feed.Parse reads, or a
// page.
func formOf(kind news.Kind, res *fetch.Response) news.Form {
	if form := formOfKind(kind); form != "" {
		return form
	}
	if format := feed.Detect(res.Body, res.ContentType); format != feed.HTML && format != feed.Unknown {
		return news.FormFeed
	}
	return news.FormPage
}

// formOfKind returns what the operator says that the document is, empty if
// that is to be seen.
func formOfKind(kind news.Kind) news.Form {
	switch kind {
	case news.KindFeed, news.KindSitemap, news.KindTelegram:
		return news.FormFeed
	case news.KindPage:
		return news.FormPage
	}
	return ""
}

// knownForm returns the form that the source has had so far, if any: what comes in
// another one is no news of it.
func knownForm(s news.SourceState) news.Form {
	if !s.Based {
		return ""
	}
	return s.Form
}

// errOtherForm is what is wrong with a document that is not of the kind that
// the source has shown so far. A feed that shows a page is out of order, or
// has left its address: the links on that page are no news, and neither is
// what a feed holds that stands where a page was.
var errOtherForm = errors.New("not what the source has shown so far")

// transformed returns that error with its reason.
func transformed(url string, was, is news.Form) error {
	return fmt.Errorf("read %s: %w: a %s came where a %s used to be; if it stays so, give the source its new address, or say by `kind:` what it is", url, errOtherForm, is, was)
}
