package watcher

import (
	"context"
	"time"

	"github.com/rasadnews/rasad/news"
)

const (
	mostTorn = 3              // first documents that may be torn; the last counts as it is
	youth    = 24 * time.Hour // of a source, from its baseline on
	stale    = 48 * time.Hour // what is dated so long before the baseline is old

	// forgets is for how long the store keeps in any case what is not looked up.
	forgets = 30 * 24 * time.Hour
)

// away tells whether a document was last read so long ago that the store may have
// forgotten what stood there, as others have been read meanwhile.
func away(last, now time.Time) bool {
	return !last.IsZero() && now.Sub(last) > forgets
}

// base makes a document the baseline of the source: what stands there is old.
// It is marked as seen before the state says so; a crash in between only
// means that the baseline is taken again. A torn document is no baseline yet,
// as what it lacks would then be news: what could be read counts as old, and
// the source is soon asked again.
func (b *beat) base(ctx context.Context, s news.SourceState, p polled, known int, fresh []news.Pending) {
	now := s.PolledAt
	var keys []string
	var matched []Baselined
	for _, f := range fresh {
		keys = append(keys, keysOf(b.source.ID, f.Item, s.Fickle)...)
		a := b.ownArticle(f.Item)
		if matches := b.w.books.Preview(&a); len(matches) > 0 {
			matched = append(matched, Baselined{Article: a, Matches: matches})
		}
	}
	if err := b.w.books.MarkSeen(ctx, keys); err != nil {
		b.again()
		return
	}
	b.matched = append(b.matched, matched...)
	if p.torn != "" {
		b.tears++
	}
	if s.Based = p.torn == "" || b.tears >= mostTorn; !s.Based {
		b.commit(ctx, s)
		return
	}
	s.BasedAt = now
	if !b.commit(ctx, s) {
		return
	}
	told := Baseline{Source: b.source, Seen: known + len(fresh), Matched: b.matched}
	b.tears, b.matched = 0, nil
	if told.Seen == 0 {
		b.w.log.Info("first poll found no items; if the outlet shows some, see whether this is its feed", "source", b.source.ID, "url", b.source.URL)
	}
	if b.w.config.OnBaseline != nil {
		b.w.config.OnBaseline(told)
	}
}

// withoutStale marks as seen what a young source, or one that was away, shows
// that is old by its own date, and returns the rest. A baseline can lack what is
// old: the source was just being rebuilt, or its feed was cut short. Later on an
// old date proves nothing, as outlets err in them, and news must not be missed.
func (b *beat) withoutStale(ctx context.Context, s news.SourceState, fresh []news.Pending, now time.Time) ([]news.Pending, error) {
	known := s.BasedAt
	switch {
	case away(b.state.ReadAt, now):
		known = b.state.ReadAt
	case now.Sub(s.BasedAt) > max(youth, 2*b.every()):
		return fresh, nil
	}
	var keys []string
	var rest []news.Pending
	for _, f := range fresh {
		if at := f.Item.Published; !dated(at, now) || at.After(known.Add(-stale)) {
			rest = append(rest, f)
			continue
		}
		keys = append(keys, keysOf(b.source.ID, f.Item, s.Fickle)...)
	}
	if len(keys) == 0 {
		return rest, nil
	}
	if err := b.w.books.MarkSeen(ctx, keys); err != nil {
		return nil, err
	}
	b.w.log.Info("old items of a source that is new, or was away, are left out", "source", b.source.ID, "items", len(fresh)-len(rest))
	return rest, nil
}
