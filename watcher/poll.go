package watcher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
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
	hubs     []string
	self     string // the document's address for hubs
	next     string // where older items are

	maxAge, every time.Duration // what server and document say of how long they hold
	skipHours     []int
	skipDays      []time.Weekday
}

// errDry is what is wrong with a source that answers well and says nothing.
var errDry = errors.New("the document holds no items any more; see whether the outlet has moved them")

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
		p := polled{unchanged: true, validators: known, moved: res.Moved, maxAge: res.MaxAge, children: s.Children, listed: s.Listed}
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

// take draws the consequences of a poll. New items are pending, and that is
// durable, before the validators say that the document was read.
func (b *beat) take(ctx context.Context, p polled) {
	if ctx.Err() != nil {
		return
	}
	now := time.Now()
	if p.err != nil {
		b.fail(ctx, now, p.err)
		return
	}
	s := b.state
	s.PolledAt, s.NotBefore, s.Failures, s.Err = now, time.Time{}, 0, ""
	s.ETag, s.LastModified, s.BodyHash = p.etag, p.lastModified, p.hash
	s.Children, s.Listed = p.children, p.listed
	if p.missing != nil {
		s.Err = p.missing.Error()
	}
	b.move(&s, p)
	if p.form != "" { // the document itself was read, not only sitemaps that it listed before
		s.Form, s.Hint = p.form, hinted(p)
		if kept, changed := b.template.packed(); changed {
			s.Template = kept
		}
		b.meetHub(&s, p)
	}
	if p.unchanged {
		b.learn(&s, nil)
		b.commit(ctx, s)
		return
	}
	b.remark(p)
	b.digest(ctx, s, p)
}

// move notes where the document is from now on.
func (b *beat) move(s *news.SourceState, p polled) {
	if !p.searchAt.IsZero() {
		s.SearchAt = p.searchAt
	}
	if p.found != "" && p.found != s.Found {
		s.Found = p.found
		b.w.log.Info("the home page leads to a feed, which is watched in its place", "source", b.source.ID, "feed", s.Found)
	}
	if p.moved != "" && p.moved != s.Moved {
		s.Moved = p.moved
		b.w.log.Info("source moved for good; it is asked there from now on", "source", b.source.ID, "to", s.Moved)
	}
}

// digest takes in the items of a document that has changed; s is the state of
// the source after it.
func (b *beat) digest(ctx context.Context, s news.SourceState, p polled) {
	now := s.PolledAt
	s.ReadAt = now
	c := compare(s.Marks, p.items, s.Fickle, s.Trust, away(b.state.ReadAt, now))
	b.become(&s, c)
	b.keep(&s, p)
	known, fresh, err := b.sift(ctx, p.items, p.old, c, now)
	if err == nil && !s.Based {
		if !s.Rhythm.Until.IsZero() { // it has been based before, or the document was torn
			p.items = nil
		}
		b.learn(&s, p.items)
		b.base(ctx, s, p, known, fresh)
		return
	}
	if err == nil {
		fresh, err = b.withoutStale(ctx, s, fresh, now)
	}
	if err != nil {
		b.again()
		return
	}
	b.learn(&s, c.added)
	b.distrust(&s, c.added)
	b.noteEdits(c.edited)
	all := queue(&s, fresh)
	if p.found != "" {
		s.Based, s.Marks = false, nil
	}
	if !all || !s.Based {
		s.ReadAt, s.ETag, s.LastModified, s.BodyHash = time.Time{}, "", "", "" // the rest comes with the next poll
		for i, c := range s.Children {
			s.Children[i] = unproven(c)
		}
	}
	b.commit(ctx, s)
}

// keep notes what a document holds. What it leaves out, as it has not changed,
// stays.
func (b *beat) keep(s *news.SourceState, p polled) {
	switch s.Items = len(p.items); {
	case p.part:
		s.Items, s.Marks = p.held, joined(packed(p.items), s.Marks)
	case s.Items > 0:
		s.Marks = packed(p.items)
	}
	s.Dry = s.Based && s.Items == 0 && (b.state.Items > 0 || b.state.Dry)
}

// queue makes items pending, and is false if there was no room for all.
func queue(s *news.SourceState, fresh []news.Pending) bool {
	room := max(mostPending-len(s.Pending), 0)
	all := len(fresh) <= room
	if !all {
		fresh = fresh[:room]
	}
	s.Pending = append(s.Pending[:len(s.Pending):len(s.Pending)], fresh...)
	return all
}

// commit makes s the state of the source after a poll that went well, if it
// can be written. If not, the poll has not been: it is made again soon.
func (b *beat) commit(ctx context.Context, s news.SourceState) bool {
	b.diagnose(&s)
	s.NextPoll = b.due(s)
	if !s.Based { // what was read was torn, or led to a feed
		if soon := s.PolledAt.Add(jitter(shortestWait)); s.NextPoll.After(soon) {
			s.NextPoll = soon
		}
	}
	if b.idle(s) {
		b.state, b.vain = s, 0
		return true
	}
	if !b.put(ctx, s) {
		b.again()
		return false
	}
	b.vain = 0
	b.logTurn(s)
	b.state = s
	return true
}

// idle tells whether a poll found so little that it needs no writing yet: the
// document has not changed, and neither has what is thought of the source.
// What a crash loses of it is when the source was asked last.
func (b *beat) idle(s news.SourceState) bool {
	old := b.state
	return s.Based && s.ReadAt.Equal(old.ReadAt) && s.ETag == old.ETag && s.LastModified == old.LastModified &&
		s.Err == old.Err && s.Failures == old.Failures && s.Push == old.Push && s.PolledAt.Sub(b.wrote) < idleWrites
}

// again has a poll made again that came to nothing by a fault of our own: soon
// at first, then as after a good one. The outlet is not to suffer from it.
func (b *beat) again() {
	every := b.every()
	b.state.NextPoll = time.Now().Add(min(jitter(doubled(shortestWait, b.vain, every)), every))
	b.vain++
}

// fail notes a poll that went wrong. The log hears of the first in a row.
func (b *beat) fail(ctx context.Context, now time.Time, err error) {
	s := b.state
	s.PolledAt, s.Err = now, err.Error()
	if muted(err) {
		s.Err += "; muted: it is asked once a day"
	}
	s.Failures++
	if s.Wrong.IsZero() {
		s.Wrong = now
	}
	wait, wanted := pause(b.every(), s.Failures, err)
	s.NextPoll, s.NotBefore = now.Add(wait), time.Time{}
	if wanted > 0 {
		s.NotBefore = now.Add(wanted)
	}
	b.leaveAlone(b.request(now).URL, now, err)
	if s.Failures >= enoughTries && (s.Moved != "" || lost(err)) {
		b.returnHome(&s)
	}
	if s.Failures == 1 {
		b.w.log.Warn("source fails", "source", b.source.ID, "err", s.Err, "next", s.NextPoll.Format(time.RFC3339))
	}
	b.put(ctx, s)
	b.state = s
}

// returnHome has a source asked again where the operator says that it is, when
// it can't be had any more where the outlet had led us. A move is taken back
// whatever is wrong, as it is made again if the publisher still says so. If it
// was a feed found from a home page, what the page shows is old at first.
func (b *beat) returnHome(s *news.SourceState) {
	if s.Found != "" && s.Moved == "" {
		s.Found, s.Based, s.Marks = "", false, nil
	}
	s.Moved, s.ETag, s.LastModified, s.BodyHash = "", "", "", ""
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
