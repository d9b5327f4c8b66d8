package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A sender is one time of leading the queue.
type sender struct {
	*Bot
	token int64
	lost  func() // called when another process holds the lease

	workers sync.WaitGroup
	mu      sync.Mutex
	busy    map[int64]bool // chats with a message under way
	flying  map[int64]bool // and the deliveries that those are, which may change their chat
	alarm   time.Time      // when a lane that the sender parked opens, the next one
}

// send sends what the queue holds until ctx ends, and waits for the messages
// under way.
func (b *Bot) send(ctx context.Context, token int64, lost func()) {
	s := &sender{Bot: b, token: token, lost: lost, busy: map[int64]bool{}, flying: map[int64]bool{}}
	defer s.workers.Wait()
	for {
		wait := s.dispatch(ctx)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-b.nudge:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// dispatch starts every delivery that can go out now, and returns how long
// there is nothing more to do.
func (s *sender) dispatch(ctx context.Context) time.Duration {
	s.mu.Lock()
	limit := len(s.busy) + 4*s.config.Workers
	if !s.alarm.After(s.now()) {
		s.alarm = time.Time{} // it rings now
	}
	s.mu.Unlock()
	if wait := s.reach(ctx); wait > 0 {
		return min(wait, s.config.Every)
	}
	deliveries, err := s.store.Reserve(ctx, limit)
	if err != nil {
		if ctx.Err() == nil {
			s.log.Error("the queue cannot be read", "err", err)
		}
		return s.config.Every
	}
	for _, d := range deliveries {
		now := s.now()
		if !s.free(d) {
			continue
		}
		if wait := s.pace.wait(now); wait > 0 {
			return min(wait, s.config.Every)
		}
		if wait := s.pace.chatWait(d.Chat, now); wait > 0 {
			s.park(ctx, d.Chat, now.Add(wait))
			continue
		}
		if !s.start(ctx, d, now) {
			break // all workers are busy; the first that ends nudges
		}
	}
	return s.untilAlarm()
}

// free reports whether no message of the chat is under way, nor the delivery
// itself, to the ID that its chat had before.
func (s *sender) free(d news.Delivery) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.busy[d.Chat] && !s.flying[d.ID]
}

// start delivers d in a goroutine of its own, unless all workers are busy.
func (s *sender) start(ctx context.Context, d news.Delivery, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.busy) >= s.config.Workers {
		return false
	}
	s.busy[d.Chat], s.flying[d.ID] = true, true
	s.pace.take(d.Chat, now)
	s.workers.Go(func() {
		s.deliver(ctx, d)
		s.mu.Lock()
		delete(s.busy, d.Chat)
		delete(s.flying, d.ID)
		s.mu.Unlock()
		s.Nudge()
	})
	return true
}

// park takes a chat whose turn has not come out of the way of the others.
func (s *sender) park(ctx context.Context, chat int64, until time.Time) {
	if err := s.store.Park(ctx, chat, until); err != nil && ctx.Err() == nil {
		s.log.Error("a chat's lane cannot be parked", "chat", chat, "err", err)
	}
	s.wake(until)
}

// wake sees to it that the queue is looked at again at a time.
func (s *sender) wake(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.alarm.IsZero() || at.Before(s.alarm) {
		s.alarm = at
	}
}

// untilAlarm returns how long to wait for the next look.
func (s *sender) untilAlarm() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.alarm.IsZero() {
		return s.config.Every
	}
	return min(max(0, s.alarm.Sub(s.now())), s.config.Every)
}

// deliver makes one attempt at a delivery and records what came of it. It
// goes on for a while after ctx ends, so that what is under way has a clear
// outcome.
func (s *sender) deliver(ctx context.Context, d news.Delivery) {
	ctx, cancel := s.graceful(ctx)
	defer cancel()
	start, err := s.store.Begin(ctx, d.ID, s.token)
	switch {
	case err != nil:
		s.log.Error("a delivery cannot be begun", "delivery", d.ID, "err", err)
		now := s.now()
		s.pace.pause(now, now.Add(s.config.Every))
		return
	case start == news.Fenced:
		s.log.Warn("another process sends now")
		s.lost()
		return
	case start == news.Done:
		return
	}
	d.Attempts++
	l := &letter{Delivery: d, repeat: start == news.InDoubt || d.Doubts > 0}
	s.write(ctx, l)
	s.settle(ctx, l)
}

// write composes and posts a letter. A panic, which would be a bug, ends the
// letter and nothing else.
func (s *sender) write(ctx context.Context, l *letter) {
	defer func() {
		if r := recover(); r != nil {
			l.err = fmt.Errorf("%w: %v", errBug, r)
			s.log.Error("a bug", "delivery", l.ID, "err", l.err, "stack", string(debug.Stack()))
		}
	}()
	if l.err = s.compose(ctx, l); l.err == nil {
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
		switch {
		case err == nil:
			return
		case errors.Is(err, news.ErrFenced):
			s.log.Warn("another process sends now")
			s.lost()
			return
		}
		s.log.Error("the outcome of a delivery cannot be recorded yet", "delivery", l.ID, "err", err)
		if !sleep(ctx, time.Second) {
			return
		}
	}
}

// recordTime is how long it is tried to record an outcome.
const recordTime = 5 * time.Second

// graceful returns a context that ends a while after ctx, or with it if the
// lease is lost.
func (b *Bot) graceful(ctx context.Context) (context.Context, context.CancelFunc) {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if errors.Is(context.Cause(ctx), errLost) {
			cancel()
			return
		}
		t := time.AfterFunc(b.config.Grace, cancel)
		context.AfterFunc(own, func() { t.Stop() })
	})
	return own, func() { stop(); cancel() }
}
