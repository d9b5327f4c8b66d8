package watcher

import (
	"context"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/websub"
)

const (
	confirmTime = 10 * time.Minute // that a hub may take to confirm a subscription
	askAgain    = 6 * time.Hour    // after a hub that would not, or didn't confirm
	partingTime = 5 * time.Second  // for the word to a hub that a source is watched no more
	mostPushed  = 8                // documents of one source that wait to be read

	// tellTime is how old an item may be that a poll finds before the hub is
	// thought to have left it out.
	tellTime = 10 * time.Minute
)

// pushed is what a hub did.
type pushed struct {
	push    string        // the callback of the subscription that it is about
	lease   time.Duration // it confirmed the subscription for so long
	denied  string        // it would not, for this reason
	told    bool          // it sent a document
	polled  polled        // what that holds
	refused error         // it could not be asked
}

// meetHub takes note of the hubs that a document names. Without any, or with
// no address at which one could reach us, there is no subscription.
func (b *beat) meetHub(s *news.SourceState, p polled) {
	hubs, old := b.w.config.Hubs, s.Push
	topic := p.self
	if topic == "" {
		topic = b.request(s.PolledAt).URL
	}
	switch {
	case hubs == nil || len(p.hubs) == 0:
		s.Push = nil
	case old == nil || !slices.Contains(p.hubs, old.Hub) || old.Topic != topic || !hubs.Ours(*old):
		fresh := hubs.Push(p.hubs[0], topic)
		s.Push = &fresh
	}
	if s.Push == old {
		return
	}
	if s.Push != nil {
		hubs.Listen(*s.Push, b.listener(*s.Push, s.Form))
	}
	if old != nil && hubs != nil && hubs.Ours(*old) {
		b.part(*old)
	}
}

// listener returns what has the beat hear of a subscription to a document of
// that form.
func (b *beat) listener(to news.Push, form news.Form) websub.Listener {
	say := func(p pushed) {
		p.push = to.Callback
		select {
		case b.pushes <- &p:
		default: // more than can be read: the next poll finds it
		}
	}
	return websub.Listener{
		Confirmed: func(lease time.Duration) { say(pushed{lease: lease}) },
		Denied:    func(reason string) { say(pushed{denied: reason}) },
		Told: func(body []byte, contentType string) {
			say(pushed{told: true, polled: b.read(&fetch.Response{Status: 200, URL: to.Topic, ContentType: contentType, Body: body}, form)})
		},
	}
}

// attend takes up the subscription of an earlier run, if this process is still
// reached where the hub sends.
func (b *beat) attend() {
	hubs, p := b.w.config.Hubs, b.state.Push
	switch {
	case p == nil:
	case hubs == nil || !hubs.Ours(*p):
		b.state.Push = nil
	default:
		hubs.Listen(*p, b.listener(*p, b.state.Form))
	}
}

// subscribeAt returns when the hub is to be asked for the subscription: at
// once if it never was, again when it did not confirm, and when four fifths of
// its time have passed.
func subscribeAt(p *news.Push) time.Time {
	switch {
	case p.AskedAt.IsZero():
		return time.Time{}
	case p.Err != "" || !p.Until.After(p.AskedAt):
		return p.AskedAt.Add(askAgain)
	}
	return p.AskedAt.Add(max(p.Until.Sub(p.AskedAt)*4/5, time.Hour/2))
}

// subscribe asks the hub. It runs beside the beat.
func (b *beat) subscribe(ctx context.Context, p news.Push) {
	ctx, cancel := context.WithTimeout(ctx, confirmTime)
	defer cancel()
	if err := b.w.config.Hubs.Subscribe(ctx, p); err != nil && ctx.Err() == nil {
		select {
		case b.pushes <- &pushed{push: p.Callback, refused: err}:
		default:
		}
	}
}

// part ends a subscription, as far as the hub can be told.
func (b *beat) part(p news.Push) {
	b.parting.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), partingTime)
		defer cancel()
		if err := b.w.config.Hubs.Unsubscribe(ctx, p); err != nil {
			b.w.log.Debug("hub not told; its subscription ends by itself", "source", b.source.ID, "hub", p.Hub, "err", err)
		}
	})
}

// hearHub draws the consequences of what a hub did.
func (b *beat) hearHub(ctx context.Context, p pushed) {
	if b.state.Push == nil || b.state.Push.Callback != p.push {
		return // it is about a subscription of the past
	}
	now := time.Now()
	next := *b.state.Push
	switch {
	case p.lease > 0:
		if next.Until.IsZero() {
			b.w.log.Info("hub tells of news from now on", "source", b.source.ID, "hub", next.Hub, "for", p.lease)
		}
		next.Until, next.Err, next.Missed = now.Add(p.lease), "", false
		b.state.Push, b.dirty = &next, true
		return
	case p.told && p.polled.err == nil && len(p.polled.items) > 0 && b.state.Based:
		b.takePushed(ctx, p.polled.items, now)
		return
	case p.told: // it says that there is something, but not what
		if now.Sub(b.state.PolledAt) > b.w.config.Every/10 {
			b.hurry(now)
		}
		return
	default:
		next.Until, next.Err = time.Time{}, p.denied
		if p.refused != nil {
			next.Err = p.refused.Error()
		}
		b.w.log.Info("no word from the hub; the source is polled as usual", "source", b.source.ID, "hub", next.Hub, "err", next.Err)
	}
	b.state.Push, b.dirty = &next, true
	b.hurry(b.due(b.state))
}

// hurry has the source polled at a time if that is sooner. One that fails is
// left alone all the same: what a hub does is no word of the publisher's.
func (b *beat) hurry(at time.Time) {
	if b.state.Failures == 0 {
		b.state.NextPoll = earlier(b.state.NextPoll, at)
	}
}

// takePushed takes in items that a hub sent. It tells nothing of what else the
// document holds, so validators and counts stay as they are.
func (b *beat) takePushed(ctx context.Context, items []news.Item, now time.Time) {
	s := b.state
	c := compare(s.Marks, items, s.Fickle, s.Trust, away(b.state.ReadAt, now))
	b.become(&s, c)
	_, fresh, err := b.sift(ctx, items, nil, c, now)
	if err == nil {
		fresh, err = b.withoutStale(ctx, s, fresh, now)
	}
	if err != nil {
		b.hurry(now.Add(jitter(shortestWait)))
		return
	}
	if len(s.Marks) > 0 {
		s.Marks = joined(packed(c.added), s.Marks)
	}
	polledAt := s.PolledAt
	s.PolledAt = now
	b.learn(&s, c.added)
	b.diagnose(&s)
	s.PolledAt = polledAt
	told := *s.Push
	told.Missed = false
	s.Push = &told
	if !queue(&s, fresh) {
		s.ETag, s.LastModified, s.BodyHash = "", "", ""
	}
	if b.put(ctx, s) {
		b.logTurn(s)
		b.state = s
	}
}

// distrust notes that a hub has left out what a poll found.
func (b *beat) distrust(s *news.SourceState, added []news.Item) {
	if !s.Push.Tells(s.PolledAt) {
		return
	}
	for _, it := range added {
		if at := it.Published; !at.IsZero() && s.PolledAt.Sub(at) > tellTime && at.After(b.state.PolledAt) {
			missed := *s.Push
			missed.Missed = true
			s.Push = &missed
			b.w.log.Info("hub left news out; the source is polled as usual", "source", b.source.ID, "hub", missed.Hub, "url", it.URL)
			return
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
