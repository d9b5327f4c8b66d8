package watcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// ended tells how the processing of a pending item came out.
type ended struct {
	fickle  news.Fickle  // what is no identity at its source
	pending news.Pending // as it is to be remembered if it failed
	outcome news.Outcome
	err     error // why it was not read
	cut     bool  // ctx ended first: nothing is decided
	read    bool  // its page was read
	own     bool  // the item's own text stood for its page
	ours    bool  // what failed is ours, not the page

	misnamed, charset string   // as in polled
	missed            []string // parts of its page that a rule of the source didn't find

	permit *fetch.Permit // to read a page
}

// unfit is a page that holds no article.
type unfit struct {
	kind   extract.Type
	reason string
}

// Error says what the page is instead, and by what one can tell.
func (u *unfit) Error() string { return fmt.Sprintf("%s: %s", u.kind, u.reason) }

// process takes a pending item as far as it goes: to an outcome, or to its
// next try. It runs beside the beat and touches nothing of it that changes.
func (b *beat) process(ctx context.Context, p news.Pending, f news.Fickle) ended {
	e := ended{fickle: f, pending: p, outcome: news.Outcome{End: news.Failed}, permit: b.w.pages.Permit()} // until it is known better
	defer e.permit.Return()
	if e.permit.Take(ctx) == nil {
		b.settle(ctx, &e)
	}
	e.cut = e.outcome.End == news.Failed && ctx.Err() != nil
	return e
}

// settle finds the outcome of an item and makes it durable.
func (b *beat) settle(ctx context.Context, e *ended) {
	keys := keysOf(b.source.ID, e.pending.Item, e.fickle)
	seen, err := b.w.books.Seen(ctx, keys)
	switch {
	case err != nil:
		e.putOff(fmt.Errorf("look up item: %w", err))
		return
	case slices.Contains(seen, true): // another source had it, or we did before a crash
		e.outcome.End = news.Repeated
		return
	}
	a, ok := b.article(ctx, e)
	switch {
	case ok:
		if e.outcome, err = b.w.books.Handle(ctx, a, keys); err != nil {
			e.putOff(fmt.Errorf("handle article: %w", err))
		}
	case e.outcome.End != news.Failed:
		if err := b.w.books.MarkSeen(ctx, keys); err != nil {
			e.putOff(fmt.Errorf("mark item: %w", err))
		}
	}
}

// article returns the article of an item, from its page or, where that can't
// be had, from what the item itself says. Without one it is false, and e says
// what becomes of the item.
func (b *beat) article(ctx context.Context, e *ended) (news.Article, bool) {
	if e.pending.Item.Whole {
		return b.ownArticle(e.pending.Item), true
	}
	request := b.ask(e.pending.Item.URL)
	request.ObeyRobots = !b.source.IgnoreRobots
	res, err := b.get(ctx, request, e.permit)
	switch {
	case ctx.Err() != nil: // no fault of the page
		return news.Article{}, false
	case err != nil:
		return b.unread(e, err)
	}
	text, charset := fetch.Decode(res.Body, res.ContentType)
	e.charset, e.misnamed = charset, misnamed(res, charset)
	r, err := b.site.Page(text, res.URL, time.Now())
	if err != nil {
		return b.unread(e, err)
	}
	b.logLeft(res.URL, r.Left)
	if r.Twin != "" { // the page is drawn by a script
		if twin, err := b.page(ctx, r.Twin); err == nil && twin.Type == extract.TypeArticle {
			r = twin
		}
	}
	switch r.Type {
	case extract.TypeArticle, extract.TypeLive:
		e.read, e.missed = true, r.Missed
		b.goOn(ctx, &r)
		return b.merged(r.Article, e.pending.Item, res.URL), true
	case extract.TypeError, extract.TypeSoft404:
		return b.unread(e, &unfit{r.Type, r.Reason})
	}
	e.err = &unfit{r.Type, r.Reason}
	if it := e.pending.Item; tells(it) || r.Type == extract.TypeWall && headlined(it) {
		e.own = true
		return b.ownArticle(it), true
	}
	e.outcome = news.Outcome{End: news.NotArticle, Reason: e.err.Error()}
	return news.Article{}, false
}

// mostParts is how many pages an article may be cut into.
const mostParts = 10

// goOn adds the further parts of an article that is cut into several pages. A
// part that can't be had ends it: what was read by then is told.
func (b *beat) goOn(ctx context.Context, r *extract.Result) {
	read := map[string]bool{r.Article.URL: true}
	for next := r.Next; next != "" && !read[next] && len(read) < mostParts; {
		read[next] = true
		part, err := b.page(ctx, next)
		if err != nil || part.Type != extract.TypeArticle || part.Article.Title != r.Article.Title {
			return
		}
		r.Article.Body += "\n\n" + part.Article.Body
		next = part.Next
	}
}

// page fetches and extracts a page that another one leads to.
func (b *beat) page(ctx context.Context, url string) (extract.Result, error) {
	res, err := b.w.fetcher.Get(ctx, fetch.Request{URL: url})
	if err != nil {
		return extract.Result{}, err
	}
	text, _ := fetch.Decode(res.Body, res.ContentType)
	return b.site.Page(text, res.URL, time.Now())
}

// unread decides about an item whose page could not be read: it is tried
// again, or what the item says stands for its page, or it is given up.
func (b *beat) unread(e *ended, err error) (news.Article, bool) {
	e.err = err
	p := &e.pending
	p.Tries++
	wait, more := retry(p.Tries, err)
	switch {
	case stands(p.Item, err, p.Tries, more):
		e.own = true
		return b.ownArticle(p.Item), true
	case errors.Is(err, fetch.ErrNotText):
		e.outcome = news.Outcome{End: news.NotArticle, Reason: err.Error()}
	case permanent(err):
		e.outcome = news.Outcome{End: news.Dropped, Reason: err.Error()}
	case !more:
		e.outcome = news.Outcome{End: news.Dropped, Reason: fmt.Sprintf("%d tries, the last: %v", p.Tries, err)}
	default:
		e.outcome = news.Outcome{End: news.Failed, Reason: err.Error()}
		p.Err, p.Next = err.Error(), time.Now().Add(wait)
	}
	return news.Article{}, false
}

// stands tells whether what an item says stands for its page after so many
// tries, of which there may be more. A title with some text does as soon as
// there is little hope of the page. A headline by itself does where the item
// would be lost else: before a wall, or a robots.txt that closes the page, at
// once, and when its tries are at an end. It may hold the very word that is
// watched for.
func stands(it news.Item, err error, tries int, more bool) bool {
	final, enough := permanent(err), tries >= enoughTries
	switch {
	case gone(err):
		return false
	case tells(it):
		return final || enough || refused(err)
	case errors.Is(err, fetch.ErrRobots):
		return headlined(it)
	case final || !headlined(it):
		return false
	}
	return !more || walled(err) || enough && refused(err)
}

// putOff has an item tried again for a fault that is not its own, and so is
// no reason to give it up. It waits as long again as it has been known, which
// doubles the wait each time.
func (e *ended) putOff(err error) {
	now := time.Now()
	e.err, e.ours = err, true
	e.outcome = news.Outcome{End: news.Failed, Reason: err.Error()}
	wait := min(max(now.Sub(e.pending.Item.FoundAt), shortestWait), longestWait)
	e.pending.Next = now.Add(jitter(wait))
}

// permanent tells the errors that another try would only repeat.
func permanent(err error) bool {
	for _, e := range []error{fetch.ErrForbiddenAddress, fetch.ErrBadURL, fetch.ErrTooLarge, fetch.ErrRedirects, fetch.ErrNotText, fetch.ErrRobots, extract.ErrTooLarge} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// refused tells whether the server won't give us the page, as opposed to
// can't now.
func refused(err error) bool {
	status := (*fetch.StatusError)(nil)
	if !errors.As(err, &status) {
		return false
	}
	switch status.Status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return status.Wall != "" || status.Status >= 400 && status.Status < 500
}

// walled tells whether it is known what the server has put before the page.
func walled(err error) bool {
	status := (*fetch.StatusError)(nil)
	return errors.As(err, &status) && status.Wall != ""
}
