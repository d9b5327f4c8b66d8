package watcher

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

const (
	mostChildren = 4    // sitemaps of an index that are read at one poll
	mostKept     = 40   // that are remembered, with those that were read before
	mostListed   = 1000 // that are known to be no new ones
)

// A branch is a sitemap of an index at one poll: as it will be remembered, and
// whether it is to be asked for, and then read even if it has not changed.
type branch struct {
	news.Child
	due, reread bool
}

// choose returns the sitemaps of an index that are read now, then those that
// were read once. One is due if it may have changed, by the index, since it
// was read; without a date of its own it is always. So is one that was not read
// for long, or the store would forget what stands there. For a baseline all are
// read as if for the first time.
func choose(p polled, s news.SourceState, now time.Time, rarest time.Duration) []branch {
	var all []branch
	known := make(map[string]news.Child)
	for _, c := range s.Children {
		known[c.URL] = c
	}
	present := slices.DeleteFunc(slices.Clone(p.children), func(c news.Child) bool { return c.Aside })
	for _, found := range newestChildren(present) {
		c, met := known[found.URL]
		delete(known, found.URL)
		if !met {
			c = news.Child{URL: found.URL, Unread: true, New: s.Based && joins(present, found.URL, s)}
		}
		reread := now.Sub(c.ReadAt) >= rereadAfter
		due := !s.Based || !met || c.Failed || found.Modified.IsZero() || !found.Modified.Equal(c.Modified) || reread
		c.Modified, c.Aside = found.Modified, false
		if !s.Based {
			c = unproven(c)
		}
		all = append(all, branch{c, due, reread})
	}
	chosen := len(all)
	for _, c := range s.Children {
		if _, left := known[c.URL]; left && len(all) < mostKept {
			c.Aside = true
			all = append(all, branch{Child: c})
		}
	}
	rotate(all[chosen:], now, rarest)
	return all
}

// rotate has some of the sitemaps that are not among the newest any more read
// again, if they were left alone for long, the longest first: one at a poll or,
// where polls are rare, as many as bring all of them round in two weeks.
func rotate(aside []branch, now time.Time, rarest time.Duration) {
	turns := 1 + int(time.Duration(len(aside))*rarest/(2*rereadAfter))
	longest := make([]*branch, len(aside))
	for i := range aside {
		longest[i] = &aside[i]
	}
	slices.SortStableFunc(longest, func(a, b *branch) int { return a.AskedAt.Compare(b.AskedAt) })
	for _, c := range longest[:min(turns, len(longest))] {
		c.reread = now.Sub(c.AskedAt) >= rereadAfter
		c.due = c.reread
	}
}

// unproven returns a sitemap that is to be read again, whatever it was, and soon.
func unproven(c news.Child) news.Child {
	c.Failed, c.ETag, c.LastModified, c.BodyHash, c.AskedAt = true, "", "", "", time.Time{}
	return c
}

// newestChildren returns the sitemaps that can hold news: the newest by their
// dates; without dates, the first and the last ones, as indexes grow at either
// end.
func newestChildren(all []news.Child) []news.Child {
	if len(all) <= mostChildren {
		return all
	}
	if !slices.ContainsFunc(all, func(c news.Child) bool { return !c.Modified.IsZero() }) {
		return ends(all, mostChildren)
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b news.Child) int { return b.Modified.Compare(a.Modified) })
	return all[:mostChildren]
}

// ends returns n sitemaps of an index, the first and the last ones, or all if
// there are no more.
func ends(all []news.Child, n int) []news.Child {
	if len(all) <= n {
		return all
	}
	return slices.Concat(all[:n/2], all[len(all)-n/2:])
}

// joins tells whether a sitemap has come to an index that is known to have
// listed others. Of a long index the ends are known, as it grows there: what
// stands deep inside was there before. So was, for all that is known, what stands
// at the end if no more than the first ones were noted.
func joins(index []news.Child, url string, s news.SourceState) bool {
	const end = mostListed / 4
	switch {
	case len(s.Listed) == 0:
		return false
	case len(s.Listed) == 4*mostListed && !s.Ends:
		index = index[:min(end, len(index))]
	case len(index) > mostListed:
		index = ends(index, 2*end)
	}
	return !lists(s.Listed, url) && slices.ContainsFunc(index, func(c news.Child) bool { return c.URL == url })
}

// listing adds what an index lists to what it is known to have listed: four
// bytes for each sitemap.
func listing(p polled, s news.SourceState) []byte {
	if p.unchanged {
		return s.Listed
	}
	var b []byte
	for _, c := range ends(p.children, mostListed) {
		b = binary.LittleEndian.AppendUint32(b, sum32(c.URL))
	}
	for old := range slices.Chunk(s.Listed, 4) {
		if len(b) < 4*mostListed && !slices.ContainsFunc(p.children, func(c news.Child) bool { return lists(old, c.URL) }) {
			b = append(b, old...)
		}
	}
	return b
}

// lists tells whether a listing holds a sitemap.
func lists(listing []byte, url string) bool {
	sum := sum32(url)
	for ; len(listing) >= 4; listing = listing[4:] {
		if binary.LittleEndian.Uint32(listing) == sum {
			return true
		}
	}
	return false
}
