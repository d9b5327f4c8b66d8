package watcher

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
)

// sift parts the items of a document into those that are known, of which it
// returns the number, and the fresh ones, ready to be pending. Items that are
// pending already are neither. What the change says to be the same as before
// is known, and is so from now on by its new address too; so is, when other
// keys than before are relied on, what was known by those. Old items are known
// in any case, unless they stand among the others as well.
func (b *beat) sift(ctx context.Context, items, old []news.Item, c change, now time.Time) (known int, fresh []news.Pending, err error) {
	pending := b.pending(c.fickle)
	items, young := withoutSharedIDs(slices.Concat(items, old)), len(items)
	former, err := b.formerly(ctx, items, c)
	if err != nil {
		return 0, nil, err
	}
	sightings, err := b.lookUp(ctx, items, c.fickle)
	if err != nil {
		return 0, nil, err
	}
	var again []news.Item
	for i, it := range items {
		keys := sightings[i].keys
		waiting := slices.ContainsFunc(keys, func(k string) bool { return pending[k] })
		switch {
		case len(keys) == 0, waiting:
		case sightings[i].met:
			known++
		case i >= young, c.same[it.URL], former[it.URL]:
			known++
			again = append(again, it)
		default:
			for _, k := range keys {
				pending[k] = true
			}
			it.FoundAt = now
			fresh = append(fresh, news.Pending{Item: it})
		}
	}
	return known, fresh, b.forget(ctx, again, c.fickle)
}

// A sighting is by which keys an item is looked up, and whether it was met before by
// any of them.
type sighting struct {
	keys []string
	met  bool
}

// lookUp returns a sighting of each item.
func (b *beat) lookUp(ctx context.Context, items []news.Item, f news.Fickle) ([]sighting, error) {
	found := make([]sighting, len(items))
	var ask []string
	for i, it := range items {
		found[i].keys = keysOf(b.source.ID, it, f)
		ask = append(ask, found[i].keys...)
	}
	seen, err := b.w.books.Seen(ctx, ask)
	if err != nil {
		return nil, err
	}
	for i := range found {
		n := len(found[i].keys)
		found[i].met, seen = slices.Contains(seen[:n], true), seen[n:]
	}
	return found, nil
}

// pending returns the keys of the items that are.
func (b *beat) pending(f news.Fickle) map[string]bool {
	keys := make(map[string]bool, len(b.state.Pending))
	for _, p := range b.state.Pending {
		for _, k := range keysOf(b.source.ID, p.Item, f) {
			keys[k] = true
		}
	}
	return keys
}

// formerly returns the addresses of the items that are known by the keys that
// were relied on until now, if those are others.
func (b *beat) formerly(ctx context.Context, items []news.Item, c change) (map[string]bool, error) {
	former := make(map[string]bool)
	if c.fickle == b.state.Fickle {
		return former, nil
	}
	var ask, of []string
	for _, it := range items {
		for _, k := range keysOf(b.source.ID, it, b.state.Fickle) {
			ask, of = append(ask, k), append(of, it.URL)
		}
	}
	seen, err := b.w.books.Seen(ctx, ask)
	for i := range seen {
		former[of[i]] = former[of[i]] || seen[i]
	}
	return former, err
}

// forget marks items as seen that are no news.
func (b *beat) forget(ctx context.Context, items []news.Item, f news.Fickle) error {
	var keys []string
	for _, it := range items {
		keys = append(keys, keysOf(b.source.ID, it, f)...)
	}
	if len(keys) == 0 {
		return nil
	}
	return b.w.books.MarkSeen(ctx, keys)
}

// become notes what of the source's items has proved to be no identity, or
// to be one after all.
func (b *beat) become(s *news.SourceState, c change) {
	s.Trust = c.trust
	switch {
	case c.fickle == s.Fickle:
		return
	case c.fickle == news.FickleNone:
		b.w.log.Info("items of the source keep their identity again; it is relied on", "source", b.source.ID)
	default:
		b.w.log.Info("items of the source change their identity from poll to poll; it is not relied on", "source", b.source.ID, "fickle", string(c.fickle))
	}
	s.Fickle = c.fickle
}

// noteEdits tells of items that say something else than before. Nobody is
// alerted again: the readers were told, or what they watch for was not there.
func (b *beat) noteEdits(edited []news.Item) {
	b.w.edits.Add(int64(len(edited)))
	for _, it := range edited {
		b.w.log.Debug("item edited", "source", b.source.ID, "url", it.URL, "title", it.Title)
	}
}

// fit returns the items that have an address, none of them larger than is
// worth remembering until its page has been read.
func fit(items []news.Item) []news.Item {
	fitting := items[:0]
	for _, it := range items {
		if len(keysOf("", it, news.FickleNone)) == 0 {
			continue
		}
		it.ID, it.Author, it.Image = clip(it.ID, 1<<10), clip(it.Author, 1<<8), clip(it.Image, 4<<10)
		it.Title, it.Summary, it.Content = clip(it.Title, 1<<10), clip(it.Summary, 8<<10), clip(it.Content, 32<<10)
		it.Tags = it.Tags[:min(len(it.Tags), 30)]
		for i, tag := range it.Tags {
			it.Tags[i] = clip(tag, 1<<8)
		}
		fitting = append(fitting, it)
	}
	return fitting
}

// clip cuts s after n bytes at most, between two letters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.Clone(s[:n])
}
