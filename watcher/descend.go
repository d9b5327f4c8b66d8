package watcher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

const mostPages = 5 // of a feed, backwards, when more came than one holds

// descend reads the newest sitemaps of an index, as far as they may have
// changed. One that can't be read is noted, is asked for again, and takes
// nothing from the others.
func (b *beat) descend(ctx context.Context, p polled, s news.SourceState) polled {
	branches := choose(p, s, time.Now(), b.rarest())
	p.listed, p.ends = listing(p, s), s.Ends || !p.unchanged
	p.part, p.children, p.unchanged = true, nil, s.Based
	healthy := 0
	for _, c := range branches {
		q := polled{unchanged: true}
		if c.due {
			q = b.child(ctx, &c, s)
		}
		p.children = append(p.children, c.Child)
		if q.err == nil && !q.unchanged {
			p.add(c.URL, q)
		}
		if c.Aside {
			if q.err != nil { // it may be there no more
				b.w.log.Debug("sitemap of the past not read", "source", b.source.ID, "url", c.URL, "err", q.err)
			}
			continue
		}
		p.held += c.Items
		if q.err != nil {
			p.missing = also(p.missing, fmt.Errorf("sitemap %s: %w", c.URL, q.err))
			continue
		}
		healthy++
	}
	if healthy == 0 && p.missing != nil {
		return polled{err: p.missing}
	}
	return p
}

// child reads a sitemap of an index.
func (b *beat) child(ctx context.Context, c *branch, s news.SourceState) polled {
	again, now := c.Failed, time.Now()
	c.Failed, c.AskedAt = true, now
	r := b.ask(c.URL)
	if !c.reread {
		r.ETag, r.LastModified = c.ETag, c.LastModified
	}
	res, err := b.get(ctx, r, b.polling)
	if err != nil {
		return polled{err: err}
	}
	came := validatorsOf(res, news.SourceState{})
	switch {
	case res.NotModified:
		c.Failed = false
		return polled{unchanged: true}
	case came.hash == c.BodyHash && !c.reread:
		c.Failed = again
		return polled{unchanged: true}
	}
	q := b.read(res, news.FormFeed)
	switch {
	case q.err != nil:
		return q
	case len(q.children) > 0:
		return polled{err: errors.New("an index inside an index")}
	case came.hash == c.BodyHash:
		c.Failed, c.ReadAt = again, now
		return polled{old: q.items}
	}
	if q.items, q.old, err = b.review(ctx, *c, q.items, s, now); err != nil {
		return polled{err: err}
	}
	note(&c.Child, q, came, now)
	c.Unread = c.Failed && (!s.Based || c.Unread && !again) // what stays torn is taken as it is in the end
	c.New = c.New && c.Unread
	return q
}

// review parts the items of a sitemap that has changed into what may be news and what
// is old. In one that is read again after a while, that is all that the store knows.
// It may have forgotten some if that was a long while, but has not if it knows as many
// as stood there then; and if the whole source was not read meanwhile, marks may know
// the rest.
func (b *beat) review(ctx context.Context, c branch, items []news.Item, s news.SourceState, now time.Time) (fresh, old []news.Item, err error) {
	switch {
	case s.Based && c.Unread:
		fresh, old = aged(items, now, c.New)
		return fresh, old, nil
	case !s.Based || !c.reread:
		return items, nil, nil
	}
	known, err := b.known(ctx, items, s.Fickle)
	if err != nil {
		return nil, nil, fmt.Errorf("look up items: %w", err)
	}
	for i, it := range items {
		if known[i] {
			old = append(old, it)
		} else {
			fresh = append(fresh, it)
		}
	}
	if c.ReadAt.IsZero() {
		recent, forgotten := unnoted(c, fresh, len(old), s)
		return recent, append(old, forgotten...), nil
	}
	marked := away(s.ReadAt, now) && s.Items <= mostMarks
	if away(c.ReadAt, now) && !marked && len(old) < c.Items {
		recent, forgotten := aged(fresh, c.ReadAt, false)
		return recent, append(old, forgotten...), nil
	}
	return fresh, old, nil
}

// unnoted parts what the store does not know of a sitemap that an earlier version of
// the program read without noting when. The store may have forgotten what stood there,
// though all of it at once, as it was looked up at once; what has no date is news if
// the store knows the most of it. Where nobody looked for news any more, all is old.
func unnoted(c branch, unknown []news.Item, known int, s news.SourceState) (fresh, old []news.Item) {
	if c.Aside {
		return nil, unknown
	}
	since := s.PolledAt
	if !s.Wrong.IsZero() {
		since = earlier(since, s.Wrong)
	}
	return aged(unknown, since, known > len(unknown) || c.Items > 0 && known >= c.Items)
}

// note keeps of a sitemap by what it is known next time. A torn one is to come
// whole.
func note(c *news.Child, q polled, came validators, now time.Time) {
	c.ReadAt, c.ETag, c.LastModified, c.BodyHash = now, came.etag, came.lastModified, came.hash
	c.Items, c.Failed = len(q.items)+len(q.old), q.torn != ""
	if c.Failed {
		c.ETag, c.LastModified = "", ""
	}
}

// add takes in a sitemap of an index that has changed.
func (p *polled) add(url string, q polled) {
	p.unchanged = false
	p.items, p.old = append(p.items, q.items...), append(p.old, q.old...)
	p.nameless += q.nameless
	if p.torn == "" && q.torn != "" {
		p.torn = url + ": " + q.torn
	}
	if p.excess == "" && q.excess != "" {
		p.excess = url + ": " + q.excess
	}
	if p.misnamed == "" {
		p.misnamed, p.charset = q.misnamed, q.charset
	}
}

// also adds an error to others, in one line.
func also(err, more error) error {
	if err == nil {
		return more
	}
	return fmt.Errorf("%w; %w", err, more)
}

// aged parts the items of a sitemap that was not read before, or for so long
// that the store may have forgotten what stood there, into news and what is old:
// if its own date lies well before a time or, without one, because the sitemap
// was there before, and only was not read.
func aged(items []news.Item, since time.Time, isNew bool) (fresh, old []news.Item) {
	now := time.Now()
	for _, it := range items {
		undated := !dated(it.Published, now)
		if undated && !isNew || !undated && since.Sub(it.Published) > stale {
			old = append(old, it)
		} else {
			fresh = append(fresh, it)
		}
	}
	return fresh, old
}

// goBack reads older pages of a feed of which the newest holds nothing that is
// known: more has come since the last poll than one page holds.
func (b *beat) goBack(ctx context.Context, p polled) polled {
	items, next := p.items, p.next
	for range mostPages - 1 {
		if next == "" || len(items) == 0 {
			return p
		}
		if known, err := b.known(ctx, items, news.FickleNone); err != nil || slices.Contains(known, true) {
			return p
		}
		res, err := b.get(ctx, b.ask(next), b.polling)
		if err != nil {
			b.w.log.Debug("older items not read", "source", b.source.ID, "url", next, "err", err)
			return p
		}
		q := b.read(res, news.FormFeed)
		if len(q.items) == 0 {
			return p
		}
		p.items = append(p.items, q.items...)
		items, next = q.items, q.next
	}
	return p
}

// known tells of each item whether it has been seen.
func (b *beat) known(ctx context.Context, items []news.Item, fickle news.Fickle) ([]bool, error) {
	sightings, err := b.lookUp(ctx, items, fickle)
	known := make([]bool, len(sightings))
	for i, s := range sightings {
		known[i] = s.met
	}
	return known, err
}
