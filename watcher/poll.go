package watcher

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// polled is what a poll comes to.
type polled struct {
	unchanged bool
	items     []news.Item
	torn      string // how the document is broken, though items could be read
	nameless  int    // items that lead to no page
	misnamed  string // the encoding that the document wrongly declares
	charset   string // the encoding that it is in

	etag, lastModified, hash string
	err                      error
}

// errDry is what is wrong with a source that answers well and says nothing.
var errDry = errors.New("the document holds no items any more; see whether the outlet has moved them")

// request returns what to ask for: the document if it has changed, or in any
// case when it has not been read for long.
func (b *beat) request(now time.Time) fetch.Request {
	r := fetch.Request{URL: b.source.URL}
	if b.state.Based && now.Sub(b.state.ReadAt) < rereadAfter {
		r.ETag, r.LastModified = b.state.ETag, b.state.LastModified
	}
	return r
}

// poll asks the source for its document and reads the items in it. It runs
// beside the beat and touches nothing of it that changes.
func (b *beat) poll(ctx context.Context, r fetch.Request) polled {
	select {
	case b.w.polls <- struct{}{}:
		defer func() { <-b.w.polls }()
	case <-ctx.Done():
		return polled{err: ctx.Err()}
	}
	res, err := b.w.fetcher.Get(ctx, r)
	switch {
	case err != nil:
		return polled{err: err}
	case res.NotModified:
		return polled{unchanged: true}
	}
	sum := sha256.Sum256(res.Body)
	p := read(b.source, res)
	p.etag, p.lastModified, p.hash = res.ETag, res.LastModified, hex.EncodeToString(sum[:16])
	return p
}

// read reads the document of a source.
func read(s news.Source, res *fetch.Response) polled {
	if !readable(s, res) {
		text, charset := fetch.Decode(res.Body, res.ContentType)
		items, err := feed.Page(text, res.URL, s.Select)
		if err != nil {
			err = unreadable(s, res, text, err)
		}
		return polled{items: fit(items), err: err, charset: charset, misnamed: misnamed(res, charset)}
	}
	f, err := feed.Parse(res.Body, res.ContentType, res.URL)
	if f == nil {
		text, _ := fetch.Decode(res.Body, res.ContentType)
		return polled{err: unreadable(s, res, text, err)}
	}
	all := len(f.Entries)
	p := polled{items: fit(f.Items()), charset: f.Charset, misnamed: misnamed(res, f.Charset)}
	p.nameless = all - len(p.items)
	var broken *feed.SyntaxError
	switch {
	case errors.As(err, &broken) && all > 0:
		p.torn = err.Error()
	case err != nil:
		p.err = fmt.Errorf("read feed: %w", err)
	}
	return p
}

// readable tells whether a document is one that feed.Parse reads, and not a
// page.
func readable(s news.Source, res *fetch.Response) bool {
	switch s.Kind {
	case news.KindFeed:
		return true
	case news.KindPage:
		return false
	}
	format := feed.Detect(res.Body, res.ContentType)
	return format != feed.HTML && format != feed.Unknown
}

// unreadable returns what is wrong with a document in which no item was found:
// what came instead, and what the operator can do.
func unreadable(s news.Source, res *fetch.Response, text string, err error) error {
	came, advice := fmt.Sprintf("%d bytes of %s", len(res.Body), cmp.Or(clip(res.ContentType, 80), "undeclared type")), ""
	switch {
	case strings.TrimSpace(text) == "":
		came = fmt.Sprintf("%d bytes, nothing to read", len(res.Body))
	case noise(text):
		came += ", which is not text"
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

// take draws the consequences of a poll. New items are pending, and that is
// durable, before the validators say that the document was read.
func (b *beat) take(ctx context.Context, p polled) {
	if ctx.Err() != nil {
		return
	}
	now := time.Now()
	if p.err != nil {
		b.fail(ctx, now, p.err)
		return
	}
	s := b.state
	s.PolledAt, s.NextPoll = now, now.Add(interval(b.source.Every, b.w.config.Every))
	s.NotBefore, s.Failures, s.Err = time.Time{}, 0, ""
	reread := now.Sub(s.ReadAt) >= rereadAfter
	same := s.Based && p.hash == s.BodyHash && !reread
	if !p.unchanged {
		s.ETag, s.LastModified, s.BodyHash = p.etag, p.lastModified, p.hash
	}
	if p.unchanged || same {
		b.commit(ctx, s)
		return
	}
	b.remark(p)
	b.digest(ctx, s, p)
}

// digest takes in the items of a document that has changed; s is the state of
// the source after it.
func (b *beat) digest(ctx context.Context, s news.SourceState, p polled) {
	now := s.PolledAt
	s.ReadAt, s.Items = now, len(p.items)
	s.Dry = s.Based && s.Items == 0 && (b.state.Items > 0 || b.state.Dry)
	known, fresh, err := b.sift(ctx, p.items, now)
	if err == nil && !s.Based {
		b.base(ctx, s, p, known, fresh)
		return
	}
	if err == nil {
		fresh, err = b.withoutStale(ctx, s, fresh)
	}
	if err != nil {
		b.again()
		return
	}
	if room := max(mostPending-len(s.Pending), 0); len(fresh) > room {
		fresh = fresh[:room]
		s.ReadAt, s.ETag, s.LastModified, s.BodyHash = time.Time{}, "", "", "" // the rest comes with the next poll
	}
	s.Pending = append(s.Pending[:len(s.Pending):len(s.Pending)], fresh...)
	b.commit(ctx, s)
}

// commit makes s the state of the source, if it can be written. If not, the
// poll has not been: it is made again soon.
func (b *beat) commit(ctx context.Context, s news.SourceState) bool {
	if s.Dry {
		s.Err = errDry.Error()
	}
	if !b.put(ctx, s) {
		b.again()
		return false
	}
	b.vain = 0
	switch {
	case s.Dry && !b.state.Dry:
		b.w.log.Warn("source fails", "source", b.source.ID, "err", s.Err, "next", s.NextPoll.Format(time.RFC3339))
	case b.state.Err != "" && s.Err == "":
		b.w.log.Info("source recovered", "source", b.source.ID, "failures", b.state.Failures, "items", s.Items)
	}
	b.state = s
	return true
}

// again has a poll made again that came to nothing by a fault of our own: soon
// at first, then as after a good one. The outlet is not to suffer from it.
func (b *beat) again() {
	every := interval(b.source.Every, b.w.config.Every)
	b.state.NextPoll = time.Now().Add(min(jitter(doubled(shortestWait, b.vain, every)), every))
	b.vain++
}

// fail notes a poll that went wrong. The log hears of the first in a row.
func (b *beat) fail(ctx context.Context, now time.Time, err error) {
	s := b.state
	s.PolledAt, s.Err = now, err.Error()
	s.Failures++
	every := b.source.Every
	if every <= 0 {
		every = b.w.config.Every
	}
	wait, wanted := pause(every, s.Failures, err)
	s.NextPoll, s.NotBefore = now.Add(wait), time.Time{}
	if wanted > 0 {
		s.NotBefore = now.Add(wanted)
	}
	if s.Failures == 1 {
		b.w.log.Warn("source fails", "source", b.source.ID, "err", err, "next", s.NextPoll.Format(time.RFC3339))
	}
	b.put(ctx, s)
	b.state = s
}

// noise tells bytes that were never text, whatever they are called: one
// character in fifty of their beginning is a control or none at all.
func noise(text string) bool {
	text = text[:min(len(text), 32<<10)]
	odd, all := 0, 0
	for _, r := range text {
		all++
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == utf8.RuneError {
			odd++
		}
	}
	return odd > 8 && odd*50 > all
}
