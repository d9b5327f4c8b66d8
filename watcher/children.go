package watcher

import (
	"encoding/binary"
	"slices"

	"github.com/rasadnews/rasad/news"
)

const (
	mostChildren = 4    // sitemaps of an index that are read at one poll
	mostKept     = 40   // that are remembered, with those that were read before
	mostListed   = 1000 // that are known to be no new ones
)

// A branch is a sitemap of an index at one poll: as it will be remembered, and
// whether it is to be asked for.
type branch struct {
	news.Child
	due bool
}

// choose returns the sitemaps of an index that are read now, then those that
// were read once. One is due if it may have changed, by the index, since it
// was read; without a date of its own it is always. For a baseline all are
// read as if for the first time.
func choose(p polled, s news.SourceState) []branch {
	var all []branch
	known := make(map[string]news.Child)
	for _, c := range s.Children {
		known[c.URL] = c
	}
	present := slices.DeleteFunc(slices.Clone(p.children), func(c news.Child) bool { return c.Aside })
	for _, now := range newestChildren(present) {
		c, met := known[now.URL]
		delete(known, now.URL)
		if !met {
			c = news.Child{URL: now.URL, Unread: true, New: s.Based && !lists(s.Listed, now.URL)}
		}
		due := !s.Based || !met || c.Failed || now.Modified.IsZero() || !now.Modified.Equal(c.Modified)
		c.Modified, c.Aside = now.Modified, false
		if !s.Based {
			c = unproven(c)
		}
		all = append(all, branch{c, due})
	}
	for _, c := range s.Children {
		if _, left := known[c.URL]; left && len(all) < mostKept {
			c.Aside = true
			all = append(all, branch{c, false})
		}
	}
	return all
}

// unproven returns a sitemap that is to be read again, whatever it was.
func unproven(c news.Child) news.Child {
	c.Failed, c.ETag, c.LastModified, c.BodyHash = true, "", "", ""
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
		return slices.Concat(all[:mostChildren/2], all[len(all)-mostChildren/2:])
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b news.Child) int { return b.Modified.Compare(a.Modified) })
	return all[:mostChildren]
}

// listing adds what an index lists to what it is known to have listed: four
// bytes for each sitemap.
func listing(p polled, s news.SourceState) []byte {
	if p.unchanged {
		return s.Listed
	}
	var b []byte
	for _, c := range p.children[:min(len(p.children), mostListed)] {
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
