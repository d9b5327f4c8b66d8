package watcher

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

const (
	mostNamed   = 8                   // feeds that a home page names which are tried
	mostGuessed = 16                  // places where it could have one
	forgotten   = 60 * 24 * time.Hour // a feed without news for so long is one that its outlet forgot

	// Between two searches of a page for its feed lies as long as the page has
	// been watched, within these bounds; it is sooner that a feed is looked
	// for again that is named and could just not be had.
	soonSearch, leastSearch, mostSearch = time.Hour, 24 * time.Hour, 7 * 24 * time.Hour
)

// errNoFeed means that what stands at an address is no feed with items.
var errNoFeed = errors.New("no feed")

// beginPage has the first look at a page, or one more after a while: does it
// lead to a feed? If the operator says that the page is to be watched, what
// does its feed tell of the addresses of articles?
func (b *beat) beginPage(ctx context.Context, p polled, res *fetch.Response, s news.SourceState) polled {
	switch {
	case extract.Noise(p.page) != "":
	case b.source.Kind != news.KindPage:
		if !s.Based || b.searches(s, time.Now()) {
			return b.discover(ctx, p, res.URL, s)
		}
	case !s.Based && b.source.Select == (news.Selectors{}) && !b.template.knows():
		b.study(ctx, p, res.URL)
		taught := b.readPage(res)
		p.items, p.err = taught.items, taught.err
	}
	return p
}

// searches tells whether it is time to search a page again that is watched for
// want of a feed.
func (b *beat) searches(s news.SourceState, now time.Time) bool {
	return s.Based && s.Form == news.FormPage && formOfKind(b.source.Kind) == "" && !s.SearchAt.After(now)
}

// discover looks for the feed of an outlet of which the operator has given the
// home page. If there is none that can be read and has news, the page itself
// is watched. A page that has been watched is read to its end, before the feed
// takes its place with the next poll.
func (b *beat) discover(ctx context.Context, home polled, address string, s news.SourceState) polled {
	passing := false
	for _, c := range likeliest(feed.Discover(home.page, address)) {
		p, res, err := b.tryFeed(ctx, c.URL)
		switch {
		case err != nil:
			passing = passing || c.Named && passes(err)
		case !current(p.items):
		case s.Based:
			home.found = c.URL
			return home
		default:
			p.validators = validatorsOf(res, news.SourceState{})
			p.found = c.URL
			p.heed(res)
			return p
		}
	}
	now := time.Now()
	wait := time.Duration(leastSearch)
	if passing {
		wait = soonSearch
	}
	if s.Based {
		wait = min(max(wait, now.Sub(s.BasedAt)), mostSearch)
	}
	home.searchAt = now.Add(jitter(wait))
	return home
}

// passes tells the faults of a feed that may be over soon.
func passes(err error) bool {
	return !errors.Is(err, errNoFeed) && !permanent(err) && !refused(err)
}

// study learns from the feeds that a page names what the addresses of the
// site's articles look like.
func (b *beat) study(ctx context.Context, home polled, address string) {
	for _, c := range likeliest(feed.Discover(home.page, address)) {
		if p, _, err := b.tryFeed(ctx, c.URL); err == nil {
			b.template.learn(p.items...)
			return
		}
	}
}

// tryFeed reads the feed at an address, or the sitemaps of the index there, if
// there is one that holds anything.
func (b *beat) tryFeed(ctx context.Context, address string) (polled, *fetch.Response, error) {
	res, err := b.get(ctx, b.ask(address), b.polling)
	if err != nil {
		return polled{}, nil, err
	}
	if formOf(news.KindAuto, res) == news.FormPage {
		return polled{}, nil, errNoFeed
	}
	p := b.readFeed(res)
	if len(p.children) > 0 {
		p = b.descend(ctx, p, news.SourceState{})
	}
	if p.err != nil || len(p.items) == 0 {
		return polled{}, nil, errNoFeed
	}
	return p, res, nil
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
