package watcher

import (
	"context"
	"errors"
	"time"

	"github.com/rasadnews/rasad/news"
)

// errDry is what is wrong with a source that answers well and says nothing.
var errDry = errors.New("the document holds no items any more; see whether the outlet has moved them")

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
	s.Children, s.Listed, s.Ends = p.children, p.listed, p.ends
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
			if !s.Based || c.ReadAt.After(b.state.PolledAt) { // it was read just now
				s.Children[i] = unproven(c)
			}
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
