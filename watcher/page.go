package watcher

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// article returns the article of an item, from its page or, where that can't
// be had, from what the item itself says. Without one it is false, and e says
// what becomes of the item.
func (b *beat) article(ctx context.Context, e *ended) (news.Article, bool) {
	it := e.pending.Item
	if it.Whole {
		return b.ownArticle(it), true
	}
	r, err := b.page(ctx, e, it.URL)
	if err == nil && r.Twin != "" { // it is drawn by a script
		r, err = b.twin(ctx, e, r)
	}
	switch {
	case ctx.Err() != nil: // no fault of the page
		return news.Article{}, false
	case err != nil:
		return b.unread(e, err)
	}
	e.kind = r.Type
	switch r.Type.Use() {
	case extract.UsePage:
		return b.whole(ctx, e, r)
	case extract.UseNothing:
		return b.unread(e, &unfit{r.Type, r.Reason})
	}
	e.err = &unfit{r.Type, r.Reason}
	if tells(it) || r.Type == extract.TypeWall && headlined(it) {
		e.own = true
		return b.ownArticle(it), true
	}
	e.outcome = news.Outcome{End: news.NotArticle, Reason: e.err.Error()}
	return news.Article{}, false
}

// page fetches and extracts a page in the way of the source: the item's own or
// one that it leads to.
func (b *beat) page(ctx context.Context, e *ended, url string) (extract.Result, error) {
	request := b.ask(url)
	request.ObeyRobots = !b.source.IgnoreRobots
	res, err := b.get(ctx, request, e.permit)
	if err != nil {
		return extract.Result{}, err
	}
	text, charset := fetch.Decode(res.Body, res.ContentType)
	if e.misnamed == "" {
		e.charset, e.misnamed = charset, misnamed(res, charset)
	}
	r, err := b.site.Page(text, res.URL, time.Now())
	b.logLeft(res.URL, r.Left)
	return r, err
}

// twin returns the AMP twin of a page that shows no text, under the page's
// address, or the page itself if the twin holds no article either. An error is
// one that another try may mend.
func (b *beat) twin(ctx context.Context, e *ended, r extract.Result) (extract.Result, error) {
	twin, err := b.page(ctx, e, r.Twin)
	switch {
	case err != nil && e.mayMend(err):
		return r, err
	case err != nil || twin.Type.Use() != extract.UsePage:
		return r, nil
	}
	twin.Article.URL = r.Article.URL
	return twin, nil
}

// whole returns the article that begins on a page, with its further parts. If
// one of those can't be had now, the item is tried again, but not for long: then
// what was read is told.
func (b *beat) whole(ctx context.Context, e *ended, r extract.Result) (news.Article, bool) {
	at := r.Article.URL
	lacks := b.goOn(ctx, e, &r)
	switch {
	case ctx.Err() != nil:
		return news.Article{}, false
	case lacks != nil && e.mayMend(lacks):
		return b.unread(e, lacks)
	}
	e.read, e.missed, e.lacks = true, r.Missed, lacks
	return b.merged(r.Article, e.pending.Item, at), true
}

// mostParts is how many pages an article may be cut into.
const mostParts = 10

// errNoPart is what is wrong with a page that an article names as its next one
// and that is none of it.
var errNoPart = errors.New("not a part of the article")

// goOn adds the further parts of an article that is cut into several pages, up
// to the first that can't be had: the error says why.
func (b *beat) goOn(ctx context.Context, e *ended, r *extract.Result) error {
	read := map[string]bool{r.Article.URL: true}
	for next := r.Next; next != "" && !read[next]; {
		if len(read) == mostParts {
			return fmt.Errorf("%s: %w: it has %d parts already", next, errNoPart, mostParts)
		}
		read[next] = true
		part, err := b.page(ctx, e, next)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", next, err)
		case part.Type.Use() != extract.UsePage:
			return fmt.Errorf("%s: %w", next, &unfit{part.Type, part.Reason})
		case !extract.SameHeadline(r.Article.Title, part.Article.Title):
			return fmt.Errorf("%s: %w: its headline is %q", next, errNoPart, part.Article.Title)
		}
		r.Article.Body += "\n\n" + part.Article.Body
		next = part.Next
	}
	return nil
}

// mayMend tells whether an error is worth trying the item again, when part of it
// could be read: it may pass, and the item has not been tried often.
func (e *ended) mayMend(err error) bool {
	return passing(err) && e.pending.Tries+1 < enoughTries
}
