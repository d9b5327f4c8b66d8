package watcher

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// read reads a document of the source: a feed, a sitemap, a channel, or a
// page. Known is which form it has had so far, if that is known.
func (b *beat) read(res *fetch.Response, known news.Form) polled {
	form := formOf(b.source.Kind, res)
	switch {
	case known != "" && form != known:
		return polled{err: transformed(res.URL, known, form)}
	case form == news.FormPage:
		return b.readPage(res)
	}
	return b.readFeed(res)
}

func (b *beat) readFeed(res *fetch.Response) polled {
	f, err := feed.ParseIn(b.place.Zone(), res.Body, res.ContentType, res.URL)
	if f == nil {
		text, _ := fetch.Decode(res.Body, res.ContentType)
		return polled{err: unreadable(b.source, res, text, err)}
	}
	p := polled{
		form: news.FormFeed, items: fit(whole(f, res.URL)), charset: f.Charset, misnamed: misnamed(res, f.Charset),
		every: f.Every, skipHours: f.SkipHours, skipDays: f.SkipDays, hubs: f.Hubs, self: f.Self, next: f.Next,
	}
	for _, c := range f.Children {
		p.children = append(p.children, news.Child{URL: c.URL, Modified: c.Modified})
	}
	found := len(f.Entries) + len(f.Children)
	p.nameless = len(f.Entries) - len(p.items)
	var broken *feed.SyntaxError
	switch {
	case (errors.As(err, &broken) || errors.Is(err, feed.ErrZip)) && found > 0:
		p.torn = err.Error()
	case errors.Is(err, feed.ErrTooMany), errors.Is(err, feed.ErrTooLarge):
		p.excess = err.Error()
	case err != nil:
		p.err = fmt.Errorf("read %s: %w", f.Format, err)
	}
	return p
}

// readPage reads a front or section page.
func (b *beat) readPage(res *fetch.Response) polled {
	text, charset := fetch.Decode(res.Body, res.ContentType)
	items, err := b.template.page(text, res.URL, b.source.Select)
	p := polled{form: news.FormPage, items: fit(items), charset: charset, misnamed: misnamed(res, charset), page: text}
	switch {
	case len(items) > 0 && (errors.Is(err, feed.ErrTooMany) || errors.Is(err, feed.ErrTooLarge)):
		p.excess = err.Error()
	case err != nil:
		p.err = unreadable(b.source, res, text, err)
	}
	return p
}

// whole returns the items of a feed. Those that have no page, but something to
// say, and the messages of a channel are whole by themselves; the former get
// an address by what they say, at the outlet's site.
func whole(f *feed.Feed, url string) []news.Item {
	items := f.Items()
	for i := range items {
		it := &items[i]
		switch {
		case it.URL == "" && (tells(*it) || headlined(*it)):
			it.URL, it.Whole = cmp.Or(f.Link, url)+wordsMark+wordsOf(*it), true
		case f.Format == feed.Telegram:
			it.Whole = it.Title != ""
		}
	}
	return items
}

// unreadable returns what is wrong with a document in which no item was found:
// what came instead, and what the operator can do.
func unreadable(s news.Source, res *fetch.Response, text string, err error) error {
	came, advice := fmt.Sprintf("%d bytes of %s", len(res.Body), cmp.Or(clip(res.ContentType, 80), "undeclared type")), ""
	switch {
	case strings.TrimSpace(text) == "":
		came = fmt.Sprintf("%d bytes, nothing to read", len(res.Body))
	case extract.Noise(text) != "":
		came += ", which is not text"
	case errors.Is(err, feed.ErrNoChannel):
	case errors.Is(err, feed.ErrNotFeed):
		advice = "; if this is a front page, give the source `kind: page`"
	case errors.Is(err, feed.ErrNoItems) && s.Select != (news.Selectors{}):
		advice = "; see whether its `select:` still fits"
	case errors.Is(err, feed.ErrNoItems):
		advice = "; name its items with `select:`, or give the address of its feed"
	}
	return fmt.Errorf("read %s: %w (%s came%s)", res.URL, err, came, advice)
}

// misnamed returns the encoding that a document declares if that is not the
// one it is in.
func misnamed(res *fetch.Response, charset string) string {
	if d := fetch.Declared(res.Body, res.ContentType); d != charset {
		return d
	}
	return ""
}
