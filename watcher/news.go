package watcher

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
)

// sift parts the items of a document into those that are known, of which it
// returns the number, and the fresh ones, ready to be pending. Items that are
// pending already are neither.
func (b *beat) sift(ctx context.Context, items []news.Item, now time.Time) (known int, fresh []news.Pending, err error) {
	pending := make(map[string]bool, len(b.state.Pending))
	for _, p := range b.state.Pending {
		for _, k := range keysOf(b.source.ID, p.Item) {
			pending[k] = true
		}
	}
	items = withoutSharedIDs(items)
	var ask []string
	first := make([]int, 0, len(items)+1) // of each item's keys in ask
	for _, it := range items {
		first = append(first, len(ask))
		ask = append(ask, keysOf(b.source.ID, it)...)
	}
	first = append(first, len(ask))
	seen, err := b.w.books.Seen(ctx, ask)
	if err != nil {
		return 0, nil, err
	}
	for i, it := range items {
		old, waiting := false, false
		for k := first[i]; k < first[i+1]; k++ {
			old = old || seen[k]
			waiting = waiting || pending[ask[k]]
		}
		switch {
		case first[i] == first[i+1], waiting:
		case old:
			known++
		default:
			for _, k := range ask[first[i]:first[i+1]] {
				pending[k] = true
			}
			it.FoundAt = now
			fresh = append(fresh, news.Pending{Item: it})
		}
	}
	return known, fresh, nil
}

// fit returns the items that have an address, none of them larger than is
// worth remembering until its page has been read.
func fit(items []news.Item) []news.Item {
	fitting := items[:0]
	for _, it := range items {
		if len(keysOf("", it)) == 0 {
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
