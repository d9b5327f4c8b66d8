package bot

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A sender is one time of leading the queue.
type sender struct {
	*Bot
	token    int64
	trust    *trust // in its lease
	replaced func() // called when another process holds the lease

	workers sync.WaitGroup
	mu      sync.Mutex
	busy    map[int64]bool // chats with a message under way
	flying  map[int64]bool // and the deliveries that those are, which may change their chat
	bulk    int            // how many of these are bulk
	turns   turns          // of the classes; dispatch alone uses them
	alarm   time.Time      // when a lane that the sender parked opens, the next one
}

// send sends what the queue holds until ctx ends, and waits for the messages
// under way.
func (b *Bot) send(ctx context.Context, token int64, t *trust, replaced func()) {
	s := &sender{Bot: b, token: token, trust: t, replaced: replaced, busy: map[int64]bool{}, flying: map[int64]bool{}}
	defer s.workers.Wait()
	for {
		wait := s.dispatch(ctx)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-b.nudge:
			s.breathe(ctx)
		case <-timer.C:
		}
		timer.Stop()
	}
}

// breathe waits a moment, if nearly all workers are busy, for some of them to
// end: it saves looking at the whole queue for each.
func (s *sender) breathe(ctx context.Context) {
	const moment = 3 * time.Millisecond
	s.mu.Lock()
	crowded := len(s.busy) > s.config.Workers*3/4
	s.mu.Unlock()
	if crowded {
		sleep(ctx, moment)
	}
}

// dispatch starts every delivery that can go out now, and returns how long
// there is nothing more to do.
func (s *sender) dispatch(ctx context.Context) time.Duration {
	s.mu.Lock()
	limit := len(s.busy) + 2*max(0, s.config.Workers-len(s.busy)) + 8
	if !s.alarm.After(s.now()) {
		s.alarm = time.Time{} // it rings now
	}
	s.mu.Unlock()
	if wait := s.reach(ctx); wait > 0 {
		return min(wait, s.config.Every)
	}
	deliveries, err := s.store.Reserve(ctx, limit)
	s.trouble.note(ctx, queueUnread, err)
	if err != nil {
		return s.config.Every
	}
	wait, aside := s.serve(ctx, newReadyList(deliveries))
	if aside && len(deliveries) >= limit {
		return 5 * time.Millisecond // there may be more behind what was put aside
	}
	return min(wait, s.untilAlarm())
}

// serve starts what is ready, class by class as their turns come. It returns how
// long the pace holds up the rest, and whether something was put aside, as its
// chat's turn has not come.
func (s *sender) serve(ctx context.Context, ready readyList) (wait time.Duration, aside bool) {
	for {
		wait = s.config.Every
		classes := ready.classes(func(c news.Class) bool {
			w := s.pace.wait(c, s.now())
			if w > 0 {
				wait = min(wait, w)
			}
			return w == 0 && s.roomFor(c)
		})
		if len(classes) == 0 {
			return wait, aside
		}
		c := s.turns.next(classes)
		switch s.offer(ctx, ready.pop(c)) {
		case started:
			s.turns.take(c)
		case putAside:
			aside = true
		}
	}
}

// What became of a delivery that could go out.
type offered int

const (
	underWay offered = iota // already, or another of its chat
	started                 // it took its class's turn
	putAside                // it is out of the way of the others
)

// offer starts a delivery, if it can go out now.
func (s *sender) offer(ctx context.Context, d news.Delivery) offered {
	now := s.now()
	switch {
	case !s.free(d):
		return underWay
	case d.Expired(now):
		s.start(ctx, d, s.expire)
		return putAside
	case d.Edits > 0:
		if wait := s.pace.editWait(d.Chat, now); wait > 0 {
			s.putOff(ctx, d, now.Add(wait))
			return putAside
		}
	default:
		if wait := s.pace.chatWait(d.Chat, now); wait > 0 {
			s.park(ctx, d.Chat, now.Add(wait))
			return putAside
		}
	}
	s.pace.take(d.Class, d.Chat, now)
	s.start(ctx, d, s.deliver)
	return started
}

// free reports whether no message of the chat is under way, nor the delivery
// itself, to the ID that its chat had before.
func (s *sender) free(d news.Delivery) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.busy[d.Chat] && !s.flying[d.ID]
}

// roomFor reports whether a worker is free for a delivery of a class; when none
// is, the first that ends nudges. Bulk leaves some for the rest, for the time
// when Telegram is slow.
func (s *sender) roomFor(c news.Class) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	workers := s.config.Workers
	return len(s.busy) < workers && (!c.Bulk() || s.bulk < max(1, workers*3/4))
}

// start does a job with d in a goroutine of its own.
func (s *sender) start(ctx context.Context, d news.Delivery, job func(context.Context, news.Delivery)) {
	bulk := 0
	if d.Class.Bulk() {
		bulk = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy[d.Chat], s.flying[d.ID] = true, true
	s.bulk += bulk
	s.workers.Go(func() {
		job(ctx, d)
		s.mu.Lock()
		delete(s.busy, d.Chat)
		delete(s.flying, d.ID)
		s.bulk -= bulk
		s.mu.Unlock()
		s.Nudge()
	})
}

// putOff lets an edit wait alone.
func (s *sender) putOff(ctx context.Context, d news.Delivery, until time.Time) {
	err := s.store.Retry(ctx, d.ID, s.token, until, d.State == news.DeliveryAttempting, d.Why)
	switch {
	case errors.Is(err, news.ErrFenced):
		s.replaced()
	case err != nil && ctx.Err() == nil:
		s.log.Error("an edit cannot be put off", "delivery", d.ID, "err", err)
	}
	s.wake(until)
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
