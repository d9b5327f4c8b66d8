package watcher

import (
	"context"
	"errors"
	"fmt"
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
	lacks   error // why further pages of its article are missing
	ours    bool  // what failed is ours, not the page

	kind extract.Type // what its page was judged to be, empty if there was none

	misnamed, charset string   // as in polled
	missed            []string // parts of its page that a rule of the source didn't find

	permit *fetch.Permit // to read a page
}

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
// watched for. What was there and is gone, and what shows an error in the place
// of its text, is not told of.
func stands(it news.Item, err error, tries int, more bool) bool {
	final, enough := permanent(err), tries >= enoughTries
	switch {
	case gone(err), judged(err):
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
