package watcher

import (
	"maps"
	"net/url"
	"time"

	"github.com/rasadnews/rasad/news"
)

// leaveAlone notes that the host of an address, by what it answered, wants to
// be left alone for a while: what it said of one page it meant of all.
func (b *beat) leaveAlone(address string, now time.Time, err error) {
	maps.DeleteFunc(b.resting, func(_ string, until time.Time) bool { return !until.After(now) })
	if wait := asked(err); busy(err) && wait > 0 {
		b.resting[hostOf(address)] = now.Add(min(wait, longestPause))
	}
}

// readyAt returns when a pending item can be tried.
func (b *beat) readyAt(p news.Pending) time.Time {
	if len(b.resting) == 0 {
		return p.Next
	}
	if until := b.resting[hostOf(p.Item.URL)]; until.After(p.Next) && !p.Item.Whole {
		return until
	}
	return p.Next
}

// hostOf returns the host of an address, empty if it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
