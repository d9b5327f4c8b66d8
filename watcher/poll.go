package watcher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// polled is what a poll comes to.
type polled struct {
	unchanged bool
	form      news.Form
	items     []news.Item
	old       []news.Item // that are no news, whether or not anybody has seen them
	page      string      // the text of the document, if it is a page
	torn      string      // how the document is broken, though items could be read
	excess    string      // why items of it were left out
	nameless  int         // items that lead to no page
	misnamed  string      // the encoding that the document wrongly declares
	charset   string      // the encoding that it is in
	err       error

	part    bool  // the items are those of the sitemaps alone, of an index, that have changed
	held    int   // items of all of them then
	missing error // why some can't be read

	validators
	moved    string       // where the document is for good
	found    string       // where the feed is that it led to
	searchAt time.Time    // when it is searched for one again
	children []news.Child // of an index
	listed   []byte       // what it is known to have listed
	ends     bool         // whether that is of both its ends
	hubs     []string
	self     string // the document's address for hubs
	next     string // where older items are

	maxAge, every time.Duration // what server and document say of how long they hold
	skipHours     []int
	skipDays      []time.Weekday
}

// poll asks the source for its document and reads the items in it. It runs
// beside the beat and touches nothing of it that changes; s is the state of
// the source as it was.
func (b *beat) poll(ctx context.Context, r fetch.Request, s news.SourceState) polled {
	b.w.polled.Add(1)
	defer b.polling.Return()
	res, err := b.get(ctx, r, b.polling)
	if err != nil {
		return polled{err: err}
	}
	known := validatorsOf(res, s)
	if res.NotModified || known.repeat(s) && !b.searches(s, time.Now()) {
		p := polled{unchanged: true, validators: known, moved: res.Moved, maxAge: res.MaxAge, children: s.Children, listed: s.Listed, ends: s.Ends}
		if len(p.children) > 0 {
			return b.descend(ctx, p, s)
		}
		return p
	}
	p := b.read(res, knownForm(s))
	p.validators, p.moved = known, res.Moved
	p.heed(res)
	switch {
	case p.page != "":
		return b.beginPage(ctx, p, res, s)
	case len(p.children) > 0:
		return b.descend(ctx, p, s)
	case p.next != "" && s.Based && p.hash != s.BodyHash:
		return b.goBack(ctx, p)
	}
	return p
}

// Validators are by what a document is known next time.
type validators struct{ etag, lastModified, hash string }

// validatorsOf returns those of an answer: what the document was known by if
// the server says that it is the same.
func validatorsOf(res *fetch.Response, s news.SourceState) validators {
	if res.NotModified {
		return validators{s.ETag, s.LastModified, s.BodyHash}
	}
	return validators{res.ETag, res.LastModified, hashOf(res.Body)}
}

// repeat tells whether a document is the one that was read last: then there is
// no need to read it, until it has not been read for long.
func (v validators) repeat(s news.SourceState) bool {
	return s.Based && v.hash == s.BodyHash && time.Since(s.ReadAt) < rereadAfter
}

// hashOf returns the hash by which a document is known.
func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// heed takes in what an answer says besides its document.
func (p *polled) heed(res *fetch.Response) {
	p.maxAge, p.hubs = res.MaxAge, append(slices.Clone(res.Hubs), p.hubs...)
	if res.Self != "" {
		p.self = res.Self
	}
}

// rarest is the longest interval between polls of the source while it is well.
func (b *beat) rarest() time.Duration {
	if b.source.Every > 0 {
		return b.source.Every
	}
	return b.w.config.Every * mostStretch
}

// every is the interval between polls, or what it is on average.
func (b *beat) every() time.Duration {
	if b.source.Every > 0 {
		return b.source.Every
	}
	return b.w.config.Every
}
