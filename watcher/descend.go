package watcher

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
)

const (
	mostChildren = 4 // sitemaps of an index that are read at one poll
	mostPages    = 5 // of a feed, backwards, when more came than one holds
)

// descend reads the newest sitemaps of an index, those that may have changed
// since they were read last. Without a date of its own a sitemap is asked for
// at every poll, with its validators.
func (b *beat) descend(ctx context.Context, p polled, s news.SourceState) polled {
	var errs []error
	var kept []news.Child
	var read strings.Builder
	for _, c := range newestChildren(p.children) {
		before := slices.IndexFunc(s.Children, func(old news.Child) bool { return old.URL == c.URL })
		if before >= 0 {
			old := s.Children[before]
			if old.Modified.Equal(c.Modified) && !c.Modified.IsZero() {
				kept = append(kept, old)
				continue
			}
			c.ETag, c.LastModified = old.ETag, old.LastModified
		}
		q, err := b.child(ctx, &c)
		if err != nil {
			errs = append(errs, fmt.Errorf("sitemap %s: %w", c.URL, err))
			continue
		}
		kept = append(kept, c)
		if q.unchanged {
			continue
		}
		fmt.Fprintf(&read, "%s %s\n", c.URL, q.hash)
		news, old := q.items, q.old
		if before < 0 && s.Based {
			news, old = aged(q.items)
		}
		p.items, p.old, p.torn = append(p.items, news...), append(p.old, old...), q.torn
	}
	p.children = kept
	switch {
	case len(kept) == 0 && len(errs) > 0:
		return polled{err: errors.Join(errs...)}
	case read.Len() > 0:
		p.unchanged, p.hash = false, hashOf([]byte(p.hash+read.String()))
	case s.Based:
		p.unchanged = true
	}
	return p
}

// child reads a sitemap of an index, and notes its validators.
func (b *beat) child(ctx context.Context, c *news.Child) (polled, error) {
	r := b.ask(c.URL)
	r.ETag, r.LastModified = c.ETag, c.LastModified
	res, err := b.get(ctx, r, b.polling)
	switch {
	case err != nil:
		return polled{}, err
	case res.NotModified:
		return polled{unchanged: true}, nil
	}
	q := b.read(res, news.FormFeed)
	if q.err == nil && len(q.children) > 0 {
		q.err = errors.New("an index inside an index")
	}
	c.ETag, c.LastModified = res.ETag, res.LastModified
	q.hash = hashOf(res.Body)
	return q, q.err
}

// newestChildren returns the sitemaps that can hold news: the newest by their
// dates; without dates, the first and the last ones, as indexes grow at either
// end.
func newestChildren(all []news.Child) []news.Child {
	if len(all) <= mostChildren {
		return all
	}
	if !slices.ContainsFunc(all, func(c news.Child) bool { return !c.Modified.IsZero() }) {
		return slices.Concat(all[:mostChildren/2], all[len(all)-mostChildren/2:])
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b news.Child) int { return b.Modified.Compare(a.Modified) })
	return all[:mostChildren]
}

// aged parts the items of a sitemap that was not read before into news and
// those that are old by their own dates.
func aged(items []news.Item) (fresh, old []news.Item) {
	for _, it := range items {
		if dated(it.Published, time.Now()) && time.Since(it.Published) > stale {
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
		if next == "" || b.known(ctx, items) {
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

// known tells whether any of the items has been seen. If that can't be known
// it is true.
func (b *beat) known(ctx context.Context, items []news.Item) bool {
	var keys []string
	for _, it := range items {
		keys = append(keys, keysOf(b.source.ID, it, news.FickleNone)...)
	}
	seen, err := b.w.books.Seen(ctx, keys)
	return err != nil || slices.Contains(seen, true) || len(items) == 0
}
