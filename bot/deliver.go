package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/rasadnews/rasad/news"
)

// deliver makes one attempt at a delivery and records what came of it. It
// goes on for a while after ctx ends, so that what is under way has a clear
// outcome.
func (s *sender) deliver(ctx context.Context, d news.Delivery) {
	ctx, cancel := s.graceful(ctx)
	defer cancel()
	l, ok := s.prepare(ctx, d)
	if !ok {
		return
	}
	start, err := s.store.Begin(ctx, d.ID, s.token)
	s.trouble.note(ctx, unbegun, err, "delivery", d.ID)
	switch {
	case err != nil:
		now := s.now()
		s.pace.pause(now, now.Add(s.config.Every))
		return
	case start == news.Fenced:
		s.replaced()
		return
	case start == news.Done:
		s.pace.giveBack(d.Class, d.Chat)
		return
	}
	l.Attempts++
	l.repeat = start == news.InDoubt || d.Doubts > 0
	s.write(ctx, l)
	s.settle(ctx, l)
}

// prepare returns a letter of what is to go now with a delivery, if it is to go
// now. Where a panic, which would be a bug, ends that, it goes as it is.
func (s *sender) prepare(ctx context.Context, d news.Delivery) (l *letter, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			l, ok = &letter{Delivery: d}, true
			s.log.Error("a bug", "delivery", d.ID, "err", fmt.Errorf("%w: %v", errBug, r), "stack", string(debug.Stack()))
		}
	}()
	if l = s.admit(ctx, d); l == nil {
		return nil, false
	}
	s.gather(ctx, l)
	return l, true
}

// write composes and posts a letter, unless the lease may have passed to
// another since it was begun: who was stopped in between would post it behind
// what the other has sent. A panic, which would be a bug, ends the letter and
// nothing else.
func (s *sender) write(ctx context.Context, l *letter) {
	defer func() {
		if r := recover(); r != nil {
			l.err = fmt.Errorf("%w: %v", errBug, r)
			s.log.Error("a bug", "delivery", l.ID, "err", l.err, "stack", string(debug.Stack()))
		}
	}()
	if l.err = s.compose(ctx, l); l.err == nil && !s.trust.holds() {
		l.err = errLost
	}
	if l.err == nil {
		s.pace.leaves(l.Chat, s.now())
		l.messageID, l.err = s.post(ctx, l)
	}
}

// settle records what came of a letter. It tries for a while; then the letter
// stays attempting, and so in doubt.
func (s *sender) settle(ctx context.Context, l *letter) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), recordTime)
	defer done()
	for {
		err := s.record(ctx, l)
		if errors.Is(err, news.ErrFenced) {
			s.replaced()
			return
		}
		s.trouble.note(context.WithoutCancel(ctx), unrecorded, err, "delivery", l.ID)
		if err == nil {
			return
		}
		if !sleep(ctx, time.Second) {
			return
		}
	}
}

// recordTime is how long it is tried to record an outcome.
const recordTime = 5 * time.Second

// expire gives up a delivery that is worth nothing any more.
func (s *sender) expire(ctx context.Context, d news.Delivery) {
	s.settle(ctx, &letter{Delivery: d, err: fmt.Errorf("%w: at %s", errExpired, d.Expires.UTC().Format(time.RFC3339))})
}
