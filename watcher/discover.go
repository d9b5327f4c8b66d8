package watcher

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

const (
	mostNamed   = 8                   // feeds that a home page names which are tried
	mostGuessed = 16                  // places where it could have one
	forgotten   = 60 * 24 * time.Hour // a feed without news for so long is one that its outlet forgot
)

// beginPage has the first look at a page: does it lead to a feed, or, if the
// operator says that the page is to be watched, what does its feed tell of the
// addresses of articles?
func (b *beat) beginPage(ctx context.Context, p polled, res *fetch.Response, s news.SourceState) polled {
	switch {
	case s.Based || noise(p.page):
	case b.source.Kind != news.KindPage:
		return b.discover(ctx, p, res.URL)
	case b.source.Select == (news.Selectors{}) && !b.template.knows():
		b.study(ctx, p, res.URL)
		taught := b.readPage(res)
		p.items, p.err = taught.items, taught.err
	}
	return p
}

// discover looks for the feed of an outlet of which the operator has given the
// home page. If there is none that can be read and has news, the page itself
// is watched.
func (b *beat) discover(ctx context.Context, home polled, address string) polled {
	for _, c := range likeliest(feed.Discover(home.page, address)) {
		p, res, ok := b.tryFeed(ctx, c.URL)
		if !ok || !current(p.items) {
			continue
		}
		p.validate(res, news.SourceState{})
		p.found = c.URL
		p.heed(res)
		return p
	}
	return home
}

// study learns from the feeds that a page names what the addresses of the
// site's articles look like.
func (b *beat) study(ctx context.Context, home polled, address string) {
	for _, c := range likeliest(feed.Discover(home.page, address)) {
		if p, _, ok := b.tryFeed(ctx, c.URL); ok {
			b.template.learn(p.items...)
			return
		}
	}
}

// tryFeed reads the feed at an address, or the sitemaps of the index there, if
// there is one that holds anything.
func (b *beat) tryFeed(ctx context.Context, address string) (polled, *fetch.Response, bool) {
	res, err := b.get(ctx, b.ask(address), b.polling)
	if err != nil {
		return polled{}, nil, false
	}
	if format := feed.Detect(res.Body, res.ContentType); format == feed.HTML || format == feed.Unknown {
		return polled{}, nil, false
	}
	p := b.readFeed(res)
	if len(p.children) > 0 {
		p = b.descend(ctx, p, news.SourceState{})
	}
	return p, res, p.err == nil && len(p.items) > 0
}

// likeliest bounds how many candidates are asked for.
func likeliest(all []feed.Candidate) []feed.Candidate {
	var some []feed.Candidate
	named, guessed := 0, 0
	for _, c := range all {
		switch {
		case c.Named && named < mostNamed:
			named++
		case !c.Named && guessed < mostGuessed:
			guessed++
		default:
			continue
		}
		some = append(some, c)
	}
	return some
}

// current tells whether a feed is kept up.
func current(items []news.Item) bool {
	var newest time.Time
	for _, it := range items {
		if it.Published.After(newest) {
			newest = it.Published
		}
	}
	return newest.IsZero() || time.Since(newest) < forgotten
}

// A template is what the addresses of a page's articles look like, learned
// from the feeds of the site and from what has proved to be an article. It is
// safe for concurrent use.
type template struct {
	mu      sync.Mutex
	learned feed.Template
	changed bool // since it was packed
}

// learn takes in the addresses of articles.
func (t *template) learn(items ...news.Item) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, it := range items {
		t.learned.Learn(it.URL)
	}
	t.changed = t.changed || len(items) > 0
}

// page reads the items of a page whose articles it knows.
func (t *template) page(text, url string, s news.Selectors) ([]news.Item, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return feed.PageLike(&t.learned, text, url, s)
}

// knows tells whether it has learned anything.
func (t *template) knows() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.learned.Known > 0
}

// packed returns the template as it is kept, and whether it has changed.
func (t *template) packed() (json.RawMessage, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.changed {
		return nil, false
	}
	t.changed = false
	kept, err := json.Marshal(t.learned)
	return kept, err == nil
}

// unpack takes up what was kept. What can't be read is learned anew.
func (t *template) unpack(kept json.RawMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if json.Unmarshal(kept, &t.learned) != nil {
		t.learned = feed.Template{}
	}
}
